/** Maintenance by hand: the same jobs, while no service holds the data directory. */
import { dirname } from 'node:path';
import type { Config } from '../../config/contract.ts';
import { systemClock } from '../../core/clock.ts';
import { openLocalOutputs } from '../../outputs/local-files.ts';
import { holdInstanceLock } from '../../store/sqlite/instance-lock.ts';
import { openLogs } from '../../telemetry/open-logs.ts';
import type { Summary } from '../../upkeep/service.ts';
import { maintenanceService, NIGHTLY_MAINTENANCE, WEEKLY_MAINTENANCE } from './maintenance-services.ts';
import type { MaintenanceName } from './maintenance-services.ts';
import { openStore } from '../parts/open-parts.ts';

export type { MaintenanceName, Summary };
export const MAINTENANCE_JOBS: readonly MaintenanceName[] = [...NIGHTLY_MAINTENANCE, ...WEEKLY_MAINTENANCE];

/**
 * Runs the jobs one after the other.
 * @throws {Fault} E_INSTANCE_HELD while a service runs (it does all this by itself); E_DIRECTORY, E_STORE….
 */
export async function runMaintenance(
  config: Config,
  names: readonly MaintenanceName[],
  tell: (name: MaintenanceName, summary: Summary) => void,
): Promise<void> {
  const lock = holdInstanceLock(dirname(config.database.path), systemClock.now());
  const logs = openLogs({ directory: config.logging.directory, level: config.logging.level });
  try {
    const store = await openStore(config);
    try {
      const outputs = await openLocalOutputs(config.data.directory);
      const parts = { config, store, outputs, clock: systemClock, log: logs.cleanup };
      for (const name of names) tell(name, await maintenanceService(name, parts).runOnce());
    } finally {
      await store.close();
    }
  } finally {
    logs.close();
    lock.release();
  }
}
