import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileSite } from '../../src/extraction/compile.ts';
import type { Extraction } from '../../src/extraction/contract.ts';
import { vanishedFields } from '../../src/extraction/drift.ts';
import { html, pageOf } from './our-sites.ts';

const DEFINITION = `code: Casas
name: Casas de Prueba
hosts: [casas.example]
data:
  state: { id: __STATE__ }
list:
  sources:
    advert: { data: state, path: 'results[*]', key: { path: id } }
    card: { css: article.listing-card, key: { attr: data-id }, alone: true }
  rows: [advert, card]
  fields:
    listing_id: [{ from: advert, path: id }, { from: card, attr: data-id }]
    url: [{ from: advert, path: link }, { from: card, css: a, attr: href }]
    title: [{ from: advert, path: name }, { from: card, css: '[data-test=snippet__title]' }]
    price: [{ from: advert, path: amount, parse: money }, { from: card, css: '[data-test=price__actual]', parse: money }]
    bedrooms: [{ from: advert, path: rooms }, { from: card, css: .bedrooms }]
  total: [{ css: .total }]
  next:
    address: [{ query: page }]
    last: [{ missing: a.next }]
  expect: { rows: 3, required: [listing_id, url], fill: { price: 0.5 } }
  empty: [{ css: .none }]
`;

const site = compileSite({ file: 'casas.yaml', text: DEFINITION });

interface CardNames {
  readonly card?: string;
  readonly title?: string;
  readonly price?: string;
}

function cards(count: number, names: CardNames = {}): string {
  const { card = 'listing-card', title = 'data-test=snippet__title', price = 'data-test=price__actual' } = names;
  return Array.from(
    { length: count },
    (_, i) =>
      `<article class="${card}" data-id="${i}"><a href="/casa/${i}"><h2 ${title}>Casa ${i} en Zapopan</h2></a>` +
      `<span ${price}>$ ${i + 3},200,000 MXN</span><ul><li class="bedrooms">3 rec.</li></ul></article>`,
  ).join('');
}

function read(body: string, usual: Readonly<Record<string, number>> = {}): Extraction {
  return site.extractList({ ...pageOf('https://casas.example/zapopan', html(body)), usual });
}

function changed(extraction: Extraction): Extract<Extraction, { kind: 'layout_changed' }> {
  assert.equal(extraction.kind, 'layout_changed', JSON.stringify(extraction).slice(0, 300));
  assert.ok(extraction.kind === 'layout_changed');
  return extraction;
}

test('F65 a page as usual is content', () => {
  assert.equal(read(cards(20), { title: 1, price: 0.95, bedrooms: 0.9 }).kind, 'content');
});

test('F65 a container that vanished is told with its selector, and the elements that come nearest to it', () => {
  const { message, candidates } = changed(read(cards(20, { card: 'listing-snippet' })));
  assert.match(message, /article\.listing-card/);
  assert.equal(candidates?.[0]?.place, 'article.listing-snippet');
  assert.equal(candidates?.[0]?.times, 20);
  assert.match(candidates?.[0]?.example ?? '', /Casa 0 en Zapopan/);
  assert.match(message, /nearest: article\.listing-snippet \(20 times: "Casa 0/);
});

test('F65 a list that moved inside the data is told with its path', () => {
  const state = {
    page: { listings: Array.from({ length: 5 }, (_, id) => ({ id, link: '/x', name: 'Casa', amount: 1 })) },
  };
  const script = `<script id="__STATE__" type="application/json">${JSON.stringify(state)}</script>`;
  const { message, candidates } = changed(read(script));
  assert.match(message, /state results\[\*\]/);
  assert.equal(candidates?.[0]?.place, 'state $.page.listings[*]');
  assert.match(candidates?.[0]?.example ?? '', /id, link, name, amount/);
});

test('F65 data that is gone is told with the scripts that hold some', () => {
  const { candidates } = changed(read('<script id="__NEXT_DATA__" type="application/json">{"a":[1,2]}</script>'));
  assert.equal(candidates?.[0]?.place, 'script#__NEXT_DATA__[type=application/json]');
});

test('F65 a field that vanished under a container that stands is told with the place its text stands in now', () => {
  const { message, candidates } = changed(read(cards(20, { price: 'data-test=price__now class="now"' })));
  assert.match(message, /price is on 0 of 20 adverts \(at least 50 %\)/);
  assert.match(message, /card \[data-test=price__actual\]/);
  assert.equal(candidates?.[0]?.place, 'span[data-test=price__now]');
  assert.match(candidates?.[0]?.example ?? '', /3,200,000 MXN/);
});

test('F65 a field that the definition says nothing of is compared with what is usual', () => {
  const body = cards(20, { title: 'class="snippet-title"' });
  assert.equal(read(body).kind, 'content', 'without a history there is nothing to compare with');
  const { message, candidates } = changed(read(body, { title: 0.97 }));
  assert.match(message, /title is on 0 of 20 adverts \(usual: 97 %\)/);
  assert.equal(candidates?.[0]?.place, 'h2.snippet-title');
});

test('F65 a required column that is missing on more than a fifth of the rows is a change, on a fifth it is not', () => {
  const some = (without: number): string => cards(10 - without) + cards(without).replaceAll(' href="', ' data-x="');
  assert.equal(read(some(2)).kind, 'content');
  assert.match(changed(read(some(3))).message, /url is on 7 of 10 adverts \(required\)/);
});

test('F65 few adverts on a page that another one follows are a change; on the last page they are not', () => {
  assert.equal(read(cards(2)).kind, 'content');
  assert.match(changed(read(`${cards(2)}<a class="next" href="?page=2">»</a>`)).message, /2 adverts .* at least 3/);
});

test('F64 a page that says that there is nothing is empty, whatever is usual', () => {
  assert.equal(read('<p class="none">Sin resultados</p>', { title: 1 }).kind, 'empty');
});

const FILLS: readonly (readonly [string, number, number, number, boolean])[] = [
  ['nothing of what nearly all had', 30, 0, 0.96, true],
  ['a third of what nearly all had', 30, 9, 0.96, true],
  ['more than half of what is usual', 30, 16, 0.96, false],
  ['nothing of what half had, on a long page', 30, 0, 0.5, true],
  ['little of what few have', 30, 1, 0.15, false],
  ['nothing, on a short page', 5, 0, 0.96, false],
  ['somewhat less than usual', 30, 10, 0.5, false],
];
for (const [name, rows, filled, usual, is] of FILLS) {
  test(`F65 ${name} is ${is ? 'a change' : 'chance'}`, () => {
    const vanished = vanishedFields([{ field: 'price', filled, rows }], undefined, { price: usual });
    assert.equal(vanished.length > 0, is);
  });
}

test('F65 T31 a diagnosis of a hostile page is bounded', () => {
  const deep = '<div class="a" data-b="c"><a href="/">'.repeat(3_000);
  const { message } = changed(read(deep + 'x'.repeat(100_000)));
  assert.ok(message.length < 1_000);
});
