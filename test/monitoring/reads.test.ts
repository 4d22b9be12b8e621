/** What is read of the store for people: pages without gaps, counts that add up, and no table read that grows with the years. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MONITOR_READS } from '../../src/store/operations/monitor/monitor-reads.ts';
import type { MonitorReadName } from '../../src/store/operations/monitor/monitor-reads.ts';
import type { MonitorReader, TaskPlace } from '../../src/store/contract.ts';
import { connectToRead } from '../../src/store/sqlite/connection.ts';
import { sqliteDialect } from '../../src/store/sqlite/dialect.ts';
import { openMonitorReader } from '../../src/store/sqlite/open-monitor-reader.ts';
import { openReaderThread } from '../../src/store/sqlite/open-reader-thread.ts';
import { DEFAULT_PRAGMAS } from '../../src/store/sqlite/pragmas.ts';
import { runnerOver } from '../../src/store/sqlite/runner.ts';
import { compileStatement } from '../../src/store/statement.ts';
import type { Operation } from '../../src/store/statement.ts';
import {
  batchPlan,
  completed,
  faultOf,
  leased,
  planned,
  plannedTask,
  settled,
  settlement,
  sharedStore,
  T0,
} from '../store/given.ts';
import { openFile } from '../store/sqlite-store.ts';

describe('reads of the monitor', () => {
  let file = '';
  const shared = sharedStore(async (t) => {
    const opened = await openFile(t);
    file = opened.file;
    const { store } = opened;
    const [first, second, third] = await planned(store, 7);
    await completed(store, first!.id);
    await completed(store, second!.id);
    const { lease } = await leased(store, third!.id);
    const at = T0 + 120_000;
    await settled(
      store,
      settlement(lease, {
        step: 'retry',
        verdict: 'blocked',
        code: 'E_BLOCKED',
        message: 'a CAPTCHA',
        retryAt: at,
        at,
      }),
    );
    return store;
  });

  async function opened(): Promise<MonitorReader> {
    await shared();
    return openMonitorReader(file);
  }

  for (const order of ['order', 'started', 'duration', 'rows', 'pages', 'attempts', 'status'] as const)
    for (const descending of [false, true])
      test(`pages of tasks by ${order}${descending ? ', the other way round' : ''}, have each task once, in order`, async () => {
        const reader = await opened();
        const whole = await reader.readTasks({
          query: { batches: ['Nov26_01'] },
          order,
          descending,
          after: null,
          limit: 100,
        });
        const ids: number[] = [];
        let after: TaskPlace | null = null;
        do {
          const page = await reader.readTasks({ query: { batches: ['Nov26_01'] }, order, descending, after, limit: 2 });
          assert.equal(page.total, 7);
          ids.push(...page.tasks.map(({ id }) => id));
          after = page.next;
        } while (after !== null);
        assert.deepEqual(
          ids,
          whole.tasks.map(({ id }) => id),
        );
        assert.equal(new Set(ids).size, 7);
        await reader.close();
      });

  test('a selector compares codes without case, and looks for words in address and message as they are', async () => {
    const reader = await opened();
    const found = async (query: object): Promise<number> =>
      (
        await reader.readTasks({
          query: { batches: ['Nov26_01'], ...query },
          order: 'order',
          descending: false,
          after: null,
          limit: 9,
        })
      ).total;
    assert.equal(await found({ sites: ['inm24'], cities: ['GDL'] }), 7);
    assert.equal(await found({ sites: ['Lam'] }), 0);
    assert.equal(await found({ text: 'captcha' }), 1);
    assert.equal(await found({ text: 'SEARCH-2.html' }), 1);
    assert.equal(await found({ text: '%' }), 0, 'a per cent sign is no wildcard');
    assert.equal(await found({ text: '_' }), 0);
    assert.equal(await found({ statuses: ['retrying'], verdicts: ['blocked'], errors: ['e_blocked'] }), 1);
    await reader.close();
  });

  test('what a batch is compared with is what was collected before: a task that failed is no measure', async () => {
    const reader = await opened();
    const lines = await reader.readCoverage('Nov26_01');
    assert.deepEqual(
      await reader.readCollected('Nov26_01'),
      lines
        .filter(({ status }) => status === 'completed')
        .map(({ site, city, operation, product, rows }) => [site, city, operation, product, rows]),
    );
    await reader.close();
  });

  test('status sees batch, failures and what waits in one look; a task tells its story', async () => {
    const reader = await opened();
    const now = await reader.readNow(10);
    assert.equal(now.batch?.batch.id, 'Nov26_01');
    const counts = now.batch?.counts ?? [];
    assert.equal(
      counts.reduce((sum, { tasks }) => sum + tasks, 0),
      7,
    );
    assert.equal(
      counts.reduce((sum, { rows }) => sum + rows, 0),
      (await reader.readFigures({ batches: ['Nov26_01'] }, 'site', 'UTC')).total.rows,
    );
    assert.equal(now.failures[0]?.code, 'E_BLOCKED');
    assert.equal(counts.find(({ status }) => status === 'retrying')?.nextRetryAt, T0 + 120_000);
    const story = await reader.readTask(now.failures[0]?.task ?? 0);
    assert.deepEqual(
      story?.events.map(({ step }) => step),
      ['plan', 'lease', 'retry'],
    );
    assert.equal(await reader.readTask(999_999), null);
    await reader.close();
  });

  test('the thread reads the same as the process, tells faults as faults, and starts anew after it died', async (t) => {
    const reader = await opened();
    const thread = openReaderThread(file);
    t.after(() => thread.close());
    assert.deepEqual(await thread.readNow(10), await reader.readNow(10));
    assert.deepEqual(await thread.readTrend(5), await reader.readTrend(5));
    await reader.close();
    const nowhere = openReaderThread(`${file}.nowhere`);
    assert.equal(await faultOf(nowhere.readNow(1)), 'E_IO');
    assert.equal(await faultOf(nowhere.readNow(1)), 'E_IO', 'and it still answers');
    await nowhere.close();
    assert.equal(await faultOf(nowhere.readNow(1)), 'E_STORE', 'closed');
  });

  test('no read of the monitor reads a table that grows with the years', async () => {
    await shared();
    const connection = connectToRead(file, DEFAULT_PRAGMAS);
    const runner = runnerOver(connection);
    const query = { batches: ['Nov26_01'] };
    const asked: Readonly<Record<MonitorReadName, readonly unknown[]>> = {
      readNow: [10],
      readBatches: [null, 20],
      readBatch: [null],
      readBatchIds: [null, 20],
      readTasks: [{ query, order: 'rows', descending: true, after: { value: 1, id: 2 }, limit: 50 }],
      readTask: [1],
      readErrors: [query],
      readFigures: [{ ...query, sites: ['Inm24'] }, 'site', 'UTC'],
      readCoverage: ['Nov26_01'],
      readCollected: ['Nov26_01'],
      readCombinations: ['Nov26_01'],
      readTrend: [20],
      readSchedule: [null, 20],
      readAudit: [null, 20],
      readHosts: [],
      readCodes: ['Nov26_01'],
    };
    const scans: string[] = [];
    for (const [name, args] of Object.entries(asked)) {
      const start = MONITOR_READS[name as MonitorReadName] as (...args: readonly unknown[]) => Operation<unknown>;
      runner.run(
        (function* spy() {
          const operation = start(...args);
          let step = operation.next();
          while (step.done !== true) {
            const { sql, values } = compileStatement(sqliteDialect, step.value.statement);
            const plan = connection.all(`EXPLAIN QUERY PLAN ${sql}`, ...values.map(() => 1));
            scans.push(
              ...plan
                .map((row) => String(row['detail']))
                .filter((line) =>
                  /^SCAN (scraping_tasks|t\b|task_events|pages|task_summaries|schedule_occurrences|audit)/.test(line),
                )
                .map((line) => `${name}: ${line}`),
            );
            step = operation.next(yield step.value);
          }
          return step.value;
        })(),
      );
    }
    connection.close();
    assert.deepEqual(scans, []);
  });
});

test('history goes on with what stays of batches whose tasks have left (D34)', async (t) => {
  const { store, file } = await openFile(t);
  for (const executionNumber of [1, 2, 3]) {
    const startedAt = T0 + executionNumber * 86_400_000;
    const { id } = await store.batches.planBatch(
      batchPlan([plannedTask(1)], { name: { monthYear: 'Nov26', executionNumber }, startedAt }),
    );
    const [task] = await store.reports.listTasks({ batch: id });
    await completed(store, task!.id);
    await store.batches.closeBatch(id, 'completed', startedAt + 1000);
    await store.retention.summariseBatch(id, startedAt + 2000);
  }
  await store.retention.removeTasks('Nov26_01', 100, T0);
  const reader = openMonitorReader(file);
  t.after(() => reader.close());
  const first = await reader.readBatches(null, 2);
  const second = await reader.readBatches(first.next, 2);
  const names = [...first.batches, ...second.batches].map((one) => ('batch' in one ? one.batch.id : one.summary.batch));
  assert.deepEqual(names, ['Nov26_03', 'Nov26_02', 'Nov26_01']);
  assert.equal(second.next, null);
  const left = await reader.readBatch('Nov26_01');
  assert.ok(left !== null && 'summary' in left && left.summary.completed === 1);
  assert.deepEqual(
    (await reader.readTrend(10)).map(({ batch, completed: done }) => [batch, done]),
    [
      ['Nov26_01', 1],
      ['Nov26_02', 1],
      ['Nov26_03', 1],
    ],
  );
});

test('a closed batch is listed with the counts kept at its close', async (t) => {
  const { store, file } = await openFile(t);
  const tasks = await planned(store, 3);
  await completed(store, tasks[0]!.id);
  await store.batches.cancelOpenTasks('Nov26_01', 'a person', T0 + 1000);
  await store.batches.closeBatch('Nov26_01', 'cancelled', T0 + 2000);
  const reader = openMonitorReader(file);
  t.after(() => reader.close());
  const counted = await reader.readBatch('Nov26_01');
  const [listed] = (await reader.readBatches(null, 5)).batches;
  assert.ok(counted !== null && 'counts' in counted && listed !== undefined && 'counts' in listed);
  const sorted = ({ counts }: typeof counted) => counts.toSorted((a, b) => a.status.localeCompare(b.status));
  assert.deepEqual(sorted(listed), sorted(counted));
  assert.deepEqual(listed.batch, counted.batch);
  const connection = connectToRead(file, DEFAULT_PRAGMAS);
  const kept = connection.value(`SELECT counts FROM batch_summaries WHERE batch_id = 'Nov26_01'`);
  connection.close();
  assert.deepEqual(JSON.parse(String(kept)), listed.counts);
});

test('the retries of a batch are in its trend after it was closed, and after its tasks have left', async (t) => {
  const { store, file } = await openFile(t);
  const [task] = await planned(store, 1);
  const { lease } = await leased(store, task!.id);
  await settled(
    store,
    settlement(lease, { step: 'retry', verdict: 'network', code: 'E_RESET', message: 'reset', retryAt: T0, at: T0 }),
  );
  await completed(store, task!.id);
  await store.batches.closeBatch('Nov26_01', 'completed', T0 + 2000);
  const reader = openMonitorReader(file);
  t.after(() => reader.close());
  const retries = async () => (await reader.readTrend(5)).map((line) => [line.batch, line.completed, line.retries]);
  assert.deepEqual(await retries(), [['Nov26_01', 1, 1]]);
  await store.retention.removeTasks('Nov26_01', 100, T0 + 3000);
  assert.deepEqual(await retries(), [['Nov26_01', 1, 1]]);
});

test('a task that only waits its turn is no news among failures; with its cause it is still told', async (t) => {
  const { store, file } = await openFile(t);
  const [first, second] = await planned(store, 2);
  for (const [task, code] of [
    [first, 'E_RESET'],
    [second, 'E_PERMIT_WAIT'],
  ] as const) {
    const { lease } = await leased(store, task!.id);
    await settled(
      store,
      settlement(lease, { step: 'defer', free: true, verdict: 'network', code, retryAt: T0 + 1000 }),
    );
  }
  const reader = openMonitorReader(file);
  t.after(() => reader.close());
  const codes = (lines: readonly { readonly code: string | null }[]) => lines.map(({ code }) => code);
  const now = await reader.readNow(5);
  assert.deepEqual(codes(now.failures), ['E_RESET']);
  const rests = (now.batch?.counts ?? []).filter(({ status }) => status === 'retrying').map((line) => line.restsUntil);
  assert.equal(Math.max(...rests.map((until) => until ?? 0)), T0 + 1000, 'a portal that is left alone says until when');
  assert.deepEqual(codes(await reader.readErrors({ batches: ['Nov26_01'] })), ['E_RESET', 'E_PERMIT_WAIT']);
});
