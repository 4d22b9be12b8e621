import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { manageBackups } from '../../../src/app/house/manage-backups.ts';
import type { BackupManager } from '../../../src/app/house/manage-backups.ts';
import { parseConfig } from '../../../src/config/load.ts';
import { isFault } from '../../../src/core/errors.ts';
import { holdInstanceLock } from '../../../src/store/sqlite/instance-lock.ts';
import { manifestText, readBackupManifest, readKey } from '../../../src/upkeep/backup/backup-manifest.ts';
import { storeObject } from '../../../src/upkeep/backup/objects.ts';
import { DAY, installation, withWork, workInTree } from '../installation.ts';
import type { Installation } from '../installation.ts';

const NEWEST = { at: null, trust: false };
const NAME = 'orchestrator_backup_20261122_040000';

function manager(made: Installation): BackupManager {
  const file = join(made.folder, 'config.yaml');
  return manageBackups(
    parseConfig(readFileSync(file, 'utf8'), file, { environment: {}, workingDirectory: made.folder }),
    made.clock,
    made.log,
  );
}

async function digestOf(made: Installation): Promise<string | null> {
  const found = await made.upkeep.inspect(made.database, { depth: 'full', digest: true });
  assert.ok(found.state === 'sound', found.state);
  return found.content.digest;
}

const refused =
  (pattern: RegExp, code = 'E_BACKUP') =>
  (error: unknown): boolean => {
    assert.ok(isFault(error), String(error));
    assert.equal(error.code, code);
    assert.match(error.message, pattern);
    return true;
  };

function flip(file: string, place: number): void {
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  writeFileSync(file, bytes);
}

test('F28 a restore brings the state of the backup back and keeps the former database', async (t) => {
  const made = installation(t);
  await workInTree(made);
  const backups = manager(made);
  await backups.create();
  const before = await digestOf(made);
  const store = await made.openStore();
  await store.batches.cancelOpenTasks('Nov26_01', 'a mistake', made.clock.now());
  await store.close();
  const mistaken = await digestOf(made);
  assert.notEqual(mistaken, before);
  const { backup, keptIn } = await backups.restore(NEWEST);
  assert.equal(backup, NAME);
  assert.equal(await digestOf(made), before);
  assert.ok(keptIn !== null);
  const kept = await made.upkeep.inspect(join(keptIn, 'orchestrator.db'), { depth: 'full', digest: true });
  assert.equal(kept.state === 'sound' && kept.content.digest, mistaken);
  assert.deepEqual(
    readdirSync(made.folder).filter((name) => name.includes('restoring')),
    [],
  );
});

test('F28 nothing is restored under a running orchestrator', async (t) => {
  const made = installation(t);
  await workInTree(made);
  const backups = manager(made);
  await backups.create();
  const lock = holdInstanceLock(made.folder, made.clock.now());
  const before = await digestOf(made);
  await assert.rejects(backups.restore(NEWEST), refused(/held by process/, 'E_INSTANCE_HELD'));
  lock.release();
  assert.equal(await digestOf(made), before);
});

