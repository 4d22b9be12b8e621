/** What every practice portal promises, whatever its mark-up: the same tests for each. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assert as assertProperty, integer, property } from '../support/chance.ts';
import { createMarket } from '../../practice/market.ts';
import type { Market } from '../../practice/market.ts';
import type { Advert, Answer, ListPage, PageContext, Portal, PortalRequest } from '../../practice/portal.ts';
import { escapeHtml } from '../../practice/portals/writing.ts';
import type { Trap } from '../../practice/trap.ts';
import { DETAIL_FIELDS, LISTING_FIELDS } from '../../src/core/listing.ts';
import type { Field, Row } from '../../src/core/listing.ts';

export const TODAY = '2026-11-22';
const market: Market = createMarket({ seed: 7, epoch: 1, today: TODAY });

type ListRequest = Extract<PortalRequest, { kind: 'list' }>;

export interface Checked {
  readonly portal: Portal;
  readonly traps: readonly Trap[];
  readonly perPage: number;
  /** Finds the ids of the listings on a page, suggestions and promotions left out. */
  readonly ids: (html: string) => readonly string[];
  /** Words of an empty search that no other page has. */
  readonly emptyWords: string;
  /** Tells the generation of a result page; all names must occur in the catalogue's searches. */
  readonly generationOf: (html: string) => string;
  readonly generations: readonly string[];
}

