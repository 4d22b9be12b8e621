import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { seededRandom } from '../../src/core/clock.ts';
import { retryDelay } from '../../src/core/retry.ts';

const MINUTE = 60_000;
const exponential = { strategy: 'exponential', baseMs: 30 * MINUTE, capMs: 240 * MINUTE } as const;
const noJitter = { next: () => 0 };

test('exponential retries wait 30, 60, 120 … minutes, four hours at most', () => {
  const minutes = [1, 2, 3, 4, 5].map((attempts) => retryDelay(exponential, attempts, noJitter) / MINUTE);
  assert.deepEqual(minutes, [30, 60, 120, 240, 240]);
});

test('linear retries always wait the base', () => {
  const linear = { ...exponential, strategy: 'linear' } as const;
  assert.deepEqual(
    [1, 2, 9].map((attempts) => retryDelay(linear, attempts, seededRandom(1)) / MINUTE),
    [30, 30, 30],
  );
});

test('jitter only adds, a tenth at most, and a longer Retry-After wins', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer(),
      fc.integer({ min: 0, max: 500 * MINUTE }),
      (attempts, seed, retryAfter) => {
        const bare = retryDelay(exponential, attempts, noJitter);
        const delay = retryDelay(exponential, attempts, seededRandom(seed), retryAfter);
        assert.ok(delay >= bare && delay >= retryAfter);
        assert.ok(delay <= Math.max(Math.ceil(bare * 1.1), retryAfter));
      },
    ),
  );
});
