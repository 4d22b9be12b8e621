import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { manageBackups } from '../../../src/app/house/manage-backups.ts';
import { openParts } from '../../../src/app/parts/open-parts.ts';
import { recoverBeforeOpening } from '../../../src/app/parts/recover-installation.ts';
import { parseConfig } from '../../../src/config/load.ts';
import { isFault } from '../../../src/core/errors.ts';
import { createBackupService } from '../../../src/upkeep/backup/backup-service.ts';
import { DAY, installation, journalPlan, publishTask, workInTree } from '../installation.ts';
import type { Installation } from '../installation.ts';
import { batchPlan, plannedTask } from '../../store/given.ts';

const COMPANIONS = ['', '-wal', '-shm', '.seal'];

interface Start {
  /** `inm24:1 completed`, one a task, by batch. */
  readonly tasks: readonly string[];
  readonly events: number;
  readonly told: readonly string[];
}

/** A start and a stop of the product, as far as the database goes. */
async function start(made: Installation, acceptEmpty = false): Promise<Start> {
  const told: string[] = [];
  const parts = await openParts(made.config, made.clock, made.log, {
    acceptEmpty,
    announce: (line) => told.push(line),
  });
  try {
    const tasks: string[] = [];
    let events = 0;
    for (const batch of await parts.store.reports.listBatches(10)) {
      for (const task of await parts.store.reports.listTasks({ batch: batch.id })) {
        tasks.push(`${batch.id} ${task.orderNum} ${task.status}`);
        events += (await parts.store.reports.taskEvents(task.id)).length;
      }
    }
    return { tasks: tasks.sort(), events, told };
  } finally {
    await parts.close();
  }
}

const WORK = ['Nov26_01 1 completed', 'Nov26_01 2 failed', 'Nov26_01 3 running', 'Nov26_01 4 pending'];
/** What the tree alone knows: the page of the third task was in the database only. */
const FROM_TREE = ['Nov26_01 1 completed', 'Nov26_01 2 failed', 'Nov26_01 3 pending', 'Nov26_01 4 pending'];

function quarantined(made: Installation): readonly string[] {
  const folder = join(made.folder, 'quarantine');
  return existsSync(folder)
    ? readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [] : readdirSync(join(folder, name))))
    : [];
}

function edit(file: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file);
  change(bytes);
  writeFileSync(file, bytes);
}

function execute(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

/** Copies the root page of one index over another's: every page is well-formed, and the index is another table's. */
function swapIndexes(file: string): void {
  const database = new DatabaseSync(file, { readOnly: true });
  const root = (name: string): number =>
    Number(database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name)?.['rootpage']);
  const [from, to] = [root('idx_tasks_website'), root('idx_tasks_status')];
  const size = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
  database.close();
  edit(file, (bytes) => bytes.copyWithin((to - 1) * size, (from - 1) * size, from * size));
}

const BROKEN: readonly (readonly [string, (file: string) => void])[] = [
  ['F24 a page is overwritten', (file) => edit(file, (bytes) => bytes.fill(0x5a, 4096 * 2, 4096 * 4))],
  ['F24 an index disagrees with its table', swapIndexes],
  ['F24 the header is gone (NOTADB)', (file) => edit(file, (bytes) => bytes.fill(0, 0, 100))],
  ['F24 the file is cut in half', (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2))],
  [
    'F24 a row refers to one that is not there',
    (file) => execute(file, "PRAGMA foreign_keys = OFF; UPDATE lanes SET execution_batch = 'Ene20_01'"),
  ],
  ['F25 the file has zero bytes', (file) => truncateSync(file, 0)],
  ['F25 the file is missing', (file) => rmSync(file)],
  ['P7 the application id is another', (file) => execute(file, 'PRAGMA application_id = 77')],
  ['the mark of the product is gone', (file) => execute(file, "DELETE FROM meta WHERE key = 'product'")],
];

const atTheEnd: (() => void)[] = [];
after(() => {
  for (const finish of atTheEnd) finish();
});

/** Work, a backup of it, and a task that ended after the backup; made once and copied. */
const backedUp = prepared(async (made) => {
  await workInTree(made);
  await createBackupService(made.backup).runOnce();
  const store = await made.openStore();
  const fourth = (await store.reports.listTasks({ batch: 'Nov26_01' }))[3];
  await publishTask(store, await made.openOutputs(), fourth?.id ?? 0);
  await store.close();
});

