import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as fc from '../support/chance.ts';
import { distance, nearest } from '../../src/yaml/nearest.ts';

it('counts insertions, deletions, replacements and swaps', () => {
  assert.equal(distance('', 'abc'), 3);
  assert.equal(distance('delay', 'dealy'), 1);
  assert.equal(distance('kitten', 'sitting'), 3);
});

it('is a symmetric distance, zero only for equal words', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (left, right) => {
      assert.equal(distance(left, right), distance(right, left));
      assert.equal(distance(left, right) === 0, left === right);
    }),
    { numRuns: 200 },
  );
});

it('guesses a word only when it is near, whatever its case and dashes', () => {
  assert.equal(nearest('maxConcurrency', ['max_concurrency', 'batch_interval']), 'max_concurrency');
  assert.equal(nearest('phase-barrier', ['phase_barrier']), 'phase_barrier');
  assert.equal(nearest('colour', ['lanes', 'priority']), null);
});
