/**
 * Text from the web made fit for files, tables and terminals: no control characters, no scripts, valid UTF-8.
 * Plain comparisons (`a < b`) and harmless mark-up stay as the portal wrote them: only what could act is removed.
 */

export interface CleanText {
  readonly text: string;
  /** Script or other active mark-up was taken out. */
  readonly scripted: boolean;
}

/**
 * What no line of text needs: C0 but tab and line ends, DEL, C1, the byte order mark, line and paragraph separators,
 * and the marks that turn the reading direction (an `exe.fdp` shown as `pdf.exe`).
 */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const SPACES = /[\t\r\n]+/g;
const LINE_ENDS = /\r\n?/g;

/** Elements whose content is no text; an unclosed one swallows the rest. */
const ACTIVE_ELEMENT = /<(script|style|iframe|object|embed|svg|math|noscript|template)\b[^]*?(?:<\/\1\s*>|$)/gi;
/** What is left of such elements, and those that act without content. */
const ACTIVE_TAG = /<\/?(?:script|style|iframe|object|embed|svg|math|noscript|template|link|meta|base|form)\b[^>]*>?/gi;
/** Any tag with an event handler or a script address. */
const HANDLER = /<[a-z][^<>]*?(?:[\s/"']on[a-z]+\s*=|javascript:)[^<>]*>?/gi;

/**
 * Cleans one value. `lines`: keep line ends (as LF), for descriptions; else they become spaces.
 * Text without any such character, the usual case, costs one scan.
 */
export function cleanText(raw: string, lines: boolean): CleanText {
  if (isPlain(raw)) return { text: raw.trim(), scripted: false };
  const plain = raw.toWellFormed().replace(CONTROL, '');
  const joined = lines ? plain.replace(LINE_ENDS, '\n').replaceAll('\t', ' ') : plain.replace(SPACES, ' ');
  const safe = joined.includes('<') ? withoutScripts(joined) : joined;
  return { text: safe.trim(), scripted: safe !== joined };
}

/** No character that cleaning could touch. A table look-up a character: three times as fast as a character class. */
export function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    if (NEEDS_CARE[text.charCodeAt(i)] === 1) return false;
  }
  return true;
}

/** UTF-16 units that make text worth a second look: all of CONTROL, tab and line ends, `<`, halves of pairs. */
const NEEDS_CARE = ((): Uint8Array => {
  const table = new Uint8Array(0x1_0000);
  const ranges = [
    [0x00, 0x1f],
    [0x3c, 0x3c],
    [0x7f, 0x9f],
    [0x200e, 0x200f],
    [0x2028, 0x202e],
    [0x2066, 0x2069],
    [0xd800, 0xdfff],
    [0xfeff, 0xfeff],
  ] as const;
  for (const [first, last] of ranges) table.fill(1, first, last + 1);
  return table;
})();

/** Cut at a character boundary, at most `max` UTF-16 units long. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? max - 1 : max).trimEnd();
}

/** Removing one tag can join the halves of another (`<scr<script>ipt>`): again, until nothing changes. */
function withoutScripts(text: string): string {
  let before: string;
  let after = text;
  let rounds = 0;
  do {
    before = after;
    after = before.replace(ACTIVE_ELEMENT, ' ').replace(ACTIVE_TAG, ' ').replace(HANDLER, ' ');
    rounds += 1;
  } while (after !== before && rounds < MOST_ROUNDS);
  // Nested deeper than any page: whoever wrote it means harm, so the brackets themselves go.
  return after === before ? after : after.replaceAll('<', ' ');
}

const MOST_ROUNDS = 5;
