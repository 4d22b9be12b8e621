/** Data that a portal embeds in its pages: JSON-LD, `__NEXT_DATA__`, `window.X = {…}`, React flight, JS constants. */
import type { DataBlock } from './definition-shapes.ts';
import { readLiteral } from './literal.ts';
import { scriptAttribute } from './scripts.ts';
import type { Script } from './scripts.ts';

/** Reads a block from a page; undefined when the page has none that is whole. */
export type BlockReader = (html: string, scripts: readonly Script[]) => unknown;

export function compileBlock(block: DataBlock): BlockReader {
  if (block.format === 'flight') return readFlight;
  return (html, scripts) => {
    const found: unknown[] = [];
    for (const script of scripts) {
      if (!fits(script, block)) continue;
      const value = readScript(html, script, block);
      if (value === undefined) continue;
      if (block.every !== true) return value;
      found.push(value);
    }
    return block.every === true && found.length > 0 ? found : undefined;
  };
}

function fits(script: Script, block: DataBlock): boolean {
  if (block.id !== undefined && scriptAttribute(script, 'id') !== block.id) return false;
  return block.type === undefined || scriptAttribute(script, 'type')?.toLowerCase() === block.type.toLowerCase();
}

function readScript(html: string, script: Script, block: DataBlock): unknown {
  let from = script.start;
  if (block.after !== undefined) {
    const at = html.indexOf(block.after, script.start);
    if (at === -1 || at >= script.end) return undefined;
    from = skipAssignment(html, at + block.after.length);
  }
  if (block.format === 'js') return readLiteral(html.slice(from, script.end), 0)?.value ?? undefined;
  const end = block.after === undefined ? script.end : endOfBalanced(html, from, script.end);
  return end === -1 ? undefined : parseJson(html.slice(from, end));
}

/** What may stand between a name and its value: ` = `, `": `, `"] = `. */
const ASSIGNMENT = /["'\]]*\s*[=:]?\s*/y;

function skipAssignment(html: string, from: number): number {
  ASSIGNMENT.lastIndex = from;
  ASSIGNMENT.exec(html);
  return ASSIGNMENT.lastIndex;
}

/**
 * Just behind the JSON object or list that begins at `from`, or -1: more script may follow in the same element.
 * Braces inside strings do not count.
 */
function endOfBalanced(html: string, from: number, limit: number): number {
  const first = html[from];
  if (first !== '{' && first !== '[') return -1;
  const interesting = /["{}[\]]/g;
  interesting.lastIndex = from;
  let depth = 0;
  for (let found = interesting.exec(html); found !== null && found.index < limit; found = interesting.exec(html)) {
    const letter = found[0];
    if (letter === '"') {
      const end = endOfString(html, found.index + 1, limit);
      if (end === -1) return -1;
      interesting.lastIndex = end;
    } else if (letter === '{' || letter === '[') depth += 1;
    else {
      depth -= 1;
      if (depth === 0) return found.index + 1;
    }
  }
  return -1;
}

function endOfString(html: string, from: number, limit: number): number {
  let at = html.indexOf('"', from);
  while (at !== -1 && at < limit) {
    let slashes = 0;
    while (html[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
    at = html.indexOf('"', at + 1);
  }
  return -1;
}

/** JSON as pages have it: perhaps in an HTML comment or CDATA, perhaps with raw line breaks inside strings. */
export function parseJson(text: string): unknown {
  const bare = text
    .replace(/^\s*(?:\/\/\s*)?(?:<!--|<!\[CDATA\[)/, '')
    .replace(/(?:\/\/\s*)?(?:-->|\]\]>)\s*$/, '')
    .replace(/;\s*$/, '');
  return tryJson(bare) ?? tryJson(bare.replace(CONTROL, ' '));
}

// oxlint-disable-next-line no-control-regex -- exactly these letters are what JSON forbids inside strings
const CONTROL = /[\u0000-\u001f]+/g;

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    // Not JSON: the block counts as absent, and `site test` shows that its alternatives served nothing.
    return undefined;
  }
}

const PUSH = 'self.__next_f.push(';

/**
 * React's flight data: string chunks pushed one after another, which together are rows `id:value`.
 * @returns an object of the rows that are JSON, by id; undefined when the page has none
 */
function readFlight(html: string, scripts: readonly Script[]): unknown {
  let flight = '';
  for (const script of scripts) {
    let at = html.indexOf(PUSH, script.start);
    while (at !== -1 && at < script.end) {
      const end = endOfBalanced(html, at + PUSH.length, script.end);
      if (end === -1) break;
      const chunk = parseJson(html.slice(at + PUSH.length, end));
      if (Array.isArray(chunk) && typeof chunk[1] === 'string') flight += chunk[1];
      at = html.indexOf(PUSH, end);
    }
  }
  return flight === '' ? undefined : readRows(flight);
}

const ROW = /([\da-f]+):(T([\da-f]+),)?/gy;

function readRows(flight: string): Readonly<Record<string, unknown>> {
  const rows: [string, unknown][] = [];
  const start = new RegExp(ROW);
  let at = 0;
  while (at < flight.length) {
    start.lastIndex = at;
    const found = start.exec(flight);
    const body = found === null ? at : start.lastIndex;
    // A text row says its length in UTF-8 bytes and has no line end of its own.
    const text = found?.[3] === undefined ? null : firstBytes(flight, body, Number.parseInt(found[3], 16));
    const line = flight.indexOf('\n', body);
    const end = text === null ? (line === -1 ? flight.length : line) : body + text.length;
    const id = found?.[1];
    const value = text ?? jsonOfRow(flight.slice(body, end));
    if (id !== undefined && value !== undefined) rows.push([id, value]);
    at = text === null ? end + 1 : end;
  }
  return Object.fromEntries(rows);
}

function firstBytes(text: string, from: number, bytes: number): string {
  return Buffer.from(text.slice(from, from + bytes), 'utf8')
    .subarray(0, bytes)
    .toString('utf8');
}

/** Other rows (`I[…]` imports, `HL[…]` hints) hold no data. */
function jsonOfRow(text: string): unknown {
  return text.startsWith('[') || text.startsWith('{') ? tryJson(text) : undefined;
}
