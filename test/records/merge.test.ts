import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { rowKey, type Row } from '../../src/core/listing.ts';
import type { PageResult } from '../../src/core/page.ts';
import { mergePages } from '../../src/records/merge.ts';

function page(number: number, rows: readonly Row[], more: Partial<PageResult> = {}): PageResult {
  return {
    page: number,
    url: `https://x.mx/?page=${number}`,
    next: null,
    truncated: null,
    rows: rows.map((row, i) => ({ ...row, page: number, position: i + 1 })),
    rejects: [],
    emptied: {},
    fetchedAt: 0,
    fetchedOn: '2026-11-22',
    robots: 'respect',
    definition: 'abc',
    httpStatus: 200,
    wireBytes: 1,
    latencyMs: 1,
    total: null,
    empty: false,
    ...more,
  };
}
const ids = (rows: readonly Row[]): unknown[] => rows.map((row) => row['listing_id'] ?? row['url']);

test('D12 a listing seen again counts as a duplicate, and its first row is kept whole', () => {
  const merged = mergePages([
    page(1, [{ listing_id: 'a', price: 1 }, { listing_id: 'b' }]),
    page(2, [{ listing_id: 'a', price: 2, title: 'later' }, { url: 'https://x.mx/c' }]),
    page(3, [{ url: 'https://x.mx/c', title: 'again' }]),
  ]);
  assert.deepEqual(ids(merged.rows), ['a', 'b', 'https://x.mx/c']);
  assert.deepEqual(merged.rows[0], { listing_id: 'a', price: 1, page: 1, position: 1 });
  assert.equal(merged.duplicates, 2);
});

test('D11 the order in which pages come does not matter', () => {
  const one = page(1, [{ listing_id: 'a' }], { emptied: { price: { count: 1, example: 'x', reason: 'r' } } });
  const two = page(2, [{ listing_id: 'b' }, { listing_id: 'a' }], {
    emptied: { price: { count: 2, example: 'y', reason: 'r' } },
  });
  assert.deepEqual(mergePages([two, one]), mergePages([one, two]));
  assert.deepEqual(mergePages([two, one]).emptied, { price: { count: 3, example: 'x', reason: 'r' } });
});

test('every row is kept, counted as a duplicate, or rejected: none is lost', () => {
  const row = fc.record({
    listing_id: fc.constantFrom('a', 'b', 'c', '', null),
    url: fc.constantFrom('https://x.mx/1', '', null),
  });
  fc.assert(
    fc.property(fc.array(fc.array(row, { maxLength: 6 }), { maxLength: 5 }), (all) => {
      const merged = mergePages(all.map((rows, i) => page(i + 1, rows)));
      assert.equal(merged.rows.length + merged.duplicates + merged.rejects.length, all.flat().length);
      const keys = merged.rows.map(rowKey);
      assert.equal(new Set(keys).size, keys.length);
      assert.ok(!keys.includes(null));
    }),
  );
});

test('rejects of the pages come with their places', () => {
  const reject = { row: {}, reason: 'neither listing_id nor url', page: 2, position: 5 };
  assert.deepEqual(mergePages([page(1, []), page(2, [], { rejects: [reject] })]).rejects, [reject]);
});
