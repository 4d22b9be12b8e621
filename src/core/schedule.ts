/**
 * When something is due: a pure rule over what is recorded and what time it is. An occurrence is an instant; each one
 * gets a row that is never made twice, so that neither a restart nor a clock set back starts anything again (P19, F15).
 */
import { DAY_MS, instantOnDay, localDay } from './local-time.ts';
import type { LocalTime } from './local-time.ts';

export type Recurrence =
  /** Every so many milliseconds from the anchor, in UTC: clock changes of a zone do not touch it (F16). */
  | { readonly kind: 'interval'; readonly everyMs: number }
  /** At a clock time of a zone. */
  | { readonly kind: 'clock'; readonly time: LocalTime; readonly timeZone: string };

export interface ScheduleState {
  /** Interval: the first occurrence. Clock time: since when it counts (an occurrence then is not due any more). */
  readonly anchorAt: number;
  /** Newest recorded occurrence; null = none yet. */
  readonly lastDueAt: number | null;
}

export type CatchUp = 'one' | 'none';

export interface Due {
  /** The occurrence to start now; null = none. */
  readonly start: number | null;
  /** Occurrences that passed while nothing ran, oldest first: they are recorded and not started. */
  readonly missed: readonly number[];
}

/** An occurrence noticed later than this was missed; a running scheduler looks at least once a minute. */
const LATE_MS = 5 * 60 * 1000;
/** Of a longer absence only the newest occurrences are recorded: the first of them says so by its age. */
export const MOST_RECORDED = 1000;
const DAYS_A_WEEK = 7;

/**
 * What is due at `now`. After an absence exactly one occurrence is started, the newest, whose row keeps the instant at
 * which it was due (F17); the others are only recorded. With `none` a late one is not started either.
 */
export function dueOccurrences(recurrence: Recurrence, state: ScheduleState, now: number, catchUp: CatchUp): Due {
  const instants = dueInstants(recurrence, state, now);
  const newest = instants.at(-1);
  if (newest === undefined) return { start: null, missed: [] };
  if (catchUp === 'none' && now - newest > LATE_MS) return { start: null, missed: instants };
  return { start: newest, missed: instants.slice(0, -1) };
}

/** Every instant that is due at `now` and not recorded, oldest first; at most `MOST_RECORDED`, the newest ones. */
function dueInstants(recurrence: Recurrence, state: ScheduleState, now: number): readonly number[] {
  if (recurrence.kind === 'clock') return clockInstants(recurrence.time, recurrence.timeZone, state, now);
  const { everyMs } = recurrence;
  const last = Math.floor((now - state.anchorAt) / everyMs);
  const first = Math.max(nextIndex(everyMs, state), last - MOST_RECORDED + 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => state.anchorAt + (first + k) * everyMs);
}

/** The next instant after everything that is recorded; in the past when something is due. */
export function nextDue(recurrence: Recurrence, state: ScheduleState): number {
  if (recurrence.kind === 'interval') return state.anchorAt + nextIndex(recurrence.everyMs, state) * recurrence.everyMs;
  const { time, timeZone } = recurrence;
  const since = state.lastDueAt ?? state.anchorAt;
  for (let day = localDay(since, timeZone); ; day += 1) {
    const instant = instantOnDay(time, day, timeZone);
    if (instant !== null && instant > since) return instant;
  }
}

/** Which occurrence, counted from the anchor, follows the newest recorded one. */
function nextIndex(everyMs: number, { anchorAt, lastDueAt }: ScheduleState): number {
  return lastDueAt === null ? 0 : Math.max(0, Math.floor((lastDueAt - anchorAt) / everyMs) + 1);
}

function clockInstants(time: LocalTime, timeZone: string, state: ScheduleState, now: number): readonly number[] {
  const since = state.lastDueAt ?? state.anchorAt;
  const days = MOST_RECORDED * (time.weekday === null ? 1 : DAYS_A_WEEK);
  // A day more at either end: a day's instant may lie on another day when clocks change at midnight.
  const from = Math.max(since, now - days * DAY_MS);
  const found: number[] = [];
  if (now <= since) return found;
  for (let day = localDay(from, timeZone) - 1; day <= localDay(now, timeZone) + 1; day += 1) {
    const instant = instantOnDay(time, day, timeZone);
    if (instant !== null && instant > (found.at(-1) ?? since) && instant <= now) found.push(instant);
  }
  return found.slice(-MOST_RECORDED);
}
