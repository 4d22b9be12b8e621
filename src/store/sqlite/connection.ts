/** The only file that knows Node's SQLite: a connection with every setting set and read back. */
import { backup, DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { Fault } from '../../core/errors.ts';
import type { Bindable } from '../statement.ts';
import type { SqlitePragmas } from './pragmas.ts';

/** A WAL that grew under a long reader shrinks back to this, bytes. */
const JOURNAL_LIMIT = 64 * 1024 * 1024;
const SYNCHRONOUS = { NORMAL: 1, FULL: 2 } as const;
const TEMP_IN_MEMORY = 2;
/** Between two steps of a copy others may use the disk: 4 MB. */
const PAGES_A_STEP = 1024;

export type Row = Readonly<Record<string, unknown>>;

export interface Prepared {
  all(values: readonly Bindable[]): readonly Row[];
  /** Number of rows changed. */
  run(values: readonly Bindable[]): number;
}

export interface Connection {
  readonly file: string;
  readonly sqliteVersion: string;
  exec(sql: string): void;
  prepare(sql: string): Prepared;
  all(sql: string, ...values: readonly Bindable[]): readonly Row[];
  run(sql: string, ...values: readonly Bindable[]): number;
  /** First column of the first row. */
  value(sql: string, ...values: readonly Bindable[]): unknown;
  /** Rows one by one, each as its values in order; nothing is kept. */
  each(sql: string): Iterable<readonly unknown[]>;
  /** Copies what this connection sees, page by page, into a new file; within a read transaction, that one moment. */
  copyTo(target: string): Promise<void>;
  /** The file's bytes as this connection sees them, all in memory. */
  serialize(): Uint8Array;
  readonly inTransaction: boolean;
  close(): void;
}

function prepared(statement: StatementSync): Prepared {
  return {
    all: (values) => statement.all(...values),
    run: (values) => Number(statement.run(...values).changes),
  };
}

function connectionTo(database: DatabaseSync, file: string): Connection {
  const prepare = (sql: string): Prepared => prepared(database.prepare(sql));
  const value = (sql: string, ...values: readonly Bindable[]): unknown =>
    Object.values(prepare(sql).all(values)[0] ?? {})[0];
  return {
    file,
    sqliteVersion: String(value('SELECT sqlite_version()')),
    exec: (sql) => database.exec(sql),
    prepare,
    all: (sql, ...values) => prepare(sql).all(values),
    run: (sql, ...values) => prepare(sql).run(values),
    value,
    each: (sql) => {
      const statement = database.prepare(sql);
      statement.setReturnArrays(true);
      return statement.iterate() as unknown as Iterable<readonly unknown[]>;
    },
    copyTo: async (target) => {
      await backup(database, target, { rate: PAGES_A_STEP });
    },
    serialize: () => database.serialize(),
    get inTransaction() {
      return database.isTransaction;
    },
    close: () => database.close(),
  };
}

/** Sets a pragma and reads it back: SQLite ignores what it does not know or cannot do, without a word. */
function setPragma(
  connection: Connection,
  name: string,
  value: string | number,
  expected: string | number = value,
): void {
  connection.exec(`PRAGMA ${name} = ${value}`);
  const actual = connection.value(`PRAGMA ${name}`);
  if (actual !== expected) {
    throw new Fault(
      'E_STORE',
      `PRAGMA ${name} is ${String(actual)} in ${connection.file}, and ${expected} was asked for`,
      {
        file: connection.file,
      },
    );
  }
}

function setCommon(connection: Connection, pragmas: SqlitePragmas): void {
  setPragma(connection, 'busy_timeout', pragmas.busyTimeoutMs);
  setPragma(connection, 'trusted_schema', 'OFF', 0);
  setPragma(connection, 'foreign_keys', 'ON', 1);
  setPragma(connection, 'cache_size', pragmas.cacheSize);
  setPragma(connection, 'temp_store', 'MEMORY', TEMP_IN_MEMORY);
}

/** For writing. WAL is not asked for yet: a file must be known as ours before its mode is changed (`useWal`). */
export function connectToWrite(file: string, pragmas: SqlitePragmas): Connection {
  return orClosed(new DatabaseSync(file, { timeout: pragmas.busyTimeoutMs }), (database) => {
    database.enableDefensive(true);
    const connection = connectionTo(database, file);
    setCommon(connection, pragmas);
    setPragma(connection, 'synchronous', pragmas.synchronous, SYNCHRONOUS[pragmas.synchronous]);
    return connection;
  });
}

export function useWal(connection: Connection, pragmas: SqlitePragmas): void {
  setPragma(connection, 'journal_mode', 'WAL', 'wal');
  setPragma(connection, 'journal_size_limit', JOURNAL_LIMIT);
  setPragma(connection, 'mmap_size', pragmas.mmapSize);
  assertWritable(connection);
}

/**
 * SQLite opens a file that it may not write, or that the disk refused at that moment, for reading only, without a word;
 * even `BEGIN IMMEDIATE` and `BEGIN EXCLUSIVE` succeed then. Only a write tells; this one is taken back.
 * @throws SQLite's error (readonly) when the connection cannot write.
 */
export function assertWritable(connection: Connection): void {
  connection.exec('SAVEPOINT writable');
  try {
    connection.exec(`PRAGMA user_version = ${Number(connection.value('PRAGMA user_version'))}`);
  } finally {
    connection.exec('ROLLBACK TO writable; RELEASE writable');
  }
}

/** For reading beside a writer: it can change nothing, whatever it is asked. */
export function connectToRead(file: string, pragmas: SqlitePragmas): Connection {
  return orClosed(new DatabaseSync(file, { readOnly: true, timeout: pragmas.busyTimeoutMs }), (database) => {
    database.enableDefensive(true);
    const connection = connectionTo(database, file);
    setCommon(connection, pragmas);
    setPragma(connection, 'query_only', 'ON', 1);
    return connection;
  });
}

/** What `prepare` makes of what was opened, which is closed again when that fails. @throws what `prepare` throws */
export function orClosed<Opened extends { close(): void }, Result>(
  opened: Opened,
  prepare: (opened: Opened) => Result,
): Result {
  try {
    return prepare(opened);
  } catch (error) {
    opened.close();
    throw error;
  }
}
