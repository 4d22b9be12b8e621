import assert from 'node:assert/strict';
import { test } from 'node:test';
import { troPortal } from '../../practice/portals/tro.ts';
import { troTraps } from '../../practice/portals/tro-traps.ts';
import {
  all,
  bodyOf,
  catalogueUrls,
  checkPortal,
  renderPage,
  someEmptySearch,
  someFullSearch,
  trapNamed,
} from './portal-checks.ts';

const traps = troTraps();

checkPortal({
  portal: troPortal,
  traps,
  perPage: 30,
  ids: (html) => all(html, /data-id="([^"]+)"(?: data-test="listings-serp")? data-is-similar="false"/g),
  emptyWords: 'Lo sentimos, no hay resultados para tu búsqueda',
  generationOf: (html) => (html.includes('<article class="snippet-listing"') ? 'snippet' : 'wrapper'),
  generations: ['snippet', 'wrapper'],
});

test('Tro shows houses where the address has no type word, and counts pages with a suffix', () => {
  assert.deepEqual(troPortal.parse(new URL('https://casas.trovit.com.mx/renta-el-salto/2')), {
    kind: 'list',
    search: { operation: 'rent', typeSlug: '', citySlug: 'el-salto', page: 2 },
    perPage: 30,
  });
  assert.equal(
    troPortal.pageUrl(new URL('https://casas.trovit.com.mx/renta-el-salto'), 2),
    'https://casas.trovit.com.mx/renta-el-salto/2',
  );
});

test('Tro has the stable address inside its click links, and in the price twice the same amount', () => {
  const url = catalogueUrls('Tro').find((url) => renderPage(troPortal, url, 1).html.includes('js-listing"'));
  assert.ok(url !== undefined);
  const { html, page } = renderPage(troPortal, url, 1);
  const links = all(html, /data-is-similar="false"[\s\S]*?href="([^"]+)"/g).map(
    (text) => new URL(text.replaceAll('&amp;', '&')),
  );
  assert.deepEqual(
    links.map((link) => (link.searchParams.get('detailPageUrl') ?? '').replace(/\?.*/, '')),
    page.adverts.map((advert) => troPortal.advertUrl(advert)),
  );
  const cards = all(html, /data-test="(price__actual)"/g).length;
  const suggestions = all(html, /data-is-similar="(true)"/g).length;
  assert.equal(cards, 2 * (page.adverts.length + suggestions));
});

test('Tro offers suggestions after the last result and on empty searches, and never counts them', () => {
  const url = someFullSearch(troPortal);
  const { page, html } = renderPage(troPortal, url, 1);
  assert.ok(!html.includes('data-is-similar="true"'));
  assert.match(html, /class="(next-button|trovit-button next)"/);
  const last = renderPage(troPortal, url, page.pages).html;
  assert.ok(last.includes('data-is-similar="true"'));
  assert.doesNotMatch(last, /class="(next-button|trovit-button next)"/);
  assert.ok(renderPage(troPortal, someEmptySearch(troPortal), 1).html.includes('data-is-similar="true"'));
});

test('Tro traps are what their names say', () => {
  const latin1 = trapNamed(traps, 'latin-1-undeclared').answer;
  assert.ok(typeof latin1.body !== 'string');
  assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(latin1.body as Uint8Array));
  assert.ok(new TextDecoder('latin1').decode(latin1.body).includes('Núcleo &amp; Vértice'));
  assert.equal(trapNamed(traps, 'access-denied').answer.status, 401);
  assert.ok(
    bodyOf(trapNamed(traps, 'titles-escaped-twice').answer).includes(
      'title="Casa en O&amp;#39;Farrill &amp;amp; jardín"',
    ),
  );
  assert.equal(all(bodyOf(trapNamed(traps, 'html-ends-inside-first-card').answer), /(<\/html>)/g).length, 2);
  for (const name of ['suggestions-among-results-snippet', 'suggestions-among-results-wrapper']) {
    assert.equal(all(bodyOf(trapNamed(traps, name).answer), /data-is-similar="(true)"/g).length, 5);
  }
  const areas = bodyOf(trapNamed(traps, 'areas-with-commas-and-decimals').answer);
  assert.ok(
    areas.includes('<p>307.00m2</p>') && areas.includes('<p>39,033 m²</p>') && areas.includes('<p>1,250.5 m²</p>'),
  );
});
