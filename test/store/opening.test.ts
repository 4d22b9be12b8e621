import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { isFault } from '../../src/core/errors.ts';
import type { Fault } from '../../src/core/errors.ts';
import { timeText, readTime } from '../../src/store/times.ts';
import { migrateSqlite } from '../../src/store/sqlite/migrate-file.ts';
import { openDatabaseToRead } from '../../src/store/sqlite/open-to-read.ts';
import { openSqliteReader } from '../../src/store/sqlite/open-reader.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-store.ts';
import { mayWriteWal } from '../../src/store/sqlite/version.ts';
import { completed, faultOf, planned, T0, temporaryDirectory } from './given.ts';
import { makeOldDatabase } from './old-database.ts';
import { openFile } from './sqlite-store.ts';

const place = (t: TestContext): string => join(temporaryDirectory(t), 'orchestrator.db');

async function refusal(file: string): Promise<Fault> {
  try {
    await (await openSqliteStore({ file })).close();
  } catch (error) {
    assert.ok(isFault(error));
    return error;
  }
  return assert.fail(`${file} was opened`);
}

/** A database with some hundred pages, closed. */
async function filledDatabase(t: TestContext): Promise<string> {
  const file = place(t);
  const store = await openSqliteStore({ file, pragmas: { synchronous: 'NORMAL' } });
  await planned(store, 500);
  await store.close();
  return file;
}

test('a file of 0 bytes is refused, not taken for a new database (F25)', async (t) => {
  const file = place(t);
  writeFileSync(file, '');
  const fault = await refusal(file);
  assert.equal(fault.code, 'E_STORE_CORRUPT');
  assert.match(fault.message, /0 bytes/);
  assert.equal(await faultOf(openSqliteReader(file)), 'E_STORE_CORRUPT');
});

test('a file that is no database is refused, and stays as it was', async (t) => {
  const file = place(t);
  const text = 'name,price\nCasa,1\n'.repeat(300);
  writeFileSync(file, text);
  assert.equal((await refusal(file)).code, 'E_STORE_CORRUPT');
  assert.equal(readFileSync(file, 'utf8'), text);
  assert.equal(await faultOf(openSqliteReader(file)), 'E_STORE_CORRUPT');
});

test(`another program's database is refused, and stays as it was`, async (t) => {
  for (const sql of [
    'CREATE TABLE invoices (id INTEGER)',
    'PRAGMA application_id = 77; CREATE TABLE execution_batches (id INTEGER)',
  ]) {
    const file = place(t);
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
    const before = readFileSync(file);
    const fault = await refusal(file);
    assert.equal(fault.code, 'E_STORE_CORRUPT');
    assert.match(fault.message, /another program/);
    assert.deepEqual(readFileSync(file), before);
    assert.deepEqual(readdirSync(join(file, '..')), ['orchestrator.db']);
  }
});