function prepared(prepare: (made: Installation) => Promise<void>): () => Promise<Installation> {
  let once: Promise<Installation> | undefined;
  const make = async (): Promise<Installation> => {
    const made = installation({ after: (finish) => void atTheEnd.push(finish as () => void) });
    await prepare(made);
    return made;
  };
  return () => (once ??= make());
}

for (const [name, damage] of BROKEN) {
  test(`${name}: set aside, the backup restored, the rest taken from the tree`, async (t) => {
    const made = installation(t, await backedUp());
    damage(made.database);
    made.clock.advance(DAY);
    const { tasks, told } = await start(made);
    assert.deepEqual(
      tasks,
      [...WORK.slice(0, 3), 'Nov26_01 4 completed'],
      'what ended after the backup comes from the tree',
    );
    assert.match(told.join('\n'), /Restored: orchestrator_backup_20261122_040000, as of 2026-11-22 04:00\./);
    assert.match(told.join('\n'), /0 batches and 0 tasks added, 1 tasks ended/);
    assert.match(told.join('\n'), /Lost: the history of attempts.* since 2026-11-22T10:00:00.000Z/);
    assert.equal(quarantined(made).includes('orchestrator.db'), !/missing/.test(name), 'every byte is kept');
    assert.ok(made.log.lines.some((line) => line.event === 'database_recovered' && line.level === 'error'));
    const again = await start(made);
    assert.deepEqual([again.tasks, again.told], [tasks, []], 'once');
  });
}

test('F24 without any good backup the tree alone brings batches and tasks back', async (t) => {
  const made = installation(t);
  await workInTree(made);
  await createBackupService(made.backup).runOnce();
  const [archive = ''] = readdirSync(made.backups).filter((file) => file.endsWith('.gz'));
  edit(join(made.backups, archive), (bytes) =>
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1),
  );
  edit(made.database, (bytes) => bytes.fill(0x5a, 4096, 4096 * 3));
  const { tasks, told } = await start(made);
  assert.deepEqual(tasks, FROM_TREE);
  assert.match(told.join('\n'), /Backup orchestrator_backup_20261122_040000 could not be restored/);
  assert.match(told.join('\n'), /2 tasks of the open batch are run again/);
});

test('F25 with neither backup nor tree nothing is begun anew, unless a person says so', async (t) => {
  const made = installation(t);
  await (await made.openStore()).close();
  truncateSync(made.database, 0);
  await assert.rejects(
    start(made),
    (error) =>
      isFault(error) &&
      error.code === 'E_STORE_CORRUPT' &&
      error.entry.exit === 74 &&
      error.cure.includes('--accept-empty'),
  );
  assert.deepEqual(quarantined(made), []);
  const { tasks } = await start(made, true);
  assert.deepEqual(tasks, []);
  assert.ok(quarantined(made).includes('orchestrator.db'), 'the broken file is kept all the same');
});

test('a first start, without data anywhere, makes its database without a word', async (t) => {
  const made = installation(t);
  const { tasks, told } = await start(made);
  assert.deepEqual([tasks, told, made.log.lines], [[], [], []]);
});

test('F26 a deleted WAL is noticed: what the tree has of it comes back', async (t) => {
  const made = installation(t);
  await workInTree(made);
  const store = await made.openStore();
  const outputs = await made.openOutputs();
  const fourth = (await store.reports.listTasks({ batch: 'Nov26_01' }))[3];
  await publishTask(store, outputs, fourth?.id ?? 0);
  // The files as a crash leaves them, and then without their WAL.
  copyFileSync(made.database, `${made.database}.crashed`);
  await store.close();
  for (const companion of COMPANIONS) rmSync(`${made.database}${companion}`, { force: true });
  copyFileSync(`${made.database}.crashed`, made.database);
  const { tasks, told } = await start(made);
  assert.deepEqual(tasks, [...WORK.slice(0, 3), 'Nov26_01 4 completed']);
  assert.match(told.join('\n'), /it lacks the end of 1 tasks that/);
});

