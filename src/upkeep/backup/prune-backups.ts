/** Retention: backups leave at their age, the last good one never, and files with the last backup that names them. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../core/errors.ts';
import { damageName, listBackups } from './backup-folder.ts';
import type { ListedBackup } from './backup-folder.ts';
import { archiveName, manifestName } from './backup-manifest.ts';
import { readList } from './collect-files.ts';
import { OWNER_ONLY, onDisk, syncFolder } from './durable-file.ts';
import { sweepObjects } from './objects.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface Pruned {
  readonly removedBackups: number;
  readonly removedFiles: number;
}

/** @param key of the installation: a backup whose seal does not fit is none that would be restored. */
export function pruneBackups(folder: string, key: Uint8Array, retentionDays: number, now: number): Promise<Pruned> {
  return onDisk(`removing old backups of ${folder}`, async () => {
    const backups = await listBackups(folder, key);
    const last = backups.find((backup) => backup.state === 'verified');
    // Without any good one, a damaged one is better than nothing: a person may still save a part of it.
    const old =
      last === undefined
        ? []
        : backups.filter((backup) => backup !== last && ageOf(backup, now) > retentionDays * DAY_MS);
    for (const { name } of old) await removeBackup(folder, name);
    const kept = backups.filter((backup) => !old.includes(backup));
    const used = await usedObjects(folder, kept);
    return { removedBackups: old.length, removedFiles: used === null ? 0 : await sweepObjects(folder, used, now) };
  });
}

/** The archive goes first: a manifest alone is no backup and is swept. */
async function removeBackup(folder: string, name: string): Promise<void> {
  for (const file of [archiveName(name), manifestName(name), damageName(name)])
    await rm(join(folder, file), { force: true });
  await syncFolder(folder);
}

function ageOf(backup: ListedBackup, now: number): number {
  if (backup.state === 'verified') return now - Date.parse(backup.manifest.createdAt);
  const [, year = '', month = '', day = ''] = /_(\d{4})(\d\d)(\d\d)_/.exec(backup.name) ?? [];
  return now - Date.parse(`${year}-${month}-${day}T00:00:00Z`);
}

/** null = a list cannot be read, so nobody knows what is still named: nothing is removed then. */
async function usedObjects(folder: string, backups: readonly ListedBackup[]): Promise<ReadonlySet<string> | null> {
  const used = new Set<string>();
  for (const backup of backups) {
    if (backup.state !== 'verified') return null;
    const { list, listBytes } = backup.manifest.files;
    used.add(list);
    try {
      for (const entry of await readList(folder, list, listBytes)) used.add(entry.sha256);
    } catch {
      return null;
    }
  }
  return used;
}

/** Remembers that a backup failed a later check: it is never restored by itself, and does not count as the last good one. */
export async function markDamaged(folder: string, name: string, reason: unknown): Promise<void> {
  await writeFile(join(folder, damageName(name)), `${messageOf(reason)}\n`, { mode: OWNER_ONLY });
}
