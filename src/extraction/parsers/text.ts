/** Raw text of a page as the product keeps it: one line, NFC, nothing invisible. */
import { decodeEntities } from './entities.ts';

/** Anything that cleaning could change; most cells have none of it and skip the work. Latin letters up to U+024F are NFC. */
const UNCLEAN = /[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u024f]|&|^ | $| {2}/;

/**
 * Characters that show nothing and can only deceive or break (T26): control characters but white space, soft hyphen,
 * zero-width space, bidirectional marks, embeddings, overrides and isolates, byte order mark. The zero-width joiner
 * U+200D stays: emoji in headlines are made with it.
 */
const INVISIBLE =
  /(?![\t-\r\u0085])[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;

/** `\s` includes NBSP, the narrow and ideographic spaces and the line separators; U+0085 (next line) it does not. */
const WHITE_SPACE = /[\s\u0085]+/g;

/** No value of a field (a price, an area, a date) is longer; longer text is not one, and is not worth scanning. */
export const LONGEST_VALUE = 500;

/**
 * Text in NFC on one line: white space folded (NBSP too), escaped-twice references decoded, control and bidirectional
 * characters removed, lone surrogates replaced. The result is detached from the page ({@link detach}).
 */
export function cleanText(text: string): string {
  return detach(foldText(text));
}

/** {@link cleanText} without the copy, for parsers that only look at the text. */
export function foldText(text: string): string {
  if (!UNCLEAN.test(text)) return text;
  const visible = decodeEntities(text).replace(INVISIBLE, '');
  return visible.replace(WHITE_SPACE, ' ').trim().toWellFormed().normalize('NFC');
}

/**
 * A copy of the text in memory of its own. V8 makes a substring of 13 characters or more a view ("sliced string") that
 * keeps its whole parent alive: one 40-byte title kept in a row would hold a page of 3 MB until the batch ends (F73;
 * seen in the field as apify/crawlee #3809). Encoding and decoding is the one way in JavaScript that surely copies.
 * A lone surrogate becomes U+FFFD, as it would in the UTF-8 of the CSV.
 */
export function detach(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

/** The detached text, or null when nothing is left of it. */
export function detachOrNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : detach(text);
}

/** Folded text of a value, or null when it is empty or too long to be one. */
export function valueText(text: string): string | null {
  if (text.length > LONGEST_VALUE * 4) return null;
  const folded = foldText(text);
  return folded === '' || folded.length > LONGEST_VALUE ? null : folded;
}
