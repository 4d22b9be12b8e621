/** Figures of closed batches come from what was kept at their close, and say what their tasks would say. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { readDistribution } from '../../src/core/distribution.ts';
import { TASK_STATUSES } from '../../src/core/task.ts';
import type { MonitorReader, Store, TaskQuery } from '../../src/store/contract.ts';
import { FIGURES_BY } from '../../src/store/figures.ts';
import { readFigures } from '../../src/store/operations/monitor/read-figures.ts';
import { connectToRead } from '../../src/store/sqlite/connection.ts';
import { sqliteDialect } from '../../src/store/sqlite/dialect.ts';
import { openMonitorReader } from '../../src/store/sqlite/open-monitor-reader.ts';
import { DEFAULT_PRAGMAS } from '../../src/store/sqlite/pragmas.ts';
import { runnerOver } from '../../src/store/sqlite/runner.ts';
import { compileStatement } from '../../src/store/statement.ts';
import { batchPlan, completed, HOUR, leased, page, plannedTask, settled, settlement, T0 } from '../store/given.ts';
import { openFile } from '../store/sqlite-store.ts';

const ZONE = 'America/Mexico_City';
/** Narrows nothing, and yet asks for more than a batch: answered from the tasks. */
const FROM_TASKS = { statuses: TASK_STATUSES };

interface Opened {
  readonly store: Store;
  readonly file: string;
  readonly reader: MonitorReader;
}

async function opened(t: TestContext): Promise<Opened> {
  const { store, file } = await openFile(t);
  const reader = openMonitorReader(file);
  t.after(() => reader.close());
  return { store, file, reader };
}

/** Two sites in two cities: one task fails at its second try in the night, one is cancelled, the others are done. */
async function closedBatch(store: Store, executionNumber: number): Promise<string> {
  const startedAt = T0 + executionNumber * 24 * HOUR;
  const tasks = [1, 2, 3, 4, 5].map((order) =>
    plannedTask(order, { city: order % 2 === 0 ? 'Zap' : 'Gdl', product: order > 3 ? 'Cas' : 'Dep' }),
  );
  const { id } = await store.batches.planBatch(
    batchPlan([...tasks, plannedTask(1, { scraper: 'lam', site: 'Lam' })], {
      name: { monthYear: 'Nov26', executionNumber },
      startedAt,
    }),
  );
  const [first, second, third, , , lam] = await store.reports.listTasks({ batch: id });
  await completed(store, first!.id);
  await completed(store, second!.id);
  await completed(store, lam!.id);
  const { lease, resume } = await leased(store, third!.id);
  const retryAt = startedAt + HOUR;
  await store.tasks.commitPage(lease, resume.generation, page(1, false, { latencyMs: 4000, fetchedAt: retryAt - 1 }));
  await settled(store, settlement(lease, { step: 'retry', verdict: 'network', code: 'E_RESET', retryAt, at: retryAt }));
  const again = await leased(store, third!.id, { at: retryAt });
  await settled(
    store,
    settlement(again.lease, { step: 'fail', verdict: 'gone', code: 'E_NOT_FOUND', at: startedAt + 20 * HOUR }),
  );
  await store.batches.cancelOpenTasks(id, 'cli:ana', startedAt + 21 * HOUR);
  await store.batches.closeBatch(id, 'completed', startedAt + 21 * HOUR);
  return id;
}

/** The SQL that an answer was made of. */
function statementsOf(file: string, batches: readonly string[], query: Partial<TaskQuery> = {}): readonly string[] {
  const connection = connectToRead(file, DEFAULT_PRAGMAS);
  const asked: string[] = [];
  runnerOver(connection).run(
    (function* spy() {
      const operation = readFigures({ batches, ...query }, 'site', 'UTC');
      let step = operation.next();
      while (step.done !== true) {
        asked.push(compileStatement(sqliteDialect, step.value.statement).sql);
        step = operation.next(yield step.value);
      }
      return step.value;
    })(),
  );
  connection.close();
  return asked;
}

