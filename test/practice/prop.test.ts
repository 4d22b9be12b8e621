import assert from 'node:assert/strict';
import { test } from 'node:test';
import { propPortal } from '../../practice/portals/prop.ts';
import { propTraps } from '../../practice/portals/prop-traps.ts';
import { all, bodyOf, checkPortal, contextOf, renderPage, someFullSearch, trapNamed } from './portal-checks.ts';

const traps = propTraps();

interface NextData {
  readonly props: {
    readonly pageProps: {
      readonly results: {
        readonly properties: readonly Readonly<Record<string, unknown>>[];
        readonly paginate: Readonly<Record<string, unknown>>;
      };
    };
  };
}

/** The last script of that id: an earlier one may stand in a comment. */
function nextData(html: string): NextData {
  const texts = all(html, /<script id="__NEXT_DATA__" type="application\/json">(.*?)<\/script>/gs);
  return JSON.parse(texts.at(-1) ?? '') as NextData;
}

checkPortal({
  portal: propPortal,
  traps,
  perPage: 48,
  ids: (html) => all(html, /<section data-gtm="card \|[^"]*" data-id="(\d{8})"/g),
  emptyWords: 'No encontramos propiedades con estas características',
  generationOf: () => '2026-04',
  generations: ['2026-04'],
});

test('Prop pages itself with "pagina" and tells the next page in its data, null on the last', () => {
  const url = someFullSearch(propPortal);
  const { html, page } = renderPage(propPortal, url, 1);
  assert.deepEqual(nextData(html).props.pageProps.results.paginate, {
    current_page: 1,
    items: page.total,
    pages: page.pages,
    next_page: 2,
  });
  assert.ok(html.includes('?pagina=2'));
  const last = renderPage(propPortal, url, page.pages).html;
  assert.equal(nextData(last).props.pageProps.results.paginate['next_page'], null);
  assert.ok(!last.includes('arrow right'));
  const ignored = propPortal.parse(new URL(`${url.href}?page=4`));
  assert.equal(ignored.kind === 'list' ? ignored.search.page : 0, 1);
});

test('Prop writes coordinates and sizes as texts that are the same numbers', () => {
  const { html, page } = renderPage(propPortal, someFullSearch(propPortal), 1);
  const { properties } = nextData(html).props.pageProps.results;
  assert.equal(properties.length, 48);
  for (const [index, entry] of properties.entries()) {
    const advert = page.adverts[index];
    if (advert === undefined || entry['latitude'] === null) continue;
    assert.equal(typeof entry['latitude'], 'string');
    assert.equal(Number(entry['latitude']), advert.latitude);
    assert.match(String(entry['url_property']), /-\d{8}#tipos=/);
    assert.ok(entry['size_m2'] === null || typeof entry['size_m2'] === 'string');
  }
});

test('Prop knows foreclosures as an operation of their own', () => {
  const request = propPortal.parse(new URL('https://propiedades.com/guadalajara/casas-remates'));
  assert.deepEqual(request, {
    kind: 'list',
    search: { operation: 'auction', typeSlug: 'casas', citySlug: 'guadalajara', page: 1 },
    perPage: 48,
  });
});

test('Prop says of an advert that has left that it is off the market, with status 200', () => {
  const answer = propPortal.renderGone?.(contextOf('https://propiedades.com/inmuebles/casa-20000037'));
  assert.equal(answer?.status, 200);
  assert.ok(
    answer !== undefined && bodyOf(answer).includes('FUERA DEL MERCADO') && bodyOf(answer).includes('"disabled":true'),
  );
});

test('Prop traps are what their names say', () => {
  const comment = bodyOf(trapNamed(traps, 'comment-contains-next-data').answer);
  assert.equal(all(comment, /(__NEXT_DATA__)/g).length, 2);
  assert.equal(nextData(comment).props.pageProps.results.properties.length, 4);
  const zero = nextData(bodyOf(trapNamed(traps, 'zero-price-and-second-price').answer)).props.pageProps.results
    .properties;
  assert.equal(zero[0]?.['price_num'], 0);
  assert.equal(zero[1]?.['rental_price_real'], 21_500);
  const [first, second] = [
    trapNamed(traps, 'listings-come-again-page-1'),
    trapNamed(traps, 'listings-come-again-page-2'),
  ];
  assert.ok(
    first.truth.kind === 'list' &&
      second.truth.kind === 'list' &&
      first.truth.next === second.url &&
      second.truth.next === null,
  );
  assert.equal(
    first.truth.rows.filter(
      ({ listing_id }) =>
        second.truth.kind === 'list' && second.truth.rows.some((row) => row['listing_id'] === listing_id),
    ).length,
    2,
  );
  assert.equal(trapNamed(traps, 'cloudflare-challenge').answer.headers['cf-mitigated'], 'challenge');
  assert.ok(bodyOf(trapNamed(traps, 'akamai-overlay').answer).includes('id="sec-overlay"'));
  const centroid = trapNamed(traps, 'geo-metadata-is-the-state');
  assert.ok(
    bodyOf(centroid.answer).includes('geo.position') &&
      centroid.truth.kind === 'detail' &&
      centroid.truth.row['latitude'] === undefined,
  );
  const other = trapNamed(traps, 'another-listing-is-shown');
  assert.ok(!bodyOf(other.answer).includes(/\d{8}$/.exec(other.url)?.[0] ?? 'none'));
});
