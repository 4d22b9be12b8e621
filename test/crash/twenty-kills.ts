/**
 * The long form of test/e2e/crash.test.ts: 20 random moments, over five batches: `npm run crash-test`, with other
 * moments `CRASH_SEED=100 npm run crash-test`.
 */
import { test } from 'node:test';
import { sweep, undisturbed } from '../e2e/kill-sweep.ts';
import type { Snapshot } from '../e2e/kill-sweep.ts';

const BATCHES = 5;
const KILLS = 4;
const firstSeed = Number(process.env['CRASH_SEED'] ?? '1');

test('a batch survives 20 kills at random moments', async (t) => {
  let reference: Snapshot = {};
  await t.test('undisturbed', async (one) => {
    reference = await undisturbed(one);
  });
  for (let seed = firstSeed; seed < firstSeed + BATCHES; seed += 1) {
    await t.test(`${KILLS} kills drawn from seed ${seed}`, (one) => sweep(one, seed, KILLS, reference));
  }
});
