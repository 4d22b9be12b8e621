import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mitPortal } from '../../practice/portals/mit.ts';
import { mitTraps } from '../../practice/portals/mit-traps.ts';
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

const traps = mitTraps();

checkPortal({
  portal: mitPortal,
  traps,
  perPage: 30,
  ids: (html) => all(html, /<article class="listing listing-card" data-listingid="([^"]+)"/g),
  emptyWords: 'No hemos encontrado anuncios',
  generationOf: (html) => (html.includes('data-clickdestination') ? 'data' : 'button'),
  generations: ['data', 'button'],
});

test('Mit hides the stable address of a listing base64 in a signed click link', () => {
  const url = catalogueUrls('Mit').find((url) => renderPage(mitPortal, url, 1).html.includes('data-clickdestination'));
  assert.ok(url !== undefined);
  const { html, page } = renderPage(mitPortal, url, 1);
  const links = all(html, /data-clickdestination="([^"]+)"/g).map(
    (text) => new URL(Buffer.from(text, 'base64').toString('utf8')),
  );
  assert.ok(links.every(({ hostname }) => hostname === 'clk.thribee.com'));
  const addresses = links.map((link) => (link.searchParams.get('detailPageUrl') ?? '').replace(/\?.*/, ''));
  assert.deepEqual(
    addresses,
    page.adverts.map((advert) => mitPortal.advertUrl(advert)),
  );
});

test('Mit links the next page in its pager and answers 404 past the last', () => {
  const url = someFullSearch(mitPortal);
  const { html, page } = renderPage(mitPortal, url, 1);
  assert.match(html, /<li class="pagination__page"><a href="[^"]*\?page=2">/);
  assert.ok(!renderPage(mitPortal, url, page.pages).html.includes(`page=${page.pages + 1}"`));
  assert.equal(mitPortal.renderNotFound?.(contextOf(url)).status, 404);
});

test('Mit writes young dates as "hace …", older ones as a day, both before the agency', () => {
  const { html } = renderPage(mitPortal, someFullSearch(mitPortal), 1);
  const texts = all(html, /snippet__published-date-and-agency"><p>([^<]+)<\/p>/g);
  assert.equal(texts.length, 30);
  assert.ok(
    texts.every((text) => /^(Hoy|Hace \d+ (semanas?|días?)(, \d+ días?)?|\d\d\/\d\d\/\d{4})( en - \S.*)?$/.test(text)),
  );
});

test('Mit traps are what their names say', () => {
  assert.equal(trapNamed(traps, 'access-denied').answer.status, 401);
  assert.equal(
    trapNamed(traps, 'redirect-to-lamudi').answer.headers['location'],
    'https://www.lamudi.com.mx/jalisco/zapopan/casa/for-sale/',
  );
  assert.ok(bodyOf(trapNamed(traps, 'titles-escaped-twice').answer).includes('&amp;amp; jardín'));
  assert.equal(all(bodyOf(trapNamed(traps, 'html-ends-inside-first-card').answer), /(<\/html>)/g).length, 2);
  const areas = bodyOf(trapNamed(traps, 'areas-with-commas-and-decimals').answer);
  assert.ok(
    areas.includes('<span>307.00m2</span>') &&
      areas.includes('<span>39,033 m²</span>') &&
      areas.includes('<span>1,250.5 m²</span>'),
  );
  const [form = ''] = all(
    bodyOf(trapNamed(traps, 'click-destination-is-a-relative-form').answer),
    /data-clickdestination="([^"]+)"/g,
  );
  assert.match(Buffer.from(form, 'base64').toString('utf8'), /^\/adform\/mitula-MX-\d+\?/);
});
