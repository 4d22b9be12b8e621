/**
 * Puts the database of a backup in the place of the present one (F28). Nobody else may have the database open: the caller
 * holds the instance's lock. The new file is unpacked, checked and synced beside the old one before anything happens to
 * that; then one rename swaps them. A kill at any point leaves the old one or the new one, never none.
 */
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StoreUpkeep } from '../../store/contract.ts';
import type { BackupManifest } from '../backup/backup-manifest.ts';
import { onDisk, syncFolder, writeWhole } from '../backup/durable-file.ts';
import { archivePath, checkUnpacked, unpackDatabase } from '../backup/unpack-database.ts';
import { dropCompanions, keepAside } from './set-aside.ts';

export interface RestoreDeps {
  readonly upkeep: StoreUpkeep;
  /** Of the backups. */
  readonly folder: string;
  readonly database: string;
  readonly now: number;
}

export interface RestoredDatabase {
  /** Where the database lies that was there before; null = there was none. */
  readonly keptIn: string | null;
}

/** Beside the database while a backup is made ready: removed by the next restore. */
const unfinished = (database: string): string => `${database}.restoring`;

/** Says that a person chose this state: the next start adds what the tree knows to it, and restores nothing over it. */
export const choiceFile = (database: string): string => `${database}.restored.json`;

/**
 * @param chosen a person asked for this backup.
 * @throws {Fault} E_BACKUP, E_DISK_FULL, E_DIRECTORY, E_IO: the present database is then as it was.
 */
export function restoreDatabase(
  deps: RestoreDeps,
  manifest: BackupManifest,
  chosen: boolean,
): Promise<RestoredDatabase> {
  return onDisk(`restoring ${manifest.name}`, async () => {
    const { upkeep, database, folder, now } = deps;
    const ready = unfinished(database);
    for (const leftover of ['', '-wal', '-shm']) await rm(`${ready}${leftover}`, { force: true });
    await unpackDatabase(archivePath(folder, manifest.name), manifest, ready);
    await checkUnpacked(upkeep, ready, manifest.database.content, false);
    await settleSound(deps);
    const keptIn = await keepAside(database, now);
    if (chosen)
      await writeWhole(
        choiceFile(database),
        `${JSON.stringify({ backup: manifest.name, at: new Date(now).toISOString() })}\n`,
      );
    else await rm(choiceFile(database), { force: true });
    await dropCompanions(database);
    await rename(ready, database);
    await syncFolder(dirname(database));
    return { keptIn };
  });
}

/** A sound database becomes one file before it is kept: a kill between two names then takes nothing from it. */
async function settleSound({ upkeep, database }: RestoreDeps): Promise<void> {
  const present = await upkeep.inspect(database, { depth: 'start', digest: false });
  if (present.state === 'sound' || present.state === 'older') await upkeep.settle(database);
}
