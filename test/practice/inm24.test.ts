import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inm24 } from '../../practice/portals/inm24.ts';
import { inm24Traps } from '../../practice/portals/inm24-traps.ts';
import { createMarket } from '../../practice/market.ts';
import type { Advert, Search } from '../../practice/portal.ts';
import {
  all,
  bodyOf,
  catalogueUrls,
  checkPortal,
  contextOf,
  renderPage,
  someEmptySearch,
  trapNamed,
} from './portal-checks.ts';

const traps = inm24Traps();
const CARD = /data-qa="posting (?:PROPERTY|DEVELOPMENT)" data-id="(\d+)"/g;

/** The tags of the three drifting data-qa, and whether the state is there. */
function generationOf(html: string): string {
  const tag = (qa: string): string => new RegExp(`<(\\w+) [^>]*data-qa="POSTING_CARD_${qa}"`).exec(html)?.[1] ?? '';
  return `${html.includes('id="preloadedData"') ? 'state' : 'cards'} ${tag('DESCRIPTION')} ${tag('LOCATION')} ${tag('PRICE')}`;
}

checkPortal({
  portal: inm24,
  traps,
  perPage: 30,
  ids: (html) => all(html, CARD),
  emptyWords: '<h2>No encontramos resultados para tu búsqueda</h2>',
  generationOf,
  generations: ['state div span div', 'state h2 h4 div', 'cards h2 h4 h2', 'cards h3 h2 div'],
});

interface State {
  readonly listStore: {
    readonly paging: Readonly<Record<string, unknown>>;
    readonly listPostings: readonly Readonly<Record<string, never>>[];
  };
}

/** The first object of the script, as a reader of the facts would take it. */
function stateOf(html: string): State {
  const [, text] = /window\.__PRELOADED_STATE__ = (.*);\nwindow\.__SITE_DATA__/.exec(html) ?? [];
  return JSON.parse(text ?? 'null') as State;
}

const withState = catalogueUrls('Inm24').find((url) => {
  const { html, page } = renderPage(inm24, url, 1);
  return page.pages > 1 && html.includes('preloadedData');
});

test("Inm24's state holds the page's listings in the order of its cards, and its paging", () => {
  assert.ok(withState !== undefined);
  const { html, page } = renderPage(inm24, withState, 2);
  const { paging, listPostings } = stateOf(html).listStore;
  assert.deepEqual(
    listPostings.map(({ postingId }) => postingId),
    all(html, CARD),
  );
  assert.equal(paging['total'], page.total);
  assert.equal(paging['currentPage'], 2);
  assert.equal(paging['totalPages'], page.pages);
  assert.equal(paging['lastPage'], page.pages === 2);
});

test('Inm24 links the next page by its number before .html, and no further than the last', () => {
  assert.ok(withState !== undefined);
  const { page } = renderPage(inm24, withState, 1);
  for (let number = 1; number <= page.pages; number += 1) {
    const next: string | undefined = /data-qa="PAGING_NEXT" href="([^"]*)"/.exec(
      renderPage(inm24, withState, number).html,
    )?.[1];
    assert.equal(
      next,
      number < page.pages ? withState.pathname.replace('.html', `-pagina-${number + 1}.html`) : undefined,
    );
  }
});

test("Inm24's card links carry tracking that the listing's address does not", () => {
  assert.ok(withState !== undefined);
  const { html, page } = renderPage(inm24, withState, 1);
  const links = all(html, /data-qa="POSTING_CARD_DESCRIPTION"><a href="([^"]+)"/g);
  assert.equal(links.length, page.adverts.length);
  for (const [index, advert] of page.adverts.entries()) {
    const link = new URL(links[index]?.replaceAll('&amp;', '&') ?? '', 'https://www.inmuebles24.com');
    assert.ok(link.searchParams.has('n_src') && link.searchParams.has('n_pos'));
    assert.equal(`${link.origin}${link.pathname}`, inm24.advertUrl(advert));
  }
});

test('Inm24 dates JSON-LD the US way and names the agency there', () => {
  assert.ok(withState !== undefined);
  const { html, page, context } = renderPage(inm24, withState, 1);
  const [block = 'null'] = all(html, /<script type="application\/ld\+json">(.*?)<\/script>/g);
  const { mainEntity, url } = JSON.parse(block) as {
    readonly url: string;
    readonly mainEntity: readonly Readonly<Record<string, string>>[];
  };
  const [first] = page.adverts;
  assert.ok(first !== undefined);
  assert.equal(url, inm24.advertUrl(first), "the page's url is its first listing's");
  for (const [index, advert] of page.adverts.entries()) {
    const [year, month, day] = String(inm24.listTruth(advert, page, context)['published_on'])
      .split('-')
      .map(Number);
    assert.equal(mainEntity[index]?.['datePosted'], `${month}/${day}/${(year ?? 0) - 2000}`);
    assert.equal(mainEntity[index]?.['name'], advert.agency ?? undefined);
  }
});

