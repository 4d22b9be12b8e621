/** What begins, feeds and ends a batch must not grow slower with years of history; tasks have theirs in group-commit.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { OPERATIONS } from '../../src/store/operations/operations.ts';
import type { OperationName } from '../../src/store/operations/operations.ts';
import type { Operation } from '../../src/store/statement.ts';
import { openDatabase } from '../../src/store/sqlite/open-database.ts';
import { DEFAULT_PRAGMAS } from '../../src/store/sqlite/pragmas.ts';
import { sqliteDialect } from '../../src/store/sqlite/dialect.ts';
import { runnerOver } from '../../src/store/sqlite/runner.ts';
import { compileStatement } from '../../src/store/statement.ts';
import { batchPlan, completed, planned, plannedTask, T0 } from './given.ts';
import { openFile } from './sqlite-store.ts';

const ASKED: readonly (readonly [OperationName, ...unknown[]])[] = [
  ['openBatch'],
  ['lastExecutionNumber', 'Nov26'],
  ['cancelOpenTasks', 'Nov26_01', 'over', T0],
  ['closeBatch', 'Nov26_01', 'cancelled', T0],
  ['planBatch', batchPlan([plannedTask(1)], { name: { monthYear: 'Nov26', executionNumber: 2 } })],
  ['lanes', 'Nov26_02', T0],
];

const OCCURRENCE = { schedule: 'batches', dueAt: T0, status: 'pending', reason: null } as const;
const COMMAND = { name: 'pause', arguments: {}, actor: 'cli:ana', askedAt: T0 };

/** What a service asks every few seconds for years, and what it writes each time something is due or was asked. */
const ASKED_FOR_EVER: readonly (readonly [OperationName, ...unknown[]])[] = [
  ['anchorSchedule', { schedule: 'batches', anchorAt: T0, everyMs: 1000, batch: null, at: T0 }],
  ['recordOccurrences', [OCCURRENCE], T0],
  ['schedules'],
  ['openOccurrences'],
  ['listOccurrences', null, 10],
  ['listOccurrences', 'batches', 10],
  ['changeOccurrence', { ...OCCURRENCE, status: 'done', batch: null, tried: true, at: T0 }],
  ['lastSeen'],
  ['saveSeen', T0, false],
  ['pausedSites'],
  ['postCommand', COMMAND],
  ['waitingCommands'],
  ['takeCommands', { instance: 'one', at: T0, notBefore: T0 }],
  ['answerCommand', 1, { result: null }, T0],
  ['findCommand', 1],
  ['listAudit', 10],
];

test('neither planning nor closing a batch reads a table that grows with the years', async (t) => {
  assert.deepEqual(await scansOf(t, ASKED), []);
});

test('what waits to be started or answered is found without reading what ever was', async (t) => {
  assert.deepEqual(await scansOf(t, ASKED_FOR_EVER), []);
});

async function scansOf(t: TestContext, asked: typeof ASKED): Promise<readonly string[]> {
  const { store, file } = await openFile(t);
  const [first] = await planned(store, 3);
  await completed(store, first!.id);
  await store.close();
  const connection = openDatabase(file, { ...DEFAULT_PRAGMAS, synchronous: 'NORMAL' });
  t.after(() => connection.close());
  const runner = runnerOver(connection);

  const scans: string[] = [];
  for (const [name, ...args] of asked) {
    const start = OPERATIONS[name] as (...args: readonly unknown[]) => Operation<unknown>;
    let statements = 0;
    runner.run(
      (function* spy() {
        const operation = start(...args);
        let step = operation.next();
        while (step.done !== true) {
          statements += 1;
          const { sql, values } = compileStatement(sqliteDialect, step.value.statement);
          const plan = connection.all(`EXPLAIN QUERY PLAN ${sql}`, ...values.map(() => 1));
          scans.push(
            ...plan
              .map((row) => String(row['detail']))
              .filter(isScan)
              .map((line) => `${name}: ${line}`),
          );
          step = operation.next(yield step.value);
        }
        return step.value;
      })(),
    );
    assert.ok(statements > 0, name);
  }
  return scans;
}

/** A row a schedule, or a paused site: history does not make them longer. Newest first, an index is read from its end. */
function isScan(line: string): boolean {
  return (
    line.startsWith('SCAN') &&
    !/^SCAN (?:paused_sites|schedule_state|audit$|schedule_occurrences USING INDEX)/.test(line)
  );
}
