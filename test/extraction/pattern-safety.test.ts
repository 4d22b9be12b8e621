import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileSite } from '../../src/extraction/compile.ts';
import { isFault } from '../../src/core/errors.ts';
import { endlessPiece } from '../../src/extraction/pattern-safety.ts';
import { ENDLESS_PATTERNS } from '../faults/endless-patterns.ts';
import { DEFINITION } from '../faults/run-task.ts';

const ENDLESS = [...ENDLESS_PATTERNS, '(?:\\d|\\w)+x', '(?<n>\\p{L}+)+'];
for (const pattern of ENDLESS) {
  test(`T22 ${pattern} is refused`, () => {
    assert.notEqual(endlessPiece(pattern), null);
  });
}

const BOUNDED = [
  '^a+$',
  '\\s*(\\d+)\\s*',
  '(?:[a-z-]+-)?(guadalajara|zapopan)',
  '(\\d{1,3}(?:,\\d{3})*)',
  '(?:ab)+',
  '(?:a|b)*',
  '[(+)]+',
  '\\(a+\\)+',
  '/casas/(venta|renta)-',
  '(?:[^,]+,){2}x',
  '(\\d+)\\.html',
  '(?:a+)?b',
  '"(?:[^"\\\\]|\\\\.)+"',
  '(?:\\s|\\w)+x',
  '^[^#]*',
  '(?=a+)b',
  'a{2,}',
  '\\p{L}+ \\p{L}+',
];
for (const pattern of BOUNDED) {
  test(`T22 ${pattern} is taken`, () => {
    assert.equal(endlessPiece(pattern), null);
  });
}

test('T22 a definition with such a pattern is refused at its line, with the piece', () => {
  assert.throws(
    () => compileSite({ file: 'x.yaml', text: DEFINITION.replace('css: h2', "css: h2, match: '(a+)+x'") }),
    (error) => isFault(error) && error.code === 'E_DEFINITION' && /"\(a\+\)\+" repeats/.test(error.message),
  );
});
