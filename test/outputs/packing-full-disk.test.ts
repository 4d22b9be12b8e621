import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openLocalOutputs } from '../../src/outputs/local-files.ts';
import { sha256Of } from '../../src/records/manifest.ts';
import { scratchFolder } from './scratch-folder.ts';

const KIB = 1024;

test('F8 a disk that fills up while a file is compressed leaves the file as it was, and nothing half', async (t) => {
  const root = scratchFolder(t);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', root]).status !== 0) {
    t.skip('SKIPPED: a tmpfs cannot be mounted here (needs root): the full disk was not tried');
    return;
  }
  try {
    await fillWhilePacking(root);
  } finally {
    // Before the folder itself is removed.
    spawnSync('umount', [root]);
  }
});

async function fillWhilePacking(root: string): Promise<void> {
  const outputs = await openLocalOutputs(root);
  // Random bytes do not shrink: the copy needs as much room as the file.
  const content = randomBytes(300 * KIB);
  const path = 'CyT/Gdl/Ven/Dep/Ene26/01/CyT_Gdl_Ven_Dep_Ene26_01.csv';
  await outputs.publish([{ path, content }]);
  const expected = { bytes: content.byteLength, sha256: sha256Of(content) };
  await assert.rejects(outputs.pack(path, expected), { code: 'E_DISK_FULL' });
  assert.deepEqual(fs.readdirSync(join(root, '.staging')), []);
  assert.ok(Buffer.from((await outputs.read(path)) ?? []).equals(content));
  assert.equal(fs.existsSync(join(root, `${path}.zst`)), false);
  spawnSync('mount', ['-o', 'remount,size=2m', root]);
  assert.equal(await outputs.pack(path, expected), 'packed', 'with room again it goes on');
  assert.ok(Buffer.from((await outputs.read(path)) ?? []).equals(content));
}
