/** Cursors: where a page ended, as text that means nothing to anybody else. */
import { Fault } from '../core/errors.ts';

export const DEFAULT_LIMIT = 50;

export function writeCursor(place: readonly (string | number | boolean)[]): string {
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url');
}

/** @param kinds `typeof` of each part, in order @throws {Fault} E_USAGE for a cursor that was not given out so. */
export function readCursor(cursor: string, kinds: readonly string[]): readonly (string | number | boolean)[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(place) && place.length === kinds.length) {
      const fits = place.every((part, i) => (kinds[i] ?? '').split('|').includes(typeof part));
      if (fits) return place as (string | number | boolean)[];
    }
  } catch {
    // Answered below: what was given is no cursor of ours.
  }
  throw new Fault('E_USAGE', `the cursor ${JSON.stringify(cursor.slice(0, 60))} was not given out by this list`, {
    cure: 'Ask for the first page again, without a cursor.',
  });
}
