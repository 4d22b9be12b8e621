import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { isFault } from '../../src/core/errors.ts';
import type { OperationName } from '../../src/store/operations/operations.ts';
import { lanesOfBatch } from '../../src/store/operations/lanes.ts';
import { connectToWrite } from '../../src/store/sqlite/connection.ts';
import { groupCommit } from '../../src/store/sqlite/group-commit.ts';
import type { StoreAnswer } from '../../src/store/sqlite/group-commit.ts';
import { openDatabase } from '../../src/store/sqlite/open-database.ts';
import { DEFAULT_PRAGMAS } from '../../src/store/sqlite/pragmas.ts';
import { sqliteDialect } from '../../src/store/sqlite/dialect.ts';
import { runnerOver } from '../../src/store/sqlite/runner.ts';
import { compileStatement } from '../../src/store/statement.ts';
import type { Call } from '../../src/store/statement.ts';
import { storePage } from '../../src/store/rows.ts';
import type { LeasedTask } from '../../src/store/contract.ts';
import type { TestContext } from 'node:test';
import {
  batchPlan,
  completed,
  INTENT,
  leased,
  leaseRequest,
  page,
  planned,
  plannedTask,
  settlement,
  temporaryDirectory,
} from './given.ts';
import { openFile } from './sqlite-store.ts';

/** The inside of the store thread, without the thread: to hold its connection in the hand. */
function group(t: TestContext, file = join(temporaryDirectory(t), 'orchestrator.db')) {
  const connection = openDatabase(file, { ...DEFAULT_PRAGMAS, synchronous: 'NORMAL', busyTimeoutMs: 1 });
  t.after(() => connection.close());
  const commits = groupCommit(connection, runnerOver(connection));
  const answer = (calls: readonly (readonly [OperationName, ...unknown[]])[]): readonly StoreAnswer[] =>
    commits.run(calls.map(([name, ...args], id) => ({ id, name, args })));
  return { connection, file, answer };
}

const result = (answer: StoreAnswer | undefined): unknown =>
  answer !== undefined && 'result' in answer ? answer.result : assert.fail(JSON.stringify(answer));
const code = (answer: StoreAnswer | undefined): string | null =>
  answer !== undefined && 'fault' in answer ? answer.fault.code : null;

test('one failing operation of a group takes back its own writes only', async (t) => {
  const { store } = await openFile(t);
  const [first, second, third] = await planned(store, 3);
  const answers = await Promise.allSettled([
    store.tasks.leaseTask(leaseRequest(first!.id)),
    store.batches.planBatch(batchPlan([plannedTask(9)], { name: { monthYear: 'Nov26', executionNumber: 2 } })),
    store.tasks.leaseTask(leaseRequest(second!.id)),
    store.batches.reopen({ batch: 'Nov26_01', tasks: [third!.id], deadlineAt: 0, actor: 'a', at: 0 }),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'rejected'],
  );
  assert.equal((await store.tasks.lanes('Nov26_01', 0))[0]?.running, 2);
  assert.equal((await store.reports.listTasks({})).length, 3);
});

test('a fault deep in an operation undoes its earlier statements too', (t) => {
  const { answer, connection } = group(t);
  const plan = batchPlan([plannedTask(1), plannedTask(1)]);
  const [refused, open] = answer([['planBatch', plan], ['openBatch']]);
  assert.equal(code(refused), 'E_STORE');
  assert.equal(result(open), null);
  assert.equal(connection.value('SELECT count(*) FROM scraping_tasks'), 0);
});

test('operations of one moment share one transaction and see each other in their order', (t) => {
  const { answer } = group(t);
  const answers = answer([
    ['planBatch', batchPlan([plannedTask(1)])],
    ['leaseTask', leaseRequest(1)],
    ['lanes', 'Nov26_01', 0],
  ]);
  assert.equal((result(answers[1]) as LeasedTask).lease.token, 'token:1');
  assert.deepEqual(
    (result(answers[2]) as { running: number }[]).map(({ running }) => running),
    [1],
  );
});

test('F9 a full disk fails every operation of the group by name, stores none, and the next one works again', (t) => {
  const { answer, connection } = group(t);
  result(answer([['planBatch', batchPlan([plannedTask(1), plannedTask(2)])]])[0]);
  const { lease } = result(answer([['leaseTask', leaseRequest(1)]])[0]) as LeasedTask;
  const pages = Number(connection.value('PRAGMA page_count'));
  connection.exec(`PRAGMA max_page_count = ${pages + 2}`);
  const large = storePage(
    page(1, true, {
      rows: Array.from({ length: 2000 }, (_, index) => ({ listing_id: `${index}`, title: 'x'.repeat(50) })),
    }),
  );
  const answers = answer([
    ['saveHost', { host: 'h', slowdown: 1, circuitOpenUntil: null, circuitOpenedMs: 0, failures: 0, updatedAt: 0 }],
    ['commitPage', lease, 1, large],
  ]);
  assert.equal(code(answers[1]), 'E_DISK_FULL');
  // Whoever was answered "stored" is stored, whoever was answered with a fault is not.
  assert.equal(connection.value('SELECT count(*) FROM hosts'), code(answers[0]) === null ? 1 : 0);
  assert.equal(connection.value('SELECT count(*) FROM pages'), 0);
  connection.exec('PRAGMA max_page_count = 1000000');
  assert.equal(result(answer([['commitPage', lease, 1, large]])[0]), 'committed');
});

