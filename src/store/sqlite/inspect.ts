/** Looks at a database file without changing it: what it is, whether it is sound, and what it holds. */
import { existsSync, statSync } from 'node:fs';
import type { BatchStatus } from '../../core/batch.ts';
import { isFault, messageOf } from '../../core/errors.ts';
import type { TaskStatus } from '../../core/task.ts';
import type { Inspection, InspectionScope, OpenTask } from '../contract.ts';
import { LATEST_VERSION } from '../migrations/latest-version.ts';
import { connectToRead, connectToWrite } from './connection.ts';
import type { Connection } from './connection.ts';
import { readContent } from './content.ts';
import { toFault } from './faults.ts';
import { assertSentinel, hasSentinel, ownerOf, versionOf } from './identity.ts';
import { DEFAULT_PRAGMAS } from './pragmas.ts';
import { LARGEST_SEALED, sealHolds } from './seal.ts';

/** Larger files are only read whole at start after a crash, and nightly: it takes longer than a start may. */
const CHECKED_AT_START = LARGEST_SEALED;
const PROBLEMS_SHOWN = 3;

/** @throws {Fault} when the file cannot be read at all (permissions, a failing disk, a lock); damage is an answer. */
export function inspectDatabase(file: string, scope: InspectionScope): Inspection {
  if (!existsSync(file)) return { state: 'missing' };
  if (!statSync(file).isFile()) return { state: 'broken', problem: 'it is no file' };
  if (statSync(file).size === 0) return { state: 'broken', problem: 'it is empty (0 bytes): a database never is' };
  let connection: Connection | null = null;
  try {
    connection = connect(file);
    return inspect(connection, scope);
  } catch (error) {
    const fault = toFault(error, file, 'inspecting the database');
    if (fault.code === 'E_STORE_CORRUPT')
      return { state: 'broken', problem: messageOf(isFault(error) ? error : fault) };
    // A schema whose tables or columns are not what they were.
    if (fault.code === 'E_STORE' && /no such (table|column)/.test(fault.message))
      return { state: 'broken', problem: fault.message };
    throw fault;
  } finally {
    connection?.close();
  }
}

/** A crash of the first system, or of its takeover, leaves a rollback journal: only a connection that writes applies it. */
function connect(file: string): Connection {
  const journal = statSync(`${file}-journal`, { throwIfNoEntry: false });
  return journal === undefined || journal.size === 0
    ? connectToRead(file, DEFAULT_PRAGMAS)
    : connectToWrite(file, DEFAULT_PRAGMAS);
}

function inspect(connection: Connection, scope: InspectionScope): Inspection {
  // First of all: when the disk lost bytes, whatever else is read may be what they became.
  if (scope.depth === 'start' && walSizeOf(connection.file) === 0 && !sealHolds(connection)) {
    return {
      state: 'broken',
      problem: 'its bytes are not those that were closed, though no program changed it since: the disk lost some',
    };
  }
  const owner = ownerOf(connection);
  if (owner !== 'ours' && hasSentinel(connection))
    return { state: 'broken', problem: 'it has lost its application id' };
  if (owner === 'old program' || owner === 'foreign') return { state: owner };
  if (owner === 'new') return { state: 'broken', problem: 'it has no tables at all' };
  const version = Math.max(versionOf(connection), Number(connection.value('PRAGMA user_version')));
  if (version > LATEST_VERSION) return { state: 'newer', version };
  const problem = problemOf(connection, scope);
  if (problem !== null) return { state: 'broken', problem };
  if (version < LATEST_VERSION) return { state: 'older', content: readContent(connection, scope.digest) };
  return {
    state: 'sound',
    content: readContent(connection, scope.digest),
    batches: connection
      .all('SELECT batch_id, status FROM execution_batches ORDER BY id')
      .map((row) => ({ id: String(row['batch_id']), status: row['status'] as BatchStatus })),
    summarised: summarisedIn(connection),
    openTasks: openTasksOf(connection),
  };
}

function problemOf(connection: Connection, { depth }: InspectionScope): string | null {
  assertSentinel(connection);
  const { file } = connection;
  if (depth === 'start' && walSizeOf(file) === 0 && statSync(file).size > CHECKED_AT_START) return null;
  return integrityProblem(connection);
}

function walSizeOf(file: string): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

function integrityProblem(connection: Connection): string | null {
  const answers = connection
    .all(`PRAGMA integrity_check(${PROBLEMS_SHOWN})`)
    .map((row) => String(row['integrity_check']));
  if (answers.length !== 1 || answers[0] !== 'ok') return answers.join('; ');
  const [broken] = connection.all('PRAGMA foreign_key_check');
  if (broken === undefined) return null;
  return `row ${String(broken['rowid'])} of ${String(broken['table'])} refers to a row that is not there`;
}

/** Batches whose tasks left at their age (D34): their summary stays. */
function summarisedIn(connection: Connection): readonly string[] {
  const known = connection.value(`SELECT count(*) FROM sqlite_schema WHERE name = 'batch_summaries'`) === 1;
  return known ? connection.all('SELECT batch_id FROM batch_summaries').map((row) => String(row['batch_id'])) : [];
}

function openTasksOf(connection: Connection): readonly OpenTask[] {
  return connection
    .all(
      `SELECT t.execution_batch, t.scraper_name, t.order_num, t.status, t.at_end FROM scraping_tasks t
       JOIN execution_batches b ON b.batch_id = t.execution_batch
       WHERE b.status = 'running' AND t.status IN ('pending', 'running', 'retrying') AND t.task_key IS NOT NULL`,
    )
    .map((row) => ({
      batch: String(row['execution_batch']),
      scraper: String(row['scraper_name']),
      orderNum: Number(row['order_num']),
      status: row['status'] as TaskStatus,
      atEnd: row['at_end'] === 1,
    }));
}
