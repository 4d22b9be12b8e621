import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { wrapLines } from '../../src/terminal/wrap-lines.ts';

test('a text is broken between words, an address within', () => {
  assert.deepEqual(wrapLines('the page is not there', 9), ['the page', 'is not', 'there']);
  assert.deepEqual(wrapLines('see https://a.example/b', 8), ['see', 'https://', 'a.exampl', 'e/b']);
  assert.deepEqual(wrapLines('', 5), ['']);
});

test('no line is too long, and nothing of the text is lost', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 20 }), (said, width) => {
      const lines = wrapLines(said.join(' '), width);
      assert.ok(lines.every((line) => line.length <= width));
      assert.equal(lines.join('').replaceAll(' ', ''), said.join(''));
    }),
  );
});
