import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { batchPlan, completed, faultOf, plannedTask, T0, temporaryDirectory } from './given.ts';
import { LATEST_VERSION } from '../../src/store/migrations/latest-version.ts';
import { makeOldDatabase } from './old-database.ts';
import { openFile } from './sqlite-store.ts';

test('a database of the old program is taken over: batches left running are closed with a reason, history stays', async (t) => {
  const file = join(temporaryDirectory(), 'orchestrator.db');
  makeOldDatabase(file);
  const { store } = await openFile(t, file);
  assert.deepEqual(await store.takeover(), { closedBatches: 3, closedTasks: 4, repairedRows: 4 });
  assert.equal(await store.batches.openBatch(), null);
  const batches = await store.reports.listBatches(10);
  assert.deepEqual(
    batches.map(({ id, status, totalTasks, completedTasks, failedTasks }) => [
      id,
      status,
      totalTasks,
      completedTasks,
      failedTasks,
    ]),
    [
      ['Sep25_03', 'completed', 4, 0, 0],
      ['Sep25_02', 'failed', 2, 0, 2],
      ['Sep25_01', 'completed', 4, 1, 3],
      ['Ago25_01', 'completed', 1, 1, 0],
    ],
  );
  assert.deepEqual(
    batches.map(({ completedAt }) => completedAt !== null),
    [true, true, true, true],
  );
  const tasks = await store.reports.listTasks({});
  assert.equal(tasks.length, 12);
  assert.deepEqual(
    tasks.slice(0, 6).map(({ status, errorMessage }) => [status, errorMessage?.split(';')[0] ?? null]),
    [
      ['completed', null],
      ['cancelled', 'the old program ended without finishing it'],
      ['cancelled', 'the old program ended without finishing it'],
      ['failed', 'Ejecución fallida (adapter)'],
      ['cancelled', 'the old program ended without finishing it'],
      ['cancelled', 'Connection timeout'],
    ],
  );
  assert.equal(tasks[0]?.startedAt, Date.UTC(2025, 8, 16, 10, 0, 0, 123));
  const events = await store.reports.taskEvents(tasks[1]!.id);
  assert.deepEqual(
    events.map(({ step, from, to }) => [step, from, to]),
    [['takeover', 'running', 'cancelled']],
  );
});

test('rows that would break a constraint are repaired, each with an event that says what was there', async (t) => {
  const file = join(temporaryDirectory(), 'orchestrator.db');
  makeOldDatabase(file);
  const { store } = await openFile(t, file);
  const tasks = (await store.reports.listTasks({ batch: 'Sep25_03' })).slice(1);
  assert.deepEqual(
    tasks.map(({ status, attempts, maxAttempts }) => [status, attempts, maxAttempts]),
    [
      ['failed', 0, 3],
      ['failed', 5, 5],
      ['failed', 0, 3],
    ],
  );
  const messages = await Promise.all(
    tasks.map(async ({ id }) => (await store.reports.taskEvents(id)).map(({ message }) => message)),
  );
  assert.deepEqual(messages, [
    ['status was "exploded"'],
    ['attempts 5 was above max_attempts 3'],
    ['attempts was -1', 'max_attempts was missing'],
  ]);
});

test('extra tables, ids and doubles of the old database stay untouched, and a copy of it lies beside it', async (t) => {
  const file = join(temporaryDirectory(), 'orchestrator.db');
  makeOldDatabase(file);
  await openFile(t, file);
  const database = new DatabaseSync(file, { readOnly: true });
  t.after(() => database.close());
  const one = (sql: string): unknown => Object.values(database.prepare(sql).get() ?? {})[0];
  assert.equal(one(`SELECT count(*) FROM ingested_files WHERE batch_id = 'Sep25_01'`), 1);
  assert.equal(one('SELECT raw_nombre FROM data_inm24'), 'TonalÃ¡');
  assert.equal(one('SELECT group_concat(id) FROM scraping_tasks'), '1,2,3,4,5,6,7,8,9,10,11,12');
  assert.equal(one("SELECT count(*) FROM scraping_tasks WHERE task_key IS NULL AND website = 'Casas_y_terrenos'"), 12);
  assert.equal(one('PRAGMA integrity_check'), 'ok');
  assert.deepEqual(database.prepare('PRAGMA foreign_key_check').all(), []);
  assert.equal(one("SELECT seq FROM sqlite_sequence WHERE name = 'scraping_tasks'"), 12);
  const copy = `${file}.before-${LATEST_VERSION}`;
  assert.ok(existsSync(copy));
  const before = new DatabaseSync(copy, { readOnly: true });
  t.after(() => before.close());
  assert.equal(before.prepare(`SELECT count(*) AS n FROM scraping_tasks WHERE status = 'running'`).get()?.['n'], 1);
});

test('after a takeover the product works on in the same file, and opening it again takes over nothing', async (t) => {
  const file = join(temporaryDirectory(), 'orchestrator.db');
  makeOldDatabase(file);
  const { store } = await openFile(t, file);
  const { id } = await store.batches.planBatch(batchPlan([plannedTask(1)]));
  const [task] = await store.reports.listTasks({ batch: id });
  assert.equal((await completed(store, task!.id)).id, 13);
  await store.close();
  const again = await openFile(t, file);
  assert.deepEqual(await again.store.takeover(), { closedBatches: 3, closedTasks: 4, repairedRows: 4 });
  assert.equal((await again.store.reports.listTasks({ batch: 'Sep25_01' })).length, 4);
  assert.equal(await again.store.batches.lastExecutionNumber('Sep25'), 3);
  await again.store.batches.closeBatch(id, 'completed', T0);
  const reopening = { batch: 'Sep25_01', tasks: [4], deadlineAt: T0, actor: 'maria', at: T0 };
  assert.equal(await faultOf(again.store.batches.reopen(reopening)), 'E_TRANSITION');
  assert.equal(await again.store.batches.openBatch(), null);
});

test(`a database on which the user's own script ran migrations 1 to 3 is taken over from there`, async (t) => {
  const file = join(temporaryDirectory(), 'orchestrator.db');
  makeOldDatabase(file, 3);
  const { store } = await openFile(t, file);
  const { applied, version, latest } = await store.schema();
  assert.equal(version, latest);
  assert.deepEqual(
    applied.slice(0, 4).map(({ description }) => description === 'theirs'),
    [true, true, true, false],
  );
  assert.equal((await store.takeover())?.closedBatches, 3);
});
