/** F72: pages that send on, or say what their links are relative to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metaRefresh } from '../../src/fetching/meta-refresh.ts';
import { WHOLE_PAGE, whole } from '../../practice/faults/cases.ts';
import { withFetcher } from '../fetching/with-fetcher.ts';
import { ourSite, pageOf } from '../extraction/our-sites.ts';
import { compileSite } from '../../src/extraction/compile.ts';
import { DEFINITION } from './run-task.ts';

const HTML = 'Content-Type: text/html; charset=utf-8';
const HERE = new URL('https://portal.test/casas/x');
const refresh = (content: string): string =>
  `<html><head><meta http-equiv="refresh" content="${content}"></head></html>`;

const PAGES: readonly (readonly [string, string, string | null])[] = [
  ['sends on at once', refresh('0; url=/y'), '/y'],
  ['sends on in other words', `<META content='3;URL="/y?a=1&amp;b=2"' HTTP-EQUIV=Refresh>`, '/y?a=1&b=2'],
  ['reloads itself', refresh('0; url=https://portal.test/casas/x'), null],
  ['reloads itself without an address', refresh('5'), null],
  ['sends on after minutes', refresh('300; url=/y'), null],
  ['sends on readers without scripts only', `<noscript>${refresh('0; url=/y')}</noscript>`, null],
  ['holds it in a comment', `<!-- ${refresh('0; url=/y')} -->`, null],
  ['holds it in a script', `<script>var a='${refresh('0; url=/y')}'</script>`, null],
  ['says so in its text, far behind its head', `${' '.repeat(20_000)}${refresh('0; url=/y')}`, null],
  ['is an ordinary one', WHOLE_PAGE, null],
];
for (const [name, text, target] of PAGES) {
  test(`F72 a page that ${name} ${target === null ? 'stays' : `leads to ${target}`}`, () => {
    assert.equal(metaRefresh(text, HERE), target);
  });
}

test('F72 T2 a refresh is a redirect: a permit of its own, its place in the chain, the same checks', async (t) => {
  const stage = await withFetcher(t, {
    cases: {
      '/go': whole('200 OK', [HTML], refresh('0; url=/page')),
      '/circle': whole('200 OK', [HTML], refresh('0; url=/circle2')),
      '/circle2': whole('200 OK', [HTML], refresh('0; url=/circle')),
      '/inside': whole('200 OK', [HTML], refresh('0; url=http://169.254.169.254/')),
      '/file': whole('200 OK', [HTML], refresh('0; url=file:///etc/passwd')),
    },
  });
  const page = await stage.get('/go');
  assert.ok(page.kind === 'page', JSON.stringify(page));
  assert.equal(page.text, WHOLE_PAGE);
  assert.deepEqual(page.redirects, [stage.server.url('/go')]);
  assert.equal(stage.permits.asked.length, 2);
  assert.deepEqual(
    stage.permits.reports.map(({ result }) => result),
    ['ok', 'ok'],
  );
  for (const [path, code] of [
    ['/circle', 'E_REDIRECT'],
    ['/inside', 'E_REDIRECT_HOST'],
    ['/file', 'E_REDIRECT'],
  ] as const) {
    const result = await stage.get(path);
    assert.equal(result.kind === 'failure' ? result.code : result.kind, code, path);
  }
});

const BASES: readonly (readonly [string, string])[] = [
  ['<base href="https://portal.test/otra/">', 'https://portal.test/otra/1'],
  ["<BASE target=_top href='/otra/'>", 'https://portal.test/otra/1'],
  ['<!-- <base href="/otra/"> -->', 'https://portal.test/casas/1'],
  ['<noscript><base href="/otra/"></noscript>', 'https://portal.test/casas/1'],
  ['<base href="javascript:alert(1)">', 'https://portal.test/casas/1'],
  ['<base href="">', 'https://portal.test/casas/1'],
  ['', 'https://portal.test/casas/1'],
];
for (const [base, address] of BASES) {
  test(`F72 links of a page with ${base === '' ? 'no base' : base} lead to ${address}`, () => {
    const site = compileSite({
      file: 'casas.yaml',
      text: DEFINITION.replace('    title:', '    url: [{ from: card, css: a, attr: href }]\n    title:'),
    });
    const body = `<head>${base}</head><article data-id="1"><a href="1">x</a></article><a rel="next" href="2">»</a>`;
    const found = site.extractList(pageOf('https://portal.test/casas/x', body));
    assert.ok(found.kind === 'content', JSON.stringify(found));
    assert.equal(found.rows[0]?.['url'], address);
    assert.equal(found.nextUrl, address.replace(/1$/, '2'));
  });
}

test('T31 a hundred thousand nested elements, a million attributes and entities without end are read, and are no listings', () => {
  const site = ourSite('Mit');
  for (const text of [
    '<div>'.repeat(100_000),
    `<article class="listing-card" ${'a=1 '.repeat(1_000_000)}>`,
    '&amp;'.repeat(500_000),
    '<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]>&a;',
  ]) {
    const found = site.extractList(pageOf('https://casas.mitula.mx/casas/x', text));
    assert.ok(found.kind === 'layout_changed' || found.kind === 'content', found.kind);
  }
});

const CARD = '<article class="listing-card" data-listingid="1"><a class="title" href="/1">Casa</a>';
const TANGLES: readonly (readonly [string, string])[] = [
  ['in each other, thousands deep', CARD.repeat(5_000)],
  ['five hundred deep around a hundred thousand others', `${CARD.repeat(500)}${'<b></b>'.repeat(100_000)}`],
];
for (const [what, body] of TANGLES) {
  test(`T31 adverts ${what} are refused before each of them is searched`, () => {
    const found = ourSite('Mit').extractList(pageOf('https://casas.mitula.mx/casas/x', `<html><body>${body}`));
    assert.ok(found.kind === 'layout_changed', found.kind);
    assert.match(found.message, /the adverts cannot be told apart: \d+ of them lie inside each other/);
  });
}

test('F72 thirty adverts that nobody closed are told apart all the same', () => {
  const site = compileSite({ file: 'casas.yaml', text: DEFINITION });
  const cards = Array.from(
    { length: 30 },
    (_, n) => `<article data-id="${n}"><h2>Casa ${n}</h2><p>$ ${n + 10}0,000 MXN</p>`,
  );
  const filler = '<i></i>'.repeat(5_000);
  const found = site.extractList(pageOf('https://portal.test/x', `<html><body>${cards.join('')}${filler}`));
  assert.ok(found.kind === 'content', JSON.stringify(found));
  assert.deepEqual(
    found.rows.map((row) => [row['listing_id'], row['title'], row['price']]),
    cards.map((_, n) => [String(n), `Casa ${n}`, (n + 10) * 10_000]),
  );
});
