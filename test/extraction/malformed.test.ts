import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from '../support/chance.ts';
import { LISTING_FIELDS } from '../../src/core/listing.ts';
import type { Extraction } from '../../src/extraction/contract.ts';
import { CODES, html, ourSite, pageOf } from './our-sites.ts';

const sites = CODES.map(ourSite);

/** What our definitions look for, in pieces that hostile or broken pages may put together anyhow. */
const piece = fc.constantFrom(
  '<div data-qa="posting PROPERTY" data-id="1">',
  '<div class="js-snippet normal" data-alternateid="a">',
  '<article class="listing-card" data-listingid="m">',
  '<article class="snippet-listing" data-id="t">',
  '<section data-gtm="card | a" data-id="9">',
  '<div class="mx-2 w-[320px]"><a href="/x-1">',
  '</div>',
  '</html>',
  '</body>',
  '<script id="__NEXT_DATA__">',
  '<script id="preloadedData">__PRELOADED_STATE__ = {"listStore":{"listPostings":[{},null,3,{"postingId":{"a":1}}]',
  '}}',
  '</script>',
  '<!--',
  '-->',
  '{"props":{"pageProps":{"results":{"properties":[{"id":1,"url_property":"::"}],"paginate":{"pages":"x"}}}}}',
  'self.__next_f.push([1,"a:{"])',
  '<a href="http://[">',
  '&#xD800;',
  '&#0;',
  '<script type="application/ld+json">',
  '[{"mainEntity":[null,{"url":7}]}]',
  '\u0000',
  '\ud800',
  '<b class="price__actual">$ 9999999999999999999999',
  '<img src=',
  '"',
  "'",
  '<p',
);

function kindsAreSound(found: Extraction): void {
  assert.ok(['content', 'empty', 'blocked', 'gone', 'layout_changed'].includes(found.kind));
  if (found.kind !== 'content') return;
  for (const row of found.rows) {
    for (const value of Object.values(row)) {
      assert.notEqual(value, '');
      if (typeof value === 'number') assert.ok(Number.isFinite(value));
    }
  }
}

describe('a malformed page', () => {
  it('never throws, and no cell is an empty text or no number', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom(...sites), (pieces, site) => {
        const page = pageOf(`https://${site.hosts[0] ?? ''}/x`, pieces.join(''));
        kindsAreSound(site.extractList(page));
        if (site.hasDetail) kindsAreSound(site.extractDetail(page));
      }),
      { numRuns: 300 },
    );
  });

  it('nested a hundred thousand levels deep does not overflow the stack', () => {
    const deep = html(`${'<div>'.repeat(100_000)}<div data-qa="posting PROPERTY" data-id="1"></div>`);
    for (const site of sites) kindsAreSound(site.extractList(pageOf(`https://${site.hosts[0] ?? ''}/x`, deep)));
    const json = `<script id="__NEXT_DATA__">{"props":${'['.repeat(100_000)}${']'.repeat(100_000)}}</script>`;
    for (const site of sites) kindsAreSound(site.extractList(pageOf(`https://${site.hosts[0] ?? ''}/x`, html(json))));
  });
});

/** Forces a collection: what is left is really held. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

describe('what is kept of a page', () => {
  it('F73 does not keep the page itself in memory', () => {
    const site = ourSite('Tro');
    const filler = `<!-- ${'x'.repeat(1_000_000)} -->`;
    const kept: unknown[] = [];
    const used = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = used();
    for (let page = 0; page < 60; page += 1) {
      const body = `<article class="snippet-listing" data-id="trovit-MX-${page}00000000000"><a class="js-listing" title="Una casa bonita número ${page} con jardín"></a><div class="address_property-type"><b>Casa en condominio</b> en Colonia Chapalita Oriente, Zapopan, Jalisco</div></article>`;
      const found = site.extractList(
        pageOf('https://casas.trovit.com.mx/venta-zapopan', `${html(body)}${filler}${page}`),
      );
      kept.push(found.kind === 'content' ? [found.rows, found.fields] : found);
    }
    assert.equal(kept.length, 60);
    // 60 pages of 1 MB: a page held would show.
    assert.ok(used() - before < 10_000_000, `${Math.round((used() - before) / 1e6)} MB more`);
  });

  it('names only columns of the table', () => {
    const columns = new Set(LISTING_FIELDS.map((field) => field.name));
    const found = ourSite('Tro').extractList(
      pageOf(
        'https://casas.trovit.com.mx/venta-zapopan',
        html('<article class="snippet-listing" data-id="t"><b class="price__actual">USD 250,000</b></article>'),
      ),
    );
    assert.ok(
      found.kind === 'content' && found.rows.every((row) => Object.keys(row).every((column) => columns.has(column))),
    );
  });
});
