/** Counts: bedrooms, bathrooms, half bathrooms, parking places, units, single or as a range. */
import { NUMBER, readNumber } from './numbers.ts';
import { valueText } from './text.ts';

/** `rooms` are all rooms ("4 amb."), which are not bedrooms. */
export type RoomKind = 'bedrooms' | 'bathrooms' | 'half_bathrooms' | 'parking' | 'units' | 'rooms';

/**
 * A count. A single one has `min` = `max`; both null when the text says nothing of it ("Alberca" in the
 * parking slot). A written 0 ("0 Estac.") is 0.
 */
export interface Rooms {
  readonly what: RoomKind;
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * Words of each kind, in es, it, nl, en. Half bathrooms stand before bathrooms, and "cuarto de servicio" is no bedroom. Italian
 * "locali" and Dutch "kamers" are rooms in the dictionary, yet the portals put them where all their countries have the
 * bedrooms (Mitula, Trovit), so they are read as those.
 */
const NOUNS: Readonly<Record<RoomKind, string>> = {
  half_bathrooms: String.raw`medios? (?:ba[ñn]os?|sanitarios?)|half[- ]bath(?:room)?s?|toilettes?`,
  bedrooms: String.raw`rec(?:[aá]maras?|s)?|habitaci[oó]n(?:es)?|hab|dormitorios?|dorm|alcobas?|cuartos?(?! de (?:servicio|lavado))|bed(?:room)?s?|camer[ae]|local[ei]|slaapkamers?|kamers?`,
  bathrooms: String.raw`ba[ñn]os?|bagn[oi]|bath(?:room)?s?|badkamers?`,
  parking: String.raw`estac(?:ionamientos?|s)?|coch(?:eras?)?|garages?|garajes?|caj[oó]n(?:es)?(?: de estacionamiento)?|lugares? de estacionamiento|parking|post[oi] auto|parkeerplaats(?:en)?`,
  units: String.raw`un|uds?|unidad(?:es)?|viviendas?|units?`,
  rooms: String.raw`amb(?:ientes?)?|vani|rooms?`,
};

const KINDS = Object.keys(NOUNS) as readonly RoomKind[];
const NOUN = Object.values(NOUNS).join('|');
const WHOLE_NOUNS = KINDS.map((kind): readonly [RoomKind, RegExp] => [kind, new RegExp(`^(?:${NOUNS[kind]})$`, 'u')]);
const RANGE = String.raw`(?<![\d.,])(${NUMBER})(?: ?(?:a|-|–|—|hasta) ?(${NUMBER}))?`;

/**
 * Low end, high end, noun; on text in lower case, as matching without case costs three times as much. Trovit sets the long
 * and the short word side by side ("2 recámaras recs"), sometimes with nothing between.
 */
const COUNT_FIRST = new RegExp(String.raw`${RANGE} ?(${NOUN})(?:${NOUN})?(?!\p{L})`, 'gu');
/** Noun, low end, high end: "Recámaras: 3". */
const NOUN_FIRST = new RegExp(String.raw`(?<!\p{L})(${NOUN})\.? ?: ?${RANGE}(?![\d.,]*\d)`, 'gu');
const BARE = new RegExp(`^${RANGE}$`, 'u');
const ANY_NUMBER = /\d/;

/** A place named in the singular is one: Lamudi writes "Estacionamiento" for 1 and "2 Estacionamientos" for 2. */
const ONE_PLACE = /^(?:estacionamiento|cochera|garaje|garage)(?: (?:techad[oa]|cubiert[oa]|privad[oa]|propi[oa]))?\.?$/;
const ONE_HALF = /^medio ba[ñn]o\.?$/;

/**
 * The count a text speaks of: of the kind `expected` when it is among several, else the first. A bare number is of the
 * expected kind; without one it is not understood. The caller compares `what` with what it wanted: "2 baños" in the place of parking is
 * not a failure and not a parking place either. "2.5 baños" are two full ones, and with `half_bathrooms` expected one half one.
 * @returns null when the text is not understood
 */
export function parseRooms(text: string, expected?: RoomKind): Rooms | null {
  const folded = valueText(text)?.toLowerCase() ?? '';
  const bare = BARE.exec(folded);
  if (bare !== null) return expected === undefined ? null : toRooms(expected, bare[1], bare[2], expected);
  const found = countsIn(folded, expected);
  return found.find((rooms) => rooms.what === expected) ?? found[0] ?? withoutNumber(folded, expected);
}

function countsIn(text: string, expected: RoomKind | undefined): readonly Rooms[] {
  const found: (Rooms | null)[] = [];
  COUNT_FIRST.lastIndex = 0;
  for (let match = COUNT_FIRST.exec(text); match !== null; match = COUNT_FIRST.exec(text)) {
    found.push(toRooms(kindOf(match[3]), match[1], match[2], expected));
  }
  if (text.includes(':')) {
    for (const match of text.matchAll(NOUN_FIRST)) found.push(toRooms(kindOf(match[1]), match[2], match[3], expected));
  }
  return found.filter((rooms) => rooms !== null);
}

/** Lamudi's amenity slot holds parking or any amenity: other words there are no failure, they only say nothing of parking. */
function withoutNumber(text: string, expected: RoomKind | undefined): Rooms | null {
  if (text === '' || ANY_NUMBER.test(text)) return null;
  if (ONE_PLACE.test(text)) return { what: 'parking', min: 1, max: 1 };
  if (ONE_HALF.test(text)) return { what: 'half_bathrooms', min: 1, max: 1 };
  return expected === 'parking' ? { what: 'parking', min: null, max: null } : null;
}

function kindOf(noun: string | undefined): RoomKind {
  return WHOLE_NOUNS.find(([, pattern]) => pattern.test(noun ?? ''))?.[0] ?? 'rooms';
}

function toRooms(
  kind: RoomKind,
  lowText: string | undefined,
  highText: string | undefined,
  expected: RoomKind | undefined,
): Rooms | null {
  const low = readNumber(lowText ?? '', 'thousands');
  if (low !== null && highText === undefined && isHalf(low) && (kind === 'bathrooms' || kind === 'half_bathrooms')) {
    return fullOrHalf(low, expected);
  }
  const high = highText === undefined ? low : readNumber(highText, 'thousands');
  if (low === null || high === null || !Number.isInteger(low) || !Number.isInteger(high)) return null;
  return { what: kind, min: Math.min(low, high), max: Math.max(low, high) };
}

function isHalf(value: number): boolean {
  return value % 1 === 0.5;
}

function fullOrHalf(count: number, expected: RoomKind | undefined): Rooms {
  if (expected === 'half_bathrooms') return { what: 'half_bathrooms', min: 1, max: 1 };
  return { what: 'bathrooms', min: Math.floor(count), max: Math.floor(count) };
}
