import { clockText } from '../core/local-time.ts';
import type { LocalTime } from '../core/local-time.ts';
import type { Language } from './language.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `TZ` of this process, when it was told so. */
let own: string | null = null;

/**
 * Makes `timeZone` that of this process: its instants are then shown without a format of ICU, whose loading alone takes a
 * short program a sixth of its life.
 */
export function liveInZone(timeZone: string, environment: Record<string, string | undefined>): void {
  environment['TZ'] = timeZone;
  own = timeZone;
}

/** The zone this process lives in. */
export function zoneHere(): string {
  return own ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `2026-11-22 04:03` in a zone. */
export function showInstant(epochMs: number, timeZone: string): string {
  return timeZone === own ? shownHere(new Date(epochMs)) : clockText(epochMs, timeZone).slice(0, 16);
}

/** `2026-11-22 04:03:12.345` in a zone. */
export function showInstantExactly(epochMs: number, timeZone: string): string {
  return `${showInstant(epochMs, timeZone)}${new Date(epochMs).toISOString().slice(16, 23)}`;
}

function shownHere(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** 1970-01-04 was a Sunday. */
const A_SUNDAY = 3 * DAY;

/** `02:00` for every day, `Sun 03:00` (`dom 03:00`) for one weekday. */
export function showLocalTime({ hour, minute, weekday }: LocalTime, language: Language): string {
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  if (weekday === null) return time;
  const day = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return `${day.format(A_SUNDAY + weekday * DAY)} ${time}`;
}

/** `340 ms`, `1.2 s`, `42 s`, `3 min 05 s`, `2 h 10 min`, `3 d 4 h`: two units at most, the smaller one when there is some of it. */
export function showDuration(ms: number): string {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(ms % SECOND < 50 ? 0 : 1)} s`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return twoUnits([ms, MINUTE, SECOND], ['min', 's'], 2);
  if (ms < DAY) return twoUnits([ms, HOUR, MINUTE], ['h', 'min'], 2);
  return twoUnits([ms, DAY, HOUR], ['d', 'h'], 1);
}

function twoUnits(
  [ms, large, small]: readonly [number, number, number],
  [largeName, smallName]: readonly [string, string],
  digits: number,
): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)} ${largeName}${rest === 0 ? '' : ` ${String(rest).padStart(digits, '0')} ${smallName}`}`;
}

/** `12,345`; by hand, since a program's first look at ICU's numbers takes it 10 ms. */
export function showCount(count: number): string {
  if (!Number.isSafeInteger(count)) return count.toLocaleString('en-US');
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
