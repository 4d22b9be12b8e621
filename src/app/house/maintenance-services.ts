/** The services that keep the house, built from the configuration: the one place that knows their settings. */
import { stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import type { Outputs } from '../../outputs/contract.ts';
import type { Store } from '../../store/contract.ts';
import { sqliteUpkeep } from '../../store/sqlite/upkeep.ts';
import type { Log } from '../../telemetry/contract.ts';
import { createDatabaseCleanup } from '../../upkeep/cleanup/remove-old-rows.ts';
import { createMonthCompression } from '../../upkeep/compress-months.ts';
import { createDatabaseMaintenance } from '../../upkeep/maintenance/maintain-database.ts';
import { createWalWatch } from '../../upkeep/maintenance/wal-watch.ts';
import type { WalWatch } from '../../upkeep/maintenance/wal-watch.ts';
import { createMonthRemoval, NO_EVIDENCE } from '../../upkeep/remove-months.ts';
import type { Service } from '../../upkeep/service.ts';
import { createTempFileSweep } from '../../upkeep/temp-files.ts';
import { createTreeVerification } from '../../upkeep/verify-tree/verify-tree.ts';

export interface MaintenanceParts {
  readonly config: Config;
  readonly store: Store;
  readonly outputs: Outputs;
  readonly clock: Clock;
  /** `cleanup.log` */
  readonly log: Log;
}

/** Each day: look, and sweep. */
export const NIGHTLY_MAINTENANCE = ['temp-files', 'verify-tree'] as const;
/** Each Sunday: rows first, so that VACUUM gives back what they held. */
export const WEEKLY_MAINTENANCE = ['cleanup', 'compress-months', 'remove-months', 'database-maintenance'] as const;

export type MaintenanceName = (typeof NIGHTLY_MAINTENANCE)[number] | (typeof WEEKLY_MAINTENANCE)[number];

const BUILDERS: Readonly<Record<MaintenanceName, (parts: MaintenanceParts) => Service>> = {
  'temp-files': ({ config, ...parts }) =>
    createTempFileSweep({
      ...parts,
      database: config.database.path,
      statusFile: config.monitoring.status_file,
      keepDays: config.backup.retention_days,
    }),
  'verify-tree': ({ config, ...parts }) =>
    createTreeVerification({ ...parts, bytesPerRun: config.maintenance.verify_megabytes * 2 ** 20 }),
  cleanup: ({ config, ...parts }) => createDatabaseCleanup({ ...parts, keepMonths: config.maintenance.keep_months }),
  'compress-months': ({ config, ...parts }) =>
    createMonthCompression({ ...parts, afterMs: config.maintenance.compress_after }),
  'remove-months': ({ config, ...parts }) =>
    createMonthRemoval({ ...parts, evidence: NO_EVIDENCE, keepMonths: config.maintenance.keep_months }),
  'database-maintenance': ({ config, ...parts }) =>
    createDatabaseMaintenance({
      ...parts,
      upkeep: sqliteUpkeep(config.database.path),
      file: config.database.path,
      freeBytes: () => roomForCopy(config.database.path),
    }),
};

export function maintenanceService(name: MaintenanceName, parts: MaintenanceParts): Service {
  return BUILDERS[name](parts);
}

export function walWatch(config: Config, store: Pick<Store, 'chores'>, log: Log): WalWatch {
  const wal = `${config.database.path}-wal`;
  return createWalWatch({
    walBytes: async () => (await stat(wal).catch(() => null))?.size ?? 0,
    chores: store.chores,
    log,
  });
}

/** VACUUM makes its copy where SQLite keeps temporary files (sqlite.org/tempfiles.html), then writes it back. */
async function roomForCopy(database: string): Promise<number> {
  const folders = [process.env['SQLITE_TMPDIR'] ?? tmpdir(), dirname(database)];
  const rooms = await Promise.all(folders.map((folder) => statfs(folder)));
  return Math.min(...rooms.map(({ bavail, bsize }) => bavail * bsize));
}
