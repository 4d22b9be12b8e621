/** Pages that Lamudi was seen to serve and that careless readers get wrong (sites.md, 4 and 10). */
import type { Advert, Answer, ListPage } from '../portal.ts';
import type { Trap, TrapTruth } from '../trap.ts';
import { awsWafChallenge, distilBlock } from './block-pages.ts';
import { lamDetailUrl } from './lam-address.ts';
import type { LamListGeneration } from './lam-address.ts';
import { lamDetailHtml, lamDetailTruth } from './lam-detail.ts';
import { lamCard, lamCardTruth, lamListHtml, lamPager, lamPromoCards } from './lam-list.ts';
import { lamJsonLd } from './lam-json-ld.ts';
import { lamPageUrl } from './lam.ts';
import { sampleAdvert, sampleAdverts, sampleContext, samplePage } from './sample-advert.ts';
import { rowOf } from './truth.ts';

const SEARCH = { operation: 'sale', typeSlug: 'casa', citySlug: 'zapopan' } as const;
const listUrl = (name: string): string => `https://www.lamudi.com.mx/jalisco/zapopan/casa/for-sale/?trap=${name}`;
const html = (body: string): Answer => ({ status: 200, headers: { 'content-type': 'text/html' }, body });

interface ListTrap {
  readonly name: string;
  readonly generation: LamListGeneration;
  readonly adverts: readonly Advert[];
  /** The usual parts, changed. */
  readonly card?: (card: string, index: number) => string;
  readonly jsonLd?: (jsonLd: string) => string;
  readonly cards?: (cards: readonly string[], page: ListPage) => readonly string[];
  readonly pager?: (pager: string) => string;
  readonly body?: (body: string) => string;
  readonly truth?: (row: ReturnType<typeof lamCardTruth>, index: number) => ReturnType<typeof lamCardTruth>;
}

const same = <T>(value: T): T => value;

function listTrap(trap: ListTrap): Trap {
  const url = listUrl(trap.name);
  const context = sampleContext(url);
  const page = samplePage(SEARCH, trap.adverts);
  const plain = trap.adverts.map((advert, index) => (trap.card ?? same)(lamCard(advert, trap.generation), index));
  const cards = trap.cards?.(plain, page) ?? plain;
  const jsonLd = (trap.jsonLd ?? same)(lamJsonLd(page, context, trap.generation));
  const pager = (trap.pager ?? same)(lamPager(page, trap.generation, (number) => lamPageUrl(context.url, number)));
  const body = (trap.body ?? same)(lamListHtml(page, context, { cards, jsonLd, pager }));
  const rows = trap.adverts.map((advert, index) => (trap.truth ?? same)(lamCardTruth(advert, trap.generation), index));
  return { name: trap.name, site: 'Lam', url, answer: html(body), truth: { kind: 'list', rows, next: null } };
}

function verdictTrap(
  name: string,
  url: string,
  answer: Answer,
  verdict: Extract<TrapTruth, { kind: 'verdict' }>['verdict'],
): Trap {
  return { name, site: 'Lam', url, answer, truth: { kind: 'verdict', verdict } };
}

/** Two paid placements among the cards; the JSON-LD lacks them, stands in another order and names the first listing as the page. */
function promotedCards(): Trap {
  const adverts = sampleAdverts(6);
  const first = adverts[0];
  return listTrap({
    name: 'json-ld-lacks-promoted-cards',
    generation: '2026-07',
    adverts,
    cards: (cards) => {
      const promo = (number: number): string =>
        lamPromoCards(samplePage({ ...SEARCH, typeSlug: `casa-${number}` }, adverts), 2)[number] ?? '';
      return [promo(0), ...cards.slice(0, 2), promo(1), ...cards.slice(2)];
    },
    jsonLd: () => {
      const reversed = samplePage(SEARCH, [...adverts].reverse());
      return lamJsonLd(reversed, sampleContext(first === undefined ? listUrl('x') : lamDetailUrl(first)), '2026-07');
    },
  });
}

