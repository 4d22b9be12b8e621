/**
 * What has become of a layout (fault F65): the places of a page that come nearest to what the definition looks for,
 * for the person who must correct it. Nothing is ever read from such a place by itself.
 */
import type { Alternative, SourceDefinition } from './definition-shapes.ts';
import { attributeOf, elementsIn, textOf } from './document.ts';
import type { PageElement } from './document.ts';
import type { Candidate } from './contract.ts';
import { attributesOf, placesIn, selectorsOf } from './page-places.ts';
import type { Item, PageView } from './page-view.ts';
import { scriptAttribute, findScripts } from './scripts.ts';
import { likeness } from './similar-names.ts';
import { compileParser, defaultParser } from './values.ts';

interface Ranked extends Candidate {
  readonly score: number;
}

const MOST_CANDIDATES = 3;
const LONGEST_EXAMPLE = 60;
const MONEY = /(?:\$|mxn|usd|m\.n\.)\s*\d|\d\s*(?:mxn|usd)/i;

function shown(text: string): string {
  // A copy of its own: a slice would keep the whole page in memory (F73).
  return Buffer.from(text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_EXAMPLE)).toString();
}

function best(ranked: Iterable<Ranked>): readonly Candidate[] {
  return [...ranked]
    .sort((a, b) => b.score - a.score || b.times - a.times || (a.place < b.place ? -1 : 1))
    .slice(0, MOST_CANDIDATES)
    .map(({ place, times, example }) => ({ place, times, example }));
}

/** Where the adverts may stand now. */
export function containerCandidates(page: PageView, source: SourceDefinition): readonly Candidate[] {
  return source.css === undefined ? listsInData(page, source) : repeatedElements(page, source.css);
}

/** An advert says something and leads somewhere; adverts come in numbers. */
const LEAST_ADVERTS = 2;
const LONGEST_ADVERT = 5_000;

function repeatedElements(page: PageView, wanted: string): readonly Candidate[] {
  const places = new Map<string, { times: number; money: number; example: string }>();
  for (const element of elementsIn(page.document())) {
    const selectors = selectorsOf(element);
    if (selectors.length === 0 || !leadsSomewhere(element)) continue;
    const text = textOf(element);
    if (text.trim() === '' || text.length > LONGEST_ADVERT) continue;
    for (const selector of selectors) {
      const place = places.get(selector) ?? { times: 0, money: 0, example: shown(text) };
      place.times += 1;
      if (MONEY.test(text)) place.money += 1;
      places.set(selector, place);
    }
  }
  return best(
    [...places]
      .filter(([, { times }]) => times >= LEAST_ADVERTS)
      .map(([place, { times, money, example }]) => ({
        place,
        times,
        example,
        score: likeness(place, wanted) + money / times,
      }))
      .filter(({ score }) => score >= 0.5),
  );
}

function leadsSomewhere(element: PageElement): boolean {
  if (element.attribs['href'] !== undefined) return true;
  for (const inner of elementsIn(element)) if (inner.attribs['href'] !== undefined) return true;
  return attributesOf(element).some((name) => name.startsWith('data-'));
}

function listsInData(page: PageView, { data = '', path = '$' }: SourceDefinition): readonly Candidate[] {
  const value = page.data(data);
  if (value === undefined) return scriptsOf(page);
  const lists: Ranked[] = [];
  for (const place of placesIn(value)) {
    if (!Array.isArray(place.value) || place.value.length < LEAST_ADVERTS) continue;
    const [first] = place.value as readonly unknown[];
    if (typeof first !== 'object' || first === null) continue;
    const keys = Object.keys(first);
    lists.push({
      place: `${data} ${place.path}[*]`,
      times: place.value.length,
      example: shown(keys.join(', ')),
      score: likeness(place.path, path) + Math.min(keys.length, 20) / 20,
    });
  }
  return best(lists);
}