test("Inm24's empty search says 0 in its heading, and has neither card nor pager", () => {
  const { html } = renderPage(inm24, someEmptySearch(inm24), 1);
  assert.match(html, /<h1[^>]*>0 /);
  assert.doesNotMatch(html, /data-qa="posting |PAGING_NEXT|application\/ld\+json/);
});

const search: Search = { operation: 'sale', typeSlug: 'casas', citySlug: 'guadalajara', page: 1 };
const adverts = createMarket({ seed: 7, epoch: 0, today: '2026-11-22' }).adverts('Inm24', search) ?? [];
const detailOf = (advert: Advert): string => bodyOf(inm24.renderDetail(advert, contextOf(inm24.advertUrl(advert))));

test("Inm24's detail constants are a JavaScript literal that no JSON reader takes, with the facts of the advert", () => {
  let read = 0;
  for (const advert of adverts.slice(0, 40)) {
    const [, literal] = /const avisoInfo = (\{[^]*?\n\});/.exec(detailOf(advert)) ?? [];
    if (literal === undefined) continue;
    read += 1;
    assert.throws(() => JSON.parse(literal) as unknown);
    // oxlint-disable-next-line no-implied-eval -- our own page, in a test
    const aviso = new Function(`return ${literal}`)() as Readonly<Record<string, unknown>>;
    const truth = inm24.detailTruth(advert, contextOf(inm24.advertUrl(advert)));
    assert.equal(aviso['idAviso'], truth['listing_id']);
    assert.equal(aviso['title'], advert.title);
    const groups = aviso['generalFeatures'] as Readonly<
      Record<string, Readonly<Record<string, { readonly label: string; readonly value: string | null }>>>
    >;
    const general = Object.values(groups['Características generales'] ?? {}).map(({ label, value }) =>
      value === null ? label : `${label} : ${value}`,
    );
    assert.deepEqual(general, advert.features);
  }
  assert.ok(read > 15, `${read} pages with constants`);
});

test("Inm24's coordinates are base64 constants on one generation of detail pages, in the map's address on the other", () => {
  const seen = new Set<string>();
  for (const advert of adverts.slice(0, 40)) {
    if (advert.latitude === null) continue;
    const html = detailOf(advert);
    const [, encoded] = /mapLatOf = "([^"]+)"/.exec(html) ?? [];
    const [, center] = /id="static-map" alt="mapa" src="[^"]*center=([-\d.,]+)&amp;/.exec(html) ?? [];
    seen.add(encoded === undefined ? 'center' : 'base64');
    if (encoded === undefined) assert.equal(center, `${advert.latitude},${advert.longitude}`);
    else {
      assert.equal(Number(Buffer.from(encoded, 'base64').toString()), advert.latitude);
      assert.equal(center, undefined);
    }
  }
  assert.deepEqual([...seen].sort(), ['base64', 'center']);
});

test("Inm24's robots.txt lists what the saved one did", () => {
  for (const path of [
    '/panel/',
    '/users-api/',
    '/avisos-api/',
    '/leads-api/',
    '/rpseo-static/',
    '/cdn-cgi/',
    '/*-ubicado-en-*',
    '/*-ordenado-por-*',
    '/*?utm_source*',
  ]) {
    assert.ok(inm24.robots.includes(`Disallow: ${path}\n`), path);
  }
});

test('Inm24 traps are what their names say', () => {
  const body = (name: string): string => bodyOf(trapNamed(traps, name).answer);
  assert.doesNotMatch(body('every-pager-link-is-page-1'), /pagina-2/);
  assert.match(body('next-link-with-empty-href'), /data-qa="PAGING_NEXT" href=""/);
  assert.equal(stateOf(body('next-link-with-empty-href')).listStore.paging['totalPages'], 2);
  assert.deepEqual(all(body('page-1-again'), CARD), all(body('page-1-again-as-page-2'), CARD));
  const latin = trapNamed(traps, 'latin-1-without-charset').answer;
  assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(latin.body as Uint8Array));
  assert.doesNotMatch(
    `${Buffer.from(latin.body as Uint8Array).toString('latin1')}${JSON.stringify(latin.headers)}`,
    /charset/,
  );
  assert.match(body('titles-escaped-twice'), /Casa &amp;amp; jardín|Casa &amp; jardín &quot;/);
  const early = body('html-ends-inside-first-card');
  assert.ok(early.indexOf('</html>') < early.indexOf('POSTING_CARD_PRICE'));
  assert.doesNotMatch(body('shell-without-cards'), /data-qa="posting /);
  assert.match(body('total-area-on-card'), /\d+ m² tot\./);
});
