import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { isFault } from '../../../src/core/errors.ts';
import { listBackups } from '../../../src/upkeep/backup/backup-folder.ts';
import { ensureKey } from '../../../src/upkeep/backup/backup-manifest.ts';
import { createBackupService, createRestoreRehearsal } from '../../../src/upkeep/backup/backup-service.ts';
import { readList } from '../../../src/upkeep/backup/collect-files.ts';
import { DAY, installation, withWork } from '../installation.ts';
import type { Installation } from '../installation.ts';

async function verified(made: Installation): Promise<readonly string[]> {
  const backups = await listBackups(made.backups, await ensureKey(made.backup.keyFile));
  return backups.filter((backup) => backup.state === 'verified').map((backup) => backup.name);
}

function journalOf(made: Installation, batch: string, outcomes: number): void {
  const folder = join(made.tree, '.orchestrator', batch);
  mkdirSync(join(folder, 'outcomes', 'inm24'), { recursive: true });
  writeFileSync(join(folder, 'plan.jsonl'), '{}\n');
  for (let i = 1; i <= outcomes; i += 1) writeFileSync(join(folder, 'outcomes', 'inm24', `${i}.json`), `{"n":${i}}\n`);
}

test('P6 a backup holds the database of one moment, compressed, and everything it was checked for', async (t) => {
  const made = installation(t);
  const store = await made.openStore();
  await withWork(store);
  const summary = await createBackupService(made.backup).runOnce();
  await store.close();
  assert.equal(summary['backup'], 'orchestrator_backup_20261122_040000', 'the name is in the configured zone');
  assert.equal(summary['tasks'], 3);
  const archive = join(made.backups, 'orchestrator_backup_20261122_040000.db.gz');
  assert.equal(gunzipSync(readFileSync(archive)).subarray(0, 15).toString(), 'SQLite format 3');
  for (const file of readdirSync(made.backups)) {
    const { mode } = statSync(join(made.backups, file));
    assert.equal(mode & 0o077, 0, `T25 ${file} is the service user's alone`);
  }
  assert.equal(statSync(made.backup.keyFile).mode & 0o777, 0o600);
  assert.deepEqual(await verified(made), ['orchestrator_backup_20261122_040000']);
});

test('a backup takes configuration, definitions, catalogue and recent results along, each content once', async (t) => {
  const made = installation(t);
  const store = await made.openStore();
  journalOf(made, 'Nov26_01', 3);
  const results = join(made.tree, 'CyT/Gdl/Ven/Dep/Nov26/01');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'CyT_Gdl_Ven_Dep_Nov26_01.csv'), 'a,b\n');
  mkdirSync(join(made.tree, 'CyT/Gdl/Ven/Dep/Ene20/01'), { recursive: true });
  writeFileSync(join(made.tree, 'CyT/Gdl/Ven/Dep/Ene20/01/old.csv'), 'of a batch long gone\n');
  const service = createBackupService(made.backup);
  const first = await service.runOnce();
  made.clock.advance(DAY);
  const second = await service.runOnce();
  writeFileSync(join(made.tree, '.orchestrator/Nov26_01/outcomes/inm24/4.json'), '{"n":4}\n');
  made.clock.advance(DAY);
  const third = await service.runOnce();
  await store.close();
  assert.deepEqual([first['files'], first['new_files']], [8, 8]);
  assert.deepEqual([second['files'], second['new_files']], [8, 0]);
  assert.deepEqual([third['files'], third['new_files']], [9, 1]);
  const [newest] = await listBackups(made.backups, null);
  assert.ok(newest?.state === 'verified');
  const entries = await readList(made.backups, newest.manifest.files.list, newest.manifest.files.listBytes);
  assert.deepEqual(entries.map((entry) => `${entry.area} ${entry.path}`).sort(), [
    'catalogue inm24_urls.csv',
    'config config.yaml',
    'definitions 1/mine.yaml',
    'tree .orchestrator/Nov26_01/outcomes/inm24/1.json',
    'tree .orchestrator/Nov26_01/outcomes/inm24/2.json',
    'tree .orchestrator/Nov26_01/outcomes/inm24/3.json',
    'tree .orchestrator/Nov26_01/outcomes/inm24/4.json',
    'tree .orchestrator/Nov26_01/plan.jsonl',
    'tree CyT/Gdl/Ven/Dep/Nov26/01/CyT_Gdl_Ven_Dep_Nov26_01.csv',
  ]);
});

