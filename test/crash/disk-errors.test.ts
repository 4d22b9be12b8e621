/**
 * P3, F8, F9: every single call with which the product changes a file is answered with an error, once or from then on,
 * during one whole life of a task (the first start of an installation: first-start.test.ts). All of them in `npm run crash-test`, a sample of them in `npm test`.
 */
import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openScene } from '../e2e/scene.ts';
import { finished } from '../support/rehearsal.ts';
import { choose, EVERY_POINT, sortOf } from './cuts.ts';
import { faultyDisk, KINDS, NEEDS_SPACE, noFaultyDisk } from './faulty-disk.ts';
import type { Action, Kind } from './faulty-disk.ts';
import { liveOnce } from './life.ts';
import type { Installation, LifeEnd, LifeOptions } from './life.ts';
import { assertLivedWell, assertNamed, openSweep } from './sweep.ts';
import type { Sweep } from './sweep.ts';

const ERRORS: readonly {
  readonly action: Action;
  readonly kinds: readonly Kind[];
  readonly points: { readonly short: number; readonly long?: number };
}[] = [
  { action: 'ENOSPC', kinds: NEEDS_SPACE, points: { short: 3 } },
  { action: 'EIO', kinds: KINDS, points: { short: 3 } },
  // The product knows one word for it and for a full disk.
  { action: 'EDQUOT', kinds: NEEDS_SPACE, points: { short: 1, long: 60 } },
];

const ONE_PAGE = 'Tro,Jnctl,Ren,Bod,https://casas.trovit.com.mx/renta-bodegas-juanacatlan';

test('one life of a task on a disk that answers with errors', { skip: noFaultyDisk() }, async (t) => {
  const sweep = await openSweep(t);

  for (const { action, kinds, points } of ERRORS) {
    await t.test(
      `P3 F8 F9 ${action} once, at any call: nothing is half-written, the trouble has a name, and the batch ends as if nothing had been`,
      async (one) => {
        const tally = newTally();
        for (const point of choose(pointsOf(sweep, kinds), points)) {
          await failAt(sweep, tally, { ...point, action, kinds, stays: false }, {});
        }
        one.diagnostic(told(tally));
        assert.deepEqual(tally.problems, []);
      },
    );
  }

  await t.test(
    'P3 F8 F9 a disk that refuses everything from some call on: once it is cured, the batch goes on by itself',
    async (one) => {
      const tally = newTally();
      const running = pointsOf(sweep, NEEDS_SPACE).filter(({ during }) => during === 'batch');
      for (const [index, point] of choose(running, { short: 2, long: 40 }).entries()) {
        const action = index % 2 === 0 ? 'ENOSPC' : 'EIO';
        const onTrouble = (trouble: number): void => {
          if (trouble >= 3) sweep.disk.heal();
        };
        await failAt(sweep, tally, { ...point, action, kinds: NEEDS_SPACE, stays: true }, { onTrouble });
      }
      one.diagnostic(told(tally));
      assert.deepEqual(tally.problems, []);
    },
  );

  await t.test(
    'P3 F8 a disk that refuses everything and stays so: the product can be stopped, and a later start makes it whole',
    async (one) => {
      const tally = newTally();
      for (const [index, point] of choose(pointsOf(sweep, NEEDS_SPACE), { short: 2, long: 40 }).entries()) {
        const action = index % 2 === 0 ? 'EIO' : 'ENOSPC';
        await failAt(sweep, tally, { ...point, action, kinds: NEEDS_SPACE, stays: true }, { patience: 3 });
      }
      one.diagnostic(told(tally));
      assert.deepEqual(tally.problems, []);
    },
  );

  await t.test(
    'F8 F12 a start that a full disk ends, its close included, says the first failure and lets go',
    async () => {
      const points = sweep.calls.filter(({ kind }) => NEEDS_SPACE.includes(kind));
      const staged = points.findIndex(({ path }) => path.includes('/staging/'));
      const first = 1 + points.findLastIndex(({ path }, index) => index < staged && path.endsWith('.db-wal'));
      for (const each of [first - 2, first - 1]) {
        const life = sweep.fresh();
        sweep.disk.plan({ action: 'ENOSPC', first: each, kinds: NEEDS_SPACE, stays: true });
        const end = await sweep.live(life);
        sweep.disk.heal();
        assertNamed(end, `call ${each}`);
        assert.match(end.failure?.message ?? '', /^registerInstance/);
        // The process that failed is still there: only the lock it gave back lets this one start.
        const what = `a full disk from call ${each} of a start, then a sound disk`;
        assertLivedWell(await liveOnce(life), what);
        sweep.assertWhole(life, what);
      }
    },
  );

  await t.test(
    'F9 P3 after a sync that failed, the database is opened anew before anything is written to it again',
    async () => {
      const syncs = pointsOf(sweep, KINDS).filter(
        ({ sort, during }) => during === 'batch' && sort === 'sync /orchestrator.db-wal',
      );
      assert.ok(syncs.length > 1);
      for (const { number } of EVERY_POINT ? syncs : syncs.slice(1, 2)) {
        const life = sweep.fresh();
        sweep.disk.plan({ action: 'EIO', first: number });
        await sweep.live(life);
        const what = `EIO at call ${number}, sync of the WAL`;
        assert.equal(sweep.disk.failed(), 1, what);
        const after = sweep.disk
          .calls()
          .slice(number)
          .map((call) => sortOf(call, life));
        const opened = after.indexOf('open /orchestrator.db-wal');
        const written = after.indexOf('write /orchestrator.db-wal');
        assert.ok(opened >= 0 && opened < written, `${what}: ${after.slice(0, 12).join(', ')}`);
        sweep.assertWhole(life, what);
      }
    },
  );
});