test('a moment chooses the newest backup not after it', async (t) => {
  const made = installation(t);
  const store = await made.openStore();
  await withWork(store);
  const backups = manager(made);
  for (let day = 0; day < 3; day += 1) {
    await backups.create();
    made.clock.advance(DAY);
  }
  await store.close();
  const chosen = async (at: string | null): Promise<string> => (await backups.choose({ at, trust: false })).name;
  assert.equal(await chosen(null), 'orchestrator_backup_20261124_040000');
  assert.equal(await chosen('2026-11-23'), 'orchestrator_backup_20261123_040000');
  assert.equal(await chosen('2026-11-23 03:59'), NAME);
  assert.equal(await chosen(NAME), NAME);
  await assert.rejects(chosen('2026-11-21'), refused(/no good backup of 2026-11-21/));
  await assert.rejects(chosen('../../etc/passwd'), refused(/neither a backup's name nor a moment/, 'E_USAGE'));
});

test('T25 a backup in which any byte was changed is refused, and the database stays as it is', async (t) => {
  const made = installation(t);
  await workInTree(made);
  await manager(made).create();
  const before = readFileSync(made.database);
  const archive = `${NAME}.db.gz`;
  const manifest = `${NAME}.json`;
  const { size } = statSync(join(made.backups, archive));
  const length = readFileSync(join(made.backups, manifest)).indexOf('verifiedAt');
  const places: readonly (readonly [string, number])[] = [
    // Bytes 4 to 9 of a gzip header (time, flags, system) change nothing of the content; the hash knows them all the same.
    ...[0, 4, 9, 200, Math.floor(size / 2), size - 5, size - 1].map((place) => [archive, place] as const),
    ...[30, 80, 200, length - 80, length + 20].map((place) => [manifest, place] as const),
  ];
  for (const [file, place] of places) {
    const copy = installation(t, made);
    flip(join(copy.backups, file), place);
    await assert.rejects(manager(copy).restore(NEWEST), refused(/./), `${file} byte ${place}`);
    assert.deepEqual(readFileSync(copy.database), before);
    assert.equal(existsSync(join(copy.folder, 'quarantine')), false);
  }
});

test('T23 an archive that is cut off, or larger than it says, is refused', async (t) => {
  const made = installation(t);
  await workInTree(made);
  await manager(made).create();
  const archive = join(made.backups, `${NAME}.db.gz`);
  const whole = readFileSync(archive);
  truncateSync(archive, whole.length - 20);
  await assert.rejects(
    manager(made).restore(NEWEST),
    refused(/there is no good backup; .*: \d+ bytes, and \d+ were written/),
  );
  appendFileSync(archive, Buffer.alloc(20));
  await assert.rejects(
    manager(made).restore(NEWEST),
    refused(/is not what was written|cannot be unpacked|is larger than/),
  );

  // A bomb of the size the manifest names, signed by somebody who has the key: it is stopped at the size it claims.
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  writeFileSync(archive, bomb);
  const file = join(made.backups, `${NAME}.json`);
  const key = await readKey(made.backup.keyFile);
  assert.ok(key !== null);
  const manifest = readBackupManifest(readFileSync(file, 'utf8'), file, key);
  writeFileSync(file, manifestText({ ...manifest, database: { ...manifest.database, bytes: bomb.length } }, key));
  await assert.rejects(manager(made).restore(NEWEST), refused(/is larger than the \d+ bytes its manifest says/));
});

test('T24 no path of a backup leads out of the folder it is unpacked into', async (t) => {
  const made = installation(t);
  await workInTree(made);
  const backups = manager(made);
  await backups.create();
  const target = join(made.folder, 'unpacked');
  const { files } = await backups.restoreFiles(NEWEST, target);
  assert.ok(files > 0 && existsSync(join(target, 'config', 'config.yaml')));
  await assert.rejects(
    backups.restoreFiles(NEWEST, target),
    refused(/EEXIST/, 'E_IO'),
    'nothing that is there is written over',
  );

  const file = join(made.backups, `${NAME}.json`);
  const key = await readKey(made.backup.keyFile);
  assert.ok(key !== null);
  const manifest = readBackupManifest(readFileSync(file, 'utf8'), file, key);
  const content = await storeObject(made.backups, Buffer.from('evil'));
  for (const path of ['../evil', '/etc/evil', 'a/../../evil', '..', '.', 'a//b', 'a/./b', '', 'a\u0000b', 'a/..']) {
    const line = `${JSON.stringify({ area: 'tree', path, bytes: 4, changedMs: 0, sha256: content.sha256 })}\n`;
    const { sha256 } = await storeObject(made.backups, Buffer.from(line));
    writeFileSync(
      file,
      manifestText({ ...manifest, files: { list: sha256, listBytes: Buffer.byteLength(line), count: 1 } }, key),
    );
    const evil = join(made.folder, 'evil-target');
    await assert.rejects(
      backups.restoreFiles(NEWEST, evil),
      refused(/list of files .* is damaged/),
      JSON.stringify(path),
    );
    assert.equal(existsSync(evil), false);
  }
});

test('T25 without the key of the installation a person must vouch for the backup', async (t) => {
  const made = installation(t);
  await workInTree(made);
  await manager(made).create();
  const before = await digestOf(made);
  rmSync(made.backup.keyFile);
  await assert.rejects(manager(made).restore(NEWEST), refused(/backup\.key is missing/));
  await manager(made).restore({ at: null, trust: true });
  assert.equal(await digestOf(made), before);
});
