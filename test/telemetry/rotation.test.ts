import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openLogs } from '../../src/telemetry/open-logs.ts';
import type { OpenLogs } from '../../src/telemetry/open-logs.ts';
import { rotateLog } from '../../src/telemetry/rotate-log.ts';
import type { RotationResult } from '../../src/telemetry/rotate-log.ts';
import { linesIn, logFolder } from './log-folder.ts';

const ZONE = 'America/Mexico_City';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 2026-11-22 00:30 in Mexico City. */
const NOW = Date.UTC(2026, 10, 22, 6, 30);

interface Scene {
  readonly folder: string;
  readonly logs: OpenLogs;
  readonly clock: { now: number };
  rotate(largestBytes?: number): Promise<RotationResult>;
  names(): readonly string[];
}

function scene(t: TestContext): Scene {
  const folder = logFolder(t);
  const clock = { now: NOW };
  const made: Scene = {
    folder,
    clock,
    logs: openLogs({ directory: folder, level: 'info', now: () => clock.now }),
    rotate: (largestBytes = 1_000_000) =>
      rotateLog({
        file: made.logs.fileOf('orchestrator'),
        now: clock.now,
        timeZone: ZONE,
        largestBytes,
        keepDays: 30,
        reopen: () => made.logs.reopen(),
      }),
    names: () =>
      fs
        .readdirSync(folder)
        .filter((name) => name.startsWith('orchestrator'))
        .sort(),
  };
  t.after(() => made.logs.close());
  return made;
}

/** The file system's own clock is not ours: a file is as old as the test says. */
const dated = (path: string, at: number): void => fs.utimesSync(path, at / 1000, at / 1000);

test('the first run of a local day rotates the log of the day before, and every line is in one of the two files', async (t) => {
  const s = scene(t);
  s.clock.now = NOW - HOUR;
  for (let i = 0; i < 50; i += 1) s.logs.orchestrator.info('before', { i });
  s.clock.now = NOW;
  const { rotated } = await s.rotate();
  for (let i = 0; i < 50; i += 1) s.logs.orchestrator.info('after', { i });
  assert.equal(rotated, join(s.folder, 'orchestrator-2026-11-21.log'));
  assert.equal(linesIn(rotated).length, 50);
  assert.deepEqual(
    new Set(linesIn(join(s.folder, 'orchestrator.log')).map((line) => line['event'])),
    new Set(['after']),
  );
  assert.equal((await s.rotate()).rotated, null, 'once a day');
});

test('a log that grows past its size is rotated within the day, under a number of its own', async (t) => {
  const s = scene(t);
  for (const part of ['one', 'two', 'three']) {
    s.logs.orchestrator.info(part, { text: 'x'.repeat(2000) });
    await s.rotate(1000);
  }
  s.logs.orchestrator.info('small');
  await s.rotate(1000);
  assert.deepEqual(s.names(), [
    'orchestrator-2026-11-22.2.log',
    'orchestrator-2026-11-22.3.log',
    'orchestrator-2026-11-22.log',
    'orchestrator.log',
  ]);
});

test('a rotated log is compressed once nobody writes to it, whole, and as old as its last line', async (t) => {
  const s = scene(t);
  s.clock.now = NOW - HOUR;
  for (let i = 0; i < 500; i += 1) s.logs.orchestrator.info('before', { i });
  s.clock.now = NOW;
  const { rotated } = await s.rotate();
  assert.ok(rotated !== null);
  dated(rotated, NOW - 30_000);
  assert.equal((await s.rotate()).compressed, 0, 'another process may still have it open');
  dated(rotated, NOW - HOUR);
  assert.equal((await s.rotate()).compressed, 1);
  assert.deepEqual(s.names(), ['orchestrator-2026-11-21.log.gz', 'orchestrator.log']);
  assert.deepEqual(
    linesIn(`${rotated}.gz`).map((line) => line['i']),
    Array.from({ length: 500 }, (_, i) => i),
  );
  assert.equal(fs.statSync(`${rotated}.gz`).mtimeMs, NOW - HOUR);
});

test('what a crash left between compressing and removing is compressed again, with the lines that came since', async (t) => {
  const s = scene(t);
  const rotated = join(s.folder, 'orchestrator-2026-11-21.log');
  fs.writeFileSync(rotated, '{"event":"one"}\n{"event":"two"}\n');
  fs.writeFileSync(`${rotated}.gz`, 'half a copy');
  fs.writeFileSync(`${rotated}.gz.part`, 'rubbish');
  dated(rotated, NOW - HOUR);
  await s.rotate();
  assert.deepEqual(s.names(), ['orchestrator-2026-11-21.log.gz', 'orchestrator.log']);
  assert.deepEqual(linesIn(`${rotated}.gz`), [{ event: 'one' }, { event: 'two' }]);
});

test('a log is removed 30 days after its last line, and no other file of the folder is', async (t) => {
  const s = scene(t);
  const place = (name: string, age: number): void => {
    fs.writeFileSync(join(s.folder, name), '{}\n');
    dated(join(s.folder, name), NOW - age);
  };
  place('orchestrator-2026-10-22.log.gz', 30 * DAY + HOUR);
  place('orchestrator-2026-10-23.log.gz', 30 * DAY - HOUR);
  place('orchestrator-notes.log', 90 * DAY);
  place('orchestrator-2026-1-1.log', 90 * DAY);
  place('other-2026-08-01.log', 90 * DAY);
  assert.equal((await s.rotate()).removed, 1);
  assert.deepEqual(s.names(), [
    'orchestrator-2026-1-1.log',
    'orchestrator-2026-10-23.log.gz',
    'orchestrator-notes.log',
    'orchestrator.log',
  ]);
  assert.ok(fs.existsSync(join(s.folder, 'other-2026-08-01.log')));
});

test('an empty log is not rotated: days of silence leave no empty files', async (t) => {
  const s = scene(t);
  dated(s.logs.fileOf('orchestrator'), NOW - 3 * DAY);
  assert.equal((await s.rotate()).rotated, null);
});

test('lines for backup and clean-up have files of their own, and their trouble is in the main log too', (t) => {
  const s = scene(t);
  s.logs.backup.info('backup_made');
  s.logs.backup.error('backup_failed');
  s.logs.cleanup.warn('file_damaged');
  const events = (name: string): unknown[] => linesIn(join(s.folder, name)).map((line) => line['event']);
  assert.deepEqual(events('backup.log'), ['backup_made', 'backup_failed']);
  assert.deepEqual(events('cleanup.log'), ['file_damaged']);
  assert.deepEqual(events('orchestrator.log'), ['backup_failed', 'file_damaged']);
});
