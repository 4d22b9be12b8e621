/** Areas: "136 m² lote", "7 a 30 m² lote", "307.00m2", "944 ha tot.", "32 - 83 m²". */
import { NUMBER, readNumber } from './numbers.ts';
import { valueText } from './text.ts';

/** Which area it is: built ("constr.", "cub."), land ("lote", "terreno"), total ("tot."). */
export type AreaKind = 'built' | 'land' | 'total';

/** An area in m². A single one has `min` = `max` = `value`; all three are null for "0m2." (the portal does not know). */
export interface Area {
  /** The lower end of a range. */
  readonly value: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** null when the text does not say. */
  readonly what: AreaKind | null;
}

const SQUARE_METRES_PER_HECTARE = 10_000;

const UNIT = String.raw`(?:m ?[²2](?!\d)|m\^2|mts?\.? ?[²2](?!\d)|m(?:etros?|etri|ts?\.?) (?:cuadrados|quadrati)|mq(?!\p{L})|sqm(?!\p{L})|(has?(?!\p{L})|hect[aá]reas?))`;
/** Low end, high end, hectares; on text in lower case. */
const AREA = new RegExp(String.raw`(?<![\d.,])(${NUMBER})(?: ?(?:a|-|–|—|hasta) ?(${NUMBER}))? ?${UNIT}`, 'gu');
const BARE = new RegExp(`^${NUMBER}$`, 'u');

/** The order decides: "superficie total construida" is built. */
const KINDS: readonly (readonly [AreaKind, RegExp])[] = [
  ['land', /lote|terreno|suelo|parcela|land/],
  ['built', /constr|cub|edificad|techad|habitable|built/],
  ['total', /tot/],
];

/**
 * The area a text speaks of. With several areas in it, the one of the kind `expected`, else the first. A bare number is
 * m². null when there is no area in the text ("2 recámaras" where m² is expected).
 */
export function parseArea(text: string, expected?: AreaKind): Area | null {
  const folded = valueText(text)?.toLowerCase() ?? '';
  if (BARE.test(folded)) return toArea(readNumber(folded, 'decimal'), null, null);
  const areas = areasIn(folded);
  return areas.find((area) => area.what === expected) ?? areas[0] ?? null;
}

/** Kinds are named all before their areas ("Terreno: 300 m² Construcción: 150 m²") or all after them ("300 m² lote"). */
function areasIn(text: string): readonly Area[] {
  const matches = matchesOf(text);
  const namedBefore = kindIn(text.slice(0, matches[0]?.index ?? 0)) !== null;
  return matches.flatMap((match, index) => {
    const previous = matches[index - 1];
    const words = namedBefore
      ? text.slice(previous === undefined ? 0 : previous.index + previous[0].length, match.index)
      : text.slice(match.index + match[0].length, matches[index + 1]?.index ?? text.length);
    const area = isNegative(text, match.index) ? null : readArea(match, kindIn(words));
    return area === null ? [] : [area];
  });
}

/** `matchAll` would clone the expression for every text. */
function matchesOf(text: string): readonly RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  AREA.lastIndex = 0;
  for (let match = AREA.exec(text); match !== null; match = AREA.exec(text)) matches.push(match);
  return matches;
}

function readArea(match: RegExpExecArray, what: AreaKind | null): Area | null {
  const factor = match[3] === undefined ? 1 : SQUARE_METRES_PER_HECTARE;
  const low = readNumber(match[1] ?? '', 'decimal');
  const highText = match[2];
  const high = highText === undefined ? null : readNumber(highText, 'decimal');
  if (low === null || (highText !== undefined && high === null)) return null;
  return toArea(inSquareMetres(low, factor), high === null ? null : inSquareMetres(high, factor), what);
}

/** 0 means that the portal does not know; a range written backwards is put in order. */
function toArea(low: number | null, high: number | null, what: AreaKind | null): Area | null {
  if (low === null) return null;
  const ends = [low, high ?? low].filter((end) => end > 0);
  if (ends.length === 0) return { value: null, min: null, max: null, what };
  const min = Math.min(...ends);
  return { value: min, min, max: Math.max(...ends), what };
}

/** Hectares times 10,000 in binary leave crumbs (0.07 ha = 700.0000000000001 m²). */
function inSquareMetres(value: number, factor: number): number {
  return factor === 1 ? value : Math.round(value * factor * 100) / 100;
}

function kindIn(words: string): AreaKind | null {
  return KINDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

function isNegative(text: string, at: number): boolean {
  return at === 1 && (text.startsWith('-') || text.startsWith('−'));
}
