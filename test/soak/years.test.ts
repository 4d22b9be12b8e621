/** The short form of `npm run soak -- --batches 60`: the same run and the same list of what must not be. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { ONE_WORKER, runAccelerated } from '../../bench/soak/accelerated.ts';
import { heapSlope } from '../../bench/soak/figures.ts';
import { troublesOf } from '../../bench/soak/findings.ts';
import { install, someSearches } from '../../bench/support/installation.ts';
import { NOWHERE } from '../../bench/support/nothing.ts';

const BATCHES = 6;
const KEEP_MONTHS = 1;
const DAY_MS = 86_400_000;
/** A batch that stays in memory with its tasks and their logs takes more than this; what V8 compiles late takes less. */
const MOST_MB_A_BATCH = 1;

test('months of service: each occurrence starts one batch, each batch ends, old rows leave their sums, nothing grows', async (t) => {
  const { folder, configFile } = install(NOWHERE, someSearches(12), {
    execution: ONE_WORKER,
    // How full the machine's disk is must not decide what is seen.
    monitoring: { min_free_mb: 0, min_free_percent: 0 },
    maintenance: { keep_months: KEEP_MONTHS },
    api: { enabled: false },
  });
  t.after(() => rmSync(folder, { recursive: true, force: true }));

  const report = await runAccelerated({ configFile, batches: BATCHES, stepMs: 14 * DAY_MS });

  assert.deepEqual(troublesOf(report, BATCHES, KEEP_MONTHS), []);
  const { keptBatches, summaries, marks } = report;
  assert.ok(keptBatches.length < BATCHES, 'some were old enough to leave');
  assert.ok(summaries.length >= BATCHES - keptBatches.length);
  assert.ok(marks.every(({ tasks }) => tasks >= 10));
  assert.ok(heapSlope(marks) <= MOST_MB_A_BATCH, marks.map(({ heapMb }) => heapMb.toFixed(2)).join(' '));
  const [second] = marks.slice(1);
  // Three a thread of upkeep that may just be at work.
  assert.ok((marks.at(-1)?.descriptors ?? 0) <= (second?.descriptors ?? 0) + 10, 'files that are open stay as many');
});