test('retention removes backups at their age and never the last good one (F27)', async (t) => {
  const made = installation(t);
  const store = await made.openStore();
  const service = createBackupService(made.backup);
  await service.runOnce();
  made.clock.advance(40 * DAY);
  await service.runOnce();
  assert.equal((await verified(made)).length, 1, 'the one of 40 days ago is gone');
  // From now on no new one succeeds; the last good one stays whatever its age.
  made.clock.advance(400 * DAY);
  const last = await verified(made);
  await store.close();
  rmSync(made.database);
  await assert.rejects(service.runOnce(), isFault);
  assert.deepEqual(await verified(made), last);
});

test('F29 a backup folder that takes nothing fails loudly, and the second miss is an alert', async (t) => {
  const made = installation(t);
  const store = await made.openStore();
  await withWork(store);
  // A file in the place of the folder: refused whoever runs the test.
  rmSync(made.backups, { recursive: true });
  writeFileSync(made.backups, '');
  chmodSync(made.backups, 0o400);
  const service = createBackupService(made.backup);
  await assert.rejects(service.runOnce(), (error) => isFault(error) && ['E_DIRECTORY', 'E_IO'].includes(error.code));
  await assert.rejects(service.runOnce(), isFault);
  assert.deepEqual(
    made.log.lines.map((line) => [line.event, line.fields['misses'], line.fields['alert']]),
    [
      ['backup_failed', 1, false],
      ['backup_failed', 2, true],
    ],
  );
  assert.equal((await store.reports.listBatches(10)).length, 1, 'work goes on');
  await store.close();
});

test('the restore rehearsal proves the newest backup, and one it finds damaged never counts again', async (t) => {
  const made = installation(t);
  const store = await made.openStore();
  await withWork(store);
  const service = createBackupService(made.backup);
  const rehearsal = createRestoreRehearsal(made.backup);
  assert.deepEqual(await rehearsal.runOnce(), { backup: null, restorable: false });
  await service.runOnce();
  const [older = ''] = await verified(made);
  made.clock.advance(DAY);
  await service.runOnce();
  assert.equal((await rehearsal.runOnce())['restorable'], true);
  const [newest = ''] = await verified(made);
  const archive = join(made.backups, `${newest}.db.gz`);
  const bytes = readFileSync(archive);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  writeFileSync(archive, bytes);
  assert.deepEqual(await rehearsal.runOnce(), { backup: newest, restorable: false });
  assert.deepEqual(await verified(made), [older]);
  assert.equal(made.log.lines.at(-1)?.fields['alert'], true);
  assert.deepEqual(
    readdirSync(made.backups).filter((name) => name.startsWith('.partial')),
    [],
  );
  await store.close();
});

test('F27 the next backup removes what one killed at its manifest left, and nothing of one that is being made', async (t) => {
  const made = installation(t);
  const store = await made.openStore();
  await withWork(store);
  await store.close();
  const name = 'orchestrator_backup_20261121_040000';
  const killed = [`.partial-${process.pid}-0a`, `${name}.json`, `${name}.json.partial`];
  const leave = (files: readonly string[]): void => {
    for (const file of files) writeFileSync(join(made.backups, file), '{}');
  };
  const left = (files: readonly string[]): readonly string[] =>
    readdirSync(made.backups).filter((file) => files.includes(file));
  const service = createBackupService(made.backup);
  leave(killed);
  await service.runOnce();
  assert.deepEqual(left(killed), []);
  made.clock.advance(DAY);
  const beingMade = [`.partial-${process.ppid}-0a`, `${name}.json`, `${name}.json.partial`];
  leave(beingMade);
  await service.runOnce();
  assert.deepEqual(left(beingMade), beingMade);
});
