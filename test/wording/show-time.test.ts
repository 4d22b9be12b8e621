import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { showCount } from '../../src/wording/show-time.ts';

test('a count has a comma every three digits, as ICU would write it, whatever its size', () => {
  assert.equal(showCount(0), '0');
  assert.equal(showCount(999), '999');
  assert.equal(showCount(1728), '1,728');
  assert.equal(showCount(-12_345_678), '-12,345,678');
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true })), (count) => {
      assert.equal(showCount(count), Object.is(count, -0) ? '0' : count.toLocaleString('en-US'));
    }),
  );
});
