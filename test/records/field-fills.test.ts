import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { isFault } from '../../src/core/errors.ts';
import { countFilled, fieldsFile, readFields, sumFills, usualShares } from '../../src/records/field-fills.ts';
import type { FieldFills } from '../../src/records/field-fills.ts';

const FLATS = { scraper: 'inm24', operation: 'Ven', product: 'Dep' };
const PLOTS = { scraper: 'inm24', operation: 'Ven', product: 'Ter' };
const fills = (of: typeof FLATS, rows: number, filled: Readonly<Record<string, number>>): FieldFills => ({
  ...of,
  rows,
  filled,
});

test('F65 a field counts where it has a value; what we put into every row ourselves does not', () => {
  const counts = countFilled([
    { site: 'Inm24', url: '/1', title: 'Casa', price: 0, page: 1, position: 1, fetched_on: '2026-11-22' },
    { site: 'Inm24', url: '/2', title: '', price: null },
  ]);
  assert.deepEqual(counts, { price: 1, title: 1, url: 2 });
  assert.deepEqual(Object.keys(counts), ['price', 'title', 'url']);
});

test('F65 what is usual is the median of the batches, of the same product and operation, that had enough rows', () => {
  const batches = [
    [fills(FLATS, 100, { bedrooms: 90 }), fills(PLOTS, 100, { bedrooms: 0, price: 100 })],
    [fills(FLATS, 50, { bedrooms: 50, price: 25 })],
    [fills(FLATS, 200, { bedrooms: 20 })],
    [fills(FLATS, 19, { bedrooms: 0 })],
  ];
  assert.deepEqual(usualShares(batches, FLATS), { bedrooms: 0.9, price: 0 });
  assert.deepEqual(usualShares(batches, PLOTS), { bedrooms: 0, price: 1 });
  assert.deepEqual(usualShares(batches, { ...FLATS, product: 'Cas' }), {});
  assert.deepEqual(usualShares([batches[0] ?? [], batches[1] ?? []], FLATS), { bedrooms: 0.95, price: 0.25 });
});

test('F65 of a field that some searches have and others never had nothing is usual', () => {
  const uneven = { ...fills(FLATS, 100, { latitude: 60, price: 100 }), uneven: ['latitude'] };
  assert.deepEqual(usualShares([[uneven]], FLATS), { price: 1 });
  assert.deepEqual(usualShares([[fills(FLATS, 100, { latitude: 100, price: 100 })], [uneven]], FLATS), { price: 1 });
});

test('F65 the file of a batch comes back as it was, and a damaged one is refused with its line', () => {
  const written = sumFills([
    fills(PLOTS, 3, { url: 3 }),
    fills(FLATS, 2, { url: 2 }),
    fills(FLATS, 5, { price: 1, url: 4 }),
  ]);
  assert.deepEqual(written, [fills(FLATS, 7, { price: 1, url: 6 }), fills(PLOTS, 3, { url: 3 })]);
  const { path, content } = fieldsFile('Nov26_01', written);
  assert.equal(path, '.orchestrator/Nov26_01/fields.jsonl');
  assert.deepEqual(readFields(content, path), written);
  assert.throws(
    () => readFields(Buffer.from('{"scraper":"inm24"}\n'), path),
    (error) => isFault(error) && error.code === 'E_IO' && error.place.line === 1,
  );
});

test('F65 the order in which tasks are summed changes nothing', () => {
  const part = fc.record({
    scraper: fc.constantFrom('inm24', 'lam'),
    operation: fc.constantFrom('Ven', 'Ren'),
    product: fc.constantFrom('Dep', 'Cas'),
    rows: fc.nat(50),
    filled: fc.dictionary(fc.constantFrom('price', 'title'), fc.nat(50)),
  });
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const summed = sumFills(parts);
      assert.deepEqual(sumFills(parts.toReversed()), summed);
      assert.equal(
        summed.reduce((sum, { rows }) => sum + rows, 0),
        parts.reduce((sum, { rows }) => sum + rows, 0),
      );
    }),
  );
});
