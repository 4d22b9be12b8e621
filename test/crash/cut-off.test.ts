/**
 * P1 and P5: the product is cut off before every single call with which it changes a file, during one whole life of a
 * task and during the recovery after such a cut. All of them in `npm run crash-test`, a sample of them in `npm test`.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { choose, cutsOf, sortOf } from './cuts.ts';
import type { Cut } from './cuts.ts';
import { KINDS, noFaultyDisk } from './faulty-disk.ts';
import { openSweep } from './sweep.ts';
import type { Sweep } from './sweep.ts';

test('one life of a task, cut off at any call that changes a file', { skip: noFaultyDisk() }, async (t) => {
  const sweep = await openSweep(t);
  const life = sweep.fresh();
  const { calls, cuts } = await cutsOf(sweep, life);
  sweep.assertWhole(life, 'a life on a disk that only looks on');
  const kinds = new Set(calls.map(({ kind }) => kind));
  assert.deepEqual([...kinds].sort(), [...KINDS].sort(), 'every kind of call is among them');

  await t.test(
    'P5 F2 cut off once more, before any call of the recovery, the third start makes it whole',
    async (one) => {
      for (const first of choose(cuts.slice(1, -1), { short: 1, long: 8 })) {
        const again = await cutsOf(sweep, sweep.moveIn(first.installation));
        const chosen = choose(again.cuts, { short: 4, long: 60 });
        await assertAllRecover(sweep, chosen, `cut off before ${first.before}; in the recovery before `);
        tell(one, `after ${first.before}: ${again.calls.length} calls`, again.cuts, chosen);
      }
    },
  );

  await t.test('P1 F2 the batch goes on from its last page and ends with the same bytes', async (one) => {
    const chosen = choose(cuts, { short: 12 });
    await assertAllRecover(sweep, chosen, 'cut off before ');
    tell(one, `${calls.length} calls`, cuts, chosen);
  });

  await t.test('P1 F2 killed with SIGKILL, half of a write done or none, it goes on as after any cut', async (one) => {
    const all = calls.map((call, index) => ({ number: index + 1, sort: sortOf(call, life) }));
    let kills = 0;
    for (const { number, sort } of choose(all.slice(2, -2), { short: 2, long: 200 })) {
      const victim = sweep.fresh();
      sweep.disk.plan({ action: number % 2 === 0 ? 'kill' : 'torn', first: number });
      // Threads take turns as they like: a life may have a call less than the one before.
      if (!(await sweep.die(victim))) continue;
      kills += 1;
      await sweep.assertRecovers(victim, `killed at call ${number}, ${sort}`);
    }
    assert.ok(kills > 1);
    one.diagnostic(`${kills} kills`);
  });
});

/** Each somewhere else than it was made, so that nothing can rest on where it lies. */
async function assertAllRecover(sweep: Sweep, cuts: readonly Cut[], after: string): Promise<void> {
  for (const { before, installation } of cuts) {
    await sweep.assertRecovers(installation, after + before);
    rmSync(installation.folder, { recursive: true });
  }
}

function tell(t: TestContext, calls: string, cuts: readonly Cut[], chosen: readonly Cut[]): void {
  t.diagnostic(`${calls}, ${cuts.length} different states before them, recovered from ${chosen.length}`);
}
