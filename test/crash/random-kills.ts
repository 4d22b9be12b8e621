/**
 * The long form of test/e2e/crash.test.ts: 200 random moments, four in each batch: `npm run crash-test`; fewer with
 * `CRASH_KILLS=20`, other moments with `CRASH_SEED=1000`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { sweep, undisturbed } from '../e2e/kill-sweep.ts';
import type { Snapshot } from '../e2e/kill-sweep.ts';

const KILLS_A_BATCH = 4;
const kills = Number(process.env['CRASH_KILLS'] ?? '200');
const firstSeed = Number(process.env['CRASH_SEED'] ?? '1');

test(`F1 F2 batches survive ${kills} kills at random moments`, async (t) => {
  assert.ok(kills > 0 && Number.isInteger(firstSeed), 'CRASH_KILLS and CRASH_SEED are whole numbers');
  let reference: Snapshot = {};
  await t.test('undisturbed', async (one) => {
    reference = await undisturbed(one);
  });
  // A batch may end before its last moment comes: the seeds go on until there were as many kills as asked for.
  let survived = 0;
  for (let seed = firstSeed; survived < kills; seed += 1) survived += await killOneBatch(t, seed, reference);
  t.diagnostic(`${survived} kills`);
});

/** A batch that fails is told of and not tried for ever: it counts as if every kill had been made. */
async function killOneBatch(t: TestContext, seed: number, reference: Snapshot): Promise<number> {
  let made = KILLS_A_BATCH;
  await t.test(`kills drawn from seed ${seed}`, async (one) => {
    made = await sweep(one, seed, KILLS_A_BATCH, reference);
  });
  return made;
}