for (const by of FIGURES_BY)
  test(`figures by ${by} of closed batches are those of their tasks`, async (t) => {
    const { store, reader } = await opened(t);
    const batches = [await closedBatch(store, 1), await closedBatch(store, 2)];
    const kept = await reader.readFigures({ batches }, by, ZONE);
    const counted = await reader.readFigures({ batches, ...FROM_TASKS }, by, ZONE);
    const inOrder = ({ groups }: typeof kept) => groups.toSorted((a, b) => (a.value < b.value ? -1 : 1));
    assert.deepEqual(inOrder(kept), inOrder(counted));
    assert.deepEqual(kept.total, counted.total);
    assert.deepEqual([kept.total.tasks, kept.total.completed, kept.total.failed, kept.total.retries], [12, 6, 6, 2]);
    assert.equal(kept.total.latencies.count, 14);
    assert.equal(kept.total.workMs, 2 * (59_000 + 2 * 59_000));
  });

for (const by of FIGURES_BY)
  test(`figures by ${by} of one site in closed batches are those of its tasks`, async (t) => {
    const { store, reader } = await opened(t);
    const batches = [await closedBatch(store, 1), await closedBatch(store, 2)];
    for (const site of ['Inm24', 'lAM']) {
      const kept = await reader.readFigures({ batches, sites: [site] }, by, ZONE);
      const counted = await reader.readFigures({ batches, sites: [site], ...FROM_TASKS }, by, ZONE);
      const inOrder = ({ groups }: typeof kept) => groups.toSorted((a, b) => (a.value < b.value ? -1 : 1));
      assert.deepEqual(inOrder(kept), inOrder(counted));
      assert.deepEqual(kept.total, counted.total);
      assert.equal(kept.total.tasks, site === 'Inm24' ? 10 : 2);
    }
  });

test('of one site in closed batches no task is read; of two, whose work overlaps, and of a city they are', async (t) => {
  const { store, file, reader } = await opened(t);
  const batches = [await closedBatch(store, 1)];
  const asksTasks = (query: Partial<TaskQuery>): boolean =>
    statementsOf(file, batches, query).some((sql) => sql.includes('scraping_tasks'));
  assert.deepEqual(
    [
      asksTasks({ sites: ['Inm24'] }),
      asksTasks({ sites: ['Inm24', 'Lam'] }),
      asksTasks({ cities: ['Gdl'] }),
      asksTasks({ sites: ['Inm24'], cities: ['Gdl'] }),
    ],
    [false, true, true, true],
  );
  const none = await reader.readFigures({ batches, sites: ['Tro'] }, 'city', ZONE);
  assert.deepEqual([none.groups, none.total.tasks], [[], 0]);
});

test('figures of one site are still told when the tasks have left', async (t) => {
  const { store, reader } = await opened(t);
  const batch = await closedBatch(store, 1);
  const before = await reader.readFigures({ batches: [batch], sites: ['Inm24'] }, 'city', ZONE);
  await store.retention.removeTasks(batch, 4, T0 + 50 * HOUR);
  assert.deepEqual(await reader.readFigures({ batches: [batch], sites: ['Inm24'] }, 'city', ZONE), before);
});

test('figures of one site of a batch closed before they were kept come from its tasks, until upkeep has kept them', async (t) => {
  const { store, file, reader } = await opened(t);
  const batch = await closedBatch(store, 1);
  const read = async () => reader.readFigures({ batches: [batch], sites: ['Inm24'] }, 'city', ZONE);
  const kept = await read();
  const database = new DatabaseSync(file);
  database.exec(`DELETE FROM kept_figures WHERE site <> ''`);
  database.close();
  assert.deepEqual((await read()).total, kept.total);
  assert.deepEqual(await store.retention.batchesToSum(), [batch]);
  await store.retention.summariseBatch(batch, T0);
  assert.deepEqual(await store.retention.batchesToSum(), []);
  assert.deepEqual(await read(), kept);
});

