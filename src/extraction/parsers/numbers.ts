/** Numbers as people write them: 5,200,000 · 1.150.000 · 1'250,000 · 307.00 · 39,033 · 8, 000 · 30.000. */
import { valueText } from './text.ts';

/**
 * Source of a regular expression for one written number, to be set into larger ones. Every separator must be followed by
 * digits, and no two alternatives begin alike, so that matching is linear. A comma and a space between
 * thousands ("8, 000") was seen on real cards; spaces alone only separate from a million up, for "2 500 m²" may be two numbers.
 */
export const NUMBER = String.raw`(?:[1-9]\d{0,2}(?: \d{3}){2,}(?![\d ]?\d)|\d+(?:(?:, (?=\d{3}(?!\d))|[.,'’´])\d+)*)`;

/**
 * How to read the dot of "1.150", one dot with exactly three digits after it. A price never has three decimals, so there
 * it separates thousands; a measure of our six (Mexican) portals has the dot as decimal mark, and taking it for thousands
 * would make 307.005 m² a thousand times larger.
 */
export type LoneDot = 'thousands' | 'decimal';

/** More digits than a double holds exactly are an identifier or a telephone number, not a quantity. */
const MOST_DIGITS = 15;

const COMMA_GROUPS = /^[1-9]\d{0,2}(?:,\d{3})+$/;
const DOT_GROUPS = /^[1-9]\d{0,2}(?:\.\d{3})+$/;

/** A written number matched by {@link NUMBER}; null when its separators make no sense ("1,23,4") or it is too long. */
export function readNumber(written: string, loneDot: LoneDot): number | null {
  // Mexicans also write 1'250,000: the apostrophe, in any of its shapes, stands for a comma.
  const plain = written.replaceAll(' ', '').replace(/['’´]/g, ',');
  const dots = plain.includes('.');
  const commas = plain.includes(',');
  if (!dots && !commas) return fromDigits(plain, '');
  return dots && commas ? readMixed(plain) : readSingle(plain, dots ? '.' : ',', loneDot);
}

/** Both marks: the last one is the decimal mark, the other separates thousands. */
function readMixed(plain: string): number | null {
  const mark = plain.lastIndexOf('.') > plain.lastIndexOf(',') ? '.' : ',';
  const at = plain.lastIndexOf(mark);
  const whole = plain.slice(0, at);
  const groups = mark === '.' ? COMMA_GROUPS : DOT_GROUPS;
  return groups.test(whole) ? fromDigits(whole.replace(/[.,]/g, ''), plain.slice(at + 1)) : null;
}

/** One kind of mark: several must all separate thousands; a single one does when three digits follow, with the exceptions above. */
function readSingle(plain: string, mark: '.' | ',', loneDot: LoneDot): number | null {
  const at = plain.indexOf(mark);
  const whole = plain.slice(0, at);
  const rest = plain.slice(at + 1);
  if (rest.includes(mark)) {
    return (mark === '.' ? DOT_GROUPS : COMMA_GROUPS).test(plain) ? fromDigits(plain.replaceAll(mark, ''), '') : null;
  }
  const threes = rest.length === 3 && whole.length <= 3 && !whole.startsWith('0');
  const thousands = threes && (mark === ',' || loneDot === 'thousands');
  return thousands ? fromDigits(whole + rest, '') : fromDigits(whole, rest);
}

function fromDigits(whole: string, fraction: string): number | null {
  return whole.length > MOST_DIGITS ? null : Number(fraction === '' ? whole : `${whole}.${fraction}`);
}

const WHOLE_TEXT = new RegExp(`^([-−+]?) ?(${NUMBER})$`, 'u');
const FIRST = new RegExp(NUMBER, 'u');

/** The number that is the whole text, with its sign ("515.00", "-3", "39,033"); null when the text is anything else. */
export function parseNumber(text: string, loneDot: LoneDot = 'decimal'): number | null {
  const match = WHOLE_TEXT.exec(valueText(text) ?? '');
  const value = match === null ? null : readNumber(match[2] ?? '', loneDot);
  if (value === null) return null;
  return match?.[1] === '' || match?.[1] === '+' || value === 0 ? value : -value;
}

/** The first whole number in a text: "1,765 Terrenos en venta" is 1765, "369 resultaten" 369; null when there is none. */
export function parseInteger(text: string): number | null {
  const match = FIRST.exec(valueText(text) ?? '');
  const value = match === null ? null : readNumber(match[0], 'thousands');
  return value !== null && Number.isInteger(value) ? value : null;
}
