import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cyt } from '../../practice/portals/cyt.ts';
import { cardArea } from '../../practice/portals/cyt-list.ts';
import { cytTraps } from '../../practice/portals/cyt-traps.ts';
import { createMarket } from '../../practice/market.ts';
import type { Search } from '../../practice/portal.ts';
import {
  all,
  bodyOf,
  catalogueUrls,
  checkPortal,
  contextOf,
  renderPage,
  someFullSearch,
  trapNamed,
} from './portal-checks.ts';

const traps = cytTraps();
const CARD_LINK = /<a target="_blank" rel="noopener noreferrer" href="\/(?:propiedad|d)\/[^"]*-(\d{7})">/g;

checkPortal({
  portal: cyt,
  traps,
  perPage: 40,
  ids: (html) => all(html, CARD_LINK),
  emptyWords: 'No encontramos propiedades con estas características',
  generationOf: (html) => (html.includes('<script id="__NEXT_DATA__"') ? 'data' : 'cards'),
  generations: ['cards', 'data'],
});

test('CyT pages with "page" only: the first system\'s parameters show page 1 again', () => {
  const url = someFullSearch(cyt);
  const page = (query: string): number => {
    const request = cyt.parse(new URL(`${url.href}${query}`));
    return request.kind === 'list' ? request.search.page : -1;
  };
  assert.equal(page('?page=3'), 3);
  assert.equal(page('?pagina=3'), 1);
  assert.equal(page('?utm_source=results_page=3'), 1);
  assert.equal(page('?page=nonsense'), 1);
});

test("CyT's data holds the page's listings in the order of its cards, and the total of the search", () => {
  const url = catalogueUrls('CyT').find((url) => {
    const { html, page } = renderPage(cyt, url, 1);
    return page.pages > 1 && html.includes('<script id="__NEXT_DATA__"');
  });
  assert.ok(url !== undefined);
  const { html, page } = renderPage(cyt, url, 2);
  const [text = 'null'] = all(html, /<script id="__NEXT_DATA__" type="application\/json">(.*?)<\/script>/g);
  type Data = {
    readonly props: {
      readonly pageProps: {
        readonly initialState: {
          readonly propertyData: {
            readonly properties: readonly { readonly id: number }[];
            readonly estimatedTotalHits: number;
          };
        };
      };
    };
  };
  const { properties, estimatedTotalHits } = (JSON.parse(text) as Data).props.pageProps.initialState.propertyData;
  assert.deepEqual(
    properties.map(({ id }) => String(id)),
    all(html, CARD_LINK),
  );
  assert.equal(estimatedTotalHits, page.total);
});

test("CyT's cards part their numbers from their words by React's comments, and write an unknown area as zero", () => {
  const { html, page } = renderPage(cyt, someFullSearch(cyt), 1);
  const priced = page.adverts.filter(({ price }) => price !== null).length;
  assert.equal(
    all(html, /font-bold">((?:Desde <!-- -->)?\$<!-- -->[\d,]+<!-- -->(?:mxn|usd))<\/span>/g).length,
    priced,
  );
  assert.equal(
    all(html, /<p class="text-sm">(0<!-- -->m2\.)<\/p>/g).length,
    page.adverts.filter((advert) => cardArea(advert) === null).length,
  );
});

const search: Search = { operation: 'sale', typeSlug: 'casas', citySlug: 'zapopan', page: 1 };
const adverts = createMarket({ seed: 7, epoch: 0, today: '2026-11-22' }).adverts('CyT', search) ?? [];

test("CyT's detail pages hold their property in flight chunks that, joined, are one row of JSON", () => {
  assert.ok(adverts.length > 100);
  for (const advert of adverts.slice(0, 25)) {
    const html = bodyOf(cyt.renderDetail(advert, contextOf(cyt.advertUrl(advert))));
    assert.ok(!html.includes('__NEXT_DATA__'));
    const chunks = all(html, /<script>self\.__next_f\.push\((\[1,.*?\])\)<\/script>/g).map(
      (chunk) => (JSON.parse(chunk) as [number, string])[1],
    );
    const row = chunks
      .join('')
      .split('\n')
      .find((line) => line.startsWith('7:'));
    const [, , , value] = JSON.parse(row?.slice(2) ?? 'null') as [
      string,
      string,
      null,
      {
        readonly value: {
          readonly fallback: Readonly<
            Record<
              string,
              { readonly property: { readonly id: number; readonly name: string; readonly land: string | null } }
            >
          >;
        };
      },
    ];
    const [property] = Object.values(value.value.fallback);
    assert.equal(
      String(property?.property.id),
      cyt.detailTruth(advert, contextOf(cyt.advertUrl(advert)))['listing_id'],
    );
    assert.equal(property?.property.name, advert.title);
    assert.equal(property?.property.land, advert.land?.min.toFixed(2) ?? null);
  }
});

test("CyT's live detail pages carry the hidden sentence of those that are gone", () => {
  const [advert] = adverts;
  assert.ok(advert !== undefined);
  assert.match(
    bodyOf(cyt.renderDetail(advert, contextOf(cyt.advertUrl(advert)))),
    /ya no está disponible para venta o renta/,
  );
  const gone = cyt.renderGone?.(contextOf(cyt.advertUrl(advert)));
  assert.ok(gone !== undefined);
  assert.match(bodyOf(gone), /Lo sentimos, esta propiedad no está disponible/);
});

test('CyT traps are what their names say', () => {
  const body = (name: string): string => bodyOf(trapNamed(traps, name).answer);
  assert.deepEqual(all(body('page-1-again'), CARD_LINK), all(body('page-1-again-as-page-2'), CARD_LINK));
  assert.match(body('comment-names-next-data'), /<!-- <script id="__NEXT_DATA__"/);
  assert.match(body('areas-with-decimals-and-zero'), /307\.00<!-- -->m2\./);
  assert.match(body('areas-with-decimals-and-zero'), /39,033<!-- -->m2\./);
  assert.match(body('second-price-beside-the-sale'), /Renta: \$<!-- -->120,000/);
  assert.match(body('title-says-rent-of-a-sale'), /<title>Casa en renta/);
  assert.match(body('title-says-rent-of-a-sale'), /\\"venta\\":\{\\"price\\"/);
});
