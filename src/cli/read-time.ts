/** Times as people type them: 90m, 2026-11-22, 2026-11-22T10:00. */
import { parseDuration } from '../config/option.ts';

const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?(Z)?$/i;

/**
 * What was typed, as epoch ms; null when it is no time. A day begins with its first instant, and clock times without a Z
 * are those of this process, which lives in the zone of its installation.
 * @param durationFrom the instant so many milliseconds from now, or ago
 */
export function readTime(text: string, durationFrom: (ms: number) => number): number | null {
  const duration = parseDuration(text);
  if (duration !== null) return durationFrom(duration);
  const [, day, clock = '00:00', utc = ''] = TIME.exec(text) ?? [];
  if (day === undefined) return null;
  const instant = Date.parse(`${day}T${clock}${utc.toUpperCase()}`);
  // `2026-02-30` is read as a day of March.
  return Number.isNaN(instant) || !isDay(day) ? null : instant;
}

function isDay(day: string): boolean {
  const instant = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
}
