/** One alternative of a field, compiled: from a page (and an advert on it) to raw texts, in the order found. */
import type { Alternative } from './definition-shapes.ts';
import { compileCondition } from './condition.ts';
import { parseJson } from './data-blocks.ts';
import { attributeOf, compileSelector, ownTextOf, textOf } from './document.ts';
import type { PageElement } from './document.ts';
import { compilePath, scalarText } from './json-path.ts';
import type { JsonPath } from './json-path.ts';
import { decodeBase64 } from './parsers/base64.ts';
import { plainText } from './parsers/markup.ts';
import type { PageView, RowView } from './page-view.ts';

export type Raw = string | number | boolean;
export type RawReader = (page: PageView, row: RowView | null) => readonly Raw[];

/** Definitions are written by the operator, pages are not: a pattern never runs over more than this. */
const LONGEST_MATCHED = 20_000;

export function compileAlternative(alternative: Alternative): RawReader {
  const origin = compileOrigin(alternative);
  const shape = compileShape(alternative);
  const when = alternative.when === undefined ? null : compileCondition(alternative.when);
  const read: RawReader = (page, row) => (when !== null && !when(page, row) ? [] : shape(origin(page, row)));
  const ofPage =
    alternative.from === undefined && alternative.template === undefined && alternative.when?.from === undefined;
  return ofPage ? (page) => page.remember(read, () => read(page, null)) : read;
}

/** What was found: JSON values, elements' texts, addresses; not yet looked at. */
type Origin = (page: PageView, row: RowView | null) => readonly unknown[];

function compileOrigin(alternative: Alternative): Origin {
  const { constant, template, address, html, data } = alternative;
  if (constant !== undefined) return () => [constant];
  if (template !== undefined) return (_page, row) => fillTemplate(template, row);
  if (address !== undefined) return matchIn(address, (page) => page.input.url);
  if (html !== undefined) return matchIn(html, (page) => page.input.text);
  const readJson = compilePaths(alternative.path);
  const readElements = compileElements(alternative);
  if (alternative.from === undefined) {
    if (data !== undefined) return (page) => readJson(page.data(data));
    return (page) => readElements(page.document());
  }
  const sources = typeof alternative.from === 'string' ? [alternative.from] : alternative.from;
  return (_page, row) => {
    for (const source of sources) {
      const item = row?.item(source) ?? null;
      if (item === null) continue;
      const found = item.kind === 'json' ? readJson(item.value) : readElements(item.element);
      if (found.length > 0) return found;
    }
    return [];
  };
}

/** Values of the first path; of several paths, their first values with spaces between, if all are there. */
function compilePaths(path: Alternative['path']): JsonPath {
  if (path === undefined) return (value) => [value];
  if (typeof path === 'string') return compilePath(path);
  const parts = path.map(compilePath);
  return (value) => {
    const words = parts.map((part) => part(value).find((found) => found !== null && found !== ''));
    return words.includes(undefined) ? [] : [words.map(String).join(' ')];
  };
}

function compileElements(
  alternative: Alternative,
): (root: PageElement | ReturnType<PageView['document']>) => readonly string[] {
  const select = alternative.css === undefined ? null : compileSelector(alternative.css);
  const { attr, text } = alternative;
  const read = (element: PageElement): string => {
    if (attr !== undefined) return attributeOf(element, attr) ?? '';
    return text === 'own' ? ownTextOf(element) : textOf(element);
  };
  return (root) => (select === null ? [read(root as PageElement)] : select(root).map(read));
}

function matchIn(pattern: string, textOfPage: (page: PageView) => string): Origin {
  const expression = new RegExp(pattern, 'iu');
  return (page) => {
    const found = expression.exec(textOfPage(page));
    return found === null ? [] : [found[1] ?? found[0]];
  };
}

function fillTemplate(template: string, row: RowView | null): readonly string[] {
  let complete = row !== null;
  const text = template.replace(/\{(\w+)\}/g, (_whole, column: string) => {
    const value = row?.column(column) ?? null;
    if (value === null) complete = false;
    return String(value ?? '');
  });
  return complete ? [text] : [];
}

const NOTHING: readonly Raw[] = [];

