/** Pages that Mitula was seen to serve and that careless readers get wrong (sites.md, 5 and 10). */
import type { Row } from '../../src/core/listing.ts';
import type { Advert, Answer } from '../portal.ts';
import type { Trap, TrapTruth } from '../trap.ts';
import { accessDenied } from './block-pages.ts';
import { mitClickUrl, mitId } from './mit-address.ts';
import { mitCard, mitCardTruth, mitJsonLd, mitListHtml } from './mit-list.ts';
import { mitPageUrl } from './mit.ts';
import { sampleAdvert, sampleAdverts, sampleContext, samplePage } from './sample-advert.ts';
import { rowOf } from './truth.ts';
import { escapeHtml } from './writing.ts';

const SEARCH = { operation: 'sale', typeSlug: 'casas', citySlug: 'zapopan' } as const;
const listUrl = (name: string): string => `https://casas.mitula.mx/casas/venta-casas-zapopan?trap=${name}`;
const html = (body: string | Uint8Array): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
});

interface ListTrap {
  readonly name: string;
  readonly adverts: readonly Advert[];
  readonly card?: (card: string, index: number) => string;
  readonly truth?: (row: Row, index: number) => Row;
}

const same = <T>(value: T): T => value;

function listTrap(trap: ListTrap): Trap {
  const url = listUrl(trap.name);
  const context = sampleContext(url);
  const page = samplePage(SEARCH, trap.adverts);
  const cards = trap.adverts.map((advert, index) =>
    (trap.card ?? same)(mitCard(advert, index, context, 'data'), index),
  );
  const rows = trap.adverts.map((advert, index) => (trap.truth ?? same)(mitCardTruth(advert, context, 'data'), index));
  const body = mitListHtml(page, context, cards, mitJsonLd(page, context), (number) => mitPageUrl(context.url, number));
  return { name: trap.name, site: 'Mit', url, answer: html(body), truth: { kind: 'list', rows, next: null } };
}

function verdictTrap(name: string, answer: Answer, verdict: Extract<TrapTruth, { kind: 'verdict' }>['verdict']): Trap {
  return { name, site: 'Mit', url: listUrl(name), answer, truth: { kind: 'verdict', verdict } };
}

/** The first card's link is a form of the portal itself: the stable address has to be made from the id. */
function relativeLink(): Trap {
  return listTrap({
    name: 'click-destination-is-a-relative-form',
    adverts: sampleAdverts(3),
    card: (card, index) => {
      const id = mitId(sampleAdvert(index + 1).serial);
      const form = Buffer.from(`/adform/${id}?page_view_id=3f1c&from=serp`).toString('base64');
      return index === 0 ? card.replace(/data-clickdestination="[^"]*"/, `data-clickdestination="${form}"`) : card;
    },
  });
}

/** A second visit signs the same links anew: the rows stay the same. */
function linksOfAnotherDay(): Trap {
  const adverts = sampleAdverts(3);
  return listTrap({
    name: 'click-links-signed-anew',
    adverts,
    card: (card, index) => {
      const advert = adverts[index];
      const link = advert === undefined ? '' : Buffer.from(mitClickUrl(advert, '2026-12-24')).toString('base64');
      return card.replace(/data-clickdestination="[^"]*"/, `data-clickdestination="${link}"`);
    },
  });
}

/** Titles went through HTML escaping twice: `&amp;amp;` is one "&". */
function doubleEscapedTitles(): Trap {
  const title = 'Casa "Los Cedros" & jardín';
  return listTrap({
    name: 'titles-escaped-twice',
    adverts: sampleAdverts(3, { title }),
    card: (card) => card.replaceAll(`="${escapeHtml(title)}"`, `="${escapeHtml(escapeHtml(title))}"`),
  });
}

/** Thousands with a comma, two decimals without a meaning, an empty attribute beside a filled node. */
function areas(): Trap {
  const texts = ['39,033 m²', '307.00m2', '1,250.5 m²'];
  const built = [39_033, 307, 1250.5];
  const adverts = built.map((min, index) => sampleAdvert(index + 1, { built: { min, max: null } }));
  return listTrap({
    name: 'areas-with-commas-and-decimals',
    adverts,
    card: (card, index) =>
      card
        .replace(/data-floorarea="[^"]*"/, 'data-floorarea=""')
        .replace(/(data-test="floor-area") content="[^"]*"/, '$1')
        .replace(/<span>[\d,.]+ m²<\/span>/, `<span>${texts[index] ?? ''}</span>`),
    truth: (row, index) => rowOf({ ...row, built_area_m2: built[index] ?? null }),
  });
}

/** `</body></html>` in the middle of the first card: what follows still belongs to it. */
function documentEndsEarly(): Trap {
  return listTrap({
    name: 'html-ends-inside-first-card',
    adverts: sampleAdverts(4),
    card: (card, index) =>
      index === 0
        ? card.replace('<div class="listing-card__location"', '</body></html>\n<div class="listing-card__location"')
        : card,
  });
}

function emptySearch(): Trap {
  const name = 'empty-search';
  const context = sampleContext(listUrl(name));
  const page = samplePage(SEARCH, []);
  return verdictTrap(
    name,
    html(mitListHtml(page, context, [], mitJsonLd(page, context), (number) => mitPageUrl(context.url, number))),
    'empty',
  );
}

export function mitTraps(): readonly Trap[] {
  const toLamudi: Answer = {
    status: 302,
    headers: {
      location: 'https://www.lamudi.com.mx/jalisco/zapopan/casa/for-sale/',
      'content-type': 'text/html; charset=utf-8',
    },
    body: '',
  };
  return [
    relativeLink(),
    linksOfAnotherDay(),
    doubleEscapedTitles(),
    areas(),
    documentEndsEarly(),
    emptySearch(),
    verdictTrap('access-denied', accessDenied(), 'blocked'),
    verdictTrap('redirect-to-lamudi', toLamudi, 'layout_changed'),
  ];
}
