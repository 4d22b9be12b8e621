import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { DAY_MS } from '../../../src/core/local-time.ts';
import { Fault } from '../../../src/core/errors.ts';
import type { Occurrence, Store } from '../../../src/store/contract.ts';
import { createScheduler } from '../../../src/upkeep/schedule/scheduler.ts';
import type { DueNow, Scheduler } from '../../../src/upkeep/schedule/scheduler.ts';
import type { ScheduleSettings } from '../../../src/upkeep/schedule/settings.ts';
import { pause, resume } from '../../../src/upkeep/schedule/operator-actions.ts';
import type { OperatorDeps } from '../../../src/upkeep/schedule/operator-actions.ts';
import { batchPlan, plannedTask } from '../../store/given.ts';
import { openSqlite } from '../../store/sqlite-store.ts';
import { recordingLog, steppedClock } from '../stepped-clock.ts';
import type { LogLine, SteppedClock } from '../stepped-clock.ts';

const START = Date.UTC(2026, 10, 22, 10);
const MINUTE = 60_000;
const FORTNIGHT = 15 * DAY_MS;

const SETTINGS: ScheduleSettings = {
  timeZone: 'America/Mexico_City',
  batches: true,
  batchEveryMs: FORTNIGHT,
  onBusy: 'skip',
  catchUp: 'one',
  clockJobs: [],
  frequentJobs: [],
};

interface House {
  readonly store: Store;
  readonly clock: SteppedClock;
  readonly lines: readonly LogLine[];
  readonly operator: OperatorDeps;
  /** A process: the first one, or the next after a crash. */
  readonly boot: () => Scheduler;
  /** Plans a batch for an occurrence, as the service does. */
  readonly begin: (scheduler: Scheduler, due: DueNow | undefined) => Promise<string>;
  readonly plan: () => Promise<string>;
  readonly end: (batch: string) => Promise<void>;
  readonly occurrences: (schedule?: string) => Promise<readonly Occurrence[]>;
}

async function house(t: TestContext, changes: Partial<ScheduleSettings> = {}): Promise<House> {
  const store = await openSqlite(t);
  const clock = steppedClock(START);
  const { log, lines } = recordingLog();
  const settings = { ...SETTINGS, ...changes };
  let number = 0;
  const plan = async (): Promise<string> => {
    number += 1;
    const name = { monthYear: 'Nov26', executionNumber: number };
    return (await store.batches.planBatch(batchPlan([plannedTask(1)], { name, startedAt: clock.now() }))).id;
  };
  return {
    store,
    clock,
    lines,
    operator: {
      store,
      clock,
      batchEveryMs: settings.batchEveryMs,
      deadlineMs: 14 * DAY_MS,
      sites: () => ['Inm24', 'Lam'],
    },
    boot: () => createScheduler({ store, clock, log, settings: () => settings, start: () => undefined }),
    plan,
    begin: async (scheduler, due) => {
      assert.equal(due?.kind, 'batch');
      const batch = await plan();
      if (due?.kind === 'batch') await scheduler.batchStarted(due.occurrence, batch);
      return batch;
    },
    end: async (batch) => {
      await store.batches.cancelOpenTasks(batch, 'test', clock.now());
      await store.batches.closeBatch(batch, 'cancelled', clock.now());
    },
    occurrences: async (schedule = 'batches') => (await store.schedule.listOccurrences(schedule, 1000)).toReversed(),
  };
}

const told = ({ dueAt, status, batch, reason }: Occurrence): readonly unknown[] => [
  (dueAt - START) / DAY_MS,
  status,
  batch,
  reason,
];