export function catalogueUrls(site: string): readonly URL[] {
  const text = readFileSync(new URL(`../../urls/${site.toLowerCase()}_urls.csv`, import.meta.url), 'utf8');
  return (text.match(/https?:\/\/[^\s,"]+/g) ?? []).map((address) => new URL(address));
}

export function bodyOf(answer: Answer): string {
  return typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body).toString('utf8');
}

export function contextOf(url: string | URL): PageContext {
  return { url: new URL(url), today: TODAY, epoch: 1 };
}

function listRequest(portal: Portal, url: URL): ListRequest {
  const request = portal.parse(url);
  assert.equal(request.kind, 'list', url.href);
  return request;
}

function pageOf(request: ListRequest, adverts: readonly Advert[], number: number): ListPage {
  const { perPage, search } = request;
  const pages = Math.max(1, Math.ceil(adverts.length / perPage));
  return {
    search: { ...search, page: number },
    adverts: adverts.slice((number - 1) * perPage, number * perPage),
    total: adverts.length,
    pages,
  };
}

/** Page `number` of the catalogue's search at `url`. */
export function renderPage(
  portal: Portal,
  url: URL,
  number: number,
): { readonly html: string; readonly page: ListPage; readonly context: PageContext } {
  const request = listRequest(portal, url);
  const page = pageOf(request, market.adverts(portal.site, request.search) ?? [], number);
  const context = contextOf(portal.pageUrl(url, number));
  return { html: bodyOf(portal.renderList(page, context)), page, context };
}

function checkColumns(row: Row, fields: readonly Field[], where: string): void {
  for (const [name, value] of Object.entries(row)) {
    const field = fields.find((field) => field.name === name);
    assert.ok(field !== undefined, `${where}: unknown column ${name}`);
    const wanted =
      { boolean: 'boolean', integer: 'number', number: 'number', money: 'number', coordinate: 'number' }[
        field.type as string
      ] ?? 'string';
    assert.equal(typeof value, wanted, `${where}: ${name} = ${String(value)}`);
    if (typeof value === 'number' && field.range !== undefined)
      assert.ok(value >= field.range[0] && value <= field.range[1], `${where}: ${name} = ${value}`);
    if (typeof value === 'string') assert.equal(value, value.replace(/\s+/g, ' ').trim(), `${where}: ${name}`);
    if (field.type === 'date') assert.match(String(value), /^\d{4}-\d{2}-\d{2}$/);
    if (field.type === 'url') assert.ok(URL.canParse(String(value)), `${where}: ${name} = ${String(value)}`);
  }
}

/** Texts of a row that stand on its page as they are (escaped for HTML or inside JSON). */
const SHOWN = [
  'listing_id',
  'title',
  'agency',
  'property_type',
  'neighbourhood',
  'municipality',
  'state',
  'street',
  'first_photo',
  'floor',
  'advertiser_code',
] as const;

function checkShown(row: Row, html: string, where: string): void {
  for (const name of SHOWN) {
    const value = row[name];
    if (typeof value !== 'string') continue;
    const ways = [escapeHtml(value), JSON.stringify(value).slice(1, -1).replace(/</g, '\\u003c')];
    assert.ok(
      ways.some((way) => html.includes(way)) || html.replace(/<[^>]*>/g, '').includes(escapeHtml(value)),
      `${where}: ${name} "${value}" is not on the page`,
    );
  }
}

const inKilobytes = (text: string): number => Buffer.byteLength(text) / 1000;

function testAddresses({ portal, perPage }: Checked): void {
  const urls = catalogueUrls(portal.site);

  test(`${portal.site} understands every address of the catalogue, and the market knows its search`, () => {
    assert.ok(urls.length > 50);
    for (const url of urls) {
      const { search, perPage: cards } = listRequest(portal, url);
      const operation = /remate/.test(url.pathname) ? 'auction' : /renta|for-rent/.test(url.pathname) ? 'rent' : 'sale';
      assert.equal(search.operation, operation, url.href);
      assert.ok(url.pathname.includes(search.citySlug) && url.pathname.includes(search.typeSlug), url.href);
      assert.equal(search.page, 1);
      assert.equal(cards, perPage);
      assert.notEqual(market.adverts(portal.site, search), null, url.href);
    }
    const searches = new Set(urls.map((url) => JSON.stringify(listRequest(portal, url).search)));
    assert.equal(searches.size, new Set(urls.map(({ href }) => href)).size);
  });

  test(`${portal.site} reads its own page addresses, and page 1 is the search's own address`, () => {
    for (const url of urls.slice(0, 20)) {
      const { search } = listRequest(portal, url);
      assert.equal(portal.pageUrl(url, 1), url.href);
      const third = new URL(portal.pageUrl(url, 3));
      assert.deepEqual(listRequest(portal, third).search, { ...search, page: 3 });
      assert.equal(portal.pageUrl(third, 2), portal.pageUrl(url, 2));
    }
  });

  test(`${portal.site} finds an advert by the address it gave it, and no other number behind it`, () => {
    const [sample] = market.adverts(portal.site, listRequest(portal, someFullSearch(portal)).search) ?? [];
    assert.ok(sample !== undefined);
    assertProperty(
      property(integer({ min: 0, max: 2_000_300 }), (serial) => {
        const address = portal.advertUrl({ ...sample, serial });
        assert.deepEqual(portal.parse(new URL(address)), { kind: 'detail', serial });
      }),
      { numRuns: 100, seed: 1 },
    );
    assert.equal(portal.parse(new URL(`https://${portal.hosts[0] ?? ''}/quienes-somos`)).kind, 'unknown');
  });
}

/** A catalogue search with more than two pages. */
export function someFullSearch(portal: Portal): URL {
  const found = catalogueUrls(portal.site).find((url) => {
    const request = listRequest(portal, url);
    return (market.adverts(portal.site, request.search)?.length ?? 0) > 2 * request.perPage;
  });
  assert.ok(found !== undefined);
  return found;
}

/** A catalogue search without results. */
export function someEmptySearch(portal: Portal): URL {
  const found = catalogueUrls(portal.site).find(
    (url) => market.adverts(portal.site, listRequest(portal, url).search)?.length === 0,
  );
  assert.ok(found !== undefined);
  return found;
}

function testListPages(checked: Checked): void {
  const { portal, perPage } = checked;

  test(`${portal.site} shows ${perPage} listings a page, in the order of the truth, none of them again on the next`, () => {
    const url = someFullSearch(portal);
    const [first, second] = [renderPage(portal, url, 1), renderPage(portal, url, 2)];
    for (const { html, page, context } of [first, second]) {
      const truth = page.adverts.map((advert) => portal.listTruth(advert, page, context)['listing_id']);
      assert.deepEqual(checked.ids(html), truth);
      assert.equal(truth.length, perPage);
    }
    const again = new Set(checked.ids(first.html));
    assert.deepEqual(
      checked.ids(second.html).filter((id) => again.has(id)),
      [],
    );
  });

  test(`${portal.site} weighs what real pages weigh: 100 to 300 KB, full, short or empty`, () => {
    for (const url of [someFullSearch(portal), someEmptySearch(portal), ...catalogueUrls(portal.site).slice(0, 12)]) {
      const size = inKilobytes(renderPage(portal, url, 1).html);
      assert.ok(size >= 100 && size <= 300, `${url.href}: ${size} KB`);
    }
  });

  test(`${portal.site} shows all its generations of mark-up, one a search, and the same page twice alike`, () => {
    const seen = new Set<string>();
    for (const url of catalogueUrls(portal.site)) {
      const request = listRequest(portal, url);
      if (market.adverts(portal.site, request.search)?.length === 0 || seen.size === checked.generations.length)
        continue;
      const { html } = renderPage(portal, url, 1);
      seen.add(checked.generationOf(html));
    }
    assert.deepEqual([...seen].sort(), [...checked.generations].sort());
    const url = someFullSearch(portal);
    assert.equal(renderPage(portal, url, 1).html, renderPage(portal, url, 1).html);
    assert.equal(
      checked.generationOf(renderPage(portal, url, 1).html),
      checked.generationOf(renderPage(portal, url, 2).html),
    );
  });

  test(`${portal.site} says in its own words that a search is empty, and only then`, () => {
    const empty = renderPage(portal, someEmptySearch(portal), 1).html;
    assert.ok(empty.includes(checked.emptyWords));
    assert.deepEqual(checked.ids(empty), []);
    assert.ok(!renderPage(portal, someFullSearch(portal), 1).html.includes(checked.emptyWords));
  });

  test(`${portal.site} shows what the truth of its result pages says, in known columns`, () => {
    for (const url of catalogueUrls(portal.site).slice(0, 40)) {
      const { html, page, context } = renderPage(portal, url, 1);
      for (const advert of page.adverts) {
        const row = portal.listTruth(advert, page, context);
        checkColumns(row, LISTING_FIELDS, portal.advertUrl(advert));
        checkShown(row, html, portal.advertUrl(advert));
        assert.equal(row['url'], portal.advertUrl(advert));
        assert.equal(row['site'], portal.site);
      }
    }
  });
}

function testDetailPages({ portal }: Checked): void {
  test(`${portal.site} shows what the truth of its detail pages says, in known columns`, () => {
    const { page } = renderPage(portal, someFullSearch(portal), 1);
    for (const advert of page.adverts) {
      const context = contextOf(portal.advertUrl(advert));
      const html = bodyOf(portal.renderDetail(advert, context));
      const row = portal.detailTruth(advert, context);
      checkColumns(row, DETAIL_FIELDS, context.url.href);
      checkShown(row, html, context.url.href);
      assert.equal(row['url'], portal.advertUrl(advert));
    }
  });
}

function testTraps({ portal, traps }: Checked): void {
  test(`${portal.site}'s traps have an address and a name of their own, and rows in known columns`, () => {
    assert.equal(new Set(traps.map(({ name }) => name)).size, traps.length);
    assert.equal(new Set(traps.map(({ url }) => url)).size, traps.length);
    for (const { name, site, url, truth } of traps) {
      assert.equal(site, portal.site);
      assert.equal(new URL(url).hostname, portal.hosts[0]);
      const rows = truth.kind === 'list' ? truth.rows : truth.kind === 'detail' ? [truth.row] : [];
      for (const row of rows) checkColumns(row, DETAIL_FIELDS, name);
      if (truth.kind === 'list') assert.equal(new Set(rows.map((row) => row['listing_id'])).size, rows.length);
      if (truth.kind === 'detail') assert.equal(rows[0]?.['url'], url);
    }
  });

  test(`${portal.site} allows its result pages in robots.txt`, () => {
    assert.match(portal.robots, /^User-agent: \*$/m);
    assert.doesNotMatch(portal.robots, /^Disallow: \/$/m);
  });
}

/** Registers every promise's test for one portal. */
export function checkPortal(checked: Checked): void {
  testAddresses(checked);
  testListPages(checked);
  testDetailPages(checked);
  testTraps(checked);
}

/** The trap of that name; the test fails without it. */
export function trapNamed(traps: readonly Trap[], name: string): Trap {
  const found = traps.find((trap) => trap.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

/** All first groups of a global pattern. */
export function all(html: string, pattern: RegExp): readonly string[] {
  return [...html.matchAll(pattern)].map(([, group = '']) => group);
}
