/** Pages that Trovit was seen to serve and that careless readers get wrong (sites.md, 7 and 10). */
import type { Row } from '../../src/core/listing.ts';
import type { Advert, Answer } from '../portal.ts';
import type { Trap, TrapTruth } from '../trap.ts';
import { accessDenied } from './block-pages.ts';
import { sampleAdvert, sampleAdverts, sampleContext, samplePage } from './sample-advert.ts';
import { troCard, troListHtml, troListTruth, troSuggestions } from './tro-list.ts';
import type { TroGeneration } from './tro-list.ts';
import { troPageUrl } from './tro.ts';
import { rowOf } from './truth.ts';
import { escapeHtml } from './writing.ts';

const SEARCH = { operation: 'sale', typeSlug: '', citySlug: 'zapopan' } as const;
const listUrl = (name: string): string => `https://casas.trovit.com.mx/venta-zapopan?trap=${name}`;
const html = (body: string): Answer => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body });

interface ListTrap {
  readonly name: string;
  readonly generation: TroGeneration;
  readonly adverts: readonly Advert[];
  readonly card?: (card: string, index: number) => string;
  /** The cards in their final order, suggestions among them. */
  readonly cards?: (cards: readonly string[], similar: readonly string[]) => readonly string[];
  readonly answer?: (body: string) => Answer;
  readonly truth?: (row: Row, index: number) => Row;
}

const same = <T>(value: T): T => value;

function listTrap(trap: ListTrap): Trap {
  const url = listUrl(trap.name);
  const context = sampleContext(url);
  const page = samplePage(SEARCH, trap.adverts);
  const plain = trap.adverts.map((advert, index) =>
    (trap.card ?? same)(troCard(advert, index, context, trap.generation), index),
  );
  const similar = troSuggestions(page).map((advert, index) => troCard(advert, index, context, trap.generation, true));
  const cards = trap.cards?.(plain, similar) ?? plain;
  const rows = trap.adverts.map((advert, index) => (trap.truth ?? same)(troListTruth(advert, context), index));
  const body = troListHtml(page, context, { cards, suggestions: [], generation: trap.generation }, (number) =>
    troPageUrl(context.url, number),
  );
  return {
    name: trap.name,
    site: 'Tro',
    url,
    answer: (trap.answer ?? html)(body),
    truth: { kind: 'list', rows, next: null },
  };
}

function verdictTrap(name: string, answer: Answer, verdict: Extract<TrapTruth, { kind: 'verdict' }>['verdict']): Trap {
  return { name, site: 'Tro', url: listUrl(name), answer, truth: { kind: 'verdict', verdict } };
}

/** Suggestions from outside the search stand between the results. */
function suggestionsAmongResults(generation: TroGeneration): Trap {
  return listTrap({
    name: `suggestions-among-results-${generation}`,
    generation,
    adverts: sampleAdverts(5),
    cards: (cards, similar) => [
      ...similar.slice(0, 1),
      ...cards.slice(0, 2),
      ...similar.slice(1, 3),
      ...cards.slice(2),
      ...similar.slice(3),
    ],
  });
}

/** Latin-1 bytes, and no charset in header or document. */
function latin1(): Trap {
  return listTrap({
    name: 'latin-1-undeclared',
    generation: 'snippet',
    adverts: sampleAdverts(4, {
      neighbourhood: 'Ciudad Granja',
      agency: 'Núcleo & Vértice',
      amenities: ['Área de juegos'],
    }),
    answer: (body) => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: Buffer.from(body.replace('<meta charset="utf-8">', ''), 'latin1'),
    }),
  });
}

/** Titles went through HTML escaping twice: `&amp;amp;` is one "&". */
function doubleEscapedTitles(): Trap {
  const title = "Casa en O'Farrill & jardín";
  return listTrap({
    name: 'titles-escaped-twice',
    generation: 'snippet',
    adverts: sampleAdverts(3, { title }),
    card: (card) => card.replace(`title="${escapeHtml(title)}"`, `title="${escapeHtml(escapeHtml(title))}"`),
  });
}

/** `</body></html>` in the middle of the first card: what follows still belongs to it. */
function documentEndsEarly(): Trap {
  return listTrap({
    name: 'html-ends-inside-first-card',
    generation: 'snippet',
    adverts: sampleAdverts(4),
    card: (card, index) =>
      index === 0
        ? card.replace(
            '<ul class="snippet-listing-content-header-icons">',
            '</body></html>\n<ul class="snippet-listing-content-header-icons">',
          )
        : card,
  });
}

/** Rooms, baths or size missing: the icons that are there keep their meaning. */
function missingIcons(): Trap {
  const none: Partial<Advert> = { bedrooms: null, bathrooms: null, built: null };
  const { bedrooms, bathrooms, built } = sampleAdvert(1);
  return listTrap({
    name: 'icons-missing',
    generation: 'snippet',
    adverts: [
      sampleAdvert(1, { ...none, built }),
      sampleAdvert(2, { ...none, bathrooms }),
      sampleAdvert(3, { ...none, bedrooms }),
      sampleAdvert(4, none),
    ],
  });
}

/** Areas as other portals hand them over. */
function areas(): Trap {
  const texts = ['39,033 m²', '307.00m2', '1,250.5 m²'];
  const built = [39_033, 307, 1250.5];
  return listTrap({
    name: 'areas-with-commas-and-decimals',
    generation: 'snippet',
    adverts: built.map((min, index) => sampleAdvert(index + 1, { built: { min, max: null } })),
    card: (card, index) => card.replace(/<p>[\d,.]+ m²<\/p>/, `<p>${texts[index] ?? ''}</p>`),
    truth: (row, index) => rowOf({ ...row, built_area_m2: built[index] ?? null }),
  });
}

/** No result, yet cards: all of them suggestions. */
function onlySuggestions(): Trap {
  const name = 'only-suggestions';
  const context = sampleContext(listUrl(name));
  const page = samplePage(SEARCH, []);
  const suggestions = troSuggestions(page).map((advert, index) => troCard(advert, index, context, 'snippet', true));
  return verdictTrap(
    name,
    html(
      troListHtml(page, context, { cards: [], suggestions, generation: 'snippet' }, (number) =>
        troPageUrl(context.url, number),
      ),
    ),
    'empty',
  );
}

export function troTraps(): readonly Trap[] {
  return [
    suggestionsAmongResults('snippet'),
    suggestionsAmongResults('wrapper'),
    latin1(),
    doubleEscapedTitles(),
    documentEndsEarly(),
    missingIcons(),
    areas(),
    onlySuggestions(),
    verdictTrap('access-denied', accessDenied(), 'blocked'),
  ];
}
