/** The weekly clean-up of the database (D19, D34): sums first, then what is old leaves, a part at a time. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../core/clock.ts';
import type { Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import { monthsBefore } from '../calendar.ts';
import type { Service, Summary } from '../service.ts';

export interface CleanupDeps {
  readonly store: Pick<Store, 'retention'>;
  readonly clock: Clock;
  readonly log: Log;
  /** `maintenance.keep_months` */
  readonly keepMonths: number;
}

const DAY_MS = 86_400_000;
/** D19: a person has a week to retry a failed task from its last page. */
const FAILED_PAGES_MS = 7 * DAY_MS;
/** Tasks of one transaction: with their events some 50 ms, so that a page in flight never waits longer. */
const TASKS_AT_ONCE = 200;
const PAGES_OF_TASKS_AT_ONCE = 20;

export function createDatabaseCleanup(deps: CleanupDeps): Service {
  return { name: 'cleanup', runOnce: () => cleanUp(deps) };
}

async function cleanUp(deps: CleanupDeps): Promise<Summary> {
  const { store, clock, log, keepMonths } = deps;
  const now = clock.now();
  const old = monthsBefore(now, keepMonths);
  const summary = {
    summed_batches: await sumUp(store.retention, now),
    ...(await removePages(store.retention, now - FAILED_PAGES_MS)),
    ...(await removeTasks(deps, old, now)),
    removed_instances: await store.retention.removeInstances(old),
  };
  log.info('database_cleaned', summary);
  return summary;
}

async function sumUp(retention: Store['retention'], now: number): Promise<number> {
  let summed = 0;
  for (const batch of await retention.batchesToSum()) summed += (await retention.summariseBatch(batch, now)) ? 1 : 0;
  return summed;
}

async function removePages(retention: Store['retention'], before: number): Promise<{ removed_pages: number }> {
  let pages = 0;
  for (const batch of await retention.batchesClosedBefore(before)) {
    for (let part = await retention.removeFailedPages(batch, PAGES_OF_TASKS_AT_ONCE); part.tasks > 0;) {
      pages += part.pages;
      await setImmediate();
      part = await retention.removeFailedPages(batch, PAGES_OF_TASKS_AT_ONCE);
    }
  }
  return { removed_pages: pages };
}

async function removeTasks(
  { store, log }: CleanupDeps,
  before: number,
  now: number,
): Promise<{ removed_batches: number; removed_tasks: number }> {
  let [batches, tasks] = [0, 0];
  for (const batch of await store.retention.batchesClosedBefore(before)) {
    let part = { tasks: 1, gone: false };
    // No progress and not gone: somebody reopened it meanwhile.
    while (!part.gone && part.tasks > 0) {
      part = await store.retention.removeTasks(batch, TASKS_AT_ONCE, now);
      tasks += part.tasks;
      await setImmediate();
    }
    if (!part.gone) continue;
    batches += 1;
    log.info('batch_rows_removed', { batch });
  }
  return { removed_batches: batches, removed_tasks: tasks };
}
