import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from '../support/chance.ts';
import { seededRandom } from '../../src/core/clock.ts';
import { DAY_MS, instantOnDay, localDay } from '../../src/core/local-time.ts';
import type { LocalTime } from '../../src/core/local-time.ts';
import { dueOccurrences, MOST_RECORDED, nextDue } from '../../src/core/schedule.ts';
import type { Recurrence } from '../../src/core/schedule.ts';
import { EVERY_ZONE, zones } from './zones.ts';

const FIRST = Date.UTC(2026, 10, 22, 10);
const FORTNIGHT: Recurrence = { kind: 'interval', everyMs: 15 * DAY_MS };
const TWO_O_CLOCK: LocalTime = { hour: 2, minute: 0, weekday: null };
const SUNDAY_3: LocalTime = { hour: 3, minute: 0, weekday: 0 };
const iso = (instants: readonly number[]): readonly string[] =>
  instants.map((instant) => new Date(instant).toISOString());

describe('an interval', () => {
  it('counts from its anchor, which is its first occurrence', () => {
    assert.equal(nextDue(FORTNIGHT, { anchorAt: FIRST, lastDueAt: null }), FIRST);
    assert.equal(nextDue(FORTNIGHT, { anchorAt: FIRST, lastDueAt: FIRST }), FIRST + 15 * DAY_MS);
    const early = dueOccurrences(FORTNIGHT, { anchorAt: FIRST, lastDueAt: FIRST }, FIRST + 15 * DAY_MS - 1, 'one');
    assert.deepEqual(early, { start: null, missed: [] });
  });

  it('F17 after 40 days of absence starts exactly one run, stamped with the instant at which it was due', () => {
    const now = FIRST + 55 * DAY_MS;
    const { start, missed } = dueOccurrences(FORTNIGHT, { anchorAt: FIRST, lastDueAt: FIRST }, now, 'one');
    assert.equal(start, FIRST + 45 * DAY_MS);
    assert.deepEqual(missed, [FIRST + 15 * DAY_MS, FIRST + 30 * DAY_MS]);
    assert.deepEqual(dueOccurrences(FORTNIGHT, { anchorAt: FIRST, lastDueAt: start }, now, 'one'), {
      start: null,
      missed: [],
    });
  });

  it('F17 with catch_up none starts nothing that is late, and keeps what is on time', () => {
    const state = { anchorAt: FIRST, lastDueAt: FIRST };
    const late = dueOccurrences(FORTNIGHT, state, FIRST + 16 * DAY_MS, 'none');
    assert.deepEqual(late, { start: null, missed: [FIRST + 15 * DAY_MS] });
    assert.equal(dueOccurrences(FORTNIGHT, state, FIRST + 15 * DAY_MS + 60_000, 'none').start, FIRST + 15 * DAY_MS);
  });

  it('F19 may be longer than any timer: 60 days are 60 days', () => {
    const sixty: Recurrence = { kind: 'interval', everyMs: 60 * DAY_MS };
    assert.equal(nextDue(sixty, { anchorAt: FIRST, lastDueAt: FIRST }) - FIRST, 60 * DAY_MS);
    assert.equal(dueOccurrences(sixty, { anchorAt: FIRST, lastDueAt: FIRST }, FIRST + 59 * DAY_MS, 'one').start, null);
  });

  it('records no more than the newest occurrences of a very long absence', () => {
    const hourly: Recurrence = { kind: 'interval', everyMs: DAY_MS / 24 };
    const { start, missed } = dueOccurrences(
      hourly,
      { anchorAt: FIRST, lastDueAt: FIRST },
      FIRST + 900 * DAY_MS,
      'one',
    );
    assert.equal(start, FIRST + 900 * DAY_MS);
    assert.equal(missed.length, MOST_RECORDED - 1);
  });
});

