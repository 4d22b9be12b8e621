/** Coordinates in degrees, WGS 84: "20.6736", "-103.3440000000000012", base64 of either, "center=20.67,-103.34". */
import { decodeBase64 } from './base64.ts';
import { valueText } from './text.ts';

export type Axis = 'latitude' | 'longitude';

export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

const MOST_DEGREES: Readonly<Record<Axis, number>> = { latitude: 90, longitude: 180 };

/** Decimal comma too; the dot is never a thousands separator here. */
const DEGREES = /^[-−+]?\d{1,3}(?:[.,]\d{1,30})?$/;
const PAIR = /(?<![\d.])([-−]?\d{1,3}\.\d{1,30})(?:,|%2C|;| ) ?([-−]?\d{1,3}\.\d{1,30})(?![\d.])/i;

/**
 * One coordinate, plain or in base64 (Inm24's `mapLatOf`).
 * @param axis bounds the value; without it ±180
 * @returns degrees, or null when it is none or out of range. 0 is returned as it stands; see {@link toCoordinates}
 */
export function parseCoordinate(text: string, axis: Axis = 'longitude'): number | null {
  const folded = valueText(text);
  if (folded === null) return null;
  return readDegrees(DEGREES.test(folded) ? folded : (decodeBase64(folded) ?? ''), axis);
}

/** "20.67,-103.34" anywhere in a text, such as the `center` of a static map's address: latitude first. */
export function parseCoordinates(text: string): Coordinates | null {
  const match = PAIR.exec(text.length > 4000 ? '' : text);
  if (match === null) return null;
  return toCoordinates(readDegrees(match[1] ?? '', 'latitude'), readDegrees(match[2] ?? '', 'longitude'));
}

/** A pair that can be a place: both present, and not 0, 0, which portals write for "unknown". */
export function toCoordinates(latitude: number | null, longitude: number | null): Coordinates | null {
  if (latitude === null || longitude === null || (latitude === 0 && longitude === 0)) return null;
  return { latitude, longitude };
}

function readDegrees(written: string, axis: Axis): number | null {
  if (!DEGREES.test(written)) return null;
  const degrees = Number(written.replace(',', '.').replace('−', '-'));
  return Math.abs(degrees) <= MOST_DEGREES[axis] ? degrees + 0 : null;
}
