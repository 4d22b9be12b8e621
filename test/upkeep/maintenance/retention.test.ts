import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../../src/store/contract.ts';
import { batchPlan, completed, leased, page, plannedTask, settled, settlement, T0 } from '../../store/given.ts';
import { openFile } from '../../store/sqlite-store.ts';

const DAY = 24 * 3_600_000;

/** A closed batch: its first tasks are completed, the last one has failed with a page of its own. */
async function closedBatch(store: Store, executionNumber: number, tasks = 4): Promise<string> {
  const name = { monthYear: 'Nov26', executionNumber };
  const plan = Array.from({ length: tasks }, (_, index) =>
    plannedTask(index + 1, { city: index < 2 ? 'Gdl' : 'Zap', ordinal: (index % 2) + 1 }),
  );
  const { id } = await store.batches.planBatch(batchPlan(plan, { name }));
  const all = await store.reports.listTasks({ batch: id });
  for (const task of all.slice(0, -1)) await completed(store, task.id);
  const last = all.at(-1);
  assert.ok(last !== undefined);
  const { lease, resume } = await leased(store, last.id);
  await store.tasks.commitPage(lease, resume.generation, page(1, true));
  await settled(store, settlement(lease, { step: 'fail', verdict: 'forbidden', code: 'E_ROBOTS' }));
  await store.batches.closeBatch(id, 'completed', T0 + DAY);
  return id;
}

const countOf = (file: string, sql: string): unknown => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return Object.values(database.prepare(sql).get() ?? {})[0];
  } finally {
    database.close();
  }
};

describe('rows leave at their age', () => {
  it('a batch leaves part by part, with its events, and the batch row with the last task', async (t) => {
    const { store, file } = await openFile(t);
    const id = await closedBatch(store, 1);
    assert.deepEqual(await store.retention.removeTasks(id, 3, T0 + 200 * DAY), { tasks: 3, gone: false });
    assert.equal((await store.batches.findBatch(id))?.id, id, 'its last task is still there');
    assert.deepEqual(await store.retention.removeTasks(id, 3, T0 + 200 * DAY), { tasks: 1, gone: true });
    assert.equal(await store.batches.findBatch(id), null);
    for (const table of ['scraping_tasks', 'task_events', 'pages', 'lanes', 'execution_batches'])
      assert.equal(countOf(file, `SELECT count(*) FROM ${table}`), 0, table);
  });

  it('its summaries stay for ever, of the batch and of each combination, and count what was there before anything left', async (t) => {
    const { store } = await openFile(t);
    const id = await closedBatch(store, 1);
    await store.retention.removeTasks(id, 1, T0 + 200 * DAY);
    await store.retention.removeTasks(id, 100, T0 + 201 * DAY);
    const [summary] = await store.retention.batchSummaries(10);
    assert.deepEqual(
      [summary?.batch, summary?.status, summary?.tasks, summary?.completed, summary?.failed, summary?.rows],
      [id, 'completed', 4, 3, 1, 11],
    );
    const combinations = await store.retention.combinationSummaries(id);
    assert.deepEqual(
      combinations.map(({ site, city, operation, product, phase, tasks, completed, failed }) => [
        [site, city, operation, product, phase].join('/'),
        tasks,
        completed,
        failed,
      ]),
      [
        ['Inm24/Gdl/Ven/Dep/main', 2, 2, 0],
        ['Inm24/Zap/Ven/Dep/main', 2, 1, 1],
      ],
    );
    assert.equal(
      combinations.reduce((sum, each) => sum + each.rows, 0),
      summary?.rows,
    );
  });

  it('only batches that ended before the day are found, and an open one is never touched', async (t) => {
    const { store } = await openFile(t);
    const old = await closedBatch(store, 1);
    const open = await store.batches.planBatch(
      batchPlan([plannedTask(1)], { name: { monthYear: 'Nov26', executionNumber: 2 } }),
    );
    assert.deepEqual(await store.retention.batchesClosedBefore(T0 + DAY), []);
    assert.deepEqual(await store.retention.batchesClosedBefore(T0 + DAY + 1), [old]);
    assert.deepEqual(await store.retention.removeTasks(open.id, 100, T0), { tasks: 0, gone: false });
    assert.deepEqual(await store.retention.removeFailedPages(open.id, 100), { tasks: 0, pages: 0 });
    assert.equal(await store.retention.summariseBatch(open.id, T0), false);
    assert.equal((await store.reports.listTasks({ batch: open.id })).length, 1);
  });

  it('a batch is summed up once it is closed, and again when it was reopened and closed anew', async (t) => {
    const { store } = await openFile(t);
    const id = await closedBatch(store, 1);
    assert.deepEqual(await store.retention.batchesToSum(), [], 'its sums came with its end');
    assert.deepEqual(
      (await store.retention.batchSummaries(1)).map(({ completed, failed }) => [completed, failed]),
      [[3, 1]],
    );
    const [failed] = await store.reports.listTasks({ batch: id, statuses: ['failed'] });
    assert.ok(failed !== undefined);
    await store.batches.reopen({
      batch: id,
      tasks: [failed.id],
      deadlineAt: T0 + 20 * DAY,
      actor: 'ana',
      at: T0 + 3 * DAY,
    });
    assert.deepEqual(await store.retention.batchesToSum(), [], 'an open batch has no end to sum up');
    const again = await leased(store, failed.id, { at: T0 + 3 * DAY });
    await store.tasks.commitPage(again.lease, again.resume.generation, page(1, true));
    const intent = { sha256: 'a'.repeat(64), bytes: 10, rows: 2, rejectedRows: 0, outputPath: 'x.csv' };
    await store.tasks.pagesToPublish(again.lease);
    await settled(store, settlement(again.lease, { verdict: 'ok', publish: intent, at: T0 + 3 * DAY }));
    await store.batches.closeBatch(id, 'completed', T0 + 4 * DAY);
    assert.deepEqual(await store.retention.batchesToSum(), []);
    assert.deepEqual(
      (await store.retention.batchSummaries(1)).map(({ completed, failed }) => [completed, failed]),
      [[4, 0]],
    );
  });

  it('a failed task whose pages left begins with the first page when a person retries it, and never publishes nothing', async (t) => {
    const { store, file } = await openFile(t);
    const id = await closedBatch(store, 1);
    assert.equal(countOf(file, 'SELECT count(*) FROM pages'), 1);
    assert.deepEqual(await store.retention.removeFailedPages(id, 100), { tasks: 1, pages: 1 });
    assert.deepEqual(await store.retention.removeFailedPages(id, 100), { tasks: 0, pages: 0 });
    const [failed] = await store.reports.listTasks({ batch: id, statuses: ['failed'] });
    assert.ok(failed !== undefined);
    await store.batches.reopen({
      batch: id,
      tasks: [failed.id],
      deadlineAt: T0 + 20 * DAY,
      actor: 'ana',
      at: T0 + 9 * DAY,
    });
    const { resume } = await leased(store, failed.id, { at: T0 + 9 * DAY });
    assert.deepEqual([resume.atEnd, resume.cursor, resume.pages, resume.generation], [false, null, 0, 2]);
  });

  it('finding and removing use indexes: no plan scans the tasks', async (t) => {
    const { file, store } = await openFile(t);
    await closedBatch(store, 1);
    const database = new DatabaseSync(file, { readOnly: true });
    t.after(() => database.close());
    for (const sql of [
      'DELETE FROM scraping_tasks WHERE id IN (SELECT id FROM scraping_tasks WHERE execution_batch = ? LIMIT ?)',
      `SELECT id FROM scraping_tasks WHERE execution_batch = ? AND status IN ('failed', 'cancelled')
       AND EXISTS (SELECT task FROM pages WHERE pages.task = scraping_tasks.id) LIMIT ?`,
      'DELETE FROM pages WHERE task = ?',
    ]) {
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all('x', ...(sql.includes('LIMIT') ? [1] : []));
      const steps = plan.map((row) => String(row['detail']));
      assert.ok(
        steps.every((step) => !step.startsWith('SCAN')),
        steps.join('; '),
      );
    }
  });
});

