import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from '../../support/chance.ts';

import { canonicalAddress, idFrom } from '../../../src/extraction/parsers/address.ts';

const PAGE = 'https://www.inmuebles24.com/casas-en-venta-en-zapopan.html';
const MITULA = 'https://casas.mitula.mx/casas/venta-zapopan?page=2';
const INNER = 'https://casas.mitula.mx/adclickdetail/mitula-MX-8420?type=2&pos=3';
const CLICK = `https://clk.thribee.com/?ip=10.0.0.1&t=1795&detailPageUrl=${encodeURIComponent(INNER)}&sig=abc`;
const mitula = { innerParameter: 'detailPageUrl', base64: true, dropParameters: ['*'] } as const;

test('a relative link is resolved, and loses tracking, fragment and credentials only', () => {
  const drop = { dropParameters: ['n_*', 'utm_source'] };
  const cases: Readonly<Record<string, string>> = {
    '/propiedades/clasificado/veclcain-casa-149961859.html?n_src=Listado&n_pg=1&n_pos=2':
      'https://www.inmuebles24.com/propiedades/clasificado/veclcain-casa-149961859.html',
    '/detalle?a=1&utm_source=x&b=%20y#tipos=casas': 'https://www.inmuebles24.com/detalle?a=1&b=%20y',
    ' //WWW.Example.COM:443/A?n_src=1&amp;id=7 ': 'https://www.example.com/A?id=7',
    'https://user:secret@example.com/x': 'https://example.com/x',
  };
  for (const [link, expected] of Object.entries(cases))
    assert.equal(canonicalAddress(link, PAGE, drop), expected, link);
  assert.equal(
    canonicalAddress('/x?n_src=1&a=2#b', PAGE, { dropParameters: ['*'], keepFragment: true }),
    'https://www.inmuebles24.com/x#b',
  );
});

test('the stable address is taken out of a click-tracking link, plain or in base64', () => {
  const expected = 'https://casas.mitula.mx/adclickdetail/mitula-MX-8420';
  assert.equal(canonicalAddress(CLICK, MITULA, mitula), expected);
  assert.equal(canonicalAddress(Buffer.from(CLICK).toString('base64'), MITULA, mitula), expected);
  const twice = `https://clk.thribee.com/?detailPageUrl=${encodeURIComponent(CLICK)}`;
  assert.equal(canonicalAddress(twice, MITULA, mitula), expected);
});

test('a click link without an address inside is none, while a link of the portal itself is', () => {
  assert.equal(canonicalAddress('https://clk.thribee.com/?t=1795&sig=abc', MITULA, mitula), null);
  assert.equal(
    canonicalAddress(Buffer.from('/adform/8420').toString('base64'), MITULA, mitula),
    'https://casas.mitula.mx/adform/8420',
  );
  assert.equal(
    canonicalAddress('detalle', MITULA, mitula),
    'https://casas.mitula.mx/casas/detalle',
    'a word is not taken for base64',
  );
});

test('what is no web address of an advert is none', () => {
  const inner = `https://clk.thribee.com/?detailPageUrl=${encodeURIComponent('javascript:alert(1)')}`;
  for (const link of [
    '',
    ' ',
    '#',
    '#foto',
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@b.mx',
    'tel:33',
    'http://[',
    inner,
    `/${'a'.repeat(9000)}`,
  ]) {
    assert.equal(canonicalAddress(link, PAGE, { innerParameter: 'detailPageUrl' }), null, link.slice(0, 60));
  }
  assert.equal(canonicalAddress('/x', 'not a base'), null);
});

test("an id is the pattern's group or its whole match, also with a pattern that remembers", () => {
  assert.equal(idFrom('https://x.mx/veclcain-casa-149961859.html', /-(\d+)\.html$/), '149961859');
  const remembering = /\d{8}/g;
  assert.equal(idFrom('ID: 28651515', remembering), '28651515');
  assert.equal(idFrom('28651516', remembering), '28651516');
  assert.equal(idFrom('sin número', /\d+/), null);
  assert.equal(idFrom('x', /y?/), null);
});

test('a canonical address is its own canonical address', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (link) => {
      const rules = { dropParameters: ['a*'] };
      const once = canonicalAddress(link, PAGE, rules);
      assert.ok(once !== null && !once.includes('#'));
      assert.equal(canonicalAddress(once, PAGE, rules), once);
    }),
  );
});
