/** What `doctor` says of one thing: how it stands, in plain words, and what to do about it. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'bad';
  readonly what: string;
  /** null when there is nothing to do. */
  readonly cure: string | null;
}

export function ok(name: string, what: string): Check {
  return { name, state: 'ok', what, cure: null };
}

export function warn(name: string, what: string, cure: string): Check {
  return { name, state: 'warn', what, cure };
}

export function bad(name: string, what: string, cure: string): Check {
  return { name, state: 'bad', what, cure };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `42 min`, `5 h`, `12 d`: how long something has been so. */
export function spanOf(ms: number): string {
  if (ms < HOUR_MS) return `${Math.max(0, Math.round(ms / 60_000))} min`;
  return ms < 2 * DAY_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / DAY_MS)} d`;
}
