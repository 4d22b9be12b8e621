import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from '../support/chance.ts';
import { clockText, DAY_MS, instantOf, instantOnDay, localDay } from '../../src/core/local-time.ts';
import { EVERY_ZONE, zones } from './zones.ts';

const QUARTER = 15 * 60_000;
const HOUR = 60 * 60_000;
const FROM = Date.UTC(2026, 0, 1);
const TO = Date.UTC(2046, 0, 1);

const at = (clock: string, zone: string): string => new Date(instantOf(Date.parse(`${clock}Z`), zone)).toISOString();

/** What a wall clock of the zone shows, as text that sorts: another way than the one under test. */
function wallClock(zone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return (instant) => format.format(instant);
}

/** Days (from 1970) near a clock change of the zone in the twenty years, and some others. */
function daysToCheck(zone: string, random: readonly number[]): readonly number[] {
  const shown = wallClock(zone);
  const offset = (instant: number): number => Date.parse(`${shown(instant).replace(' ', 'T')}Z`) - instant;
  const days: number[] = [];
  let before = offset(FROM);
  for (let instant = FROM + DAY_MS; instant < TO; instant += DAY_MS) {
    const now = offset(instant);
    if (now !== before) days.push(...[-2, -1, 0, 1].map((more) => Math.floor(instant / DAY_MS) + more));
    before = now;
  }
  return [...days, ...random.map((share) => Math.floor((FROM + share * (TO - FROM)) / DAY_MS))];
}

/** The first quarter of an hour at which the wall clock shows `clock` or later, by looking at every one. */
function bySearch(clock: number, zone: string): number {
  const shown = wallClock(zone);
  const wanted = new Date(clock).toISOString().replace('T', ' ').slice(0, 19);
  let instant = clock - 15 * HOUR;
  while (shown(instant) < wanted) instant += QUARTER;
  return instant;
}

/** Some clock times on every day near a change of the zone's clocks in the twenty years, and on some others. */
function assertFirst(zone: string, random: readonly number[], quarters: readonly number[]): void {
  for (const day of daysToCheck(zone, random)) {
    for (const quarter of [...quarters, 0, 2, 10]) {
      const clock = day * DAY_MS + quarter * QUARTER;
      assert.equal(instantOf(clock, zone), bySearch(clock, zone), `${new Date(clock).toISOString()} in ${zone}`);
    }
  }
}

describe('what the clocks of a zone show', () => {
  it('F16 is what the calendar of the runtime shows, at any moment of the years, the hours of clock changes too', () => {
    for (const zone of zones()) {
      const shown = wallClock(zone);
      const moments = fc.oneof(
        fc.integer({ min: FROM, max: TO }),
        fc.tuple(fc.constantFrom(...daysToCheck(zone, [0.5])), fc.nat(DAY_MS)).map(([day, ms]) => day * DAY_MS + ms),
      );
      fc.assert(
        fc.property(moments, (instant) => {
          const text = clockText(instant, zone);
          assert.equal(text.slice(0, 19), shown(instant));
          assert.equal(text.slice(19), new Date(instant).toISOString().slice(19, 23));
        }),
        { numRuns: 50 },
      );
    }
  });
});

describe('a clock time of a zone as an instant', () => {
  it('F16 a time that the spring change leaves out falls on the first instant after it', () => {
    assert.equal(at('2026-03-29T02:30:00', 'Europe/Madrid'), '2026-03-29T01:00:00.000Z');
    assert.equal(at('2027-03-14T02:30:00', 'America/New_York'), '2027-03-14T07:00:00.000Z');
    assert.equal(at('2026-10-04T02:15:00', 'Australia/Lord_Howe'), '2026-10-03T15:30:00.000Z');
    assert.equal(at('2027-03-14T00:30:00', 'America/Havana'), '2027-03-14T05:00:00.000Z');
  });

  it('F16 a time that the autumn change repeats is its first coming only', () => {
    assert.equal(at('2026-10-25T02:30:00', 'Europe/Madrid'), '2026-10-25T00:30:00.000Z');
    assert.equal(at('2026-11-01T01:30:00', 'America/New_York'), '2026-11-01T05:30:00.000Z');
    assert.equal(at('2027-04-04T01:45:00', 'Australia/Lord_Howe'), '2027-04-03T14:45:00.000Z');
  });

  it('F16 a day that a zone leaves out altogether falls on the beginning of the next one', () => {
    assert.equal(at('2011-12-30T02:00:00', 'Pacific/Apia'), '2011-12-30T10:00:00.000Z');
  });

  it('knows the weekday by the calendar of the zone', () => {
    const sunday3 = { hour: 3, minute: 0, weekday: 0 };
    const day = localDay(Date.UTC(2026, 10, 22, 12), 'America/Mexico_City');
    assert.equal(
      new Date(instantOnDay(sunday3, day, 'America/Mexico_City') ?? 0).toISOString(),
      '2026-11-22T09:00:00.000Z',
    );
    for (let more = 1; more < 7; more += 1)
      assert.equal(instantOnDay(sunday3, day + more, 'America/Mexico_City'), null);
  });

  it('F16 is the first instant at which the clocks show the time or a later one', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const quarter = fc.integer({ min: 0, max: 95 });
    fc.assert(
      fc.property(fc.constantFrom(...zones()), fc.tuple(share, share, share), fc.tuple(quarter, quarter), assertFirst),
      { numRuns: 8 },
    );
  });

  it('F16 is so in every zone (long form)', { skip: EVERY_ZONE ? false : 'SCHEDULE_ZONES=all' }, () => {
    for (const zone of zones()) assertFirst(zone, [0.1, 0.5, 0.9], [1, 93]);
  });
});
