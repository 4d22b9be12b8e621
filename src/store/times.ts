/**
 * Epoch milliseconds to the text of the user's columns and back (D27). Never `T` or `Z`: text with them compares
 * wrongly with what `datetime('now')` returns, and the user's own queries compare so.
 */
const SHAPE = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$/;

/** `2026-11-22 10:00:00.000`, UTC. */
export function timeText(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('T', ' ').replace('Z', '');
}

/** Same for a time that may be missing. */
export function timeTextOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : timeText(epochMs);
}

/** Reads our own form, `CURRENT_TIMESTAMP`'s, and what Python writes; null when it is no time. UTC unless it says else. */
export function readTime(text: string | null): number | null {
  const match = text === null ? null : SHAPE.exec(text);
  if (match === null) return null;
  const epochMs = Date.parse(`${match[1]}T${match[2]}${match[3] ?? 'Z'}`);
  return Number.isNaN(epochMs) ? null : epochMs;
}
