/** Pages that Propiedades.com was seen to serve and that careless readers get wrong (sites.md, 6 and 10). */
import type { Row } from '../../src/core/listing.ts';
import type { Advert, Answer } from '../portal.ts';
import type { Trap, TrapTruth } from '../trap.ts';
import { akamaiOverlay, cloudflareChallenge, shieldSquareCaptcha } from './block-pages.ts';
import { propDetailUrl } from './prop-address.ts';
import { propDetailAnswer, propDetailTruth, propGoneAnswer } from './prop-detail.ts';
import { propCard, propEntry, propListHtml, propListTruth, propNextData } from './prop-list.ts';
import { propPageUrl } from './prop.ts';
import { sampleAdvert, sampleAdverts, sampleContext, samplePage } from './sample-advert.ts';
import { rowOf } from './truth.ts';

const SEARCH = { operation: 'sale', typeSlug: 'casas', citySlug: 'zapopan' } as const;
const listUrl = (name: string, page = 1): string =>
  `https://propiedades.com/zapopan/casas-venta?trap=${name}${page > 1 ? `&pagina=${page}` : ''}`;
const html = (body: string): Answer => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body });

interface ListTrap {
  readonly name: string;
  readonly adverts: readonly Advert[];
  readonly page?: { readonly page: number; readonly pages: number; readonly total: number };
  readonly entry?: (entry: Readonly<Record<string, unknown>>, index: number) => Readonly<Record<string, unknown>>;
  readonly card?: (card: string, index: number) => string;
  readonly beforeData?: string;
  readonly truth?: (row: Row, index: number) => Row;
}

const same = <T>(value: T): T => value;

function listTrap(trap: ListTrap): Trap {
  const url = listUrl(trap.name, trap.page?.page);
  const context = sampleContext(url);
  const page = samplePage(SEARCH, trap.adverts, trap.page);
  const entries = trap.adverts.map((advert, index) => (trap.entry ?? same)(propEntry(advert, context), index));
  const cards = trap.adverts.map((advert, index) => (trap.card ?? same)(propCard(advert), index));
  const rows = trap.adverts.map((advert, index) => (trap.truth ?? same)(propListTruth(advert, context), index));
  const pageUrl = (number: number): string => propPageUrl(context.url, number);
  const parts = {
    cards,
    data: propNextData(page, entries),
    jsonLd: '',
    ...(trap.beforeData === undefined ? {} : { beforeData: trap.beforeData }),
  };
  const next = page.search.page < page.pages ? pageUrl(page.search.page + 1) : null;
  return {
    name: trap.page === undefined ? trap.name : `${trap.name}-page-${trap.page.page}`,
    site: 'Prop',
    url,
    answer: html(propListHtml(page, parts, pageUrl)),
    truth: { kind: 'list', rows, next },
  };
}

function verdictTrap(
  name: string,
  url: string,
  answer: Answer,
  verdict: Extract<TrapTruth, { kind: 'verdict' }>['verdict'],
): Trap {
  return { name, site: 'Prop', url, answer, truth: { kind: 'verdict', verdict } };
}

/** A comment before the data holds a script with the same id and other data. */
function dataInComment(): Trap {
  return listTrap({
    name: 'comment-contains-next-data',
    adverts: sampleAdverts(4),
    beforeData:
      '<!-- <script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"results":{"properties":[]}}}}</script> -->',
  });
}

/** 0 is "no price", an empty text "no photo", and a rent may stand beside the price of a sale. */
function zerosAndSecondPrice(): Trap {
  return listTrap({
    name: 'zero-price-and-second-price',
    adverts: [
      sampleAdvert(1, { price: null, photos: 0 }),
      sampleAdvert(2),
      sampleAdvert(3, { bathrooms: null, parking: null }),
    ],
    entry: (entry, index) => {
      if (index === 0)
        return {
          ...entry,
          price_num: 0,
          price_real: 0,
          sale_price_real: 0,
          rental_price_real: 0,
          total_photos: 0,
          picture: '',
        };
      return index === 1 ? { ...entry, rental_price_real: 21_500 } : { ...entry, bathrooms: 0, parking_num: 0 };
    },
  });
}

