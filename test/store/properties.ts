/** Random sequences of leases, pages, settlements and deaths: what must hold after each of them, in any store. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { array, assert as check, asyncProperty, boolean, constantFrom, nat, oneof, tuple } from '../support/chance.ts';
import type { Lease } from '../../src/core/lease.ts';
import { isSettled } from '../../src/core/task.ts';
import type { Settlement, Store } from '../../src/store/contract.ts';
import { INTENT, leaseRequest, page, planned, settlement, sharedStore, T0 } from './given.ts';
import type { OpenStore } from './given.ts';

const TASKS = 4;
const WIDTH = 2;

/** A holder is one worker; it may be late: its lease may be gone. */
interface Holding {
  readonly lease: Lease;
  readonly generation: number;
  next: number;
  atEnd: boolean;
}

interface World {
  readonly store: Store;
  readonly batch: string;
  readonly ids: readonly number[];
  readonly holdings: Holding[];
  /** Leases the model knows to be live, by task. */
  readonly live: Map<number, string>;
  now: number;
  leases: number;
}

type Act = (world: World) => Promise<void>;

const lease =
  (index: number): Act =>
  async (world) => {
    const task = world.ids[index]!;
    world.leases += 1;
    const owner = `owner-${world.leases}`;
    const answer = await world.store.tasks.leaseTask(
      leaseRequest(task, { owner, token: owner, at: world.now, laneWidth: WIDTH }),
    );
    if (typeof answer === 'string') return;
    assert.equal(world.live.has(task), false, 'a second live lease');
    world.live.set(task, answer.lease.token);
    world.holdings.push({
      lease: answer.lease,
      generation: answer.resume.generation,
      next: answer.resume.cursor?.page ?? 1,
      atEnd: answer.resume.atEnd,
    });
  };

const isLive = (world: World, holding: Holding): boolean => world.live.get(holding.lease.task) === holding.lease.token;

const commit =
  (which: number, last: boolean): Act =>
  async (world) => {
    const holding = world.holdings[which % Math.max(world.holdings.length, 1)];
    if (holding === undefined || holding.atEnd) return;
    const answer = await world.store.tasks.commitPage(
      holding.lease,
      holding.generation,
      page(holding.next, last, { fetchedAt: world.now }),
    );
    assert.equal(answer, isLive(world, holding) ? 'committed' : 'lease_lost');
    if (answer !== 'committed') return;
    holding.next += 1;
    holding.atEnd = last;
  };

const settle =
  (which: number, step: Settlement['step'], free: boolean): Act =>
  async (world) => {
    const holding = world.holdings[which % Math.max(world.holdings.length, 1)];
    if (holding === undefined) return;
    const row = await world.store.tasks.findTask(holding.lease.task);
    const open = step === 'retry' || step === 'defer' || step === 'release';
    const allowed =
      step === 'complete' ? holding.atEnd : !open || free || (row?.attempts ?? 0) < (row?.maxAttempts ?? 0);
    const given = settlement(holding.lease, {
      step,
      free,
      at: world.now,
      retryAt: world.now,
      publish: step === 'complete' ? INTENT : null,
    });
    const answer = await world.store.tasks.settleTask(given).catch(() => 'refused' as const);
    if (!isLive(world, holding)) assert.equal(answer, 'lease_lost');
    else if (!allowed) assert.equal(answer, 'refused');
    else {
      assert.ok(typeof answer !== 'string');
      world.live.delete(holding.lease.task);
    }
  };

/** All owners but one die. */
const die =
  (which: number): Act =>
  async (world) => {
    const survivor = world.holdings[which % Math.max(world.holdings.length, 1)]?.lease.owner ?? 'nobody';
    const freed = await world.store.tasks.releaseOrphans(survivor, world.now);
    for (const { id } of freed) assert.ok(world.live.delete(id), 'freed without a live lease');
    assert.ok(world.live.size <= 1);
  };

const act = oneof(
  { arbitrary: nat(TASKS - 1).map(lease), weight: 4 },
  { arbitrary: tuple(nat(9), boolean()).map(([which, last]) => commit(which, last)), weight: 4 },
  {
    arbitrary: tuple(nat(9), constantFrom('complete', 'retry', 'defer', 'fail', 'exhaust', 'release'), boolean()).map(
      ([which, step, free]) => settle(which, step, free),
    ),
    weight: 3,
  },
  { arbitrary: nat(9).map(die), weight: 1 },
);

async function assertInvariants({ store, batch, live }: World): Promise<void> {
  const tasks = await store.reports.listTasks({ batch });
  const count = (...statuses: readonly string[]): number =>
    tasks.filter(({ status }) => statuses.includes(status)).length;
  const [lane] = await store.tasks.lanes(batch, Number.MAX_SAFE_INTEGER / 4);
  assert.deepEqual(
    [lane?.pending, lane?.running, lane?.retrying, lane?.settled],
    [count('pending'), count('running'), count('retrying'), tasks.filter(({ status }) => isSettled(status)).length],
  );
  assert.equal(count('running'), live.size);
  assert.ok(live.size <= WIDTH);
  const row = await store.batches.findBatch(batch);
  assert.deepEqual(
    [row?.completedTasks, row?.failedTasks],
    [count('completed'), count('failed', 'permanently_failed', 'cancelled')],
  );
  for (const task of tasks) {
    assert.ok(task.attempts >= 0 && task.attempts <= task.maxAttempts);
    const pages = await store.tasks.readPages(task.id);
    if (task.status === 'completed') assert.equal(pages.length, 0);
    else
      assert.deepEqual(
        pages.map((each) => each.page),
        Array.from({ length: task.pages }, (_, index) => index + 1),
      );
  }
}

export function randomHistories(name: string, open: OpenStore): void {
  const opened = sharedStore(open);
  test(`${name}: P9 whatever happens in whatever order, a task has one live lease and all counts add up`, async () => {
    let execution = 0;
    await check(
      asyncProperty(array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
        const store = await opened();
        execution += 1;
        const ids = (await planned(store, TASKS, 2, execution)).map(({ id }) => id);
        const batch = (await store.batches.openBatch())!.id;
        const world: World = { store, batch, ids, holdings: [], live: new Map(), now: T0, leases: 0 };
        try {
          for (const each of acts) {
            world.now += 1000;
            await each(world);
          }
          await assertInvariants(world);
        } finally {
          await store.batches.cancelOpenTasks(batch, 'next', world.now);
          await store.batches.closeBatch(batch, 'completed', world.now);
        }
      }),
      { numRuns: 60 },
    );
  });
}
