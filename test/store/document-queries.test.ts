/** The queries of the user's document, as they wrote them, against a batch that has run: figures and indexes. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { before, describe, test } from 'node:test';
import {
  batchPlan,
  HOUR,
  leased,
  MINUTE,
  page,
  plannedTask,
  SECOND,
  settled,
  settlement,
  sharedStore,
} from './given.ts';
import { openFile } from './sqlite-store.ts';
import { DOCUMENT_QUERIES } from './document-queries.ts';

/** The document counts back from `datetime('now')`: its batch began two hours ago by the clock of the database. */
const began = Date.now() - 2 * HOUR;

describe(`the user's own queries`, () => {
  let file = '';
  const opened = sharedStore(async (t) => {
    const both = await openFile(t);
    file = both.file;
    return both.store;
  });

  before(async () => {
    const store = await opened();
    const tasks = [1, 2, 3, 4]
      .map((order) => plannedTask(order))
      .concat([1, 2].map((order) => plannedTask(order, { scraper: 'lam', site: 'Lam' })));
    const { id } = await store.batches.planBatch(batchPlan(tasks, { startedAt: began, deadlineAt: began + 24 * HOUR }));
    const [inm1, inm2, inm3, inm4, lam1, lam2] = await store.reports.listTasks({ batch: id });
    for (const task of [inm1!, inm2!]) await completedAt(task.id);
    await failedAt(inm3!.id, 'fail', 'The portal refuses us');
    await failedAt(lam1!.id, 'fail', 'The portal refuses us');
    await failedAt(lam2!.id, 'retry', 'Connection reset');
    await failedAt(lam2!.id, 'retry', 'Connection reset');
    const { lease } = await leased(store, inm4!.id, { at: began + HOUR });
    await store.tasks.commitPage(lease, 1, page(1));

    async function completedAt(task: number): Promise<void> {
      const { lease } = await leased(store, task, { at: began + MINUTE });
      await store.tasks.commitPage(lease, 1, page(1, true));
      const publish = { sha256: 'a', bytes: 4096, rows: 2, rejectedRows: 0, outputPath: 'a.csv' };
      await settled(store, settlement(lease, { at: began + 11 * MINUTE, verdict: 'ok', publish }));
    }
    async function failedAt(task: number, step: 'fail' | 'retry', message: string): Promise<void> {
      const { lease } = await leased(store, task, { at: began + MINUTE });
      await settled(store, settlement(lease, { step, at: began + 2 * MINUTE, message, retryAt: began }));
    }
  });

  const rows = (sql: string): readonly Record<string, unknown>[] => {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database
        .prepare(sql)
        .all()
        .map((row) => ({ ...row }));
    } finally {
      database.close();
    }
  };
  const plan = (sql: string): string =>
    rows(`EXPLAIN QUERY PLAN ${sql}`)
      .map((row) => String(row['detail']))
      .join('; ');

  for (const { name, sql, index, expected } of DOCUMENT_QUERIES) {
    test(`${name}: gives the batch's figures${index === null ? '' : `, by ${index}`}`, () => {
      const found = rows(sql);
      assert.deepEqual(
        found.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => key in (expected[0] ?? {})))),
        expected,
      );
      if (index !== null) assert.match(plan(sql), new RegExp(`USING (COVERING )?INDEX ${index}\\b`));
    });
  }

  test("times stand as UTC text that compares with datetime('now')", () => {
    const [row] = rows('SELECT started_at, completed_at FROM scraping_tasks WHERE id = 1');
    const shape = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3}$/;
    assert.match(String(row?.['started_at']), shape);
    assert.match(String(row?.['completed_at']), shape);
    assert.equal(
      rows(`SELECT count(*) AS n FROM scraping_tasks WHERE created_at >= datetime('now', '-3 hours')`)[0]?.['n'],
      6,
    );
    assert.equal(
      rows(`SELECT count(*) AS n FROM scraping_tasks WHERE created_at >= datetime('now', '-1 hours')`)[0]?.['n'],
      0,
    );
  });

  test('a closed batch is complete for the document, and its durations are filled', async () => {
    const store = await opened();
    await store.batches.giveUp(
      'Nov26_01',
      null,
      { code: 'E_BATCH_DEADLINE', verdict: 'timeout', message: 'deadline' },
      began + HOUR + SECOND,
    );
    await store.batches.closeBatch('Nov26_01', 'completed', began + 90 * MINUTE);
    const [row] = rows(
      'SELECT estimated_duration_minutes AS planned, actual_duration_minutes AS actual, completed_tasks + failed_tasks AS ended FROM execution_batches',
    );
    assert.deepEqual(row, { planned: 90, actual: 90, ended: 6 });
    assert.deepEqual(rows(DOCUMENT_QUERIES.find(({ name }) => name === 'incomplete batches')!.sql), []);
  });
});