/** The block itself is gone: the page's scripts that hold data. */
function scriptsOf(page: PageView): readonly Candidate[] {
  const { text } = page.input;
  return best(
    findScripts(text)
      .filter((script) => /^\s*[[{]|^[^(]{0,80}=\s*[[{]/.test(text.slice(script.start, script.start + 200)))
      .map((script) => {
        const id = scriptAttribute(script, 'id');
        const type = scriptAttribute(script, 'type');
        const name = [id === null ? '' : `#${id}`, type === null ? '' : `[type=${type}]`].join('');
        return {
          place: `script${name}`,
          times: 1,
          example: shown(text.slice(script.start, script.start + 200)),
          score: script.end - script.start,
        };
      }),
  );
}

/** Adverts whose places are looked at. */
const LOOKED_AT = 10;
/** A place counts when so many of the adverts hold something there that the column understands. */
const LEAST_SHARE = 0.6;
/** Any text is understood by a text column: there the name must be alike, too. */
const LEAST_LIKENESS = 0.35;

/** Where a column's values may stand now: places of the adverts that its own parser understands, the likest name first. */
export function fieldCandidates(
  page: PageView,
  items: readonly Item[],
  column: string,
  alternatives: readonly Alternative[],
): readonly Candidate[] {
  const [first] = alternatives;
  if (first === undefined) return [];
  const parse = compileParser(column, first);
  const isText = (first.parse ?? defaultParser(column)) === 'text';
  const names = [column, ...alternatives.flatMap(({ css, attr, path }) => [css, attr, path].flat())].filter(
    (name) => name !== undefined,
  );
  const looked = items.slice(0, LOOKED_AT);
  const places = new Map<string, { times: number; example: string }>();
  for (const item of looked) {
    for (const [place, text] of placesOf(item)) {
      if (!understands(text)) continue;
      const known = places.get(place) ?? { times: 0, example: shown(text) };
      known.times += 1;
      places.set(place, known);
    }
  }
  return best(
    [...places]
      .map(([place, { times, example }]) => ({
        place,
        times,
        example,
        alike: Math.max(...names.map((name) => likeness(name, place))),
      }))
      .filter(({ times, alike }) => times >= LEAST_SHARE * looked.length && (!isText || alike >= LEAST_LIKENESS))
      .map(({ alike, ...rest }) => ({ ...rest, score: alike })),
  );

  function understands(text: string): boolean {
    const columns = text.trim() === '' || text.length > LONGEST_ADVERT ? null : parse(text, page.input);
    return columns !== null && (columns[column] ?? null) !== null;
  }
}

/** Each place of an advert once, with what stands there. */
function placesOf(item: Item): ReadonlyMap<string, string> {
  return item.kind === 'json' ? placesOfObject(item.value) : placesOfElement(item.element);
}

function placesOfObject(value: unknown): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { path, value: inner } of placesIn(value)) {
    const isScalar = typeof inner === 'string' || typeof inner === 'number';
    if (isScalar && !places.has(path)) places.set(path.replace(/^\$\.?/, ''), String(inner));
  }
  return places;
}

function placesOfElement(advert: PageElement): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  const note = (place: string, text: string): void => {
    if (!places.has(place)) places.set(place, text);
  };
  for (const name of attributesOf(advert)) note(`@${name}`, attributeOf(advert, name) ?? '');
  for (const element of elementsIn(advert)) {
    const text = textOf(element);
    for (const selector of selectorsOf(element)) note(selector, text);
    for (const name of attributesOf(element)) note(`${element.name} @${name}`, attributeOf(element, name) ?? '');
  }
  return places;
}

/** `article.card (30 times: "$ 5,200,000 …")`, for one line of a message. */
export function describeCandidates(candidates: readonly Candidate[]): string {
  if (candidates.length === 0) return 'nothing on the page comes near';
  const texts = candidates.map(({ place, times, example }) => `${place} (${times} times: ${JSON.stringify(example)})`);
  return `nearest: ${texts.join('; ')}`;
}
