/** Pages that Inmuebles24 (or its sister portals) was seen to serve and that careless readers get wrong (sites.md, 2 and 10). */
import type { Row } from '../../src/core/listing.ts';
import type { Advert, Answer, ListPage, PageContext } from '../portal.ts';
import type { Trap, TrapTruth } from '../trap.ts';
import { cloudflareChallenge } from './block-pages.ts';
import { advertPath, advertUrl, HOST, listPath } from './inm24-address.ts';
import { renderDetail, renderGone } from './inm24-detail.ts';
import { frame, GENERATIONS, HTML, listHtml } from './inm24-list.ts';
import type { Tags } from './inm24-list.ts';
import { cardTruth, detailTruth } from './inm24-truth.ts';
import { sampleAdvert, sampleAdverts, sampleContext, samplePage } from './sample-advert.ts';
import { swap } from './trap-page.ts';
import { rowOf } from './truth.ts';

const SEARCH = { operation: 'sale', typeSlug: 'casas', citySlug: 'zapopan' } as const;
const START = `https://${HOST}${listPath({ ...SEARCH, page: 1 }, 1)}`;
const [SERVER, , SNAPSHOT] = GENERATIONS;

const listUrl = (name: string): string => `${START}?trap=${name}`;
/** Page 2 of a trap's search, as the portal numbers its pages. */
const secondUrl = (name: string): string => listUrl(name).replace('.html', '-pagina-2.html');
const html = (body: string | Uint8Array): Answer => ({ status: 200, headers: HTML, body });

interface ListTrap {
  readonly name: string;
  readonly tags: Tags;
  readonly adverts: readonly Advert[];
  /** Claimed for the search; a single page without it. */
  readonly paging?: { readonly page?: number; readonly pages: number; readonly total: number };
  readonly url?: string;
  readonly next?: string | null;
  /** The usual page, changed. */
  readonly change?: (body: string, page: ListPage, context: PageContext) => string;
  /** The usual row, changed. */
  readonly truth?: (row: Row, index: number) => Row;
}

function listTrap(trap: ListTrap): Trap {
  const url = trap.url ?? listUrl(trap.name);
  const context = sampleContext(url);
  const page = samplePage(SEARCH, trap.adverts, trap.paging);
  const usual = listHtml(page, context, trap.tags);
  const rows = trap.adverts.map((advert, index) => {
    const row = cardTruth(advert, context, trap.tags.state);
    return trap.truth?.(row, index) ?? row;
  });
  const next = trap.next ?? null;
  return {
    name: trap.name,
    site: 'Inm24',
    url,
    answer: html(trap.change?.(usual, page, context) ?? usual),
    truth: { kind: 'list', rows, next },
  };
}

const without = (row: Row, ...names: readonly string[]): Row =>
  rowOf({ ...row, ...Object.fromEntries(names.map((name) => [name, null])) });

/** The portal's own link to page 2, in pager and state. */
const PAGE_2 = listPath({ ...SEARCH, page: 2 }, 2);
const PAGE_1 = listPath({ ...SEARCH, page: 1 }, 1);
const TWO_PAGES = { pages: 2, total: 34 } as const;

function pagerTraps(): readonly Trap[] {
  return [
    listTrap({
      name: 'every-pager-link-is-page-1',
      tags: SERVER,
      adverts: sampleAdverts(30),
      paging: TWO_PAGES,
      next: secondUrl('every-pager-link-is-page-1'),
      change: (body) => swap(body, PAGE_2, PAGE_1),
    }),
    listTrap({
      name: 'next-link-with-empty-href',
      tags: SERVER,
      adverts: sampleAdverts(30),
      paging: TWO_PAGES,
      next: secondUrl('next-link-with-empty-href'),
      change: (body) => swap(body, `data-qa="PAGING_NEXT" href="${PAGE_2}"`, 'data-qa="PAGING_NEXT" href=""'),
    }),
    // Page 1 said there were two; what comes as page 2 is page 1 again, to the last card.
    listTrap({
      name: 'page-1-again',
      tags: SNAPSHOT,
      adverts: sampleAdverts(30),
      paging: TWO_PAGES,
      next: secondUrl('page-1-again'),
    }),
    listTrap({
      name: 'page-1-again-as-page-2',
      url: secondUrl('page-1-again'),
      tags: SNAPSHOT,
      adverts: sampleAdverts(30),
      paging: { page: 2, ...TWO_PAGES },
    }),
  ];
}

