import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createStatusFile } from '../../../src/upkeep/status-file.ts';
import { createTempFileSweep } from '../../../src/upkeep/temp-files.ts';
import { DAY, treeScene } from './tree-scene.ts';

describe('temporary files', () => {
  it('leave at their age; working files and a database that was set aside stay', async (t) => {
    const s = await treeScene(t);
    const folder = join(s.root, '..', 'data');
    fs.mkdirSync(folder);
    const put = (name: string, ageDays: number): void => {
      fs.writeFileSync(join(folder, name), 'x');
      const at = (s.clock.now() - ageDays * DAY) / 1000;
      fs.utimesSync(join(folder, name), at, at);
    };
    for (const name of [
      'orchestrator.db',
      'orchestrator.db-wal',
      'orchestrator.db-shm',
      'status.json',
      'instance.lock.db',
      'notes.tmp',
    ])
      put(name, 400);
    for (const name of [
      'orchestrator.db.creating',
      'orchestrator.db.creating-journal',
      'orchestrator.db.before-5.partial',
      'orchestrator.db.restored.json.partial',
      'orchestrator.db.seal.partial',
      '.status.json.4711.tmp',
    ])
      put(name, 2);
    put('orchestrator.db.before-5', 31);
    put('orchestrator.db.before-6', 29);
    put('orchestrator.db.creating-wal', 0.5);
    put('orchestrator.db.broken-20261001', 50);
    fs.writeFileSync(join(s.root, '.staging', 'old.part'), 'x');
    fs.utimesSync(
      join(s.root, '.staging', 'old.part'),
      (s.clock.now() - 2 * DAY) / 1000,
      (s.clock.now() - 2 * DAY) / 1000,
    );
    fs.writeFileSync(join(s.root, '.staging', 'young.part'), 'x');
    fs.utimesSync(join(s.root, '.staging', 'young.part'), s.clock.now() / 1000, s.clock.now() / 1000);
    const sweep = createTempFileSweep({
      ...s,
      database: join(folder, 'orchestrator.db'),
      statusFile: join(folder, 'status.json'),
      keepDays: 30,
    });
    assert.deepEqual(await sweep.runOnce(), { staging: 1, removed: 7, failed: 0, set_aside: 1 });
    assert.deepEqual(fs.readdirSync(folder).sort(), [
      'instance.lock.db',
      'notes.tmp',
      'orchestrator.db',
      'orchestrator.db-shm',
      'orchestrator.db-wal',
      'orchestrator.db.before-6',
      'orchestrator.db.broken-20261001',
      'orchestrator.db.creating-wal',
      'status.json',
    ]);
    assert.deepEqual(fs.readdirSync(join(s.root, '.staging')), ['young.part']);
    assert.equal(s.logged.find(({ event }) => event === 'set_aside_file')?.fields['days'], 50);
  });

  it('F15 a status file that is being written stays, however far the clock has jumped since it was begun', async (t) => {
    const s = await treeScene(t);
    const folder = join(s.root, '..', 'data');
    fs.mkdirSync(folder);
    const statusFile = join(folder, 'status.json');
    const status = createStatusFile({
      file: () => statusFile,
      clock: s.clock,
      status: async () => ({ stage: 'running' }),
    });
    // The file system's times are the machine's: on this clock whatever is written now is years old.
    const clock = { ...s.clock, now: () => Date.now() + 730 * DAY };
    const sweep = createTempFileSweep({
      ...s,
      clock,
      database: join(folder, 'orchestrator.db'),
      statusFile,
      keepDays: 30,
    });
    const over = new AbortController();
    const written = status.runOnce().finally(() => {
      over.abort();
    });
    // Between any two steps of the writing.
    while (!over.signal.aborted) {
      await sweep.runOnce();
      await new Promise(setImmediate);
    }
    await written;
    assert.equal(JSON.parse(fs.readFileSync(statusFile, 'utf8')).stage, 'running');
  });
});