/** Card 1 has its coordinates on the card only, card 2 in the JSON-LD only, card 3 marked inexact, card 4 nowhere. */
function coordinatesHereAndThere(): Trap {
  const adverts = [...sampleAdverts(3), sampleAdvert(4, { latitude: null, longitude: null })];
  const [first, second] = adverts;
  return listTrap({
    name: 'coordinates-on-card-or-in-json-ld',
    generation: '2026-07',
    adverts,
    card: (card, index) => {
      if (index === 1) return card.replace(/ data-serp-map-hover-listing="[^"]*"/, '');
      return index === 2 ? card.replace(/exactLocation&quot;:(true|false)/, 'exactLocation&quot;:false') : card;
    },
    jsonLd: () => {
      const withoutFirst =
        first === undefined ? adverts : [{ ...first, latitude: null, longitude: null }, ...adverts.slice(1)];
      return lamJsonLd(
        samplePage(SEARCH, withoutFirst),
        sampleContext(listUrl('x')),
        second === undefined ? '2026-02' : '2026-07',
      );
    },
  });
}

/** A card without a location node: the place is in the JSON-LD alone. */
function noLocationNode(): Trap {
  return listTrap({
    name: 'card-without-location',
    generation: '2026-02',
    adverts: sampleAdverts(3),
    card: (card, index) =>
      index === 1 ? card.replace(/<div class="snippet__content__location"[\s\S]*?<\/div>/, '') : card,
    truth: (row, index) => (index === 1 ? rowOf({ ...row, location: null, neighbourhood: null }) : row),
  });
}

/** What stands in the slot that often is parking. */
function amenitySlot(): Trap {
  const words = ['Estacionamiento', 'Seguridad', '2 Estacionamientos', 'Gimnasio', '1 Estacionamiento'];
  const parking = [1, null, 2, null, 1];
  return listTrap({
    name: 'amenity-slot-is-not-parking',
    generation: '2026-07',
    adverts: sampleAdverts(5, { parking: 3 }),
    card: (card, index) => card.replace(/3 Estacionamientos/, words[index] ?? ''),
    truth: (row, index) => rowOf({ ...row, parking: parking[index] ?? null }),
  });
}

/** A label glued to the amount, dollars, a rent beside "/mes", no price. */
function prices(): Trap {
  const glued = [
    { text: '$ 840,000 MXNRemate Bancario', columns: { price: 840_000, currency: 'MXN' } },
    { text: 'USD 265,000', columns: { price: 265_000, currency: 'USD' } },
    { text: 'Consultar precios', columns: { price: null, currency: null } },
    { text: 'Desde $ 6,499,999 MXN', columns: { price: 6_499_999, currency: 'MXN', price_from: true } },
  ] as const;
  return listTrap({
    name: 'promo-label-glued-to-price',
    // Without offers in the JSON-LD: the card's text alone tells the price.
    generation: '2026-02',
    adverts: sampleAdverts(4),
    card: (card, index) =>
      card.replace(
        /(<div class="snippet__content__price">\n)[\s\S]*?(\n<\/div>)/,
        (_, open: string, close: string) => `${open}${glued[index]?.text ?? ''}${close}`,
      ),
    truth: (row, index) => rowOf({ ...row, ...glued[index]?.columns }),
  });
}

/** UTF-8 with no charset in header or document. */
function noCharset(): Trap {
  return listTrap({
    name: 'utf-8-undeclared',
    generation: '2026-07',
    adverts: sampleAdverts(3, { neighbourhood: 'Ciudad Granja – Sección Ñandú', agency: 'Núcleo & Vértice' }),
    body: (body) => body.replace('<meta charset="utf-8">', ''),
  });
}

/** The "next" link is there, enabled and not last, and leads nowhere. */
function emptyHref(): Trap {
  return listTrap({
    name: 'next-link-with-empty-href',
    generation: '2026-07',
    adverts: sampleAdverts(3),
    pager: (pager) => pager.replace('data-islast="true"', 'data-islast="false"').replace('disabled', 'enabled'),
  });
}

