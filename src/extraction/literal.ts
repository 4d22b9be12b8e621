/**
 * Reads a JavaScript literal as data, without running it: what JSON allows, and single quotes, bare names, trailing
 * commas, comments, `undefined`, `!0`, `void 0` and `new Date("…")`-like calls (their first argument).
 */

/** Portals nest their constants a few levels; deeper is an attack on the stack. */
const DEEPEST = 100;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
  '\n': '',
};
const WORDS: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  undefined: null,
  NaN: null,
  '!0': true,
  '!1': false,
  'void 0': null,
};
const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const NUMBER = /[-+]?(?:0[xX][\da-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)/y;
const WORD = /![01]|void 0|[\p{L}_$][\p{L}\d_$.]*/uy;

export interface Literal {
  readonly value: unknown;
  /** Where the text goes on behind the literal. */
  readonly end: number;
}

/** The literal that begins at `from` (after white space), or null when there is none that is whole. */
export function readLiteral(text: string, from: number): Literal | null {
  const reader = new LiteralReader(text, from);
  try {
    const value = reader.value(0);
    return { value, end: reader.at };
  } catch (error) {
    if (error instanceof NoLiteral) return null;
    throw error;
  }
}

class NoLiteral extends Error {}

class LiteralReader {
  readonly text: string;
  at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  value(depth: number): unknown {
    if (depth > DEEPEST) throw new NoLiteral();
    this.skip();
    const letter = this.text[this.at];
    if (letter === '{') return this.object(depth);
    if (letter === '[') return this.array(depth);
    if (letter === '"' || letter === "'" || letter === '`') return this.string(letter);
    return this.number() ?? this.word(depth);
  }

  private object(depth: number): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    this.at += 1;
    while (!this.closes('}')) {
      const key = this.key();
      this.expect(':');
      entries.push([key, this.value(depth + 1)]);
      if (!this.comma('}')) break;
    }
    this.expect('}');
    return Object.fromEntries(entries);
  }

  private array(depth: number): readonly unknown[] {
    const values: unknown[] = [];
    this.at += 1;
    while (!this.closes(']')) {
      values.push(this.value(depth + 1));
      if (!this.comma(']')) break;
    }
    this.expect(']');
    return values;
  }

  private key(): string {
    this.skip();
    const letter = this.text[this.at];
    if (letter === '"' || letter === "'") return this.string(letter);
    const name = this.match(WORD) ?? this.match(NUMBER);
    if (name === null) throw new NoLiteral();
    return name;
  }

  private string(quote: string): string {
    let result = '';
    let from = this.at + 1;
    for (let at = from; at < this.text.length; at += 1) {
      const letter = this.text[at];
      if (letter === quote) {
        this.at = at + 1;
        return result + this.text.slice(from, at);
      }
      if (letter !== '\\') continue;
      const escape = readEscape(this.text, at + 1);
      result += this.text.slice(from, at) + escape.text;
      at = escape.end - 1;
      from = escape.end;
    }
    throw new NoLiteral();
  }

  private number(): number | null {
    const digits = this.match(NUMBER);
    return digits === null ? null : Number(digits);
  }

  private word(depth: number): unknown {
    const word = this.match(WORD);
    if (word === null) throw new NoLiteral();
    if (Object.hasOwn(WORDS, word)) return WORDS[word];
    // `new Date("2026-01-02")`, `Number(3)`: the argument is what is meant; another expression is unknown.
    if (word === 'new') {
      this.skip();
      if (this.match(WORD) === null) throw new NoLiteral();
    }
    this.skip();
    if (this.text[this.at] !== '(') return null;
    this.at += 1;
    const argument = this.closes(')') ? null : this.value(depth + 1);
    this.expect(')');
    return argument;
  }

  private closes(letter: string): boolean {
    this.skip();
    return this.text[this.at] === letter;
  }

  private comma(end: string): boolean {
    this.skip();
    if (this.text[this.at] !== ',') return false;
    this.at += 1;
    return !this.closes(end);
  }

  private expect(letter: string): void {
    this.skip();
    if (this.text[this.at] !== letter) throw new NoLiteral();
    this.at += 1;
  }

  private skip(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }
}

function readEscape(text: string, at: number): { readonly text: string; readonly end: number } {
  const letter = text[at] ?? '';
  const length = letter === 'u' ? 4 : letter === 'x' ? 2 : 0;
  const digits = text.slice(at + 1, at + 1 + length);
  if (length > 0 && digits.length === length && /^[\da-f]+$/i.test(digits)) {
    return { text: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 1 + length };
  }
  return { text: ESCAPES[letter] ?? letter, end: at + 1 };
}