describe('a clock time', () => {
  it('F16 is due once on the days on which clocks change', () => {
    const halfPastTwo: Recurrence = { kind: 'clock', time: { ...TWO_O_CLOCK, minute: 30 }, timeZone: 'Europe/Madrid' };
    const spring = dueOccurrences(
      halfPastTwo,
      { anchorAt: Date.UTC(2026, 2, 27, 12), lastDueAt: null },
      Date.UTC(2026, 2, 30, 12),
      'one',
    );
    assert.deepEqual(iso([...spring.missed, spring.start ?? 0]), [
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    const autumn = dueOccurrences(
      halfPastTwo,
      { anchorAt: Date.UTC(2026, 9, 24, 12), lastDueAt: null },
      Date.UTC(2026, 9, 26, 12),
      'one',
    );
    assert.deepEqual(iso([...autumn.missed, autumn.start ?? 0]), [
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it('F18 is due on leap days, at month ends and over the turn of the year', () => {
    const daily: Recurrence = { kind: 'clock', time: TWO_O_CLOCK, timeZone: 'America/Mexico_City' };
    const leap = dueOccurrences(
      daily,
      { anchorAt: Date.UTC(2028, 1, 28, 12), lastDueAt: null },
      Date.UTC(2028, 2, 1, 12),
      'one',
    );
    assert.deepEqual(iso([...leap.missed, leap.start ?? 0]), ['2028-02-29T08:00:00.000Z', '2028-03-01T08:00:00.000Z']);
    const newYear = dueOccurrences(
      daily,
      { anchorAt: Date.UTC(2026, 11, 30, 12), lastDueAt: null },
      Date.UTC(2027, 0, 1, 12),
      'one',
    );
    assert.deepEqual(iso([...newYear.missed, newYear.start ?? 0]), [
      '2026-12-31T08:00:00.000Z',
      '2027-01-01T08:00:00.000Z',
    ]);
  });

  it('is not due for the time before it was first counted', () => {
    const daily: Recurrence = { kind: 'clock', time: TWO_O_CLOCK, timeZone: 'America/Mexico_City' };
    const anchorAt = Date.UTC(2026, 10, 22, 8);
    assert.deepEqual(dueOccurrences(daily, { anchorAt, lastDueAt: null }, anchorAt + 60_000, 'one'), {
      start: null,
      missed: [],
    });
    assert.equal(nextDue(daily, { anchorAt, lastDueAt: null }), anchorAt + DAY_MS);
  });
});

interface Life {
  /** Every instant that got a row, in the order in which it did. */
  readonly recorded: readonly number[];
  /** Starts at each boot. */
  readonly atBoot: readonly { readonly due: number; readonly started: number }[];
}

const YEARS_20 = 20 * 365 * DAY_MS;
const LONGEST_ABSENCE = 300 * DAY_MS;

/** Twenty years of a service that is up for random times and looks at its schedule within a minute of what is due. */
function live(recurrence: Recurrence, anchorAt: number, seed: number): Life {
  const random = seededRandom(seed);
  const recorded: number[] = [];
  const atBoot: { due: number; started: number }[] = [];
  const end = anchorAt + YEARS_20;
  let lastDueAt: number | null = null;
  let now = anchorAt;
  const look = (): { due: number; started: number } => {
    const { start, missed } = dueOccurrences(recurrence, { anchorAt, lastDueAt }, now, 'one');
    const all = start === null ? missed : [...missed, start];
    recorded.push(...all);
    lastDueAt = all.at(-1) ?? lastDueAt;
    return { due: all.length, started: start === null ? 0 : 1 };
  };
  while (now < end) {
    atBoot.push(look());
    const down = now + random.next() ** 3 * 2 * LONGEST_ABSENCE;
    for (;;) {
      const next = nextDue(recurrence, { anchorAt, lastDueAt }) + Math.floor(random.next() * 60_000);
      if (next >= Math.min(down, end)) break;
      now = Math.max(now, next);
      assert.deepEqual(look(), { due: 1, started: 1 }, 'while it is up, each occurrence is started, alone');
    }
    now = Math.max(now, down) + random.next() ** 3 * LONGEST_ABSENCE;
  }
  now = end;
  look();
  return { recorded, atBoot };
}

function assertFaithful(recurrence: Recurrence, expected: readonly number[], anchorAt: number, seed: number): void {
  const { recorded, atBoot } = live(recurrence, anchorAt, seed);
  assert.deepEqual(recorded, expected, 'none missed, none doubled, in order');
  for (const { due, started } of atBoot) assert.equal(started, Math.min(due, 1), 'a boot catches up exactly once');
}

function clockInstants(time: LocalTime, zone: string, from: number, to: number): readonly number[] {
  const instants = new Set<number>();
  for (let day = localDay(from, zone) - 1; day <= localDay(to, zone) + 1; day += 1) {
    const instant = instantOnDay(time, day, zone);
    if (instant !== null && instant > from && instant <= to) instants.add(instant);
  }
  return [...instants];
}

/** The long form (`SCHEDULE_ZONES=all`) goes through every zone; the gate through the odd ones, daily for a few. */
const DAILY_IN_GATE = ['Europe/Madrid', 'Australia/Lord_Howe'];

describe('P19 over twenty years with random absences', () => {
  it('every 15 days: none missed, none doubled, and each boot catches up exactly once', () => {
    const expected = Array.from(
      { length: Math.floor(YEARS_20 / (15 * DAY_MS)) + 1 },
      (_, k) => FIRST + k * 15 * DAY_MS,
    );
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        assertFaithful(FORTNIGHT, expected, FIRST, seed);
      }),
      { numRuns: EVERY_ZONE ? 2000 : 200 },
    );
  });

  for (const [what, time, where] of [
    ['Sunday 03:00', SUNDAY_3, zones()],
    ['daily 02:00', TWO_O_CLOCK, EVERY_ZONE ? zones() : DAILY_IN_GATE],
  ] as const) {
    it(`F16 ${what} in ${where.length} zones: none missed, none doubled, and each boot catches up exactly once`, () => {
      for (const [index, timeZone] of where.entries()) {
        const expected = clockInstants(time, timeZone, FIRST, FIRST + YEARS_20);
        assert.ok(expected.length >= Math.floor(YEARS_20 / DAY_MS / (time.weekday === null ? 1 : 7)) - 1);
        assertFaithful({ kind: 'clock', time, timeZone }, expected, FIRST, index + 1);
      }
    });
  }
});