/** The steps between what was found and what a parser gets, in the order of docs/sites.md. */
function compileShape(alternative: Alternative): (found: readonly unknown[]) => readonly Raw[] {
  const steps = [...compileText(alternative)];
  const isPlain = steps.length === 0 && alternative.nth === undefined && alternative.join === undefined;
  const { count, nth, join } = alternative;
  return (found) => {
    if (count === true) return countOf(found);
    if (found.length === 0) return NOTHING;
    // Most fields of embedded data are one plain value: nothing is left to do.
    if (isPlain && found.length === 1) return scalars(found[0], alternative.item).filter((text) => text !== '');
    let texts: readonly Raw[] = found.flatMap((value) => scalars(value, alternative.item));
    for (const step of steps) texts = texts.flatMap(step);
    texts = texts.filter((text) => text !== '');
    if (nth !== undefined) {
      const one = texts.at(nth > 0 ? nth - 1 : nth);
      texts = one === undefined ? [] : [one];
    }
    return join === undefined || texts.length === 0
      ? texts
      : [
          texts
            .map((text) => String(text).trim())
            .filter((text) => text !== '')
            .join(join),
        ];
  };
}

function countOf(found: readonly unknown[]): readonly Raw[] {
  const [only] = found;
  const number = found.length === 1 && Array.isArray(only) ? only.length : found.length;
  return number === 0 ? [] : [number];
}

function scalars(value: unknown, item: string | undefined): readonly Raw[] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [value];
  if (item === undefined || typeof value !== 'object' || value === null) return [];
  return formatItem(value as Readonly<Record<string, unknown>>, item);
}

/** `{label}: {value}`; what follows the first missing part is left out, and nothing remains of an item without its first. */
function formatItem(value: Readonly<Record<string, unknown>>, item: string): readonly string[] {
  let text = '';
  let last = 0;
  for (const found of item.matchAll(/\{([^}]+)\}/g)) {
    const part = scalarText(value[found[1] ?? '']);
    if (part === null || part === '') return text === '' ? [] : [text];
    text += item.slice(last, found.index) + part;
    last = found.index + found[0].length;
  }
  return [text + item.slice(last)];
}

type TextStep = (raw: Raw) => readonly Raw[];

function* compileText(alternative: Alternative): Generator<TextStep> {
  for (const decoding of alternative.decode ?? []) {
    yield (raw) => {
      const decoded = DECODERS[decoding](String(raw));
      return decoded === null ? [] : [decoded];
    };
  }
  if (alternative.json !== undefined) {
    const path = compilePath(alternative.json);
    yield (raw) => path(parseJson(String(raw))).flatMap((value) => scalars(value, alternative.item));
  }
  const { query } = alternative;
  if (query !== undefined) yield (raw) => parameter(String(raw), query);
  if (alternative.having !== undefined) {
    const expression = new RegExp(alternative.having, 'iu');
    yield (raw) => (expression.test(String(raw).slice(0, LONGEST_MATCHED)) ? [raw] : []);
  }
  if (alternative.match !== undefined) {
    const expression = new RegExp(alternative.match, 'iu');
    yield (raw) => {
      const found = expression.exec(String(raw).slice(0, LONGEST_MATCHED));
      return found === null ? [] : [found[1] ?? found[0]];
    };
  }
  const { prefix } = alternative;
  if (prefix !== undefined) yield (raw) => (String(raw).trim() === '' ? [] : [prefix + String(raw).trim()]);
  if (alternative.map !== undefined) {
    const values = new Map(Object.entries(alternative.map).map(([key, value]) => [key.toLowerCase(), value]));
    yield (raw) => {
      const value = values.get(String(raw).trim().toLowerCase());
      return value === undefined ? [] : [value];
    };
  }
}

const DECODERS: Readonly<Record<NonNullable<Alternative['decode']>[number], (text: string) => string | null>> = {
  base64: decodeBase64,
  url: decodeAddress,
  markup: plainText,
};

function decodeAddress(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % sign: the text is what it is.
    return text;
  }
}

function parameter(address: string, name: string): readonly string[] {
  const question = address.indexOf('?');
  const value = new URLSearchParams(question === -1 ? '' : address.slice(question + 1)).get(name);
  return value === null ? [] : [value];
}

export function describe(alternative: Alternative): string {
  const { from, data, css, attr, address, html, constant, template, join, count } = alternative;
  const where = [from === undefined ? null : [from].flat().join('|'), data];
  const path = alternative.path === undefined ? null : [alternative.path].flat().join(' + ');
  const what = [
    path,
    css,
    attr === undefined ? null : `@${attr}`,
    address === undefined ? null : `address /${address}/`,
    html === undefined ? null : `source /${html}/`,
  ];
  const fixed = [constant === undefined ? null : `constant ${String(constant)}`, template];
  const how = [count === true ? 'counted' : null, join === undefined ? null : `joined with ${JSON.stringify(join)}`];
  return [...where, ...what, ...fixed, ...how].filter((part) => part !== null && part !== undefined).join(' ');
}
