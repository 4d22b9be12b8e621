import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { liveInZone, showCount, showInstant } from '../../src/wording/show-time.ts';

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

test('an instant is shown alike, whether its zone is that of the process or not, on days of clock changes too', () => {
  const instants = fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2100, 0, 1) });
  const before = process.env['TZ'];
  try {
    for (const zone of ['America/Mexico_City', 'America/Tijuana', 'Pacific/Apia', 'Asia/Kathmandu', 'UTC']) {
      liveInZone('Etc/GMT+1', process.env);
      const seen = fc.sample(instants, 200).map((at) => [at, showInstant(at, zone)] as const);
      liveInZone(zone, process.env);
      for (const [at, shown] of seen) assert.equal(showInstant(at, zone), shown, `${at} in ${zone}`);
    }
  } finally {
    liveInZone(before ?? 'UTC', process.env);
  }
});
