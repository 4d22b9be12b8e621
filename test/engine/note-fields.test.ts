/** F65: which fields of a batch say what is usual. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillsOf } from '../../src/engine/coordinator/note-fields.ts';
import type { FieldFills } from '../../src/records/field-fills.ts';

const search = (rows: number, filled: Readonly<Record<string, number>>, product = 'Dep'): FieldFills => ({
  scraper: 'cyt',
  operation: 'Ven',
  product,
  rows,
  filled,
});

test('F65 a field that a portal shows in one layout and not in another is uneven; one that every search has is not', () => {
  const [sum] = fillsOf([
    search(40, { price: 40, latitude: 38 }),
    search(40, { price: 37, latitude: 40 }),
    search(40, { price: 39 }),
  ]);
  assert.deepEqual(sum, { ...search(120, { latitude: 78, price: 116 }), uneven: ['latitude'] });
});

test('F65 neither chance nor a search of few rows makes a field uneven, and products stay apart', () => {
  const sums = fillsOf([
    search(100, { bedrooms: 60 }),
    search(30, { bedrooms: 14 }),
    search(4, {}),
    search(50, { price: 50 }, 'Terr'),
  ]);
  assert.deepEqual(
    sums.map(({ uneven }) => uneven),
    [undefined, undefined],
  );
});
