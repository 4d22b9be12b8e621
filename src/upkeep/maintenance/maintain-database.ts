/**
 * The database file is checked (every page, index and foreign key), and what removed rows held is given back, only
 * while no batch runs. REINDEX only cures a check that failed. There is no ANALYZE: every statement of the product has
 * its index and a plan that a test fixes; statistics could only change it (docs/maintenance.md).
 */
import type { Clock } from '../../core/clock.ts';
import type { Store, StoreUpkeep } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Service, Summary } from '../service.ts';

export interface MaintenanceDeps {
  readonly store: Pick<Store, 'batches' | 'chores' | 'retention'>;
  readonly upkeep: Pick<StoreUpkeep, 'inspect'>;
  /** `database.path` */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Free bytes where VACUUM makes its copy and where the file lies: the smaller of both. */
  readonly freeBytes: () => Promise<number>;
}

/** What is remembered of the last check, and what `doctor` reads. */
export interface DatabaseCheck {
  /** null = sound. */
  readonly problem: string | null;
  readonly reindexed: boolean;
}

export const CHECK_NOTE = 'database-check';
/** Less than this is not worth rewriting the file. */
const WORTH_BYTES = 16 * 1024 * 1024;
const WORTH_SHARE = 0.2;
/** VACUUM needs the file once for its copy and once in the WAL; a little stays for everybody else. */
const ROOM = 2.5;

export function createDatabaseMaintenance(deps: MaintenanceDeps): Service {
  return { name: 'database-maintenance', runOnce: () => maintain(deps) };
}

async function maintain(deps: MaintenanceDeps): Promise<Summary> {
  const { store, clock, log } = deps;
  if ((await store.batches.openBatch()) !== null) return { done: false, why: 'a batch is running' };
  const check = await checkAndCure(deps);
  await store.retention.saveNote(CHECK_NOTE, { at: clock.now(), value: check });
  if (check.problem !== null) {
    log.error('database_damaged', {
      problem: check.problem,
      cure: 'Stop the service; the next start restores the newest verified backup.',
    });
    return { done: true, check: check.problem, reindexed: check.reindexed, vacuum: 'not over a damaged file' };
  }
  const vacuum = await vacuumIfWorth(deps);
  const summary = { done: true, check: 'ok', reindexed: check.reindexed, vacuum };
  log.info('database_maintained', summary);
  return summary;
}

/** An index that disagrees with its table is built anew; anything else is for a backup to cure. */
async function checkAndCure({ store, upkeep, file, log }: MaintenanceDeps): Promise<DatabaseCheck> {
  const inspect = async (): Promise<string | null> => {
    const found = await upkeep.inspect(file, { depth: 'full', digest: false });
    if (found.state === 'sound') return null;
    return found.state === 'broken' ? found.problem : `the database is ${found.state}`;
  };
  const problem = await inspect();
  if (problem === null) return { problem, reindexed: false };
  log.error('database_check_failed', { problem, next: 'REINDEX, then the check again' });
  await store.chores.reindex();
  return { problem: await inspect(), reindexed: true };
}

async function vacuumIfWorth({ store, freeBytes }: MaintenanceDeps): Promise<string> {
  const { bytes, unusedBytes } = await store.chores.fileSpace();
  if (unusedBytes < WORTH_BYTES || unusedBytes < bytes * WORTH_SHARE) return 'not worth it';
  if ((await freeBytes()) < bytes * ROOM) return 'too little free disk';
  // The check took a while: a batch may have begun.
  if ((await store.batches.openBatch()) !== null) return 'a batch is running';
  await store.chores.vacuum();
  const after = await store.chores.fileSpace();
  return `${megabytes(bytes)} MB to ${megabytes(after.bytes)} MB`;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
