/**
 * Group commit: operations that wait at the same moment share one transaction, and so one sync of the disk. Each has a
 * savepoint of its own, so that one that fails takes back only what it did itself; all are answered after the commit.
 */
import { Fault, isFault } from '../../core/errors.ts';
import { OPERATIONS, READS } from '../operations/operations.ts';
import type { OperationName } from '../operations/operations.ts';
import type { Operation } from '../statement.ts';
import { CHORES, isChore } from './chores.ts';
import type { ChoreName } from './chores.ts';
import type { Connection, Prepared } from './connection.ts';
import { plainFault, toFault } from './faults.ts';
import type { PlainFault } from './faults.ts';
import type { Runner } from './run-operations.ts';

export interface StoreCall {
  readonly id: number;
  readonly name: OperationName | ChoreName;
  readonly args: readonly unknown[];
}

export type StoreAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly fault: PlainFault };

export interface Group {
  run(calls: readonly StoreCall[]): readonly StoreAnswer[];
}

function start({ name, args }: StoreCall): Operation<unknown> {
  const operation = OPERATIONS[name as OperationName] as (...args: readonly unknown[]) => Operation<unknown>;
  return operation(...args);
}

export function groupCommit(connection: Connection, runner: Runner): Group {
  const frame = Object.fromEntries(
    ['BEGIN', 'BEGIN IMMEDIATE', 'COMMIT', 'SAVEPOINT one', 'RELEASE one', 'ROLLBACK TO one'].map((sql) => [
      sql,
      connection.prepare(sql),
    ]),
  ) as Record<string, Prepared>;
  const frameRun = (sql: string): unknown => frame[sql]?.run([]);

  const failed = (call: StoreCall, error: unknown): StoreAnswer => {
    const unexpected = !isFault(error) && !(error instanceof Error && 'errcode' in error);
    const fault = unexpected
      ? new Fault('E_INTERNAL', `${call.name}: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        })
      : toFault(error, connection.file, `${call.name} in`);
    return { id: call.id, fault: plainFault(fault) };
  };

  /** Alone in its transaction, an operation needs no savepoint: a fault takes back all there is. @throws what it threw. */
  const runAlone = (call: StoreCall): StoreAnswer => ({ id: call.id, result: runner.run(start(call)) });

  /** @throws when SQLite ended the whole transaction by itself (disk full, I/O error): then nothing of it is left. */
  const runOne = (call: StoreCall): StoreAnswer => {
    frameRun('SAVEPOINT one');
    try {
      const result = runner.run(start(call));
      frameRun('RELEASE one');
      return { id: call.id, result };
    } catch (error) {
      if (!connection.inTransaction) throw error;
      frameRun('ROLLBACK TO one');
      frameRun('RELEASE one');
      return failed(call, error);
    }
  };

  const inOneTransaction = (calls: readonly StoreCall[]): readonly StoreAnswer[] => {
    const reading = calls.every(({ name }) => Object.hasOwn(READS, name));
    try {
      frameRun(reading ? 'BEGIN' : 'BEGIN IMMEDIATE');
      const answers = calls.map(calls.length === 1 ? runAlone : runOne);
      frameRun('COMMIT');
      return answers;
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      return calls.map((call) => failed(call, error));
    }
  };

  /** VACUUM and checkpoints refuse to run within a transaction. */
  const runChore = (call: StoreCall, name: ChoreName): StoreAnswer => {
    try {
      return { id: call.id, result: CHORES[name](connection) };
    } catch (error) {
      return failed(call, error);
    }
  };

  return {
    run: (calls) => {
      if (!calls.some(({ name }) => isChore(name))) return inOneTransaction(calls);
      const ordinary = calls.filter(({ name }) => !isChore(name));
      const answers = ordinary.length === 0 ? [] : inOneTransaction(ordinary);
      return [...answers, ...calls.flatMap((call) => (isChore(call.name) ? [runChore(call, call.name)] : []))];
    },
  };
}
