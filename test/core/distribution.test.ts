import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import {
  addDistributions,
  distributionOf,
  meanOf,
  quantileOf,
  readDistribution,
  writeDistribution,
} from '../../src/core/distribution.ts';

const durations = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 200 });

test('a quantile is within 1 % of the value of its rank, and never outside of what was measured', () => {
  fc.assert(
    fc.property(durations, fc.constantFrom(0, 0.5, 0.95, 1), (values, share) => {
      const sorted = values.toSorted((a, b) => a - b);
      const ranked = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
      const told = quantileOf(distributionOf(values), share)!;
      assert.ok(Math.abs(told - ranked) <= Math.max(1, 0.01 * ranked), `${told} for ${ranked}`);
      assert.ok(told >= sorted[0]! && told <= sorted.at(-1)!);
    }),
  );
});

test('the sum of parts says what the whole says, however they are cut, and after they were written and read', () => {
  fc.assert(
    fc.property(fc.array(durations, { maxLength: 5 }), (parts) => {
      const kept = parts.map((values) => readDistribution(writeDistribution(distributionOf(values))));
      assert.deepEqual(addDistributions(kept), distributionOf(parts.flat()));
    }),
  );
});

test('the mean is exact', () => {
  assert.equal(meanOf(distributionOf([1, 2, 100_000])), 100_003 / 3);
});

test('of nothing, nothing is said', () => {
  const none = distributionOf([]);
  assert.deepEqual([meanOf(none), quantileOf(none, 0.95)], [null, null]);
  assert.deepEqual(readDistribution(writeDistribution(none)), none);
});

test('a text that is no distribution is refused', () => {
  for (const text of ['', 'x', '1 2', '1 1 1 a:b']) assert.throws(() => readDistribution(text), TypeError);
});