test('F34 a database of a newer version is refused by name and left alone', async (t) => {
  const file = await filledDatabase(t);
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA user_version = 99; INSERT INTO schema_migrations (version, description) VALUES (99, 'later')`);
  database.close();
  const fault = await refusal(file);
  assert.equal(fault.code, 'E_STORE_NEWER');
  assert.match(fault.message, /version 99/);
  assert.equal(await faultOf(openSqliteReader(file)), 'E_STORE_NEWER');
});

test('a database cut short, or with a page overwritten, is found damaged when it is opened (F24)', async (t) => {
  const file = await filledDatabase(t);
  const cut = `${file}.cut`;
  copyFileSync(file, cut);
  truncateSync(cut, readFileSync(cut).length - 5 * 4096);
  assert.equal((await refusal(cut)).code, 'E_STORE_CORRUPT');
  const bytes = readFileSync(file);
  const scribbled = `${file}.scribbled`;
  // Page 12 and some after it: leaves and inner pages of tables alike.
  bytes.fill(0xa5, 11 * 4096, 20 * 4096);
  writeFileSync(scribbled, bytes);
  assert.equal((await refusal(scribbled)).code, 'E_STORE_CORRUPT');
});

test('a database that lost its mark is refused: it lost more than that', async (t) => {
  const file = await filledDatabase(t);
  const database = new DatabaseSync(file);
  database.exec(`DELETE FROM meta WHERE key = 'product'`);
  database.close();
  assert.equal((await refusal(file)).code, 'E_STORE_CORRUPT');
});

test('a directory that is missing or may not be written is named', async (t) => {
  const directory = temporaryDirectory(t);
  const missing = await refusal(join(directory, 'nowhere', 'orchestrator.db'));
  assert.equal(missing.code, 'E_DIRECTORY');
  assert.match(missing.message, /nowhere/);
  const file = join(directory, 'is-a-directory');
  mkdirSync(file);
  assert.equal((await refusal(file)).code, 'E_DIRECTORY');
  const locked = join(directory, 'locked');
  mkdirSync(locked);
  chmodSync(locked, 0o500);
  // Root may write everywhere: then there is nothing to refuse.
  if (process.getuid?.() !== 0) assert.equal((await refusal(join(locked, 'orchestrator.db'))).code, 'E_DIRECTORY');
});

test('a start that died while it made the database left no database, and the next one makes it', async (t) => {
  const file = place(t);
  writeFileSync(`${file}.creating`, 'half a database');
  writeFileSync(`${file}.creating-journal`, 'half a journal');
  const { store } = await openFile(t, file);
  await planned(store);
  assert.equal(existsSync(`${file}.creating`), false);
  assert.equal(existsSync(`${file}.creating-journal`), false);
});

test('F34 a migration that was interrupted between two versions goes on at the next start', async (t) => {
  const file = place(t);
  makeOldDatabase(file, 3);
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE meta (key TEXT)');
  database.close();
  assert.notEqual((await refusal(file)).code, 'E_INTERNAL');
  const undone = new DatabaseSync(file);
  assert.equal(Object.values(undone.prepare('SELECT max(version) FROM schema_migrations').get() ?? {})[0], 3);
  assert.equal(
    Object.values(undone.prepare(`SELECT count(*) FROM scraping_tasks WHERE status = 'running'`).get() ?? {})[0],
    1,
  );
  undone.exec('DROP TABLE meta');
  undone.close();
  assert.equal(migrateSqlite(file).version, migrateSqlite(file).latest);
});

test('after close, everything is in the one file', async (t) => {
  const file = await filledDatabase(t);
  assert.deepEqual(readdirSync(join(file, '..')), ['orchestrator.db', 'orchestrator.db.seal']);
});

test('the reader sees what a live writer has committed, and can write nothing', async (t) => {
  const { store, file } = await openFile(t);
  const [task] = await planned(store, 3);
  const reader = await openSqliteReader(file);
  t.after(() => reader.close());
  assert.equal((await reader.reports.latestBatch())?.completedTasks, 0);
  await completed(store, task!.id);
  assert.equal((await reader.batches.openBatch())?.completedTasks, 1);
  assert.equal((await reader.reports.findBatch('Nov26_01'))?.completedTasks, 1);
  assert.deepEqual(
    (await reader.reports.listTasks({ statuses: ['completed'] })).map(({ id }) => id),
    [task!.id],
  );
  assert.equal((await reader.reports.taskEvents(task!.id)).length, 3);
  assert.equal((await reader.reports.progress('Nov26_01'))[0]?.rows, 3);
  assert.equal(await reader.takeover(), null);
  assert.deepEqual(await reader.schema(), await store.schema());
  const connection = openDatabaseToRead(file);
  t.after(() => connection.close());
  assert.throws(() => connection.exec('DELETE FROM pages'), /readonly/);
});

test('the reader names a file that is not there, and an older schema with its cure', async (t) => {
  const file = place(t);
  assert.equal(await faultOf(openSqliteReader(file)), 'E_IO');
  assert.equal(existsSync(file), false);
  makeOldDatabase(file);
  const fault = await openSqliteReader(file).then(
    () => assert.fail('it was opened'),
    (error: unknown) => error,
  );
  assert.ok(isFault(fault) && fault.code === 'E_STORE');
  assert.match(fault.cure, /db migrate/);
});

test('SQLite versions that can corrupt a WAL database are told apart from those that cannot', () => {
  const vulnerable = ['3.7.0', '3.40.1', '3.44.5', '3.45.0', '3.46.1', '3.49.9', '3.50.6', '3.51.0', '3.51.2'];
  const safe = ['3.44.6', '3.50.7', '3.50.12', '3.51.3', '3.52.0', '3.53.4', '4.0.0'];
  assert.deepEqual(vulnerable.filter(mayWriteWal), []);
  assert.deepEqual(
    safe.filter((version) => !mayWriteWal(version)),
    [],
  );
});

test('times go to UTC text and back; what is no time is null', () => {
  assert.equal(timeText(T0 + 7), '2026-11-22 10:00:00.007');
  assert.equal(readTime('2026-11-22 10:00:00.007'), T0 + 7);
  assert.equal(readTime('2026-11-22 10:00:00'), T0);
  assert.equal(readTime('2026-11-22T10:00:00.000000'), T0);
  assert.equal(readTime('2026-11-22T04:00:00-06:00'), T0);
  for (const text of [null, '', 'yesterday', '2026-13-45 10:00:00', '1700000000']) assert.equal(readTime(text), null);
});