function emptyPages(): readonly Trap[] {
  const build = (name: string, cards: readonly string[], total: number): Answer => {
    const context = sampleContext(listUrl(name));
    const page = samplePage(SEARCH, [], { total });
    const pager = lamPager(page, '2026-07', (number) => lamPageUrl(context.url, number));
    return html(lamListHtml(page, context, { cards, jsonLd: lamJsonLd(page, context, '2026-07'), pager }));
  };
  const promo = lamPromoCards(samplePage(SEARCH, sampleAdverts(1)), 1);
  const withPromo = build('x', [], 0);
  const shell = build('shell-without-cards', ['<div class="serp-loading"></div>'], 1208);
  return [
    verdictTrap('empty-search', listUrl('empty-search'), build('empty-search', [], 0), 'empty'),
    verdictTrap(
      'empty-search-with-promotion',
      listUrl('empty-search-with-promotion'),
      { ...withPromo, body: String(withPromo.body).replace('</main>', `${promo.join('')}</main>`) },
      'empty',
    ),
    verdictTrap('shell-without-cards', listUrl('shell-without-cards'), shell, 'layout_changed'),
  ];
}

/** An unknown city is answered with the whole country: good cards, wrong search. */
function nationalPage(): Trap {
  const name = 'unknown-city-shows-the-country';
  const adverts = sampleAdverts(4, {
    municipality: 'Benito Juárez',
    state: 'Ciudad de México',
    neighbourhood: 'Del Valle',
  });
  const national = sampleContext('https://www.lamudi.com.mx/casa/for-sale/');
  const page = samplePage({ ...SEARCH, citySlug: 'mexico' }, adverts, { pages: 2683, total: 80_490 });
  const parts = {
    cards: adverts.map((advert) => lamCard(advert, '2026-07')),
    jsonLd: lamJsonLd(page, national, '2026-07'),
    pager: lamPager(page, '2026-07', (number) => lamPageUrl(national.url, number)),
  };
  const body = lamListHtml(page, national, parts).replaceAll('en Mexico, Jalisco', 'en México');
  return verdictTrap(
    name,
    `https://www.lamudi.com.mx/jalisco/tonala/casa/for-sale/?trap=${name}`,
    html(body),
    'layout_changed',
  );
}

function detailTraps(): readonly Trap[] {
  const trap = (
    name: string,
    advert: Advert,
    change: (body: string) => string,
    columns: Record<string, null | number>,
  ): Trap => {
    const url = lamDetailUrl(advert);
    const context = sampleContext(url);
    const row = rowOf({ ...lamDetailTruth(advert, context), ...columns });
    return {
      name,
      site: 'Lam',
      url,
      answer: html(change(lamDetailHtml(advert, context, '2023-11'))),
      truth: { kind: 'detail', row },
    };
  };
  return [
    trap(
      'detail-without-price-node',
      sampleAdvert(101),
      (body) => body.replace(/<div class="prices-and-fees">[\s\S]*?<\/div><\/div>/, ''),
      { price: null, currency: null },
    ),
    trap(
      'areas-with-decimals-and-thousands',
      sampleAdvert(102, { built: { min: 307, max: null }, land: { min: 39_033, max: null } }),
      (body) => body.replaceAll('307 m²', '307.00m2'),
      {},
    ),
    verdictTrap('aws-waf-challenge-on-detail', lamDetailUrl(sampleAdvert(103)), awsWafChallenge(), 'blocked'),
  ];
}

export function lamTraps(): readonly Trap[] {
  return [
    promotedCards(),
    coordinatesHereAndThere(),
    noLocationNode(),
    amenitySlot(),
    prices(),
    noCharset(),
    emptyHref(),
    ...emptyPages(),
    nationalPage(),
    verdictTrap('distil-block', listUrl('distil-block'), distilBlock(), 'blocked'),
    ...detailTraps(),
  ];
}
