import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { wrapText } from '../../src/wording/cell-width.ts';

test('a text is broken between words, an address within', () => {
  assert.deepEqual(wrapText('the page is not there', 9), ['the page', 'is not', 'there']);
  assert.deepEqual(wrapText('see https://a.example/b', 8), ['see', 'https://', 'a.exampl', 'e/b']);
  assert.deepEqual(wrapText('', 5), ['']);
});

test('no line is too long, and nothing of the text is lost', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 20 }), (said, width) => {
      const lines = wrapText(said.join(' '), width);
      assert.ok(lines.every((line) => line.length <= width));
      assert.equal(lines.join('').replaceAll(' ', ''), said.join(''));
    }),
  );
});