describe('the schedule of batches', () => {
  it('starts the first batch with the first start of the service, and the next 15 days later', async (t) => {
    const { boot, begin, end, clock, occurrences } = await house(t);
    const scheduler = boot();
    const [first, ...others] = await scheduler.tick();
    assert.deepEqual(others, []);
    await end(await begin(scheduler, first));
    await clock.advance(FORTNIGHT - 1);
    assert.deepEqual(await scheduler.tick(), []);
    await clock.advance(1);
    await begin(scheduler, (await scheduler.tick())[0]);
    assert.deepEqual((await occurrences()).map(told), [
      [0, 'started', 'Nov26_01', null],
      [15, 'started', 'Nov26_02', null],
    ]);
  });

  it('counts from the newest batch there is: one run by hand before is the first occurrence', async (t) => {
    const { boot, plan, end, clock, occurrences } = await house(t);
    await end(await plan());
    await clock.advance(3 * DAY_MS);
    const scheduler = boot();
    assert.deepEqual(await scheduler.tick(), []);
    await clock.advance(12 * DAY_MS);
    assert.equal((await scheduler.tick()).length, 1);
    assert.deepEqual((await occurrences()).map(told), [
      [0, 'started', 'Nov26_01', null],
      [15, 'pending', null, null],
    ]);
  });

  it('counts another interval from the last occurrence', async (t) => {
    const first = await house(t);
    const scheduler = first.boot();
    await first.end(await first.begin(scheduler, (await scheduler.tick())[0]));
    await first.clock.advance(DAY_MS);
    const { log } = recordingLog();
    const settings = { ...SETTINGS, batchEveryMs: 10 * DAY_MS };
    const later = createScheduler({
      store: first.store,
      clock: first.clock,
      log,
      settings: () => settings,
      start: () => undefined,
    });
    await first.clock.advance(9 * DAY_MS - 1);
    assert.deepEqual(await later.tick(), []);
    await first.clock.advance(1);
    assert.equal((await later.tick()).length, 1);
  });

  it('P19 F17 after 40 days of absence starts exactly one batch, whose row has its original instant', async (t) => {
    const { boot, begin, end, clock, occurrences } = await house(t);
    const before = boot();
    await end(await begin(before, (await before.tick())[0]));
    await clock.advance(55 * DAY_MS);
    const after = boot();
    const due = await after.tick();
    assert.equal(due.length, 1);
    await end(await begin(after, due[0]));
    assert.deepEqual(await after.tick(), []);
    assert.deepEqual((await occurrences()).map(told), [
      [0, 'started', 'Nov26_01', null],
      [15, 'skipped', null, 'nothing ran when it was due'],
      [30, 'skipped', null, 'nothing ran when it was due'],
      [45, 'started', 'Nov26_02', null],
    ]);
  });

  it('never starts two batches at once: skip records which batch was in the way', async (t) => {
    const { boot, begin, end, clock, occurrences } = await house(t, { onBusy: 'skip' });
    const scheduler = boot();
    const batch = await begin(scheduler, (await scheduler.tick())[0]);
    await clock.advance(FORTNIGHT);
    assert.deepEqual(await scheduler.tick(), []);
    await end(batch);
    await clock.advance(MINUTE);
    assert.deepEqual(await scheduler.tick(), []);
    assert.deepEqual((await occurrences()).map(told).at(-1), [15, 'skipped', null, 'batch Nov26_01 was running']);
  });

  it('never starts two batches at once: queue starts it once the running one is over, even after a restart', async (t) => {
    const { boot, begin, end, clock, occurrences } = await house(t, { onBusy: 'queue' });
    const scheduler = boot();
    const batch = await begin(scheduler, (await scheduler.tick())[0]);
    await clock.advance(FORTNIGHT);
    assert.deepEqual(await scheduler.tick(), []);
    await clock.advance(FORTNIGHT);
    assert.deepEqual(await scheduler.tick(), []);
    const next = boot();
    assert.deepEqual(await next.tick(), []);
    await end(batch);
    await end(await begin(next, (await next.tick())[0]));
    assert.deepEqual(await next.tick(), []);
    assert.deepEqual((await occurrences()).map(told).slice(1), [
      [15, 'started', 'Nov26_02', null],
      [30, 'skipped', null, 'that of 2026-12-07 04:00 still waits'],
    ]);
  });

  it('starts an occurrence again when the service died before its batch was planned, and not after', async (t) => {
    const { boot, plan, end, clock, occurrences } = await house(t);
    assert.equal((await boot().tick()).length, 1);
    const second = boot();
    assert.equal((await second.tick()).length, 1, 'nothing was planned: it is due again');
    assert.deepEqual(await second.tick(), [], 'once a process');
    const batch = await plan();
    const third = boot();
    assert.deepEqual(await third.tick(), [], 'a batch was planned: it is its own');
    await end(batch);
    await clock.advance(MINUTE);
    assert.deepEqual(await third.tick(), []);
    assert.deepEqual((await occurrences()).map(told), [[0, 'started', 'Nov26_01', null]]);
  });

  it('tries a start that failed again after ten minutes, and says why it failed', async (t) => {
    const { boot, clock, occurrences } = await house(t);
    const scheduler = boot();
    const [due] = await scheduler.tick();
    await scheduler.failed(due?.occurrence ?? null, new Fault('E_NOTHING_TO_DO', 'no catalogue row fits'));
    await clock.advance(9 * MINUTE);
    assert.deepEqual(await scheduler.tick(), []);
    assert.deepEqual((await occurrences()).map(told), [[0, 'pending', null, 'E_NOTHING_TO_DO: no catalogue row fits']]);
    await clock.advance(MINUTE);
    assert.deepEqual(await scheduler.tick(), [due]);
  });

  it('starts nothing while it is paused, records who paused it, and goes on with the next one', async (t) => {
    const { boot, begin, end, clock, operator, occurrences } = await house(t);
    const scheduler = boot();
    await end(await begin(scheduler, (await scheduler.tick())[0]));
    await pause(operator, { site: null }, 'cli:ana');
    await clock.advance(FORTNIGHT);
    assert.deepEqual(await scheduler.tick(), []);
    await resume(operator, { site: null }, 'cli:ana');
    assert.deepEqual(await scheduler.tick(), []);
    await clock.advance(FORTNIGHT);
    assert.equal((await scheduler.tick()).length, 1);
    assert.deepEqual((await occurrences()).map(told).slice(1), [
      [15, 'skipped', null, 'paused by cli:ana'],
      [30, 'pending', null, null],
    ]);
  });

  it('F19 an interval of 60 days needs no timer: a look a day starts one batch on the sixtieth', async (t) => {
    const { boot, begin, end, clock } = await house(t, { batchEveryMs: 60 * DAY_MS });
    const scheduler = boot();
    await end(await begin(scheduler, (await scheduler.tick())[0]));
    const started: number[] = [];
    for (let day = 1; day <= 61; day += 1) {
      await clock.advance(DAY_MS);
      const [due] = await scheduler.tick();
      if (due === undefined) continue;
      started.push(day);
      await end(await begin(scheduler, due));
    }
    assert.deepEqual(started, [60]);
    assert.equal(clock.longestSleepMs, 0);
  });
});

