/** What the store's tests begin with: a place for the file, a small batch, a page, a settlement. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { TestContext } from 'node:test';
import { NO_FILTERS } from '../../src/core/batch.ts';
import type { PageResult } from '../../src/core/page.ts';
import type { PlannedTask, Task } from '../../src/core/task.ts';
import type { BatchPlan, LeasedTask, LeaseRequest, Publication, Settlement, Store } from '../../src/store/contract.ts';

/** Opens a store for one test and closes it after it. */
export type OpenStore = (t: Pick<TestContext, 'after'>) => Promise<Store>;

/** Within a `describe`: one store for all its tests. */
export function sharedStore(open: OpenStore): () => Promise<Store> {
  const atTheEnd: (() => void | Promise<void>)[] = [];
  let store: Promise<Store> | undefined;
  after(async () => {
    for (const finish of atTheEnd.reverse()) await finish();
  });
  return () => (store ??= open({ after: (finish) => void atTheEnd.push(finish as () => void) }));
}

/** 2026-11-22 10:00:00 UTC: time stands still in these tests, and moves when they say so. */
export const T0 = Date.UTC(2026, 10, 22, 10);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DEFINITION = 'definition-1';
export const OWNER = 'instance-1';

/** A new directory; removed after the test when it says which. */
export function temporaryDirectory(t?: Pick<TestContext, 'after'>): string {
  const directory = mkdtempSync(join(tmpdir(), 'store-'));
  t?.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export function plannedTask(orderNum: number, changes: Partial<PlannedTask> = {}): PlannedTask {
  return {
    scraper: 'inm24',
    phase: 'main',
    site: 'Inm24',
    city: 'Gdl',
    operation: 'Ven',
    product: 'Dep',
    url: `https://www.inmuebles24.com/search-${orderNum}.html`,
    orderNum,
    ordinal: 1,
    maxAttempts: 3,
    ...changes,
  };
}

export function batchPlan(tasks: readonly PlannedTask[], changes: Partial<BatchPlan> = {}): BatchPlan {
  return {
    name: { monthYear: 'Nov26', executionNumber: 1 },
    startedAt: T0,
    deadlineAt: T0 + 14 * 24 * HOUR,
    timeZone: 'America/Mexico_City',
    rehearsal: false,
    filters: NO_FILTERS,
    tasks,
    estimatedMinutes: 90,
    ...changes,
  };
}

/** A batch of `count` Inm24 tasks; returns them as the store has them, in order. */
export async function planned(store: Store, count = 1, maxAttempts = 3, executionNumber = 1): Promise<readonly Task[]> {
  const tasks = Array.from({ length: count }, (_, index) => plannedTask(index + 1, { maxAttempts }));
  const { id } = await store.batches.planBatch(batchPlan(tasks, { name: { monthYear: 'Nov26', executionNumber } }));
  return store.reports.listTasks({ batch: id });
}

/** Page `number` of a task; `last` ends it. */
export function page(number: number, last = false, changes: Partial<PageResult> = {}): PageResult {
  return {
    page: number,
    url: `https://www.inmuebles24.com/search-pagina-${number}.html`,
    next: last ? null : { page: number + 1, url: `https://www.inmuebles24.com/search-pagina-${number + 1}.html` },
    truncated: null,
    rows: [
      { listing_id: `${number}-a`, title: 'Casa "El Ñandú", 3 rec.\n2 baños', price: 3_500_000, price_from: true },
      { listing_id: null, url: `https://www.inmuebles24.com/p/${number}-b`, latitude: 20.6736 },
    ],
    rejects: [{ row: { title: 'no id' }, reason: 'no identity', page: number, position: 3 }],
    emptied: { area: { count: 1, example: 'mucho', reason: 'not a number' } },
    fetchedAt: T0 + number * SECOND,
    fetchedOn: '2026-11-22',
    robots: 'respect',
    definition: DEFINITION,
    httpStatus: 200,
    wireBytes: 34_567,
    latencyMs: 120.5,
    total: 4,
    empty: false,
    ...changes,
  };
}

export function leaseRequest(task: number, changes: Partial<LeaseRequest> = {}): LeaseRequest {
  return {
    task,
    owner: OWNER,
    token: 'token',
    at: T0 + SECOND,
    laneWidth: 100,
    resumeWindowMs: 6 * HOUR,
    definition: DEFINITION,
    ...changes,
  };
}

export async function leased(store: Store, task: number, changes: Partial<LeaseRequest> = {}): Promise<LeasedTask> {
  const answer = await store.tasks.leaseTask(leaseRequest(task, changes));
  if (typeof answer === 'string') return assert.fail(`task ${task} was not leased: ${answer}`);
  return answer;
}

export const INTENT: Publication = {
  sha256: 'f'.repeat(64),
  bytes: 2048,
  rows: 3,
  rejectedRows: 1,
  outputPath: 'Base_de_Datos/Inm24/Gdl/Ven/Dep/Nov26/01/file.csv',
};

export function settlement(lease: Settlement['lease'], changes: Partial<Settlement> = {}): Settlement {
  return {
    lease,
    step: 'complete',
    at: T0 + MINUTE,
    verdict: null,
    truncated: null,
    code: null,
    message: null,
    retryAt: null,
    free: false,
    interrupted: false,
    quarantined: false,
    freshStart: false,
    publish: null,
    durationMs: 59_000,
    ...changes,
  };
}

export async function settled(store: Store, given: Settlement): Promise<Task> {
  const answer = await store.tasks.settleTask(given);
  assert.ok(answer !== 'lease_lost', `task ${given.lease.task} was not settled`);
  return answer;
}

/** Leases a pending task, commits two pages, publishes and completes it. */
export async function completed(store: Store, task: number): Promise<Task> {
  const { lease, resume } = await leased(store, task);
  await store.tasks.commitPage(lease, resume.generation, page(1));
  await store.tasks.commitPage(lease, resume.generation, page(2, true));
  await store.tasks.pagesToPublish(lease);
  return settled(store, settlement(lease, { verdict: 'ok', publish: INTENT }));
}

/** The code of the fault that a promise rejects with. */
export async function faultOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
  return assert.fail('it was expected to fail, and did not');
}
