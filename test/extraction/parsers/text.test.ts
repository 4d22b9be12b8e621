import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import * as fc from '../../support/chance.ts';

import { plainText } from '../../../src/extraction/parsers/markup.ts';
import { cleanText, detach } from '../../../src/extraction/parsers/text.ts';

test('text becomes one line of composed characters without invisible ones', () => {
  const cases: Readonly<Record<string, string>> = {
    ' Casa\u00a0en\u2009 venta\r\n\tZapopan ': 'Casa en venta Zapopan',
    'Tonala\u0301': 'Tonalá',
    '\u202eatnev\u202c en\u200b casa\u0000\u0007\u001b[31m': 'atnev en casa[31m',
    'Familia 👨\u200d👩\u200d👧': 'Familia 👨\u200d👩\u200d👧',
    'mal\ud800formado': 'mal\ufffdformado',
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(cleanText(text), expected, JSON.stringify(text));
});

test('text that was escaped twice, or more, reads as its author wrote it', () => {
  const cases: Readonly<Record<string, string>> = {
    'Casa &amp; jard&iacute;n': 'Casa & jardín',
    'Casa &amp;amp;amp; jard&amp;iacute;n': 'Casa & jardín',
    '300 m&sup2; &#161;ya&#x21;': '300 m² ¡ya!',
    'R&D; &copias &nada; &#0; &#9999999;': 'R&D; &copias &nada; &#0; &#9999999;',
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(cleanText(text), expected, text);
});

test('a description loses its tags and scripts, and keeps its words and its signs', () => {
  const cases: Readonly<Record<string, string>> = {
    '<p>Casa con 300 m<sup>2</sup>, a < 5 km &amp; <b>alberca</b></p><script>alert("</p>")</script>Fin':
      'Casa con 300 m2, a < 5 km & alberca Fin',
    '&lt;p&gt;Hola&lt;/p&gt;&lt;p&gt;mundo&lt;/p&gt;': 'Hola mundo',
    'uno<br>dos<!-- <b>tres</b> -->cuatro': 'uno dos cuatro',
    '<a title="a>b" href=\'x>y\'>texto</a>': 'texto',
    'antes<script>robo()': 'antes',
    'antes<style>p{}</STYLE >después': 'antes después',
    'sin marcas': 'sin marcas',
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(plainText(text), expected, text);
});

test('no tag survives in a description, not even one put together from pieces', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '</',
    '<b>',
    '</b>',
    'script',
    '&lt;',
    '&gt;',
    '&amp;',
    'lt;',
    '<!--',
    '-->',
    '"',
    "'",
    ' x=',
    '\u200b',
    '\u0000',
    'a',
    '!',
    '<img src=x ',
  );
  const markup = /<[a-z/!?]/i;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      assert.doesNotMatch(plainText(pieces.join('')), markup);
    }),
    { numRuns: 2000 },
  );
  for (const evil of [
    '<<b>script>alert(1)</<b>script>',
    '<scr\u200bipt>x',
    '&lt;scr&amp;#8203;ipt&gt;x',
    '<img src=x onerror=alert(1)',
  ]) {
    assert.doesNotMatch(plainText(evil), markup);
  }
});

test('clean text is composed, has no control or bidirectional character and no double space, and is not changed by cleaning it again', () => {
  const unwanted = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u00a0]| {2}|^ | $/u;
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const clean = cleanText(text);
      assert.doesNotMatch(clean, unwanted);
      assert.ok(clean.isWellFormed());
      assert.equal(clean.normalize('NFC'), clean);
      fc.pre(!text.includes('&'));
      assert.equal(cleanText(clean), clean);
    }),
    { numRuns: 1000 },
  );
});

test('F73 a cell kept from a page does not keep the page', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heldBy = (take: (page: string) => string): number => {
    collect();
    const before = process.memoryUsage().heapUsed;
    const kept = Array.from({ length: 60 }, (_, index) => take(`${index}`.padEnd(500_000, 'a clean title ')));
    collect();
    const held = process.memoryUsage().heapUsed - before;
    assert.equal(kept.length, 60);
    return held;
  };
  const cell = (page: string): string => page.slice(1000, 1040);
  const pages = 60 * 500_000;
  assert.ok(heldBy(cell) > pages / 2, 'a plain slice holds its page, else this test proves nothing');
  assert.ok(heldBy((page) => detach(cell(page))) < pages / 20);
  assert.ok(heldBy((page) => cleanText(cell(page))) < pages / 20);
  assert.ok(heldBy((page) => plainText(cell(page))) < pages / 20);
});