function textTraps(): readonly Trap[] {
  const latin = listTrap({ name: 'latin-1-without-charset', tags: SNAPSHOT, adverts: sampleAdverts(4) });
  return [
    {
      ...latin,
      answer: {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: Buffer.from(swap(String(latin.answer.body), '<meta charset="utf-8"/>', ''), 'latin1'),
      },
    },
    listTrap({
      name: 'titles-escaped-twice',
      tags: SERVER,
      adverts: sampleAdverts(4).map((advert) => ({ ...advert, title: `Casa & jardín "Los Álamos" ${advert.serial}` })),
      change: (body, page) =>
        page.adverts.reduce(
          (text, { title }) =>
            swap(text, JSON.stringify(title), JSON.stringify(title.replaceAll('&', '&amp;').replaceAll('"', '&quot;'))),
          body,
        ),
    }),
    listTrap({
      name: 'html-ends-inside-first-card',
      tags: SNAPSHOT,
      adverts: sampleAdverts(5),
      change: (body) => {
        const items = body.replaceAll(
          '<div class="postingsList-module__card-container">',
          '<li class="postingsList-module__card-container"></li><div>',
        );
        return swap(items, /<div class="postingCard-module__posting-container">/, (found) => `</body></html>${found}`);
      },
    }),
  ];
}

function cardTraps(): readonly Trap[] {
  const priced = sampleAdverts(5);
  return [
    listTrap({
      name: 'prices-in-odd-words',
      tags: SNAPSHOT,
      adverts: priced,
      change: (body) => {
        const prices = [
          'U$D 1,815,000',
          'MN 840,000Remate Bancario',
          'MN&nbsp;4,725,000',
          'Casas en condominio, casas y otros desdeMN 15,200,000',
          'Consultar precio',
        ];
        let index = 0;
        return swap(body, /(?<=data-qa="POSTING_CARD_PRICE">)[^<]+/g, () => prices[index++] ?? '');
      },
      truth: (row, index) => {
        const right = [
          { price: 1_815_000, currency: 'USD' },
          { price: 840_000, currency: 'MXN' },
          { price: 4_725_000, currency: 'MXN' },
          { price: 15_200_000, currency: 'MXN', price_from: true },
          { price: null, currency: null },
        ];
        return rowOf({ ...row, ...right[index] });
      },
    }),
    listTrap({
      name: 'total-area-on-card',
      tags: SNAPSHOT,
      adverts: sampleAdverts(3),
      // The JSON-LD speaks of another area than the card.
      change: (body) =>
        swap(
          swap(body, / m² lote/g, ' m² tot.'),
          /"name":"Habitat & Co\."/g,
          '"name":"Habitat & Co.","headline":"Casa · 95m² · 3 Recámaras"',
        ),
    }),
    listTrap({
      name: 'cards-without-location',
      tags: SNAPSHOT,
      adverts: sampleAdverts(4),
      change: (body) => {
        let index = 0;
        return swap(body, /<h4 class="postingLocations-module__location-text"[^]*?<\/h4>/g, (found) =>
          index++ % 2 === 1 ? '' : found,
        );
      },
      truth: (row, index) => (index % 2 === 1 ? without(row, 'location', 'neighbourhood', 'municipality') : row),
    }),
    listTrap({
      name: 'json-ld-lacks-promoted-cards',
      tags: SNAPSHOT,
      adverts: sampleAdverts(6).map((advert, index) => ({ ...advert, agency: `Inmobiliaria ${index + 1}` })),
      change: (body, page) =>
        page.adverts
          .slice(0, 2)
          .reduce(
            (text, advert) =>
              swap(text, new RegExp(`\\{"@type":"RealEstateListing","name":"${advert.agency}"[^{}]*\\},`), ''),
            body,
          ),
      truth: (row, index) => (index < 2 ? without(row, 'agency', 'published_on') : row),
    }),
    listTrap({
      name: 'developments-and-half-bathrooms',
      tags: SERVER,
      adverts: [
        sampleAdvert(1, {
          kind: 'development',
          typeName: 'Desarrollo vertical',
          units: 26,
          price: { amount: 4_830_000, max: null, currency: 'MXN', period: null, from: true },
          built: { min: 600, max: 3531 },
          land: null,
          bedrooms: { min: 3, max: 5 },
          bathrooms: { min: 2, max: 4 },
          halfBathrooms: null,
          parking: null,
        }),
        sampleAdvert(2, { typeName: 'Departamento', built: { min: 120, max: null }, land: null, halfBathrooms: 2 }),
        sampleAdvert(3, { typeName: 'Quinta', land: { min: 60_000, max: null }, built: { min: 56.1, max: null } }),
      ],
    }),
  ];
}

