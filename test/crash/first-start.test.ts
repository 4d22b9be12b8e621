/**
 * P1, P3, P5, F8, F9: the first start of an installation, which makes its database, is cut off before every single call
 * with which it changes a file, and every single one is answered with an error. All of them in `npm run crash-test`, a
 * sample of them in `npm test`. What a task does on such a database is the other sweeps' matter; here some prove that
 * work goes on as on any other.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { query } from '../e2e/database.ts';
import { choose, cutsOf, sortOf } from './cuts.ts';
import { KINDS, NEEDS_SPACE, noFaultyDisk } from './faulty-disk.ts';
import type { Action, Call, Failure, Kind } from './faulty-disk.ts';
import { liveOnce } from './life.ts';
import type { Installation } from './life.ts';
import { assertLivedWell, assertNamed, openSweep, unexpectedFiles } from './sweep.ts';
import type { Sweep } from './sweep.ts';

const ERRORS: readonly {
  readonly action: Action;
  readonly kinds: readonly Kind[];
  readonly points: { readonly short: number; readonly long?: number };
}[] = [
  { action: 'ENOSPC', kinds: NEEDS_SPACE, points: { short: 2 } },
  { action: 'EIO', kinds: KINDS, points: { short: 2 } },
  // The product knows one word for it and for a full disk.
  { action: 'EDQUOT', kinds: NEEDS_SPACE, points: { short: 1, long: 40 } },
];

/** A whole batch after each so-manieth start: often enough in the long form, once in the short one. */
const BATCH_EVERY = 25;

test('the first start of an installation', { skip: noFaultyDisk() }, async (t) => {
  const sweep = await openSweep(t);
  const life = sweep.untouched();
  const { calls, cuts } = await cutsOf(sweep, life, 'open');
  const made = readMade(life);
  await sweep.end();

  await t.test(
    'P1 P5 cut off before any call that changes a file, the next start makes the same database',
    async (one) => {
      const chosen = choose(cuts, { short: 4 });
      for (const [index, { before, installation }] of chosen.entries()) {
        const what = `first start cut off before ${before}`;
        assertLivedWell(await liveOnce(installation, { deed: 'open' }), what);
        await assertMade(sweep, installation, made, { what, withBatch: index % BATCH_EVERY === 0 });
        rmSync(installation.folder, { recursive: true });
      }
      one.diagnostic(
        `${calls.length} calls, ${cuts.length} different states before them, recovered from ${chosen.length}`,
      );
    },
  );

  for (const { action, kinds, points } of ERRORS) {
    await t.test(
      `P3 F8 F9 ${action} at any call is told by its name, and the next start makes the same database`,
      async (one) => {
        const chosen = choose(pointsOf(calls, kinds, life), points);
        for (const [index, { number, sort }] of chosen.entries()) {
          await startWithout(sweep, { action, first: number, kinds }, made, {
            what: `${action} at call ${number}, ${sort}`,
            withBatch: index % BATCH_EVERY === 0,
          });
        }
        one.diagnostic(`${chosen.length} faults`);
      },
    );
  }
});

interface Proof {
  readonly what: string;
  /** A whole batch is run on it too. */
  readonly withBatch: boolean;
}

async function startWithout(sweep: Sweep, failure: Failure, made: unknown, proof: Proof): Promise<void> {
  const life = sweep.untouched();
  sweep.disk.plan(failure);
  const end = await sweep.live(life, { deed: 'open' });
  sweep.disk.heal();
  // Threads take turns as they like: a start may have a call less than the one before.
  if (sweep.disk.failed() === 0) return;
  assertNamed(end, proof.what);
  if (end.failure !== null) assertLivedWell(await liveOnce(life, { deed: 'open' }), `${proof.what}, then a sound disk`);
  await assertMade(sweep, life, made, proof);
}

async function assertMade(sweep: Sweep, installation: Installation, made: unknown, proof: Proof): Promise<void> {
  assert.deepEqual(unexpectedFiles(installation.folder), [], `${proof.what}: I4: files left over`);
  assert.deepEqual(readMade(installation), made, proof.what);
  if (proof.withBatch) await sweep.assertRecovers(installation, `${proof.what}; then a batch`);
}

/** Everything but the moments at which it was made, and the starts. */
function readMade({ folder }: Installation): unknown {
  const all = (sql: string): readonly unknown[] => query(join(folder, 'orchestrator.db'), sql);
  return {
    integrity: all('PRAGMA integrity_check'),
    foreignKeys: all('PRAGMA foreign_key_check'),
    marks: [...all('PRAGMA application_id'), ...all('PRAGMA user_version'), ...all('PRAGMA journal_mode')],
    schema: all('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name'),
    versions: all('SELECT version, description FROM schema_migrations ORDER BY version'),
    batches: all('SELECT * FROM execution_batches'),
    workers: all('SELECT * FROM workers'),
  };
}

/** Numbers among the calls of these kinds. */
function pointsOf(
  calls: readonly Call[],
  kinds: readonly Kind[],
  life: Installation,
): readonly { readonly number: number; readonly sort: string }[] {
  return calls
    .filter(({ kind }) => kinds.includes(kind))
    .map((call, index) => ({ number: index + 1, sort: sortOf(call, life) }));
}