describe('a clock that is set', () => {
  it('F15 forward by a month: what became due is started once', async (t) => {
    const { boot, begin, end, clock, lines } = await house(t);
    const scheduler = boot();
    await end(await begin(scheduler, (await scheduler.tick())[0]));
    clock.setWall(START + 40 * DAY_MS);
    const due = await scheduler.tick();
    assert.equal(due.length, 1);
    await end(await begin(scheduler, due[0]));
    await clock.advance(MINUTE);
    assert.deepEqual(await scheduler.tick(), []);
    assert.equal(lines.filter(({ event }) => event === 'clock_jump').length, 1);
  });

  it('F15 back by a day: nothing is started again, and the next one keeps its instant', async (t) => {
    const { boot, begin, end, clock, lines, occurrences } = await house(t);
    const scheduler = boot();
    await end(await begin(scheduler, (await scheduler.tick())[0]));
    clock.setWall(START - DAY_MS);
    for (let hour = 0; hour < 30; hour += 1) {
      assert.deepEqual(await scheduler.tick(), []);
      await clock.advance(60 * MINUTE);
    }
    assert.deepEqual(
      lines.filter(({ level }) => level !== 'info').map(({ event }) => event),
      ['clock_jump', 'clock_behind'],
    );
    assert.ok(lines.some(({ event }) => event === 'clock_right_again'));
    clock.setWall(START + FORTNIGHT);
    assert.equal((await scheduler.tick()).length, 1);
    assert.equal((await occurrences()).length, 2);
  });

  it('F15 back by four minutes right after a start: nothing is started again', async (t) => {
    const { boot, begin, end, clock } = await house(t);
    const scheduler = boot();
    await end(await begin(scheduler, (await scheduler.tick())[0]));
    clock.setWall(START - 4 * MINUTE);
    for (let minute = 0; minute < 10; minute += 1) {
      assert.deepEqual(await scheduler.tick(), []);
      await clock.advance(MINUTE);
    }
  });

  it('F21 at 1970 at boot schedules nothing until it is right, while frequent jobs go on', async (t) => {
    const { boot, begin, end, clock, lines } = await house(t, {
      frequentJobs: [{ name: 'status', everyMs: 5 * MINUTE }],
    });
    const before = boot();
    const due = await before.tick();
    await end(
      await begin(
        before,
        due.find(({ kind }) => kind === 'batch'),
      ),
    );
    await clock.advance(FORTNIGHT);
    clock.setWall(60_000);
    const after = boot();
    const status = [{ kind: 'job', job: 'status', occurrence: null }];
    assert.deepEqual(await after.tick(), status);
    await clock.advance(5 * MINUTE);
    assert.deepEqual(await after.tick(), status);
    assert.equal(lines.filter(({ event }) => event === 'clock_behind').length, 1, 'said once');
    clock.setWall(START + FORTNIGHT);
    assert.deepEqual(
      (await after.tick()).map(({ kind }) => kind),
      ['batch'],
    );
  });

  it('F21 at 1970 at the very first start schedules nothing either', async (t) => {
    const { boot, clock, store } = await house(t);
    clock.setWall(60_000);
    assert.deepEqual(await boot().tick(), []);
    assert.deepEqual(await store.schedule.schedules(), []);
  });

  it('F21 after a clock that ran a year ahead a person says that it is right now, and the schedule goes on', async (t) => {
    const { boot, begin, end, clock, operator, occurrences } = await house(t);
    const scheduler = boot();
    await end(await begin(scheduler, (await scheduler.tick())[0]));
    clock.setWall(START + 365 * DAY_MS);
    await end(await begin(scheduler, (await scheduler.tick())[0]));
    clock.setWall(START + 10 * DAY_MS);
    assert.deepEqual(await scheduler.tick(), []);
    assert.equal((await resume(operator, { site: null }, 'cli:ana')).clockTrusted, true);
    assert.deepEqual(await scheduler.tick(), []);
    await clock.advance(5 * DAY_MS);
    await end(await begin(scheduler, (await scheduler.tick())[0]));
    assert.equal((await occurrences()).at(-1)?.dueAt, START + FORTNIGHT);
    assert.equal((await resume(operator, { site: null }, 'cli:ana')).clockTrusted, false);
  });
});