function verdictTrap(
  name: string,
  answer: Answer,
  verdict: Extract<TrapTruth, { kind: 'verdict' }>['verdict'],
  url = listUrl(name),
): Trap {
  return { name, site: 'Inm24', url, answer, truth: { kind: 'verdict', verdict } };
}

function verdictTraps(): readonly Trap[] {
  const challenge = cloudflareChallenge(HOST);
  const gone = sampleAdvert(90);
  const empty = listHtml(samplePage(SEARCH, []), sampleContext(START), SNAPSHOT);
  const shell = frame({
    heading: '1,765 Casas en venta en Zapopan',
    canonical: START,
    head: '',
    body: `<main><h1>1,765 Casas en venta en Zapopan</h1><div class="seo-links">${sampleAdverts(20)
      .map((advert) => `<a href="${advertPath(advert)}">Casa</a>`)
      .join(' ')}</div></main>`,
  });
  return [
    verdictTrap('cloudflare-challenge', challenge, 'blocked'),
    verdictTrap('cloudflare-challenge-with-status-200', { ...challenge, status: 200, headers: HTML }, 'blocked'),
    verdictTrap('shell-without-cards', html(shell), 'layout_changed'),
    // The sentence of an empty search alone proves nothing when adverts are announced.
    verdictTrap(
      'announced-results-missing',
      html(
        swap(empty, /(<h1 class="postingsTitle-module__title">)0 /, '$11,072 ').replace(
          /<div class="noResults[^]*?<\/div>/,
          '',
        ),
      ),
      'layout_changed',
    ),
    verdictTrap('empty-search', html(empty), 'empty'),
    verdictTrap('advert-ended', renderGone(), 'gone', advertUrl(gone)),
  ];
}

function detailTrap(name: string, advert: Advert, change: (body: string) => string, truth: (row: Row) => Row): Trap {
  const url = advertUrl(advert);
  const context = sampleContext(url);
  const { body } = renderDetail(advert, context);
  return {
    name,
    site: 'Inm24',
    url,
    answer: html(change(String(body))),
    truth: { kind: 'detail', row: truth(detailTruth(advert, context)) },
  };
}

function detailTraps(): readonly Trap[] {
  const placeholder = (row: Row): Row => without(row, 'maintenance_fee', 'maintenance_currency');
  return [
    detailTrap('maintenance-of-one-peso', sampleAdvert(40, { maintenance: 1 }), (body) => body, placeholder),
    detailTrap('maintenance-of-twenty-pesos', sampleAdvert(41, { maintenance: 20 }), (body) => body, placeholder),
    detailTrap('maintenance-of-nothing', sampleAdvert(42, { maintenance: 0 }), (body) => body, placeholder),
    // The page's own geo metadata is the middle of the state, 60 km away.
    detailTrap(
      'geo-metadata-of-the-state',
      sampleAdvert(43, { latitude: null, longitude: null }),
      (body) =>
        swap(
          body,
          '<meta name="viewport"',
          '<meta name="ICBM" content="20.566667, -103.676389"/><meta name="geo.position" content="20.566667;-103.676389"/><meta name="viewport"',
        ),
      (row) => row,
    ),
    detailTrap(
      'apostrophes-and-braces-in-literal',
      sampleAdvert(44, { street: "Calle O'Horán {7} \\ 12", agency: 'Grupo "A" & Co.; };' }),
      (body) => body,
      (row) => row,
    ),
    detailTrap(
      'rent-in-title-of-a-sale',
      sampleAdvert(45, { title: 'Casa en renta en Jardines Universidad' }),
      (body) => body,
      (row) => row,
    ),
  ];
}

export function inm24Traps(): readonly Trap[] {
  return [...pagerTraps(), ...textTraps(), ...cardTraps(), ...verdictTraps(), ...detailTraps()];
}
