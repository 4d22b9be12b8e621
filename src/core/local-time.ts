/**
 * Clock times of a zone as instants, by the zone data that comes with the runtime: no library, and so no table of
 * zones that grows old.
 *
 * One rule covers both days on which clocks are changed: the instant of a clock time is the *first* instant at which
 * the zone's clocks show it or a later one. A time that is left out falls on the change itself; a time that comes twice
 * is its first coming.
 */

export const DAY_MS = 24 * 60 * 60 * 1000;
/** Further from an instant than any zone's clocks are, a day left out included; two changes are never so close. */
const AROUND_MS = 36 * 60 * 60 * 1000;
/** 1970-01-01 was a Thursday. */
const WEEKDAY_OF_DAY_0 = 4;
const WEEK = 7;

/** A time of day, of one weekday or of all. */
export interface LocalTime {
  readonly hour: number;
  readonly minute: number;
  /** 0 = Sunday; null = every day. */
  readonly weekday: number | null;
}

/** Making a format costs some 50 µs, using it one. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

/** What the zone's clocks show at an instant, written as if it were UTC: epoch milliseconds, whole seconds. */
function localClock(epochMs: number, timeZone: string): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(epochMs)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function offsetAt(epochMs: number, timeZone: string): number {
  const wholeSeconds = Math.floor(epochMs / 1000) * 1000;
  return localClock(wholeSeconds, timeZone) - wholeSeconds;
}

/** First instant at which the clocks of `timeZone` show `clock` (as if it were UTC, whole seconds) or later. */
export function instantOf(clock: number, timeZone: string): number {
  const before = offsetAt(clock - AROUND_MS, timeZone);
  const after = offsetAt(clock + AROUND_MS, timeZone);
  if (before === after) return clock - before;
  const [early, late] = before > after ? [clock - before, clock - after] : [clock - after, clock - before];
  if (early + offsetAt(early, timeZone) === clock) return early;
  if (late + offsetAt(late, timeZone) === clock) return late;
  return changeBetween(early, late, before, timeZone);
}

/** The instant in (from, to] at which the offset stops being `before`. */
function changeBetween(from: number, to: number, before: number, timeZone: string): number {
  let [still, changed] = [from, to];
  while (changed - still > 1000) {
    const middle = Math.floor((still + changed) / 2000) * 1000;
    if (offsetAt(middle, timeZone) === before) still = middle;
    else changed = middle;
  }
  return changed;
}

/** Days are counted from 1970-01-01 by the zone's calendar. */
export function localDay(epochMs: number, timeZone: string): number {
  return Math.floor(localClock(epochMs, timeZone) / DAY_MS);
}

/** The instant of a clock time on a day of the zone's calendar; null when the day is another weekday. */
export function instantOnDay(time: LocalTime, day: number, timeZone: string): number | null {
  const weekday = (((day + WEEKDAY_OF_DAY_0) % WEEK) + WEEK) % WEEK;
  if (time.weekday !== null && time.weekday !== weekday) return null;
  return instantOf(day * DAY_MS + (time.hour * 60 + time.minute) * 60_000, timeZone);
}