describe('jobs at clock times', () => {
  const backup = {
    clockJobs: [{ name: 'backup', time: { hour: 2, minute: 0, weekday: null } }],
    batches: false,
  } as const;
  const TWO_LOCAL = Date.UTC(2026, 10, 23, 8);

  it('are due at their time in the configured zone, and once', async (t) => {
    const { boot, clock, occurrences } = await house(t, backup);
    const scheduler = boot();
    assert.deepEqual(await scheduler.tick(), []);
    await clock.advance(TWO_LOCAL - START - 1);
    assert.deepEqual(await scheduler.tick(), []);
    await clock.advance(1);
    const due = await scheduler.tick();
    const occurrence = { schedule: 'backup', dueAt: TWO_LOCAL };
    assert.deepEqual(due, [{ kind: 'job', job: 'backup', occurrence }]);
    await scheduler.jobDone(occurrence);
    assert.deepEqual(await scheduler.tick(), []);
    assert.deepEqual(
      (await occurrences('backup')).map(({ status }) => status),
      ['done'],
    );
  });

  it('F17 that were missed for a week run once at boot', async (t) => {
    const { boot, clock, occurrences } = await house(t, backup);
    await boot().tick();
    await clock.advance(7 * DAY_MS);
    const scheduler = boot();
    assert.equal((await scheduler.tick()).length, 1);
    const statuses = (await occurrences('backup')).map(({ status }) => status);
    assert.deepEqual(statuses, ['skipped', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped', 'pending']);
  });

  it('that take the service with them are tried three times, not for ever', async (t) => {
    const { boot, clock, occurrences } = await house(t, backup);
    await boot().tick();
    await clock.advance(DAY_MS);
    for (let attempt = 0; attempt < 3; attempt += 1) assert.equal((await boot().tick()).length, 1);
    assert.deepEqual(await boot().tick(), []);
    assert.deepEqual(
      (await occurrences('backup')).map(({ status }) => status),
      ['failed'],
    );
  });

  it('that fail are recorded with the reason and run again at their next time', async (t) => {
    const { boot, clock, occurrences } = await house(t, backup);
    const scheduler = boot();
    await scheduler.tick();
    await clock.advance(DAY_MS);
    const [due] = await scheduler.tick();
    await scheduler.failed(due?.occurrence ?? null, new Fault('E_DISK_FULL', 'no room for the copy'));
    assert.deepEqual(await scheduler.tick(), []);
    assert.equal((await occurrences('backup'))[0]?.reason, 'E_DISK_FULL: no room for the copy');
    await clock.advance(DAY_MS);
    assert.equal((await scheduler.tick()).length, 1);
  });
});

it('runOnce hands each thing that is due to the service and counts it', async (t) => {
  const { store, clock } = await house(t);
  const started: DueNow[] = [];
  const settings: ScheduleSettings = { ...SETTINGS, frequentJobs: [{ name: 'health', everyMs: DAY_MS }] };
  const { log } = recordingLog();
  const scheduler = createScheduler({ store, clock, log, settings: () => settings, start: (due) => started.push(due) });
  assert.deepEqual(await scheduler.runOnce(), { batches: 1, jobs: 1 });
  assert.deepEqual(
    started.map(({ kind }) => kind),
    ['batch', 'job'],
  );
  assert.deepEqual(await scheduler.runOnce(), { batches: 0, jobs: 0 });
});
