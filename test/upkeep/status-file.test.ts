import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createStallWatch, STALL_LOOK_MS } from '../../src/upkeep/stall-watch.ts';
import { createStatusFile } from '../../src/upkeep/status-file.ts';
import { recordingLog, steppedClock } from './stepped-clock.ts';

test('status.json is replaced whole, whatever stood there, and leaves nothing beside it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'status-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'status.json');
  writeFileSync(file, '{"stage": "run');
  const service = createStatusFile({
    file: () => file,
    clock: steppedClock(Date.UTC(2026, 10, 20)),
    status: async () => ({ stage: 'running' }),
  });
  await service.runOnce();
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { writtenAt: '2026-11-20T00:00:00.000Z', stage: 'running' });
  assert.deepEqual(readdirSync(folder), ['status.json']);
});

test('status.json asked for many times at once is written each time, whole, and the newest stays', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'status-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'status.json');
  let looks = 0;
  const service = createStatusFile({
    file: () => file,
    clock: steppedClock(),
    status: async () => ({ look: (looks += 1) }),
  });
  await Promise.all(Array.from({ length: 30 }, () => service.runOnce()));
  assert.equal((JSON.parse(readFileSync(file, 'utf8')) as { look: number }).look, 30);
  assert.deepEqual(readdirSync(folder), ['status.json']);
});

test('a status that cannot be written is a fault that names the file', async () => {
  const service = createStatusFile({
    file: () => '/no/such/folder/status.json',
    clock: steppedClock(),
    status: async () => ({}),
  });
  await assert.rejects(service.runOnce(), /E_IO|\/no\/such\/folder\/status\.json/);
});

test('F6 a loop that stood still for ten seconds is said; one that is a little late is not', async () => {
  const clock = steppedClock();
  const { log, lines } = recordingLog();
  const watch = createStallWatch(clock, log);
  await watch.runOnce();
  await clock.advance(STALL_LOOK_MS + 200);
  await watch.runOnce();
  assert.equal(lines.length, 0);
  await clock.advance(STALL_LOOK_MS + 10_000);
  await watch.runOnce();
  assert.deepEqual(
    lines.map(({ event, ms }) => [event, ms]),
    [['event_loop_stall', 10_000]],
  );
  assert.deepEqual([watch.stalls, watch.longestMs], [1, 10_000]);
});
