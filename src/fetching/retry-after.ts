/** `Retry-After` in every form a server may write (RFC 9110 §10.2.3 and §5.6.7; fault F58). */

export const SHORTEST_RETRY_AFTER_MS = 1_000;
/** Six hours: a longer wish means "go away", not "slow down". */
export const LONGEST_RETRY_AFTER_MS = 6 * 3_600_000;

const SHORT_MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

interface DateParts {
  readonly year: number;
  readonly month: string;
  readonly day: number;
  readonly time: string;
}

/** `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`. */
function datePartsOf(text: string, now: number): DateParts | null {
  const fixdate = /^[a-z]{3}, (\d{2}) ([a-z]{3}) (\d{4}) (\d{2}:\d{2}:\d{2}) gmt$/i.exec(text);
  if (fixdate !== null)
    return { day: Number(fixdate[1]), month: fixdate[2] ?? '', year: Number(fixdate[3]), time: fixdate[4] ?? '' };
  const asctime = /^[a-z]{3} ([a-z]{3}) ([ \d]\d) (\d{2}:\d{2}:\d{2}) (\d{4})$/i.exec(text);
  if (asctime !== null)
    return { day: Number(asctime[2]), month: asctime[1] ?? '', year: Number(asctime[4]), time: asctime[3] ?? '' };
  const rfc850 = /^[a-z]{6,9}, (\d{2})-([a-z]{3})-(\d{2}) (\d{2}:\d{2}:\d{2}) gmt$/i.exec(text);
  if (rfc850 === null) return null;
  // A two-digit year more than 50 years ahead is one of the past (RFC 9110 §5.6.7).
  const thisYear = new Date(now).getUTCFullYear();
  const year = Math.floor(thisYear / 100) * 100 + Number(rfc850[3]);
  return {
    day: Number(rfc850[1]),
    month: rfc850[2] ?? '',
    year: year > thisYear + 50 ? year - 100 : year,
    time: rfc850[4] ?? '',
  };
}

/** Epoch ms of an HTTP date in any of its three forms; null when it is none. */
export function parseHttpDate(text: string, now: number): number | null {
  const parts = datePartsOf(text.trim(), now);
  if (parts === null) return null;
  const month = SHORT_MONTHS.indexOf(parts.month.toLowerCase());
  const [hours = 0, minutes = 0, seconds = 0] = parts.time.split(':').map(Number);
  if (month < 0 || hours > 23 || minutes > 59 || seconds > 60 || parts.day < 1 || parts.day > 31) return null;
  return Date.UTC(parts.year, month, parts.day, hours, minutes, seconds);
}

/**
 * Milliseconds a server asks us to wait, not clamped; null when it says nothing sensible.
 *
 * @param date the answer's own `Date` header: the server's clock, not ours, is what its instant refers to
 */
export function parseRetryAfter(value: string | undefined, date: string | undefined, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1_000;
  const instant = parseHttpDate(text, now);
  if (instant === null) return null;
  return Math.max(instant - (parseHttpDate(date ?? '', now) ?? now), 0);
}

export function clampRetryAfter(ms: number): number {
  return Math.min(Math.max(ms, SHORTEST_RETRY_AFTER_MS), LONGEST_RETRY_AFTER_MS);
}
