/** What a person does with backups, out of the configuration. */
import { dirname } from 'node:path';
import type { LoadedConfig } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import { Fault } from '../../core/errors.ts';
import { holdInstanceLock } from '../../store/sqlite/instance-lock.ts';
import { sqliteUpkeep } from '../../store/sqlite/upkeep.ts';
import type { Log } from '../../telemetry/contract.ts';
import { listBackups } from '../../upkeep/backup/backup-folder.ts';
import type { ListedBackup } from '../../upkeep/backup/backup-folder.ts';
import { readKey } from '../../upkeep/backup/backup-manifest.ts';
import { createBackupService } from '../../upkeep/backup/backup-service.ts';
import { markDamaged } from '../../upkeep/backup/prune-backups.ts';
import { verifyBackup } from '../../upkeep/backup/verify-backup.ts';
import { chooseBackup } from '../../upkeep/restore/choose-backup.ts';
import { restoreDatabase } from '../../upkeep/restore/restore-database.ts';
import { restoreFiles } from '../../upkeep/restore/restore-files.ts';
import type { Summary } from '../../upkeep/service.ts';
import { backupDeps, backupKeyFile } from '../parts/open-backups.ts';

export interface BackupChoice {
  /** A name or a moment; null = the newest. */
  readonly at: string | null;
  /** The seal is not checked: on a new machine, which does not have the key of the old one. */
  readonly trust: boolean;
}

interface RestoreReport {
  readonly backup: string;
  readonly createdAt: string;
  readonly keptIn: string | null;
}

export interface BackupManager {
  /** Of the times that people are shown. */
  readonly timeZone: string;
  create(): Promise<Summary>;
  list(): Promise<readonly ListedBackup[]>;
  /** @throws {Fault} E_BACKUP: the backup is marked, and never restored by itself. */
  verify(choice: BackupChoice): Promise<{ readonly backup: string; readonly rows: number; readonly files: number }>;
  /** The backup a restore would take. */
  choose(choice: BackupChoice): Promise<Extract<ListedBackup, { state: 'verified' }>>;
  /** @throws {Fault} E_INSTANCE_HELD while an orchestrator works: it is stopped first. */
  restore(choice: BackupChoice): Promise<RestoreReport>;
  restoreFiles(choice: BackupChoice, target: string): Promise<{ readonly backup: string; readonly files: number }>;
}

export function manageBackups({ config, file }: LoadedConfig, clock: Clock, log: Log): BackupManager {
  const deps = backupDeps(config, file, clock, log);
  const { folder } = deps;
  const { path: database } = config.database;
  const choose: BackupManager['choose'] = async ({ at, trust }) => {
    const key = trust ? null : await readKey(backupKeyFile(config));
    if (key === null && !trust) throw keyMissing(backupKeyFile(config));
    return chooseBackup(await listBackups(folder, key), at);
  };
  return {
    timeZone: config.data.time_zone,
    create: () => createBackupService(deps).runOnce(),
    list: async () => listBackups(folder, await readKey(deps.keyFile)),
    choose,
    verify: async (choice) => {
      const { name, manifest } = await choose(choice);
      try {
        return { backup: name, ...(await verifyBackup(deps, manifest)) };
      } catch (error) {
        if (error instanceof Fault && error.code === 'E_BACKUP') await markDamaged(folder, name, error);
        throw error;
      }
    },
    restore: async (choice) => {
      const lock = holdInstanceLock(dirname(database), clock.now());
      try {
        const { name, manifest } = await choose(choice);
        const upkeep = sqliteUpkeep(database);
        const { keptIn } = await restoreDatabase({ upkeep, folder, database, now: clock.now() }, manifest, true);
        log.warn('backup_restored', { backup: name, kept_in: keptIn });
        return { backup: name, createdAt: manifest.createdAt, keptIn };
      } finally {
        lock.release();
      }
    },
    restoreFiles: async (choice, target) => {
      const { name, manifest } = await choose(choice);
      return { backup: name, files: await restoreFiles(folder, manifest, target) };
    },
  };
}

function keyMissing(file: string): Fault {
  return new Fault('E_BACKUP', `${file} is missing, so nobody can tell whether a backup was changed`, {
    file,
    cure: 'Copy backup.key from the machine that made the backups; or say --trust when you know where they come from.',
  });
}
