import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServiceLoop } from '../../src/upkeep/service-loop.ts';
import type { DueService } from '../../src/upkeep/service-loop.ts';
import { recordingLog, steppedClock } from './stepped-clock.ts';

const HOUR = 3_600_000;

function counted(name: string, work: () => Promise<void> = async () => undefined) {
  const runs: number[] = [];
  return {
    runs,
    service: {
      name,
      runOnce: async () => {
        runs.push(runs.length + 1);
        await work();
        return { runs: runs.length };
      },
    },
  };
}

test('a service runs at once or later, and again each time its pause is over', async () => {
  const clock = steppedClock();
  const soon = counted('soon');
  const late = counted('late');
  const services: DueService[] = [
    { service: soon.service, when: { kind: 'every', ms: 1000, first: 'at_once' } },
    { service: late.service, when: { kind: 'every', ms: 1000, first: 'later' } },
  ];
  const loop = startServiceLoop(services, { clock, log: recordingLog().log });
  await clock.settle();
  assert.deepEqual([soon.runs.length, late.runs.length], [1, 0]);
  for (let step = 0; step < 3; step += 1) await clock.advance(1000);
  assert.deepEqual([soon.runs.length, late.runs.length], [4, 3]);
  await loop.stop();
  await clock.advance(10_000);
  assert.deepEqual([soon.runs.length, late.runs.length], [4, 3], 'a stopped loop starts nothing');
});

test('a service that fails is logged with its code, runs again when it is due, and disturbs no other', async () => {
  const clock = steppedClock();
  const { log, lines } = recordingLog();
  const bad = counted('bad', async () => {
    throw new Error('no such thing');
  });
  const good = counted('good');
  const loop = startServiceLoop(
    [bad, good].map(({ service }) => ({ service, when: { kind: 'every', ms: 1000, first: 'at_once' } })),
    { clock, log },
  );
  await clock.advance(1000);
  assert.deepEqual([bad.runs.length, good.runs.length], [2, 2]);
  const failures = lines.filter((line) => line.event === 'service_failed');
  assert.equal(failures.length, 2);
  assert.deepEqual(
    [failures[0]?.['service'], failures[0]?.['code'], failures[0]?.['error']],
    ['bad', 'E_INTERNAL', 'no such thing'],
  );
  assert.deepEqual(
    loop.states.map(({ name, failures: failed, lastError }) => [name, failed, lastError]),
    [
      ['bad', 2, 'no such thing'],
      ['good', 0, null],
    ],
  );
  await loop.stop();
});

test('a service whose run takes longer than its pause never runs twice at once, and stopping waits for it', async () => {
  const clock = steppedClock();
  const { promise, resolve } = Promise.withResolvers<void>();
  const slow = counted('slow', () => promise);
  const loop = startServiceLoop([{ service: slow.service, when: { kind: 'every', ms: 10, first: 'at_once' } }], {
    clock,
    log: recordingLog().log,
  });
  await clock.advance(1000);
  assert.equal(slow.runs.length, 1);
  assert.equal(loop.states[0]?.running, true);
  let stopped = false;
  const stopping = loop.stop().then(() => {
    stopped = true;
  });
  await clock.settle();
  assert.equal(stopped, false);
  resolve();
  await stopping;
});

test('F19 a moment of the wall clock weeks away is waited for in short sleeps, and met once', async () => {
  const clock = steppedClock();
  const job = counted('rare');
  const moment = 40 * 24 * HOUR;
  const loop = startServiceLoop(
    [{ service: job.service, when: { kind: 'moments', next: (after) => (after < moment ? moment : Infinity) } }],
    { clock, log: recordingLog().log },
  );
  await clock.advance(HOUR);
  clock.setWall(moment - 90_000);
  await clock.advance(80_000);
  assert.equal(job.runs.length, 0);
  assert.ok(clock.longestSleepMs <= 60_000, `slept ${clock.longestSleepMs} ms at once`);
  await clock.advance(10_000);
  assert.equal(job.runs.length, 1);
  await clock.advance(HOUR);
  assert.equal(job.runs.length, 1);
  await loop.stop();
});

test('F15 a wall clock set forward meets a moment within a minute; set back, the same moment is not met again', async () => {
  const clock = steppedClock();
  const job = counted('nightly');
  const day = 24 * HOUR;
  const loop = startServiceLoop(
    [{ service: job.service, when: { kind: 'moments', next: (after) => (Math.floor(after / day) + 1) * day } }],
    { clock, log: recordingLog().log },
  );
  await clock.settle();
  clock.setWall(day + 5);
  await clock.advance(60_000);
  assert.equal(job.runs.length, 1);
  clock.setWall(day - 30_000);
  await clock.advance(120_000);
  assert.equal(job.runs.length, 1, 'midnight came again, and its run is not doubled');
  clock.setWall(2 * day - 30_000);
  await clock.advance(60_000);
  assert.equal(job.runs.length, 2);
  await loop.stop();
});

test('a service can be woken before its time', async () => {
  const clock = steppedClock();
  const job = counted('status');
  const loop = startServiceLoop([{ service: job.service, when: { kind: 'every', ms: HOUR, first: 'later' } }], {
    clock,
    log: recordingLog().log,
  });
  await clock.settle();
  loop.wake('status');
  await clock.settle();
  assert.equal(job.runs.length, 1);
  await loop.stop();
});

test('a service that is asked for runs when it is asked, says how it went, and does not keep the loop from stopping', async () => {
  const clock = steppedClock();
  const job = counted('backup');
  const loop = startServiceLoop([{ service: job.service, when: { kind: 'asked' } }], {
    clock,
    log: recordingLog().log,
  });
  await clock.advance(100 * HOUR);
  assert.equal(job.runs.length, 0);
  assert.deepEqual(await loop.run('backup'), { runs: 1 });
  loop.wake('backup');
  await clock.settle();
  assert.equal(job.runs.length, 2);
  await assert.rejects(loop.run('nothing'), /no service nothing/);
  await loop.stop();
});

test('a service woken while it runs runs once more', async () => {
  const clock = steppedClock();
  const { promise, resolve } = Promise.withResolvers<void>();
  const job = counted('status', () => promise);
  const loop = startServiceLoop([{ service: job.service, when: { kind: 'asked' } }], {
    clock,
    log: recordingLog().log,
  });
  loop.wake('status');
  await clock.settle();
  loop.wake('status');
  loop.wake('status');
  resolve();
  await clock.settle();
  assert.equal(job.runs.length, 2);
  await loop.stop();
});