test('F26 a WAL from another time never passes', async (t) => {
  const made = installation(t);
  await workInTree(made);
  await createBackupService(made.backup).runOnce();
  const store = await made.openStore();
  await store.batches.cancelOpenTasks('Nov26_01', 'for its WAL', made.clock.now());
  copyFileSync(`${made.database}-wal`, `${made.database}.old-wal`);
  await store.close();
  // Another database grows in its place, and the WAL of before appears beside it.
  const later = await made.openStore();
  await later.batches.closeBatch('Nov26_01', 'cancelled', made.clock.now());
  await later.batches.planBatch(
    batchPlan(
      Array.from({ length: 300 }, (_, i) => plannedTask(i + 1, { ordinal: i + 1 })),
      { name: { monthYear: 'Nov26', executionNumber: 2 } },
    ),
  );
  await journalPlan(later, await made.openOutputs(), 'Nov26_02');
  await later.close();
  copyFileSync(`${made.database}.old-wal`, `${made.database}-wal`);
  const { tasks } = await start(made);
  assert.equal(tasks.filter((task) => task.startsWith('Nov26_02')).length, 300);
  assert.equal(tasks.filter((task) => task.startsWith('Nov26_01')).length, 4);
  assert.deepEqual(
    await made.upkeep.inspect(made.database, { depth: 'full', digest: false }).then((found) => found.state),
    'sound',
  );
});

test('an emptied database of ours is healthy for SQLite, and lacks what the tree has: the backup takes its place', async (t) => {
  const made = installation(t);
  await workInTree(made);
  await createBackupService(made.backup).runOnce();
  for (const companion of COMPANIONS) rmSync(`${made.database}${companion}`, { force: true });
  await (await made.openStore()).close();
  const { tasks, events } = await start(made);
  assert.deepEqual(tasks, WORK);
  assert.ok(events > WORK.length, 'with the history of attempts, which only the backup has');
});

test('F34 a database of a newer version is refused by name, and nothing is restored over it', async (t) => {
  const made = installation(t);
  await workInTree(made);
  await createBackupService(made.backup).runOnce();
  execute(made.database, 'PRAGMA user_version = 999');
  await assert.rejects(
    start(made),
    (error) => isFault(error) && error.code === 'E_STORE_NEWER' && error.entry.exit === 78,
  );
  assert.deepEqual(quarantined(made), []);
});

test("another program's database is never moved", async (t) => {
  const made = installation(t);
  execute(made.database, 'PRAGMA application_id = 77; CREATE TABLE theirs (id INTEGER)');
  await assert.rejects(
    start(made),
    (error) => isFault(error) && error.code === 'E_STORE_CORRUPT' && /another program/.test(error.message),
  );
  assert.deepEqual(quarantined(made), []);
});

test('P5 a start killed between the two halves of recovery is made good by the next one', async (t) => {
  const made = installation(t, await backedUp());
  edit(made.database, (bytes) => bytes.fill(0x5a, 4096, 4096 * 3));
  await recoverBeforeOpening({
    config: made.config,
    clock: made.clock,
    log: made.log,
    outputs: await made.openOutputs(),
  });
  const { tasks } = await start(made);
  assert.deepEqual(tasks, [...WORK.slice(0, 3), 'Nov26_01 4 completed']);
});

test('a backup that a person restored is not replaced by a later one at the next start', async (t) => {
  const made = installation(t);
  await workInTree(made);
  const loaded = {
    ...parseConfig(readFileSync(join(made.folder, 'config.yaml'), 'utf8'), join(made.folder, 'config.yaml'), {
      environment: {},
      workingDirectory: made.folder,
    }),
  };
  const manager = manageBackups(loaded, made.clock, made.log);
  const first = await manager.create();
  const store = await made.openStore();
  await store.batches.cancelOpenTasks('Nov26_01', 'a mistake', made.clock.now());
  await store.batches.closeBatch('Nov26_01', 'cancelled', made.clock.now());
  await store.batches.planBatch(batchPlan([plannedTask(1)], { name: { monthYear: 'Nov26', executionNumber: 2 } }));
  await journalPlan(store, await made.openOutputs(), 'Nov26_02');
  await store.close();
  made.clock.advance(DAY);
  await manager.create();
  const restored = await manager.restore({ at: '2026-11-22', trust: false });
  assert.equal(restored.backup, first['backup']);
  rmSync(join(made.tree, '.orchestrator', 'Nov26_02'), { recursive: true });
  assert.deepEqual((await start(made)).tasks, WORK);
});
