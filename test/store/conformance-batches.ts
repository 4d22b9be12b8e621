/** What any store promises about batches, hosts, instances and reports; each database's tests call it with its own factory. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DetailPlan } from '../../src/store/contract.ts';
import {
  batchPlan,
  completed,
  faultOf,
  HOUR,
  leased,
  MINUTE,
  page,
  planned,
  plannedTask,
  settled,
  settlement,
  T0,
} from './given.ts';
import type { OpenStore } from './given.ts';

const detailPlan = (mainTask: number, orderNum: number, ids: readonly string[]): DetailPlan => ({
  task: plannedTask(orderNum, { scraper: 'inm24_det', phase: 'detail' }),
  mainTask,
  items: ids.map((listingId, index) => ({
    sequence: index + 1,
    listingId,
    url: `https://www.inmuebles24.com/p/${listingId}.html`,
  })),
  skippedUnchanged: 7,
});

export function batchConformance(name: string, open: OpenStore): void {
  test(`${name}: a planned batch comes back as it was planned, with all its tasks pending`, async (t) => {
    const store = await open(t);
    const plan = batchPlan([plannedTask(1), plannedTask(2), plannedTask(1, { scraper: 'lam', site: 'Lam' })], {
      rehearsal: true,
      filters: { sites: ['Inm24', 'Lam'], cities: [], operations: [], products: [], limit: 3 },
    });
    const batch = await store.batches.planBatch(plan);
    assert.deepEqual(batch, {
      id: 'Nov26_01',
      monthYear: 'Nov26',
      executionNumber: 1,
      startedAt: T0,
      completedAt: null,
      deadlineAt: plan.deadlineAt,
      totalTasks: 3,
      completedTasks: 0,
      failedTasks: 0,
      status: 'running',
      timeZone: 'America/Mexico_City',
      rehearsal: true,
      filters: plan.filters,
    });
    assert.deepEqual(await store.batches.openBatch(), batch);
    assert.deepEqual(await store.batches.findBatch('Nov26_01'), batch);
    assert.deepEqual(await store.reports.findBatch('Nov26_01'), batch);
    assert.equal(await store.batches.findBatch('Nov26_02'), null);
    const tasks = await store.reports.listTasks({ batch: batch.id });
    assert.deepEqual(
      tasks.map((task) => [task.scraper, task.orderNum, task.status, task.attempts, task.createdAt]),
      [
        ['inm24', 1, 'pending', 0, T0],
        ['inm24', 2, 'pending', 0, T0],
        ['lam', 1, 'pending', 0, T0],
      ],
    );
    const events = await store.reports.taskEvents(tasks[0]!.id);
    assert.deepEqual(
      events.map(({ step, from, to }) => [step, from, to]),
      [['plan', null, 'pending']],
    );
  });

  test(`${name}: a second batch is refused while one is open, and leaves nothing behind`, async (t) => {
    const store = await open(t);
    await planned(store, 2);
    const second = batchPlan([plannedTask(1)], { name: { monthYear: 'Nov26', executionNumber: 2 } });
    assert.equal(await faultOf(store.batches.planBatch(second)), 'E_BATCH_OPEN');
    assert.equal((await store.reports.listBatches(10)).length, 1);
    assert.equal((await store.reports.listTasks({})).length, 2);
  });

  test(`${name}: a plan in which a scraper's order number occurs twice is refused whole (D8)`, async (t) => {
    const store = await open(t);
    assert.equal(await faultOf(store.batches.planBatch(batchPlan([plannedTask(1), plannedTask(1)]))), 'E_STORE');
    assert.equal(await store.batches.openBatch(), null);
    assert.deepEqual(await store.reports.listTasks({}), []);
  });

  test(`${name}: the highest execution number of a month is found; 0 when the month has none`, async (t) => {
    const store = await open(t);
    assert.equal(await store.batches.lastExecutionNumber('Nov26'), 0);
    for (const executionNumber of [1, 12, 3]) {
      const { id } = await store.batches.planBatch(batchPlan([], { name: { monthYear: 'Nov26', executionNumber } }));
      await store.batches.closeBatch(id, 'completed', T0 + MINUTE);
    }
    assert.equal(await store.batches.lastExecutionNumber('Nov26'), 12);
    assert.equal(await store.batches.lastExecutionNumber('Dic26'), 0);
  });

  test(`${name}: a batch closes only when all its tasks are settled, and then knows how long it took`, async (t) => {
    const store = await open(t);
    const [first, second] = await planned(store, 2);
    await completed(store, first!.id);
    assert.equal(await faultOf(store.batches.closeBatch('Nov26_01', 'completed', T0)), 'E_TRANSITION');
    const { lease } = await leased(store, second!.id);
    await settled(store, settlement(lease, { step: 'fail', verdict: 'gone' }));
    const closed = await store.batches.closeBatch('Nov26_01', 'completed', T0 + 90 * MINUTE);
    assert.deepEqual(
      [closed.status, closed.completedAt, closed.completedTasks, closed.failedTasks],
      ['completed', T0 + 90 * MINUTE, 1, 1],
    );
    assert.equal(await store.batches.openBatch(), null);
    assert.equal(await faultOf(store.batches.closeBatch('Nov26_01', 'failed', T0)), 'E_TRANSITION');
    assert.equal(await faultOf(store.batches.closeBatch('Nov26_09', 'failed', T0)), 'E_NO_BATCH');
  });

  test(`${name}: giving up a scraper ends its open tasks, running ones too, and no other's (D1)`, async (t) => {
    const store = await open(t);
    const { id } = await store.batches.planBatch(
      batchPlan([plannedTask(1), plannedTask(2), plannedTask(3), plannedTask(1, { scraper: 'lam', site: 'Lam' })]),
    );
    const [first, second] = await store.reports.listTasks({ batch: id });
    await completed(store, first!.id);
    const { lease } = await leased(store, second!.id);
    const trouble = { code: 'E_CIRCUIT_OPEN', verdict: 'blocked', message: 'blocked for 24 h' } as const;
    assert.equal(await store.batches.giveUp(id, 'inm24', trouble, T0 + HOUR), 2);
    const tasks = await store.reports.listTasks({ batch: id });
    assert.deepEqual(
      tasks.map(({ status, verdict, errorCode }) => [status, verdict, errorCode]),
      [
        ['completed', 'ok', null],
        ['permanently_failed', 'blocked', 'E_CIRCUIT_OPEN'],
        ['permanently_failed', 'blocked', 'E_CIRCUIT_OPEN'],
        ['pending', null, null],
      ],
    );
    assert.equal(await store.tasks.settleTask(settlement(lease, { step: 'fail' })), 'lease_lost');
    const lanes = await store.tasks.lanes(id, T0);
    assert.deepEqual(
      lanes.map((lane) => [lane.scraper, lane.pending, lane.running, lane.settled]),
      [
        ['inm24', 0, 0, 3],
        ['lam', 1, 0, 0],
      ],
    );
    assert.equal(await store.batches.giveUp(id, null, { ...trouble, code: 'E_BATCH_DEADLINE' }, T0 + HOUR), 1);
    const closed = await store.batches.closeBatch(id, 'completed', T0 + HOUR);
    assert.deepEqual([closed.completedTasks, closed.failedTasks], [1, 3]);
  });

  test(`${name}: failed tasks of a closed batch run again when a person says so, with three more attempts (D24, D29)`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store, 1, 1);
    const { lease } = await leased(store, task!.id);
    await settled(
      store,
      settlement(lease, { step: 'exhaust', verdict: 'network', code: 'E_CONNECT', message: 'refused' }),
    );
    await store.batches.closeBatch('Nov26_01', 'failed', T0 + HOUR);
    const reopening = {
      batch: 'Nov26_01',
      tasks: [task!.id],
      deadlineAt: T0 + 48 * HOUR,
      actor: 'maria',
      at: T0 + 2 * HOUR,
    };
    const batch = await store.batches.reopen(reopening);
    assert.deepEqual(
      [batch.status, batch.completedAt, batch.failedTasks, batch.deadlineAt],
      ['running', null, 0, T0 + 48 * HOUR],
    );
    const again = await store.tasks.findTask(task!.id);
    assert.deepEqual(
      [again?.status, again?.attempts, again?.maxAttempts, again?.errorMessage],
      ['pending', 1, 4, null],
    );
    const done = await completed(store, task!.id);
    assert.equal(done.status, 'completed');
    assert.equal(await faultOf(store.batches.reopen(reopening)), 'E_TRANSITION');
  });

  test(`${name}: detail tasks bring their frozen list, are planned once, and make the batch larger (D22)`, async (t) => {
    const store = await open(t);
    const [main] = await planned(store, 1);
    await completed(store, main!.id);
    assert.deepEqual(
      (await store.tasks.completedTasks('Nov26_01', 'inm24')).map(({ id }) => id),
      [main!.id],
    );
    const plans = [detailPlan(main!.id, 1, ['a', 'b', 'c'])];
    assert.equal(await store.batches.planDetails('Nov26_01', plans, T0 + HOUR), 1);
    assert.equal(await store.batches.planDetails('Nov26_01', plans, T0 + HOUR), 0);
    assert.equal((await store.batches.findBatch('Nov26_01'))?.totalTasks, 2);
    const lane = (await store.tasks.lanes('Nov26_01', T0)).find(({ scraper }) => scraper === 'inm24_det')!;
    assert.equal(lane.pending, 1);
    const first = await leased(store, lane.next!);
    assert.deepEqual(
      first.items.map(({ sequence, listingId }) => [sequence, listingId]),
      [
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ],
    );
    await store.tasks.commitPage(first.lease, 1, page(1, false, { next: { page: 2, url: 'b' } }));
    await settled(store, settlement(first.lease, { step: 'defer', free: true, retryAt: T0 + HOUR }));
    const second = await leased(store, lane.next!, { at: T0 + HOUR });
    assert.deepEqual(
      second.items.map(({ listingId }) => listingId),
      ['b', 'c'],
    );
    assert.equal(second.resume.cursor?.page, 2);
  });

  test(`${name}: progress adds up rows, pages, bytes and the verdicts of what is settled, a scraper`, async (t) => {
    const store = await open(t);
    const tasks = await planned(store, 3);
    await completed(store, tasks[0]!.id);
    const { lease } = await leased(store, tasks[1]!.id);
    await store.tasks.commitPage(lease, 1, page(1));
    const blocked = await leased(store, tasks[2]!.id);
    await settled(
      store,
      settlement(blocked.lease, { step: 'defer', free: true, verdict: 'blocked', retryAt: T0 + HOUR }),
    );
    const [progress] = await store.reports.progress('Nov26_01');
    assert.deepEqual(
      [
        progress?.scraper,
        progress?.site,
        progress?.total,
        progress?.rows,
        progress?.rejectedRows,
        progress?.pages,
        progress?.fileBytes,
      ],
      ['inm24', 'Inm24', 3, 5, 2, 3, 2048],
    );
    assert.deepEqual(
      [progress?.byStatus.completed, progress?.byStatus.running, progress?.byStatus.retrying],
      [1, 1, 1],
    );
    // A task that is tried again has not ended blocked.
    assert.deepEqual([progress?.byVerdict, progress?.busyMs], [{ ok: 1 }, 118_000]);
    assert.deepEqual([progress?.firstStartedAt, progress?.lastCompletedAt], [T0 + 1000, T0 + MINUTE]);
  });

  test(`${name}: batches are listed by their start, newest first, and tasks by any filter`, async (t) => {
    const store = await open(t);
    for (const [executionNumber, startedAt] of [
      [1, T0],
      [2, T0 - HOUR],
    ] as const) {
      const tasks = [plannedTask(1), plannedTask(2, { city: 'Zap', product: 'Cas' })];
      const { id } = await store.batches.planBatch(
        batchPlan(tasks, { name: { monthYear: 'Nov26', executionNumber }, startedAt }),
      );
      await store.batches.cancelOpenTasks(id, 'not needed', T0);
      await store.batches.closeBatch(id, 'cancelled', T0);
    }
    assert.deepEqual(
      (await store.reports.listBatches(5)).map(({ id }) => id),
      ['Nov26_01', 'Nov26_02'],
    );
    assert.equal((await store.reports.latestBatch())?.id, 'Nov26_01');
    const cities = async (filter: object): Promise<readonly string[]> =>
      (await store.reports.listTasks(filter)).map(({ city }) => city);
    assert.deepEqual(
      await cities({
        batch: 'Nov26_02',
        cities: ['Zap', 'Gdl'],
        products: ['Cas'],
        sites: ['Inm24'],
        operations: ['Ven'],
      }),
      ['Zap'],
    );
    assert.deepEqual(await cities({ statuses: ['cancelled'], limit: 3 }), ['Gdl', 'Zap', 'Gdl']);
    assert.deepEqual(await cities({ verdicts: ['ok'] }), []);
    assert.deepEqual(await cities({ cities: [`Zap' OR '1'='1`] }), []);
  });

  test(`${name}: a host's pace and circuit come back as they were saved last (D5)`, async (t) => {
    const store = await open(t);
    const state = {
      host: 'www.lamudi.com.mx',
      slowdown: 2.5,
      circuitOpenUntil: T0,
      circuitOpenedMs: 0,
      failures: 3,
      updatedAt: T0,
    };
    await store.hosts.saveHost(state);
    await store.hosts.saveHost({ ...state, circuitOpenUntil: null, failures: 0 });
    assert.deepEqual(
      (await store.hosts.loadHosts()).map((host) => ({ ...host })),
      [{ ...state, circuitOpenUntil: null, failures: 0 }],
    );
  });

  test(`${name}: workers of other instances are leftovers until they are forgotten (D31)`, async (t) => {
    const store = await open(t);
    await store.instances.registerInstance({ id: 'a', pid: 10, startTicks: '1', bootId: 'boot', startedAt: T0 });
    await store.instances.recordWorker({ pid: 11, startTicks: '2', bootId: 'boot', instance: 'a' });
    await store.instances.recordWorker({ pid: 12, startTicks: '3', bootId: 'boot', instance: 'b' });
    const leftovers = await store.instances.leftoverWorkers('b');
    assert.deepEqual(
      leftovers.map((worker) => ({ ...worker })),
      [{ pid: 11, startTicks: '2', bootId: 'boot', instance: 'a' }],
    );
    await store.instances.forgetWorker(11);
    assert.deepEqual(await store.instances.leftoverWorkers('b'), []);
    await store.instances.endInstance('a', T0 + HOUR);
  });

  test(`${name}: a database is for rehearsal or for real work, never for both (D33)`, async (t) => {
    const store = await open(t);
    await store.instances.claimPurpose('rehearsal');
    await store.instances.claimPurpose('rehearsal');
    assert.equal(await faultOf(store.instances.claimPurpose('real')), 'E_REHEARSAL');
  });

  test(`${name}: a new database was taken over from nobody, and says which schema it has`, async (t) => {
    const store = await open(t);
    assert.equal(await store.takeover(), null);
    const schema = await store.schema();
    assert.equal(schema.version, schema.latest);
    assert.equal(schema.applied.length, schema.latest);
  });

  test(`${name}: a closed store refuses every call`, async (t) => {
    const store = await open(t);
    await store.close();
    assert.equal(await faultOf(store.batches.openBatch()), 'E_STORE');
    await store.close();
  });
}