/** Sizes are texts: "307.00" is 307, "39033.00" thirty-nine thousand, and the cards write "39,033 m2". */
function sizesAsText(): Trap {
  const texts = ['307.00', '39033.00', '120.5', ''];
  const built = [307, 39_033, 120.5, null];
  return listTrap({
    name: 'sizes-are-texts',
    adverts: built.map((min, index) => sampleAdvert(index + 1, { built: min === null ? null : { min, max: null } })),
    entry: (entry, index) => ({ ...entry, size_m2: texts[index] ?? null }),
    truth: (row, index) => rowOf({ ...row, built_area_m2: built[index] ?? null }),
  });
}

/** Rows of page 1 come again on page 2: once in a task's output (D12), but right on both pages. */
function repeatedRows(): readonly Trap[] {
  const adverts = sampleAdverts(9);
  const name = 'listings-come-again';
  return [
    listTrap({ name, adverts: adverts.slice(0, 6), page: { page: 1, pages: 2, total: 9 } }),
    listTrap({ name, adverts: adverts.slice(4), page: { page: 2, pages: 2, total: 9 } }),
  ];
}

function emptySearch(): Trap {
  const url = listUrl('empty-search');
  const page = samplePage(SEARCH, []);
  const body = propListHtml(page, { cards: [], data: propNextData(page, []), jsonLd: '' }, (number) =>
    propPageUrl(new URL(url), number),
  );
  return verdictTrap('empty-search', url, html(body), 'empty');
}

function detailTraps(): readonly Trap[] {
  const asked = sampleAdvert(201);
  const gone = sampleAdvert(202);
  // No coordinates of its own: the page's geo metadata is the middle of the state.
  const centroid = sampleAdvert(203, { latitude: null, longitude: null });
  const hidden = sampleAdvert(204);
  const hiddenBody = String(propDetailAnswer(hidden).body).replace(
    '<input type="hidden"',
    '<p class="hidden" style="display:none">Esta propiedad ya no se encuentra disponible</p><input type="hidden"',
  );
  const detail = (name: string, advert: Advert, answer: Answer): Trap => {
    const url = propDetailUrl(advert);
    return {
      name,
      site: 'Prop',
      url,
      answer,
      truth: { kind: 'detail', row: propDetailTruth(advert, sampleContext(url)) },
    };
  };
  return [
    verdictTrap('another-listing-is-shown', propDetailUrl(asked), propDetailAnswer(sampleAdvert(299)), 'gone'),
    verdictTrap('off-the-market', propDetailUrl(gone), propGoneAnswer(sampleContext(propDetailUrl(gone))), 'gone'),
    detail('geo-metadata-is-the-state', centroid, propDetailAnswer(centroid)),
    detail('hidden-not-available-on-live-page', hidden, html(hiddenBody)),
  ];
}

export function propTraps(): readonly Trap[] {
  return [
    dataInComment(),
    zerosAndSecondPrice(),
    sizesAsText(),
    ...repeatedRows(),
    emptySearch(),
    verdictTrap('akamai-overlay', listUrl('akamai-overlay'), akamaiOverlay(200), 'blocked'),
    verdictTrap('akamai-forbidden', listUrl('akamai-forbidden'), akamaiOverlay(403), 'blocked'),
    verdictTrap(
      'cloudflare-challenge',
      listUrl('cloudflare-challenge'),
      cloudflareChallenge('propiedades.com'),
      'blocked',
    ),
    verdictTrap('shieldsquare-captcha', listUrl('shieldsquare-captcha'), shieldSquareCaptcha(), 'blocked'),
    ...detailTraps(),
  ];
}
