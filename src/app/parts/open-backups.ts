/** What the services of backups are built from, out of the configuration. */
import { dirname, join } from 'node:path';
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import { sqliteUpkeep } from '../../store/sqlite/upkeep.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { BackupServiceDeps } from '../../upkeep/backup/backup-service.ts';

/** The key that seals backups lies beside the database: whoever can write backups alone cannot forge one. */
export function backupKeyFile(config: Config): string {
  return join(dirname(config.database.path), 'backup.key');
}

/** @param configFile the file that was read; null = the product runs on defaults. */
export function backupDeps(config: Config, configFile: string | null, clock: Clock, log: Log): BackupServiceDeps {
  return {
    upkeep: sqliteUpkeep(config.database.path),
    folder: config.backup.directory,
    keyFile: backupKeyFile(config),
    sources: {
      config: configFile,
      definitions: config.scrapers.definitions,
      catalogue: config.data.urls,
      tree: config.data.directory,
    },
    retentionDays: config.backup.retention_days,
    timeZone: config.data.time_zone,
    clock,
    log,
  };
}