describe('upkeep remembers', () => {
  it('notes replace each other and keep any JSON value', async (t) => {
    const { store } = await openFile(t);
    assert.equal(await store.retention.loadNote('x'), null);
    await store.retention.saveNote('x', { at: 1, value: { list: ['ñ', null] } });
    await store.retention.saveNote('x', { at: 2, value: [3] });
    assert.deepEqual(await store.retention.loadNote('x'), { at: 2, value: [3] });
  });
});

describe('chores of the file', () => {
  it('VACUUM gives back what removed rows held, and everything is as it was', async (t) => {
    const { store, file } = await openFile(t);
    const kept = await closedBatch(store, 1);
    const gone = await closedBatch(store, 2, 400);
    await store.retention.removeTasks(gone, 1000, T0 + 200 * DAY);
    const before = await store.chores.fileSpace();
    assert.ok(before.unusedBytes > 0);
    await store.chores.vacuum();
    const after = await store.chores.fileSpace();
    assert.equal(after.unusedBytes, 0);
    assert.ok(after.bytes <= before.bytes - before.unusedBytes + 4096);
    assert.equal((await store.reports.listTasks({ batch: kept })).length, 4);
    assert.equal(countOf(file, 'PRAGMA integrity_check'), 'ok');
  });

  it('operations asked for in the same moment as a chore are all answered, before it or after it', async (t) => {
    const { store } = await openFile(t);
    const id = await closedBatch(store, 1);
    const [tasks, , batch, space] = await Promise.all([
      store.reports.listTasks({ batch: id }),
      store.chores.vacuum(),
      store.batches.findBatch(id),
      store.chores.fileSpace(),
      store.chores.reindex(),
    ]);
    assert.deepEqual([tasks.length, batch?.id, space.unusedBytes], [4, id, 0]);
  });
});
