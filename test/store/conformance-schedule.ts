/** What any store promises about the schedule, commands and the audit trail. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { batchPlan, HOUR, MINUTE, plannedTask, sharedStore, T0 } from './given.ts';
import type { OpenStore } from './given.ts';

const DAY = 24 * HOUR;

export function scheduleConformance(name: string, open: OpenStore): void {
  const shared = sharedStore(open);
  const rows = async (store: Store, schedule: string): Promise<readonly string[]> =>
    (await store.schedule.listOccurrences(schedule, 10)).map(({ dueAt, status }) => `${(dueAt - T0) / DAY} ${status}`);

  test(`${name}: P19 an occurrence has one row: recorded again, it stays what it was`, async () => {
    const store = await shared();
    await store.schedule.anchorSchedule({ schedule: 'once', anchorAt: T0, everyMs: DAY, batch: null, at: T0 });
    const first = { schedule: 'once', dueAt: T0, status: 'started', reason: null } as const;
    assert.equal(await store.schedule.recordOccurrences([first], T0), 1);
    const again = { ...first, status: 'pending' } as const;
    assert.equal(await store.schedule.recordOccurrences([again, { ...again, dueAt: T0 + DAY }], T0), 1);
    assert.deepEqual(await rows(store, 'once'), ['1 pending', '0 started']);
    const record = (await store.schedule.schedules()).find(({ schedule }) => schedule === 'once');
    assert.equal(record?.lastDueAt, T0 + DAY);
  });

  test(`${name}: an occurrence that is over when it is recorded says when that was`, async (t) => {
    const store = await open(t);
    await store.schedule.anchorSchedule({
      schedule: 'batches',
      anchorAt: T0,
      everyMs: DAY,
      batch: 'Nov26_01',
      at: T0 + HOUR,
    });
    const later = { schedule: 'batches', reason: null } as const;
    await store.schedule.recordOccurrences(
      [
        { ...later, dueAt: T0 + DAY, status: 'skipped' },
        { ...later, dueAt: T0 + 2 * DAY, status: 'pending' },
      ],
      T0 + 2 * DAY,
    );
    const ends = (await store.schedule.listOccurrences('batches', 10)).map(({ endedAt }) => endedAt);
    assert.deepEqual(ends, [null, T0 + 2 * DAY, T0 + HOUR]);
  });

  test(`${name}: an open occurrence knows the first batch planned since`, async (t) => {
    const store = await open(t);
    const plan = (executionNumber: number): Promise<unknown> =>
      store.batches.planBatch(batchPlan([plannedTask(1)], { name: { monthYear: 'Nov26', executionNumber } }));
    const finish = async (batch: string): Promise<void> => {
      await store.batches.cancelOpenTasks(batch, 'test', T0);
      await store.batches.closeBatch(batch, 'cancelled', T0);
    };
    await plan(1);
    await finish('Nov26_01');
    const occurrence = { schedule: 'batches', dueAt: T0 };
    await store.schedule.recordOccurrences([{ ...occurrence, status: 'queued', reason: null }], T0);
    await plan(2);
    await finish('Nov26_02');
    const since = async (): Promise<string | null | undefined> =>
      (await store.schedule.openOccurrences())[0]?.batchSince;
    assert.equal(await since(), 'Nov26_02');
    const change = { ...occurrence, status: 'pending', reason: null, batch: null, tried: false, at: T0 } as const;
    await store.schedule.changeOccurrence(change);
    assert.equal(await since(), null, 'what waited counts from the moment it waits no more');
    await plan(3);
    await store.schedule.changeOccurrence(change);
    assert.equal(await since(), 'Nov26_03', 'a pending one from when it was recorded');
  });

  test(`${name}: old occurrences leave after half a year, and the newest of a schedule never`, async () => {
    const store = await shared();
    const record = (schedule: string, dueAt: number, at: number): Promise<number> =>
      store.schedule.recordOccurrences([{ schedule, dueAt, status: 'skipped', reason: null }], at);
    await record('old', T0, T0);
    await record('old', T0 + DAY, T0);
    await record('other', T0, T0);
    await record('new', T0 + 1000 * DAY, T0 + 1000 * DAY);
    assert.deepEqual(await rows(store, 'old'), ['1 skipped']);
    assert.deepEqual(await rows(store, 'other'), ['0 skipped']);
  });

  test(`${name}: F21 the time seen only grows, until a person trusts an earlier one, which forgets what is later`, async (t) => {
    const store = await open(t);
    await store.schedule.anchorSchedule({ schedule: 'batches', anchorAt: T0, everyMs: DAY, batch: null, at: T0 });
    await store.schedule.saveSeen(T0 - HOUR, false);
    assert.equal(await store.schedule.lastSeen(), T0);
    await store.schedule.saveSeen(T0 + 9 * DAY, false);
    const occurrence = { schedule: 'batches', status: 'started', reason: null } as const;
    await store.schedule.recordOccurrences(
      [
        { ...occurrence, dueAt: T0 },
        { ...occurrence, dueAt: T0 + 9 * DAY },
      ],
      T0,
    );
    await store.schedule.saveSeen(T0 + HOUR, true);
    assert.equal(await store.schedule.lastSeen(), T0 + HOUR);
    assert.deepEqual(await rows(store, 'batches'), ['0 started']);
  });

  test(`${name}: a command is taken by one service only, in the order of asking`, async () => {
    const store = await shared();
    const asked = { arguments: {}, actor: 'cli:ana', askedAt: T0 };
    for (const name of ['pause', 'resume']) await store.commands.postCommand({ ...asked, name });
    const taking = { at: T0 + MINUTE, notBefore: T0 };
    const [one, two] = await Promise.all([
      store.commands.takeCommands({ ...taking, instance: 'one' }),
      store.commands.takeCommands({ ...taking, instance: 'one' }),
    ]);
    assert.deepEqual(
      [...one, ...two].map(({ name }) => name),
      ['pause', 'resume'],
    );
    assert.equal(await store.commands.waitingCommands(), 0);
  });
}
