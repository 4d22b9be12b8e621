import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kernelOomKills, recentKernelOomKills, Scales } from '../../src/engine/agent/memory-watch.ts';
import { movableClock } from '../e2e/movable-clock.ts';

const NOBODY = 2 ** 30;

test('a worker is weighed once a second at most, a new one at once', () => {
  const clock = movableClock();
  const scales = new Scales(clock, 1);
  assert.equal(scales.isTooLarge(process.pid), true);
  assert.equal(scales.isTooLarge(process.pid), false, 'not looked at again so soon');
  clock.advance(1000);
  assert.equal(scales.isTooLarge(process.pid), true);
  assert.equal(scales.isTooLarge(NOBODY), false, 'a process that is gone holds nothing');
  assert.equal(scales.isTooLarge(process.pid), true, 'another process is weighed at once');
  assert.equal(new Scales(clock, 2 ** 50).isTooLarge(process.pid), false);
});

test('what the kernel killed a moment ago is what it has killed, on every clock', () => {
  const kills = kernelOomKills();
  assert.equal(recentKernelOomKills(movableClock()), kills);
  const clock = movableClock();
  assert.equal(recentKernelOomKills(clock), kills);
  clock.advance(5000);
  assert.equal(recentKernelOomKills(clock), kernelOomKills());
});
