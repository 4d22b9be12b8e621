/**
 * Patterns that a text can hold for hours (threat T22): a repeated group that can match the same letters in more than one
 * way, `(a+)+`. The engine's own net (`--enable-experimental-regexp-engine-on-excessive-backtracks`) does not cover
 * patterns that ignore case, as a definition's do; so such patterns are refused when the definition is read.
 */

interface Group {
  readonly start: number;
  /** Something in it may match more or fewer letters. */
  varies: boolean;
  /** How its alternatives begin; a single one is no choice. */
  readonly beginnings: string[];
  beginning: string | null;
}

/** A group repeated at most so often is bounded work. */
const FEW_TIMES = 3;
const OPENING = /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/;
const QUANTIFIER = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/;

interface Quantifier {
  readonly length: number;
  readonly varies: boolean;
  readonly most: number;
}

function quantifierAt(pattern: string, at: number): Quantifier {
  const found = QUANTIFIER.exec(pattern.slice(at, at + 20));
  if (found === null) return { length: 0, varies: false, most: 1 };
  const [text, least, comma, most] = found;
  if (least === undefined) return { length: text.length, varies: true, most: text.startsWith('?') ? 1 : Infinity };
  const top = comma === undefined ? Number(least) : most === '' ? Infinity : Number(most);
  return { length: text.length, varies: top !== Number(least), most: top };
}

/** Where the class, the escape or the letter that begins at `at` ends. */
function endOfAtom(pattern: string, at: number): number {
  if (pattern[at] === '\\')
    return at + (/^\\[pPux]\{[^}]*\}|^\\k<[^>]*>/.exec(pattern.slice(at, at + 60))?.[0].length ?? 2);
  if (pattern[at] !== '[') return at + 1;
  let end = at + 1;
  while (end < pattern.length && pattern[end] !== ']') end += pattern[end] === '\\' ? 2 : 1;
  return end + 1;
}

/** Letters that stand for all: what none of them shows to be shared is taken for apart. */
const SAMPLE = [...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)), '\n', 'á', 'Ñ', '²'];

/** Two alternatives that may begin with the same letter. */
function areAmbiguous(beginnings: readonly string[]): boolean {
  const seen = new Set<string>();
  for (const beginning of beginnings) {
    // Empty, or a group of its own: it is not looked into.
    if (beginning === '' || beginning === '(') return beginnings.length > 1;
    const first = new RegExp(`^(?:${beginning})$`, 'iu');
    const letters = SAMPLE.filter((letter) => first.test(letter));
    if (letters.some((letter) => seen.has(letter))) return true;
    for (const letter of letters) seen.add(letter);
  }
  return false;
}

const newGroup = (start: number): Group => ({ start, varies: false, beginnings: [], beginning: null });

/** Whether a group that ends here is repeated so that it may match the same letters in more than one way. */
function isEndless(group: Group, most: number): boolean {
  if (most <= FEW_TIMES) return false;
  return group.varies || areAmbiguous([...group.beginnings, group.beginning ?? '']);
}

/** The piece of a valid pattern that may backtrack without end; null when there is none. */
export function endlessPiece(pattern: string): string | null {
  const open: Group[] = [];
  let here = newGroup(0);
  for (let at = 0; at < pattern.length;) {
    const letter = pattern[at];
    if (letter === '(') {
      here.beginning ??= '(';
      open.push(here);
      here = newGroup(at);
      at += OPENING.exec(pattern.slice(at, at + 60))?.[0].length ?? 1;
    } else if (letter === '|') {
      here.beginnings.push(here.beginning ?? '');
      here.beginning = null;
      at += 1;
    } else {
      const end = letter === ')' ? at + 1 : endOfAtom(pattern, at);
      const { length, varies, most } = quantifierAt(pattern, end);
      if (letter === ')') {
        if (isEndless(here, most)) return pattern.slice(here.start, end + length);
        const inner = here;
        here = open.pop() ?? newGroup(0);
        here.varies ||= inner.varies;
      } else here.beginning ??= pattern.slice(at, end);
      here.varies ||= varies;
      at = end + length;
    }
  }
  return null;
}
