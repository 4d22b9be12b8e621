import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lamPortal } from '../../practice/portals/lam.ts';
import { lamTraps } from '../../practice/portals/lam-traps.ts';
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

const traps = lamTraps();

checkPortal({
  portal: lamPortal,
  traps,
  perPage: 30,
  ids: (html) => all(html, /data-test="normal-listing"[^>]*data-alternateid="([^"]+)"/g),
  emptyWords: 'data-test="serp-no-results"',
  generationOf: (html) =>
    html.includes('data-serp-map-hover-listing')
      ? '2026-07'
      : html.includes('<div id="pagination-next"')
        ? '2024'
        : '2026-02',
  generations: ['2026-07', '2026-02', '2024'],
});

test('Lam shows at most two promoted developments, on page 1 only, beside its 30 listings', () => {
  const counts = catalogueUrls('Lam').map(
    (url) => all(renderPage(lamPortal, url, 1).html, /data-test="serp-(project)"/g).length,
  );
  assert.deepEqual(
    [...new Set(counts)].sort((a, b) => a - b),
    [0, 1, 2],
  );
  assert.equal(all(renderPage(lamPortal, someFullSearch(lamPortal), 2).html, /data-test="serp-(project)"/g).length, 0);
});

test('Lam marks its last page, and links every other one to the next', () => {
  const url = someFullSearch(lamPortal);
  const { page, html } = renderPage(lamPortal, url, 1);
  assert.ok(html.includes(`Página 1 de ${page.pages}`));
  assert.ok(html.includes('?page=2'));
  const last = renderPage(lamPortal, url, page.pages).html;
  assert.match(last, /data-islast="true"|pagination__arrow disabled/);
  assert.ok(!last.includes(`?page=${page.pages + 1}`));
});

test('Lam: offers and coordinates stand in the JSON-LD since July 2026, not before', () => {
  for (const url of catalogueUrls('Lam').slice(0, 30)) {
    const { html, page } = renderPage(lamPortal, url, 1);
    if (page.adverts.length < 5) continue;
    const newest = html.includes('data-serp-map-hover-listing');
    assert.equal(html.includes('"priceCurrency"'), newest, url.href);
    assert.equal(html.includes('"GeoCoordinates"'), newest, url.href);
  }
});

test('Lam detail pages come in both generations with the same truth', () => {
  const { page } = renderPage(lamPortal, someFullSearch(lamPortal), 1);
  const pages = page.adverts.map((advert) =>
    bodyOf(lamPortal.renderDetail(advert, contextOf(lamPortal.advertUrl(advert)))),
  );
  assert.ok(pages.some((html) => html.includes('view-map__text')));
  assert.ok(pages.some((html) => html.includes('location-map__location-address-map')));
  assert.ok(pages.every((html) => html.includes('breadcrumb-custom-item') && html.includes('place-features__values')));
});

test('Lam traps are what their names say', () => {
  const waf = trapNamed(traps, 'aws-waf-challenge-on-detail');
  assert.equal(waf.answer.status, 202);
  assert.ok(bodyOf(waf.answer).includes('gokuProps') && bodyOf(waf.answer).length < 2600);
  const promoted = bodyOf(trapNamed(traps, 'json-ld-lacks-promoted-cards').answer);
  assert.equal(all(promoted, /data-test="serp-(project)"/g).length, 2);
  assert.equal(all(promoted, /"(numberOfItems)":6/g).length, 1);
  assert.match(bodyOf(trapNamed(traps, 'amenity-slot-is-not-parking').answer), /amenity-value">Seguridad</);
  assert.ok(bodyOf(trapNamed(traps, 'promo-label-glued-to-price').answer).includes('$ 840,000 MXNRemate Bancario'));
  assert.ok(!bodyOf(trapNamed(traps, 'utf-8-undeclared').answer).includes('charset'));
  assert.match(
    bodyOf(trapNamed(traps, 'next-link-with-empty-href').answer),
    /data-islast="false" class="pagination__arrow enabled" href=""/,
  );
  assert.equal(
    all(bodyOf(trapNamed(traps, 'card-without-location').answer), /data-test="snippet-content-(location)"/g).length,
    2,
  );
  assert.ok(!bodyOf(trapNamed(traps, 'detail-without-price-node').answer).includes('prices-and-fees__price'));
  const areas = bodyOf(trapNamed(traps, 'areas-with-decimals-and-thousands').answer);
  assert.ok(areas.includes('307.00m2') && areas.includes('39,033 m²'));
  assert.equal(trapNamed(traps, 'shell-without-cards').truth.kind, 'verdict');
  assert.match(bodyOf(trapNamed(traps, 'unknown-city-shows-the-country').answer), /<h1>Casa en Venta en México<\/h1>/);
  const here = bodyOf(trapNamed(traps, 'coordinates-on-card-or-in-json-ld').answer);
  assert.equal(all(here, /data-serp-map-(hover)-listing/g).length, 2);
  assert.equal(all(here, /"(GeoCoordinates)"/g).length, 2);
});
