/** The places of a page by the names a definition could give them, for suggestions: elements by tag, class and attribute, JSON by path. */
import type { PageElement } from './document.ts';

/** A hostile page must not cost more than a page. */
const MOST_VALUES = 20_000;
const DEEPEST_JSON = 12;
const NAMING = /^(?:data-|item|id$|aria-label$|content$|title$|href$)/;

/** Selectors that name an element: its tag with each class and each naming attribute. */
export function selectorsOf(element: PageElement): readonly string[] {
  const classes = (element.attribs['class'] ?? '').split(/\s+/).filter((name) => /^[A-Za-z_][\w-]*$/.test(name));
  const attributes = attributesOf(element).filter((name) => name !== 'href' && name !== 'id');
  return [
    ...classes.slice(0, 8).map((name) => `${element.name}.${name}`),
    ...attributes.slice(0, 8).map((name) => attributeSelector(element, name)),
  ];
}

/** Attributes that say what an element holds. */
export function attributesOf(element: PageElement): readonly string[] {
  return Object.keys(element.attribs).filter((name) => NAMING.test(name) && /^[\w-]+$/.test(name));
}

/** `[data-test=price]` when the value is a name, `[data-id]` when it is a value. */
function attributeSelector(element: PageElement, name: string): string {
  const value = element.attribs[name] ?? '';
  return /^[A-Za-z][\w-]{0,40}$/.test(value) ? `${element.name}[${name}=${value}]` : `${element.name}[${name}]`;
}

export interface JsonPlace {
  readonly path: string;
  readonly value: unknown;
}

/** Every value inside, with its path; lists are looked at by their first entries. */
export function* placesIn(root: unknown): Generator<JsonPlace> {
  const open: { readonly path: string; readonly value: unknown; readonly depth: number }[] = [
    { path: '$', value: root, depth: 0 },
  ];
  for (let count = 0; open.length > 0 && count < MOST_VALUES; count += 1) {
    const place = open.shift();
    if (place === undefined) return;
    yield place;
    const { path, value, depth } = place;
    if (typeof value !== 'object' || value === null || depth === DEEPEST_JSON) continue;
    if (Array.isArray(value)) {
      for (const inner of value.slice(0, 3)) open.push({ path: `${path}[*]`, value: inner, depth: depth + 1 });
      continue;
    }
    for (const [key, inner] of Object.entries(value))
      if (/^[\w-]+$/.test(key)) open.push({ path: `${path}.${key}`, value: inner, depth: depth + 1 });
  }
}