test('figures of closed batches read no task, whatever their number; of the open one they do', async (t) => {
  const { store, file, reader } = await opened(t);
  const batches = [await closedBatch(store, 1), await closedBatch(store, 2)];
  assert.deepEqual(
    statementsOf(file, batches).filter((sql) => sql.includes('scraping_tasks')),
    [],
  );
  const { id } = await store.batches.planBatch(
    batchPlan([plannedTask(1)], { name: { monthYear: 'Nov26', executionNumber: 3 } }),
  );
  const read = await reader.readFigures({ batches: [...batches, id] }, 'batch', ZONE);
  assert.deepEqual(
    read.groups.map(({ value, figures }) => [value, figures.tasks]),
    [
      [batches[0], 6],
      [batches[1], 6],
      [id, 1],
    ],
  );
  assert.equal(read.total.tasks, 13);
});

test('a batch that was reopened is counted anew, and one whose tasks are leaving says what it said', async (t) => {
  const { store, reader } = await opened(t);
  const batch = await closedBatch(store, 1);
  const before = await reader.readFigures({ batches: [batch] }, 'site', ZONE);
  const [failed] = await store.reports.listTasks({ batch, statuses: ['failed'] });
  const at = T0 + 50 * HOUR;
  await store.batches.reopen({ batch, tasks: [failed!.id], deadlineAt: at + HOUR, actor: 'ana', at });
  const open = await reader.readFigures({ batches: [batch] }, 'site', ZONE);
  assert.deepEqual([before.total.failed, open.total.failed], [3, 2]);
  await store.batches.cancelOpenTasks(batch, 'cli:ana', at);
  await store.batches.closeBatch(batch, 'completed', at);
  const closed = await reader.readFigures({ batches: [batch] }, 'site', ZONE);
  await store.retention.removeTasks(batch, 4, at);
  assert.deepEqual(await reader.readFigures({ batches: [batch] }, 'site', ZONE), closed);
});

test('a batch closed before figures were kept is read from its tasks, until upkeep has summed it up', async (t) => {
  const { store, file, reader } = await opened(t);
  const batch = await closedBatch(store, 1);
  const kept = await reader.readFigures({ batches: [batch] }, 'city', ZONE);
  const database = new DatabaseSync(file);
  database.exec('DELETE FROM kept_figures');
  database.close();
  const counted = await reader.readFigures({ batches: [batch] }, 'city', ZONE);
  assert.deepEqual(counted.total, kept.total);
  assert.ok(statementsOf(file, [batch]).some((sql) => sql.includes('scraping_tasks')));
  assert.deepEqual(await store.retention.batchesToSum(), [batch]);
  await store.retention.summariseBatch(batch, T0);
  assert.deepEqual(await store.retention.batchesToSum(), []);
  assert.ok(!statementsOf(file, [batch]).some((sql) => sql.includes('scraping_tasks')));
});

test('how long the requests of a task took stays with it, after its pages have left', async (t) => {
  const { store, file, reader } = await opened(t);
  const batch = await closedBatch(store, 1);
  const database = new DatabaseSync(file);
  const [done, failed, cancelled] = ['completed', 'failed', 'cancelled'].map((status) =>
    database.prepare('SELECT latency_ms, latencies FROM scraping_tasks WHERE status = ? LIMIT 1').get(status),
  );
  database.exec('UPDATE scraping_tasks SET latencies = NULL, latency_ms = NULL; DELETE FROM kept_figures');
  database.close();
  assert.equal(done?.['latency_ms'], 121);
  assert.equal(readDistribution(String(done?.['latencies'])).count, 2);
  assert.equal(failed?.['latency_ms'], 4000, 'of the page that came, an attempt before');
  assert.deepEqual({ ...cancelled }, { latency_ms: null, latencies: null });
  const old = await reader.readFigures({ batches: [batch] }, 'site', ZONE);
  assert.equal(old.total.latencies.count, 0, 'not recorded');
});
