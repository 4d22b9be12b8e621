import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDiskGuard } from '../../src/upkeep/disk-guard.ts';
import { recordingLog } from './stepped-clock.ts';

const GB = 2 ** 30;

function guardOver(free: Record<string, number>, totalBytes = 100 * GB) {
  const { log, lines } = recordingLog();
  const guard = createDiskGuard({
    folders: Object.keys(free),
    minFreeBytes: GB,
    minFreePercent: 5,
    spaceOf: async (folder) => ({ freeBytes: free[folder] ?? 0, totalBytes }),
    log,
  });
  return { guard, lines };
}

test('F8 below the larger of both reserves nothing starts, and above one and a half times it work goes on; each is said once', async () => {
  const free = { tree: 6 * GB };
  const { guard, lines } = guardOver(free);
  for (const [gigabytes, hasRoom] of [
    [6, true],
    [5.1, true],
    [4.9, false],
    [5.1, false],
    [7.4, false],
    [7.6, true],
    [5.1, true],
    [4, false],
  ] as const) {
    free.tree = gigabytes * GB;
    await guard.runOnce();
    assert.equal(guard.hasRoom, hasRoom, `${gigabytes} GB`);
  }
  assert.deepEqual(
    lines.map(({ event }) => event),
    ['disk_low', 'disk_room', 'disk_low'],
  );
});

test('on a small disk the absolute reserve counts, and the disk with the least room decides', async () => {
  const free = { tree: 3 * GB, database: 0.9 * GB };
  const { guard } = guardOver(free, 10 * GB);
  await guard.runOnce();
  assert.equal(guard.low?.folder, 'database');
  assert.equal(guard.low?.neededBytes, GB);
});

test('a disk that cannot be asked is an error of that look, and the last answer stays', async () => {
  let fails = false;
  const guard = createDiskGuard({
    folders: ['tree'],
    minFreeBytes: GB,
    minFreePercent: 0,
    spaceOf: async () => {
      if (fails) throw new Error('EIO');
      return { freeBytes: 0, totalBytes: GB };
    },
    log: recordingLog().log,
  });
  await guard.runOnce();
  fails = true;
  await assert.rejects(guard.runOnce(), /EIO/);
  assert.equal(guard.hasRoom, false);
});
