import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLocalQueue } from '../../src/queue/local.ts';
import { movableClock } from '../e2e/movable-clock.ts';

const LONG_MS = 1e9;
const TASK = { batch: 'Nov26_01', task: 1, scraper: 'cyt' };

test('whoever has to wait for a task wakes the coordinator: it may have one for a slot it did not know of', async () => {
  const queue = createLocalQueue(movableClock());
  const never = new AbortController().signal;
  const woken = queue.wait(LONG_MS, never);
  const taken = queue.take(never);
  await woken;
  assert.equal(queue.waiting, 1);
  queue.offer(TASK);
  assert.deepEqual(await taken, TASK);
  assert.equal(queue.waiting, 0);
});

test('a wish told while nobody waited is not lost, and a task that lies ready wakes nobody', async () => {
  const queue = createLocalQueue(movableClock());
  const leave = new AbortController();
  const left = queue.take(leave.signal);
  leave.abort('gone');
  assert.equal(await left, null);
  await queue.wait(LONG_MS, new AbortController().signal);
  queue.offer(TASK);
  assert.deepEqual(await queue.take(new AbortController().signal), TASK);
  const stop = new AbortController();
  let isWoken = false;
  const waiting = queue.wait(LONG_MS, stop.signal).then(() => {
    isWoken = true;
  });
  await Promise.resolve();
  assert.equal(isWoken, false);
  stop.abort('over');
  await waiting;
});
