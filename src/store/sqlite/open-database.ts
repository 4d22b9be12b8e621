/**
 * From a path to a connection that may be trusted: the file is looked at before it is written, a new one is made aside
 * and put in place whole, an old one is copied before it is migrated.
 */
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '../../core/errors.ts';
import { LATEST_VERSION } from '../migrations/latest-version.ts';
import { connectToRead, connectToWrite, orClosed, useWal } from './connection.ts';
import type { Connection } from './connection.ts';
import { readContent } from './content.ts';
import { toFault } from './faults.ts';
import { assertFile, assertNotNewer, assertOurs, assertSentinel, versionOf } from './identity.ts';
import { applyMigrations } from './migrate.ts';
import { DEFAULT_PRAGMAS } from './pragmas.ts';
import type { SqlitePragmas } from './pragmas.ts';
import { mayWriteWal } from './version.ts';

/** Larger files are only checked at start after a crash, and nightly: reading them takes longer than a start may. */
const CHECKED_AT_START = 64 * 1024 * 1024;

/** Copies hold all that was collected. */
const OWNER_ONLY = 0o600;

function assertDirectory(file: string): void {
  const directory = dirname(file);
  if (!existsSync(directory)) {
    throw new Fault('E_DIRECTORY', `the directory ${directory} of the database does not exist`, { file: directory });
  }
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Fault('E_DIRECTORY', `the directory ${directory} of the database may not be written`, {
      file: directory,
      cause,
    });
  }
}

/** Sizes, pages and order of every table and index; contents are the nightly integrity check's matter. */
function assertHealthy(connection: Connection): void {
  const answer = connection.value('PRAGMA quick_check(1)');
  if (answer === 'ok') return;
  throw new Fault('E_STORE_CORRUPT', `${connection.file} is damaged: ${String(answer)}`, { file: connection.file });
}

function assertSqlite(connection: Connection): void {
  if (mayWriteWal(connection.sqliteVersion)) return;
  throw new Fault(
    'E_SQLITE_VERSION',
    `SQLite ${connection.sqliteVersion} of this Node ${process.version} can corrupt the database`,
    {
      file: connection.file,
    },
  );
}

/** A crash while a database is made must not leave an empty one: it gets its name when it is whole. */
function createDatabase(file: string, pragmas: SqlitePragmas): void {
  const unfinished = `${file}.creating`;
  for (const leftover of [unfinished, `${unfinished}-journal`]) rmSync(leftover, { force: true });
  const connection = connectToWrite(unfinished, pragmas);
  try {
    assertSqlite(connection);
    applyMigrations(connection);
  } finally {
    connection.close();
  }
  renameSync(unfinished, file);
  syncDirectory(dirname(file));
}

function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The database as it was, beside it, before a migration changes it: `orchestrator.db.before-5`. */
function keepCopy(connection: Connection): void {
  const copy = `${connection.file}.before-${LATEST_VERSION}`;
  if (existsSync(copy)) return;
  const unfinished = `${copy}.partial`;
  rmSync(unfinished, { force: true });
  connection.run('VACUUM INTO ?', unfinished);
  chmodSync(unfinished, OWNER_ONLY);
  assertSameRows(connection, unfinished);
  renameSync(unfinished, copy);
  syncDirectory(dirname(copy));
}

/** A copy counts when it was opened and holds every row: what comes next cannot be taken back. */
function assertSameRows(connection: Connection, file: string): void {
  const copy = connectToRead(file, DEFAULT_PRAGMAS);
  try {
    assertHealthy(copy);
    const [before, after] = [readContent(connection, false).counts, readContent(copy, false).counts];
    for (const [table, rows] of Object.entries(before)) {
      if (after[table] === rows) continue;
      throw new Fault(
        'E_STORE',
        `the copy ${file} has ${after[table] ?? 'no'} rows of ${table}, and ${rows} were copied`,
        { file },
      );
    }
  } finally {
    copy.close();
  }
}

function walIsHot(file: string): boolean {
  const wal = `${file}-wal`;
  return existsSync(wal) && statSync(wal).size > 0;
}

/**
 * Opens (creating, taking over or migrating) for writing.
 * @throws {Fault} E_DIRECTORY, E_STORE_CORRUPT, E_STORE_NEWER, E_SQLITE_VERSION, E_DISK_FULL, E_IO, E_STORE
 */
export function openDatabase(file: string, pragmas: SqlitePragmas): Connection {
  try {
    assertDirectory(file);
    if (existsSync(file)) assertFile(file);
    else createDatabase(file, pragmas);
    const crashed = walIsHot(file);
    return orClosed(connectToWrite(file, pragmas), (connection) => {
      prepareExisting(connection, pragmas, crashed);
      return connection;
    });
  } catch (error) {
    throw toFault(error, file, 'opening the database');
  }
}

function prepareExisting(connection: Connection, pragmas: SqlitePragmas, crashed: boolean): void {
  assertSqlite(connection);
  assertOurs(connection);
  assertNotNewer(connection);
  const outdated = versionOf(connection) < LATEST_VERSION;
  if (outdated || crashed || statSync(connection.file).size <= CHECKED_AT_START) assertHealthy(connection);
  if (outdated) {
    keepCopy(connection);
    applyMigrations(connection);
  }
  assertSentinel(connection);
  useWal(connection, pragmas);
}
