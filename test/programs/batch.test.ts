import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertBatchIsWhole } from '../e2e/invariants.ts';
import { childrenOf, isStopped, pidOf, processOf } from '../e2e/processes.ts';
import { startBatch } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';
import { publishedRows } from '../support/expected.ts';
import { openProgramScene } from './program-scene.ts';
import { listing, printing } from './program-run.ts';

test('a program that fails behind a page goes on from that page: nothing is lost or doubled', async (t) => {
  const scene = await openProgramScene(t, {
    config: { execution: { retry: { delay: '100ms', strategy: 'linear' } } },
    files: {
      'program.sh': [
        'read -r task',
        'echo "$task" >> tasks',
        'case "$task" in',
        `*'"resume":null'*) ${printing(listing(1), '{"page":1,"next":"two"}', listing(2)).replace('cat > /dev/null\n', '').trim().split('\n').join('; ')}; exit 75 ;;`,
        `*) ${printing(listing(2), listing(3)).replace('cat > /dev/null\n', '').trim().split('\n').join('; ')} ;;`,
        'esac',
      ].join('\n'),
    },
  });
  const running = await startBatch(t, scene);
  const batch = await running.ended;
  assert.ok(batch !== null);
  const [task] = await running.orchestrator.reports.listTasks({ batch: batch.id });
  assert.ok(task !== undefined);
  assert.deepEqual([task.status, task.attempts, task.rows], ['completed', 2, 3]);
  assert.deepEqual(
    publishedRows(scene.rehearsal, batch, task).map((row) => [row['listing_id'], row['page']]),
    [
      ['1', '1'],
      ['2', '2'],
      ['3', '2'],
    ],
  );
  const tasks = readFileSync(join(scene.sites, 'tasks'), 'utf8').trim().split('\n');
  const resumes = tasks.map((line) => (JSON.parse(line) as { resume: unknown }).resume);
  assert.deepEqual(resumes, [null, { page: 2, next: 'two' }]);
  await running.stop();
  assertBatchIsWhole(scene);
});

/** Starts two children, one in a session of its own, and never ends. */
const ENDLESS = 'cat > /dev/null; setsid sleep 2001 & sleep 2002 & echo "$$" > started; wait';

test('a task that is taken away ends its program and everything that it started', async (t) => {
  const scene = await openProgramScene(t, {
    config: { execution: { drain_seconds: 0 } },
    files: { 'program.sh': ENDLESS },
  });
  const running = await startBatch(t, scene);
  await until(() => sleepersIn(scene.sites).length === 2, 'its children run');
  await running.stop();
  await until(() => sleepersIn(scene.sites).length === 0, 'they are gone');
});

test('D31 a program that outlived a killed service is ended before the next start does anything else', async (t) => {
  const scene = await openProgramScene(t, { files: { 'program.sh': ENDLESS } });
  const first = scene.spawnRun();
  await until(() => sleepersIn(scene.sites).length === 2, 'its children run');
  const workers = scene.query('SELECT pid FROM workers').map((row) => Number(row['pid']));
  const worker = workers.find((pid) => childrenOf(pid).length > 0) ?? -1;
  // Stopped, the worker cannot end its program when the service goes.
  process.kill(worker, 'SIGSTOP');
  await until(() => isStopped(processOf(worker)), 'the worker stops');
  process.kill(pidOf(first), 'SIGKILL');
  await until(() => first.signalCode !== null, 'the service is gone');
  process.kill(worker, 'SIGKILL');
  assert.equal(sleepersIn(scene.sites).length, 2);
  writeFileSync(join(scene.sites, 'program.sh'), printing(listing(1)));
  const running = await startBatch(t, scene);
  assert.deepEqual(sleepersIn(scene.sites), []);
  const batch = await running.ended;
  assert.equal(batch?.completedTasks, 1);
});

function sleepersIn(folder: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return (
        command.startsWith('sleep\x00200') && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`PWD=${folder}`)
      );
    } catch {
      return false;
    }
  });
}
