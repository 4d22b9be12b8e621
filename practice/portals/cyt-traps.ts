/** Pages that Casas y Terrenos was seen to serve and that careless readers get wrong (sites.md, 3 and 10). */
import type { Row } from '../../src/core/listing.ts';
import type { Advert, Answer, ListPage } from '../portal.ts';
import type { Trap } from '../trap.ts';
import { advertUrl, HOST } from './cyt-address.ts';
import { detailTruth, renderDetail, renderGone } from './cyt-detail.ts';
import type { DetailTwist } from './cyt-detail.ts';
import { cardTruth, HTML, listHtml } from './cyt-list.ts';
import type { Generation } from './cyt-list.ts';
import { sampleAdvert, sampleAdverts, sampleContext, samplePage } from './sample-advert.ts';
import { swap } from './trap-page.ts';
import { rowOf } from './truth.ts';

const SEARCH = { operation: 'sale', typeSlug: 'casas', citySlug: 'zapopan' } as const;
const listUrl = (name: string): string => `https://${HOST}/jalisco/zapopan/casas/venta?trap=${name}`;
const html = (body: string): Answer => ({ status: 200, headers: HTML, body });

interface ListTrap {
  readonly name: string;
  readonly shown: Generation;
  readonly adverts: readonly Advert[];
  readonly url?: string;
  readonly paging?: { readonly pages: number; readonly total: number };
  readonly next?: string | null;
  readonly change?: (body: string, page: ListPage) => string;
  readonly truth?: (row: Row, index: number) => Row;
}

function listTrap(trap: ListTrap): Trap {
  const url = trap.url ?? listUrl(trap.name);
  const page = samplePage(SEARCH, trap.adverts, trap.paging);
  const usual = listHtml(page, sampleContext(url), trap.shown);
  const rows = trap.adverts.map((advert, index) => {
    const row = cardTruth(advert, trap.shown);
    return trap.truth?.(row, index) ?? row;
  });
  const body = trap.change?.(usual, page) ?? usual;
  return {
    name: trap.name,
    site: 'CyT',
    url,
    answer: html(body),
    truth: { kind: 'list', rows, next: trap.next ?? null },
  };
}

const FIVE_PAGES = { pages: 5, total: 187 } as const;

function listTraps(): readonly Trap[] {
  const secondUrl = `${listUrl('page-1-again')}&page=2`;
  return [
    // The first system asked for `?pagina=N`: 31 pages of 40 rows held 40 adverts.
    listTrap({ name: 'page-1-again', shown: 'cards', adverts: sampleAdverts(40), paging: FIVE_PAGES, next: secondUrl }),
    listTrap({
      name: 'page-1-again-as-page-2',
      url: secondUrl,
      shown: 'cards',
      adverts: sampleAdverts(40),
      paging: FIVE_PAGES,
      next: `${listUrl('page-1-again')}&page=3`,
    }),
    listTrap({
      name: 'comment-names-next-data',
      shown: 'cards',
      adverts: sampleAdverts(4),
      change: (body) =>
        swap(
          body,
          '<div id="__next">',
          '<!-- <script id="__NEXT_DATA__" type="application/json">{"props":{}}</script> moved to flight --><div id="__next">',
        ),
    }),
    listTrap({
      name: 'areas-with-decimals-and-zero',
      shown: 'cards',
      adverts: [
        sampleAdvert(1, { built: { min: 56.1, max: null } }),
        sampleAdvert(2, { built: { min: 307, max: null } }),
        sampleAdvert(3, { built: null }),
        sampleAdvert(4, { built: { min: 39_033, max: null } }),
      ],
      change: (body) =>
        swap(swap(body, '307<!-- -->m2.', '307.00<!-- -->m2.'), '39033<!-- -->m2.', '39,033<!-- -->m2.'),
    }),
    listTrap({
      name: 'both-operations-in-one-advert',
      shown: 'data',
      adverts: sampleAdverts(2),
      // Offered for rent too: the data has both prices, the search asked for sales.
      change: (body) => swap(swap(body, '"isRent":false', '"isRent":true'), '"priceRent":0', '"priceRent":42000'),
    }),
  ];
}

function detailTrap(name: string, advert: Advert, twist: DetailTwist, truth: (row: Row) => Row = (row) => row): Trap {
  return {
    name,
    site: 'CyT',
    url: advertUrl(advert),
    answer: renderDetail(advert, twist),
    truth: { kind: 'detail', row: truth(detailTruth(advert)) },
  };
}

function detailTraps(): readonly Trap[] {
  const gone = sampleAdvert(90);
  return [
    detailTrap('second-price-beside-the-sale', sampleAdvert(40), { secondRent: 120_000 }),
    detailTrap('title-says-rent-of-a-sale', sampleAdvert(41, { title: 'Casa en renta en Jardines Universidad' }), {
      secondRent: 38_000,
    }),
    detailTrap('hidden-sentence-of-the-gone', sampleAdvert(42, { ageYears: null, condition: 'new' }), {}, (row) =>
      rowOf({ ...row, age_years: null }),
    ),
    {
      name: 'advert-gone',
      site: 'CyT',
      url: advertUrl(gone),
      answer: renderGone(),
      truth: { kind: 'verdict', verdict: 'gone' },
    },
  ];
}

function emptyTrap(): Trap {
  const url = listUrl('empty-search');
  const body = listHtml(samplePage(SEARCH, []), sampleContext(url), 'data');
  return { name: 'empty-search', site: 'CyT', url, answer: html(body), truth: { kind: 'verdict', verdict: 'empty' } };
}

export function cytTraps(): readonly Trap[] {
  return [...listTraps(), ...detailTraps(), emptyTrap()];
}
