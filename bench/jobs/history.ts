/**
 * Plans a batch of the catalogue's size, leases, commits and settles some of its tasks, and takes it away again: in turn
 * over a database with little history and one with much, so that whatever else the machine does meets both. Prints a
 * line a round. Argument: `HistoryJob` as JSON.
 */
import { NO_FILTERS } from '../../src/core/batch.ts';
import type { PlannedTask } from '../../src/core/task.ts';
import type { Store } from '../../src/store/contract.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-store.ts';
import { emptyPage } from '../support/empty-page.ts';
import { growHistory } from '../support/grow-history.ts';

export interface HistoryJob {
  readonly folder: string;
  /** Tasks of the past in each database. */
  readonly sizes: readonly number[];
  readonly tasks: number;
  readonly leases: number;
  readonly rounds: number;
}

export interface HistoryMark {
  readonly size: number;
  readonly planMs: number;
  /** A task, from asking the lanes to its settled end, without its publishing. */
  readonly taskMs: number;
  /** Of it, asking the lanes and leasing. */
  readonly leaseMs: number;
}

const DAY_MS = 86_400_000;
const WARM_UP = 1;
const job = JSON.parse(process.argv[2] ?? '') as HistoryJob;
const now = Date.now();

const SITES = ['Inm24', 'CyT', 'Lam', 'Mit', 'Prop', 'Tro'];

const PAGE = emptyPage('https://example.com/search.html', now);

const stores: { readonly size: number; readonly store: Store }[] = [];
for (const size of job.sizes) {
  const file = `${job.folder}/history-${size}.db`;
  const store = await openSqliteStore({ file, pragmas: { synchronous: 'NORMAL' } });
  await oneRound(store, size, 0, job.leases);
  await store.close();
  growHistory(file, size);
  stores.push({ size, store: await openSqliteStore({ file, pragmas: { synchronous: 'NORMAL' } }) });
}
for (let round = 1 - WARM_UP; round <= job.rounds; round += 1) {
  for (const { store, size } of round % 2 === 0 ? stores : stores.toReversed()) {
    const mark = await oneRound(store, size, round + WARM_UP, job.leases);
    if (round > 0) console.log(JSON.stringify(mark));
    const batch = (await store.reports.latestBatch())?.id ?? '';
    while (!(await store.retention.removeTasks(batch, 1000, now)).gone);
  }
}
for (const { store } of stores) await store.close();

async function oneRound(store: Store, size: number, round: number, leases: number): Promise<HistoryMark> {
  const tasks = Array.from({ length: job.tasks }, (_, index) => planned(index + 1));
  const planning = performance.now();
  const { id } = await store.batches.planBatch({
    name: { monthYear: 'Nov26', executionNumber: round + 1 },
    startedAt: now,
    deadlineAt: now + 14 * DAY_MS,
    timeZone: 'America/Mexico_City',
    rehearsal: true,
    filters: NO_FILTERS,
    tasks,
    estimatedMinutes: null,
  });
  const planMs = performance.now() - planning;
  const working = performance.now();
  let leaseMs = 0;
  for (let done = 0; done < leases; done += 1) leaseMs += await oneTask(store, id);
  const taskMs = (performance.now() - working) / leases;
  await store.batches.cancelOpenTasks(id, 'measured', now);
  await store.batches.closeBatch(id, 'completed', now);
  return { size, planMs, taskMs, leaseMs: leaseMs / leases };
}

/** Returns what asking the lanes and leasing took. */
async function oneTask(store: Store, batch: string): Promise<number> {
  const asking = performance.now();
  const next = (await store.tasks.lanes(batch, now)).find((lane) => lane.next !== null)?.next;
  if (next === undefined || next === null) throw new Error('no task is left to lease');
  const leased = await store.tasks.leaseTask({
    task: next,
    owner: 'bench',
    token: 'bench',
    at: now,
    laneWidth: 1,
    resumeWindowMs: DAY_MS,
    definition: 'nothing',
  });
  if (typeof leased === 'string') throw new Error(`task ${next} was not leased: ${leased}`);
  const took = performance.now() - asking;
  const { lease, resume } = leased;
  await store.tasks.commitPage(lease, resume.generation, PAGE);
  const publish = { sha256: 'f'.repeat(64), bytes: 2048, rows: 0, rejectedRows: 0, outputPath: `tree/${next}.csv` };
  await store.tasks.pagesToPublish(lease);
  await store.tasks.settleTask({
    lease,
    step: 'complete',
    at: now,
    verdict: 'ok',
    truncated: null,
    code: null,
    message: null,
    retryAt: null,
    free: false,
    interrupted: false,
    quarantined: false,
    freshStart: false,
    publish,
    durationMs: 1000,
  });
  return took;
}

function planned(orderNum: number): PlannedTask {
  const site = SITES[orderNum % SITES.length] ?? 'Inm24';
  return {
    scraper: site.toLowerCase(),
    phase: 'main',
    site,
    city: 'Gdl',
    operation: 'Ven',
    product: 'Dep',
    url: `https://example.com/search-${orderNum}.html`,
    orderNum,
    ordinal: orderNum,
    maxAttempts: 3,
  };
}
