import assert from 'node:assert/strict';
import { existsSync, readdirSync, realpathSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listBackups } from '../../../src/upkeep/backup/backup-folder.ts';
import { readKey } from '../../../src/upkeep/backup/backup-manifest.ts';
import { makeBackup } from '../../../src/upkeep/backup/make-backup.ts';
import { verifyBackup } from '../../../src/upkeep/backup/verify-backup.ts';
import { installation, workInTree } from '../installation.ts';
import type { Installation } from '../installation.ts';
import { countCalls, durabilityCalls, hasStrace, killPoints, runKilledAt, runUndisturbed } from '../kill-sweep.ts';

const skip = hasStrace() ? false : 'strace is not installed: no call can be cut off';

async function digestOf(made: Installation): Promise<string | null> {
  const found = await made.upkeep.inspect(made.database, { depth: 'full', digest: true });
  assert.equal(found.state, 'sound');
  return found.state === 'sound' ? found.content.digest : null;
}

test(
  'F27 a backup killed at any point leaves the older ones, and nothing that passes for a new one',
  { skip },
  async (t) => {
    const base = installation(t);
    await workInTree(base);
    const { manifest } = await makeBackup(base.backup);
    const calls = countCalls('backup', installation(t, base).folder);
    assert.ok(calls > 5, `${calls} calls`);
    for (const call of killPoints(calls)) {
      const made = installation(t, base);
      const lived = runKilledAt(call, 'backup', made.folder);
      const key = await readKey(made.backup.keyFile);
      const backups = await listBackups(made.backups, key);
      assert.ok(
        backups.every((backup) => backup.state === 'verified'),
        `killed at call ${call}: no file under a final name without its manifest`,
      );
      assert.ok(
        backups.some((backup) => backup.name === manifest.name),
        `killed at call ${call}: the older backup is there`,
      );
      assert.ok(!lived || backups.length === 2);
      for (const backup of backups) if (backup.state === 'verified') await verifyBackup(made.backup, backup.manifest);
      assert.ok(runUndisturbed('backup', made.folder));
      assert.deepEqual(
        readdirSync(made.backups).filter((name) => name.includes('partial')),
        [],
        `killed at call ${call}: the next one sweeps`,
      );
    }
  },
);

test(
  'F27 when the manifest of a backup gets its name, the name of each object it counts on is safe from a power cut',
  { skip },
  async (t) => {
    const made = installation(t);
    await workInTree(made);
    const calls = durabilityCalls('backup', made.folder, realpathSync(made.backups));
    const manifest = calls.findIndex((call) => /^rename orchestrator_backup_\d+_\d+\.json$/.test(call));
    assert.ok(manifest > 0, calls.join('\n'));
    const objects = calls.filter((call) => call.startsWith('rename objects/'));
    assert.ok(objects.length > 3, calls.join('\n'));
    for (const object of objects) {
      const named = calls.indexOf(object);
      const shelf = object.slice('rename '.length, 'rename objects/ab'.length);
      const settled = calls.indexOf(`fsync ${shelf}`, named);
      assert.ok(settled > named && settled < manifest, `${object} in\n${calls.join('\n')}`);
      assert.ok(calls.indexOf(`fsync ${object.slice('rename '.length)}.partial`) < named, `${object} is synced before`);
    }
    const shelves = calls.indexOf('fsync objects');
    assert.ok(shelves > 0 && shelves < manifest, 'so is that of its shelf');
  },
);

test('F28 a restore killed at any point leaves the old database or the new one, never none', { skip }, async (t) => {
  const base = installation(t);
  await workInTree(base);
  await makeBackup(base.backup);
  const after = await digestOf(base);
  const store = await base.openStore();
  await store.batches.cancelOpenTasks('Nov26_01', 'a mistake', base.clock.now());
  await store.close();
  const before = await digestOf(base);
  const calls = countCalls('restore', installation(t, base).folder);
  assert.ok(calls > 5, `${calls} calls`);
  for (const call of killPoints(calls)) {
    const made = installation(t, base);
    const lived = runKilledAt(call, 'restore', made.folder);
    const digest = await digestOf(made);
    assert.ok(digest === after || (!lived && digest === before), `killed at call ${call}`);
    assert.ok(runUndisturbed('restore', made.folder));
    assert.equal(await digestOf(made), after, `killed at call ${call}: the next one ends it`);
  }
});

test('P5 a recovery killed at any point is ended by the next start', { skip }, async (t) => {
  const base = installation(t);
  await workInTree(base);
  await makeBackup(base.backup);
  const bytes = readFileSync(base.database);
  writeFileSync(base.database, bytes.fill(0x5a, 4096, 4096 * 3));
  const calls = countCalls('start', installation(t, base).folder);
  assert.ok(calls > 5, `${calls} calls`);
  for (const call of killPoints(calls)) {
    const made = installation(t, base);
    runKilledAt(call, 'start', made.folder);
    // Depth 2: the second start is killed too; the third is healthy.
    runKilledAt(Math.max(1, call - 3), 'start', made.folder);
    assert.ok(runUndisturbed('start', made.folder), `killed at call ${call}`);
    const store = await made.openStore();
    const tasks = await store.reports.listTasks({ batch: 'Nov26_01' });
    await store.close();
    assert.deepEqual(
      tasks.map((task) => task.status),
      ['completed', 'failed', 'running', 'pending'],
      `killed at call ${call}`,
    );
    assert.ok(existsSync(join(made.folder, 'quarantine')), 'the broken one is kept');
  }
});
