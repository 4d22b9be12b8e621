import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { classifyStatus } from '../../src/fetching/classify.ts';
import { clampRetryAfter, parseHttpDate, parseRetryAfter } from '../../src/fetching/retry-after.ts';

const NOW = Date.UTC(2026, 10, 22, 9, 0, 0);
/** The server's clock is an hour behind ours. */
const SERVER_DATE = 'Sun, 22 Nov 2026 08:00:00 GMT';

const VALUES: readonly (readonly [string, number | null])[] = [
  ['120', 120_000],
  [' 120 ', 120_000],
  ['0', 0],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['', null],
  ['99999999999999999999', null],
  ['Sun, 22 Nov 2026 08:02:00 GMT', 120_000],
  ['Sunday, 22-Nov-26 08:02:00 GMT', 120_000],
  ['Sun Nov 22 08:02:00 2026', 120_000],
  ['Sun, 22 Nov 2026 07:00:00 GMT', 0],
  ['Sun, 22 Foo 2026 08:02:00 GMT', null],
  ['Sun, 22 Nov 2026 28:02:00 GMT', null],
  ['2026-11-22T08:02:00Z', null],
];

for (const [value, expected] of VALUES) {
  test(`F58 Retry-After ${JSON.stringify(value)} means ${expected === null ? 'nothing' : `${expected} ms`}, by the server's own clock`, () => {
    assert.equal(parseRetryAfter(value, SERVER_DATE, NOW), expected);
  });
}

test('F58 without a Date header our clock serves', () => {
  assert.equal(parseRetryAfter('Sun, 22 Nov 2026 09:02:00 GMT', undefined, NOW), 120_000);
  assert.equal(parseRetryAfter('Sun, 22 Nov 2026 09:02:00 GMT', 'yesterday', NOW), 120_000);
});

test('F58 asctime days of one digit, and two-digit years of the past', () => {
  assert.equal(parseHttpDate('Sun Nov  1 08:49:37 2026', NOW), Date.UTC(2026, 10, 1, 8, 49, 37));
  assert.equal(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', NOW), Date.UTC(1994, 10, 6, 8, 49, 37));
});

test('F58 a wait is a second at least and six hours at most', () => {
  assert.equal(clampRetryAfter(0), 1_000);
  assert.equal(clampRetryAfter(1e12), 6 * 3_600_000);
});

test('F58 a rate limit is free of charge and says until when', () => {
  assert.deepEqual(classifyStatus(429, { 'retry-after': '120' }, NOW), {
    code: 'E_RATE_LIMITED',
    message: 'status 429 asks us to wait 120 s',
    retryAfterMs: 120_000,
    until: NOW + 120_000,
  });
  assert.equal(classifyStatus(503, { 'retry-after': '1' }, NOW)?.code, 'E_RATE_LIMITED');
  const garbage = classifyStatus(429, { 'retry-after': 'soon' }, NOW);
  assert.equal(garbage?.retryAfterMs, null);
  assert.equal(garbage?.until, NOW + 60_000);
});

test('F58 ten years are no rate limit: the portal wants us gone', () => {
  const answer = classifyStatus(429, { 'retry-after': String(10 * 365 * 86_400) }, NOW);
  assert.equal(answer?.code, 'E_FORBIDDEN');
  assert.equal(answer?.until, null);
  assert.equal(answer?.retryAfterMs, 6 * 3_600_000);
});

for (const [status, code] of [
  [200, undefined],
  [203, undefined],
  [202, 'E_HTTP_STATUS'],
  [204, 'E_HTTP_STATUS'],
  [206, 'E_HTTP_STATUS'],
  [304, 'E_HTTP_STATUS'],
  [400, 'E_HTTP_STATUS'],
  [401, 'E_FORBIDDEN'],
  [403, 'E_FORBIDDEN'],
  [404, 'E_NOT_FOUND'],
  [407, 'E_PROXY'],
  [410, 'E_NOT_FOUND'],
  [418, 'E_HTTP_STATUS'],
  [451, 'E_FORBIDDEN'],
  [500, 'E_SERVER'],
  [502, 'E_SERVER'],
  [503, 'E_SERVER'],
  [504, 'E_SERVER'],
  [520, 'E_SERVER'],
  [599, 'E_SERVER'],
] as const) {
  test(`F57 F59 status ${status} is ${code ?? 'a page'}`, () => {
    assert.equal(classifyStatus(status, {}, NOW)?.code, code);
  });
}

test('F58 no text breaks the parser, and no wait is negative', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (value, date) => {
      const ms = parseRetryAfter(value, date, NOW);
      assert.ok(ms === null || ms >= 0);
    }),
    { numRuns: 2_000 },
  );
});