test('F22 a database that another program holds locked is a fault that says so, and stores nothing', (t) => {
  const { answer, file } = group(t);
  const other = connectToWrite(file, DEFAULT_PRAGMAS);
  t.after(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  const [refused] = answer([['planBatch', batchPlan([plannedTask(1)])]]);
  assert.equal(code(refused), 'E_STORE');
  assert.ok(refused !== undefined && 'fault' in refused && refused.fault.cure.includes('Another program'));
  // Reading goes on beside it.
  assert.equal(result(answer([['openBatch']])[0]), null);
  other.exec('ROLLBACK');
  result(answer([['planBatch', batchPlan([plannedTask(1)])]])[0]);
});

test('faults keep code, message, place and cure across the thread', async (t) => {
  const { store } = await openFile(t);
  const fault = await store.batches.closeBatch('Nov26_07', 'completed', 0).catch((error: unknown) => error);
  assert.ok(isFault(fault));
  assert.deepEqual([fault.code, fault.message, fault.name], ['E_NO_BATCH', 'there is no batch Nov26_07', 'StateError']);
  assert.ok(fault.cure.length > 0);
});

test('a closing store first does what was asked of it before', async (t) => {
  const { store, file } = await openFile(t);
  const [task] = await planned(store);
  const leasing = store.tasks.leaseTask(leaseRequest(task!.id));
  await store.close();
  assert.notEqual(await leasing, 'not_ready');
  const again = await openFile(t, file);
  assert.equal((await again.store.tasks.findTask(task!.id))?.status, 'running');
});

test('every setting of the database is set, foreign keys, WAL and defensive mode included', async (t) => {
  const { connection } = group(t);
  const pragma = (name: string): unknown => connection.value(`PRAGMA ${name}`);
  assert.deepEqual(
    [
      'journal_mode',
      'synchronous',
      'foreign_keys',
      'trusted_schema',
      'busy_timeout',
      'cache_size',
      'temp_store',
      'mmap_size',
    ].map(pragma),
    ['wal', 1, 1, 0, 1, 10_000, 2, 0],
  );
  assert.throws(() => connection.exec('PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = NULL'));
});

test('nothing on the way of a page reads a whole table', async (t) => {
  const { store, file } = await openFile(t);
  const tasks = await planned(store, 50);
  await completed(store, tasks[0]!.id);
  const { lease } = await leased(store, tasks[1]!.id);
  await store.close();

  const { connection } = group(t, file);
  const asked: Call[] = [];
  const recording = runnerOver(connection);
  const commits = groupCommit(connection, {
    run: (operation) =>
      recording.run(
        (function* spy() {
          let step = operation.next();
          while (step.done !== true) {
            asked.push(step.value);
            step = operation.next(yield step.value);
          }
          return step.value;
        })(),
      ),
  });
  const at = leaseRequest(0).at;
  const answers = commits.run(
    (
      [
        ['lanes', 'Nov26_01', at],
        ['leaseTask', leaseRequest(tasks[2]!.id)],
        ['commitPage', lease, 1, storePage(page(1, true))],
        ['commitPage', lease, 1, storePage(page(1, true))],
        ['readPages', lease.task],
        ['pagesToPublish', lease],
        ['settleTask', settlement(lease, { publish: INTENT, verdict: 'ok' })],
        ['releaseOrphans', 'other', at],
      ] as const
    ).map(([name, ...args], id) => ({ id, name, args })),
  );
  for (const answer of answers) result(answer);
  const statements = new Set(asked.map(({ statement }) => statement));
  assert.ok(statements.size > 15, `${statements.size} statements`);
  for (const statement of statements) {
    const { sql, values } = compileStatement(sqliteDialect, statement);
    const plan = connection
      .all(`EXPLAIN QUERY PLAN ${sql}`, ...values.map(() => 1))
      .map((row) => String(row['detail']));
    assert.deepEqual(
      plan.filter((line) => line.startsWith('SCAN') || line.includes('TEMP B-TREE')),
      [],
      sql,
    );
  }
  const { sql, values } = compileStatement(sqliteDialect, lanesOfBatch);
  const plan = connection
    .all(`EXPLAIN QUERY PLAN ${sql}`, ...values.map(() => 1))
    .map((row) => String(row['detail']))
    .join('\n');
  assert.match(plan, /COVERING INDEX idx_tasks_lane \(execution_batch=\? AND scraper_name=\?\)/);
  assert.match(plan, /COVERING INDEX idx_tasks_retry/);
});