test('F8 a log that cannot be written stops nothing', { skip: noFaultyDisk() }, async (t) => {
  const scene = await openScene(t, {
    catalogue: [ONE_PAGE],
    config: { execution: { max_concurrency: 1 }, websites: { Tro: { has_detail_scraper: false } } },
  });
  const disk = faultyDisk(t, [join(realpathSync(scene.rehearsal.folder), 'logs')]);
  disk.plan({ action: 'ENOSPC', first: 1, stays: true, kinds: ['write'] });
  const command = scene.rehearsal.spawn('scraping-orchestrator', ['run', '--quiet'], disk.environment);
  const { code, stderr } = await finished(command);
  assert.equal(code, 0, stderr);
  assert.ok(disk.failed() > 0);
});

interface Point {
  /** Among the calls of the kinds asked for. */
  readonly number: number;
  readonly sort: string;
  /** A command that cannot even begin, or cannot write its last word, says so and ends; a batch goes on. */
  readonly during: 'start' | 'batch' | 'end';
}

function pointsOf(sweep: Sweep, kinds: readonly Kind[]): readonly Point[] {
  const life = sweep.fresh();
  const planned = sweep.calls.findIndex(({ path }) => path.endsWith('/plan.jsonl'));
  // Its plan lies in the tree first, folders included; the batch has begun once the database has it.
  const begun = sweep.calls.findIndex(({ path }, index) => index > planned && path.endsWith('.db-wal'));
  const over = sweep.calls.findIndex(({ path }) => path.endsWith('/close.json'));
  return sweep.calls
    .map((call, index) => ({ call, during: index < begun ? 'start' : index > over ? 'end' : 'batch' }) as const)
    .filter(({ call }) => kinds.includes(call.kind))
    .map(({ call, during }, index) => ({ number: index + 1, sort: sortOf(call, life), during }));
}

interface Failing extends Point {
  readonly action: Action;
  readonly kinds: readonly Kind[];
  readonly stays: boolean;
}

interface Tally {
  failed: number;
  harmless: number;
  readonly endedCommand: string[];
  /** One sweep tells of everything it finds, not of the first thing alone. */
  readonly problems: string[];
}

function newTally(): Tally {
  return { failed: 0, harmless: 0, endedCommand: [], problems: [] };
}

async function failAt(sweep: Sweep, tally: Tally, failing: Failing, options: LifeOptions): Promise<void> {
  const what = `${failing.action} ${failing.stays ? 'from' : 'at'} call ${failing.number}, ${failing.sort}`;
  const life = sweep.fresh();
  sweep.disk.plan({ action: failing.action, first: failing.number, stays: failing.stays, kinds: failing.kinds });
  const end = await sweep.live(life, options);
  sweep.disk.heal();
  // Threads take turns as they like: a life may have a call less than the one before.
  if (sweep.disk.failed() === 0) return;
  tally.failed += 1;
  const silent = end.troubles.length === 0 && end.failure === null;
  if (silent) tally.harmless += 1;
  if (end.completed === null) tally.endedCommand.push(failing.sort);
  try {
    assertNamed(end, what);
    if (failing.stays) assert.ok(!silent || failing.during === 'end', `${what}: nobody said a word`);
    if (failing.during === 'batch' && options.patience === undefined) {
      assert.equal(end.completed, 1, `${what}: the batch did not go on by itself: ${JSON.stringify(end)}`);
    }
    await assertEndsWell(sweep, life, end, failing, what);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    tally.problems.push(problem);
    // At once, too: the long form takes most of an hour.
    console.error(problem);
  }
}

/** The record of a worker that could not be removed: the store refused it, or could not even be opened for it. */
const RECORD_STAYS = /^(forgetWorker|opening the database)/;
/** SQLite removes these when it closes, and says nothing when it cannot; a worker's folder that stays is told of. */
const FILE_STAYS = /^unlink (.*\.db-(shm|wal|journal)|\/staging\/[0-9a-f]+)$/;

/** What could not be removed is removed by the next start. */
async function assertEndsWell(
  sweep: Sweep,
  life: Installation,
  end: LifeEnd,
  { sort }: Point,
  what: string,
): Promise<void> {
  const stays = FILE_STAYS.test(sort) || end.troubles.some(({ message }) => RECORD_STAYS.test(message));
  if (end.failure !== null || end.completed === null || stays) {
    // As a command does that failed: a store in trouble is closed by a thread that nobody waits for.
    await sweep.end();
    await sweep.assertRecovers(life, `${what}, then a sound disk`);
  } else sweep.assertWhole(life, what);
}

function told({ failed, harmless, endedCommand }: Tally): string {
  const ended = endedCommand.length === 0 ? '' : `; these ended the command, by name: ${endedCommand.join(', ')}`;
  return `${failed} faults, ${harmless} of them without harm${ended}`;
}
