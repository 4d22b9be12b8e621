/** Inm24's generated headline: "Departamento · 136m² · 3 Recámaras · 2 Estacionamientos". */
import { parseArea } from './area.ts';
import type { AreaKind } from './area.ts';
import { parseRooms } from './rooms.ts';
import type { Rooms } from './rooms.ts';
import { detach, valueText } from './text.ts';

export interface Headline {
  /** Kind of property in the portal's words. */
  readonly type: string;
  readonly areaM2: number | null;
  /** Kind of the area, when the headline says it. */
  readonly areaKind: AreaKind | null;
  readonly bedrooms: number | null;
  readonly bathrooms: number | null;
  readonly halfBathrooms: number | null;
  readonly parking: number | null;
}

const SEPARATOR = / ?[·•] ?/u;

/** @returns null when there is no kind in front, or parts follow of which none is understood */
export function parseHeadline(text: string): Headline | null {
  const [type, ...parts] = (valueText(text) ?? '').split(SEPARATOR);
  if (type === undefined || type === '' || /\d/.test(type)) return null;
  const area = firstOf(parts, (part) => parseArea(part));
  const counts = parts.flatMap((part) => parseRooms(part) ?? []);
  if (parts.length > 0 && area === null && counts.length === 0) return null;
  const count = (what: Rooms['what']): number | null => counts.find((rooms) => rooms.what === what)?.min ?? null;
  return {
    type: detach(type),
    areaM2: area?.value ?? null,
    areaKind: area?.what ?? null,
    bedrooms: count('bedrooms'),
    bathrooms: count('bathrooms'),
    halfBathrooms: count('half_bathrooms'),
    parking: count('parking'),
  };
}

function firstOf<Result>(parts: readonly string[], parse: (part: string) => Result | null): Result | null {
  for (const part of parts) {
    const result = parse(part);
    if (result !== null) return result;
  }
  return null;
}
