/**
 * Clock times of a zone as instants, by the zone data that comes with the runtime: no library, and so no table of
 * zones that grows old.
 *
 * One rule covers both days on which clocks are changed: the instant of a clock time is the *first* instant at which
 * the zone's clocks show it or a later one. A time that is left out falls on the change itself; a time that comes twice
 * is its first coming.
 */
import { Fault } from './errors.ts';

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

/** What is known of a zone: its format, and a stretch of time in which its clocks were not changed. */
interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Both ends included, whole seconds; grows with every instant asked for that is near it and shows the same. NaN = none yet. */
  from: number;
  to: number;
  /** Clocks against UTC in that stretch, ms. */
  offset: number;
}

/** Making a format costs some 50 µs and using it 3: years of occurrences are walked through with few uses. */
const known = new Map<string, Zone>();

function zoneOf(timeZone: string): Zone {
  const found = known.get(timeZone);
  if (found !== undefined) return found;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const zone = { format, from: Number.NaN, to: Number.NaN, offset: Number.NaN };
  known.set(timeZone, zone);
  return zone;
}

/** `11/22/2026, GMT-06:00`, and `GMT` alone for none; seconds only where a zone had them long ago. */
const SHOWN_OFFSET = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

function shownOffset({ format }: Zone, epochMs: number): number {
  const shown = format.format(epochMs);
  const found = SHOWN_OFFSET.exec(shown);
  if (found === null) throw new Fault('E_INTERNAL', `the runtime shows an offset of a time zone as ${shown}`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = found;
  return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

function offsetAt(epochMs: number, timeZone: string): number {
  const zone = zoneOf(timeZone);
  const instant = Math.floor(epochMs / 1000) * 1000;
  if (instant >= zone.from && instant <= zone.to) return zone.offset;
  const offset = shownOffset(zone, instant);
  const isNear = instant >= zone.from - 2 * AROUND_MS && instant <= zone.to + 2 * AROUND_MS;
  if (offset === zone.offset && isNear) {
    zone.from = Math.min(zone.from, instant);
    zone.to = Math.max(zone.to, instant);
  } else Object.assign(zone, { from: instant, to: instant, offset });
  return offset;
}

/** What the clocks of a zone show: `2026-11-22 04:03:12.345`. */
export function clockText(epochMs: number, timeZone: string): string {
  return new Date(epochMs + offsetAt(epochMs, timeZone)).toISOString().slice(0, -1).replace('T', ' ');
}

/** `2026-11-22` for an instant, in a zone. */
export function dayOf(epochMs: number, timeZone: string): string {
  return clockText(epochMs, timeZone).slice(0, 10);
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
  return Math.floor((epochMs + offsetAt(epochMs, timeZone)) / DAY_MS);
}

/** The instant of a clock time on a day of the zone's calendar; null when the day is another weekday. */
export function instantOnDay(time: LocalTime, day: number, timeZone: string): number | null {
  const weekday = (((day + WEEKDAY_OF_DAY_0) % WEEK) + WEEK) % WEEK;
  if (time.weekday !== null && time.weekday !== weekday) return null;
  return instantOf(day * DAY_MS + (time.hour * 60 + time.minute) * 60_000, timeZone);
}
