import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from '../../support/chance.ts';

import { parseArea } from '../../../src/extraction/parsers/area.ts';
import type { Area, AreaKind } from '../../../src/extraction/parsers/area.ts';

const single = (value: number, what: AreaKind | null = null): Area => ({ value, min: value, max: value, what });
const unknown: Area = { value: null, min: null, max: null, what: null };

function reads(cases: Readonly<Record<string, Area | null>>): void {
  for (const [text, expected] of Object.entries(cases)) assert.deepEqual(parseArea(text), expected, text);
}

test('a dot is the decimal mark and a comma before three digits separates thousands', () => {
  reads({
    '307.00m2': single(307),
    '307.005 m²': single(307.005),
    '39,033 m²': single(39_033),
    '8, 000 m²': single(8000),
    '1.150.000 m²': single(1_150_000),
    '515.00': single(515),
    '56.1m2.': single(56.1),
  });
});

test('0 m² means that the portal does not know', () => {
  reads({ '0m2.': unknown, '0': unknown, '0 m² lote': { ...unknown, what: 'land' } });
});

test('hectares become square metres', () => {
  reads({ '944 ha tot.': single(9_440_000, 'total'), '0.07 ha': single(700), '1,5 hectáreas': single(15_000) });
});

test('a unit that is no area, or another one, is not understood', () => {
  reads({
    '2 recámaras': null,
    '1,200 ft²': null,
    '10 x 20 m': null,
    '12 hab': null,
    '-5 m²': null,
    'm²': null,
    '': null,
  });
});

test('a range gives both ends in their order', () => {
  reads({
    '600 a 3531 m² lote': { value: 600, min: 600, max: 3531, what: 'land' },
    '32 - 83 m²': { value: 32, min: 32, max: 83, what: null },
    '83 a 32 m²': { value: 32, min: 32, max: 83, what: null },
  });
});

test('of several areas the one asked for is taken, named before or after', () => {
  assert.deepEqual(parseArea('300 m² lote, 150 m² constr.', 'built'), single(150, 'built'));
  assert.deepEqual(parseArea('300 m² lote, 150 m² constr.', 'land'), single(300, 'land'));
  const labelled = 'Terreno: 300 m² Construcción: 150 m² Total: 450 m²';
  for (const [kind, value] of [
    ['land', 300],
    ['built', 150],
    ['total', 450],
  ] as const) {
    assert.deepEqual(parseArea(labelled, kind), single(value, kind));
  }
  assert.deepEqual(parseArea(labelled), single(300, 'land'));
});

test('an area comes back as it was formatted', () => {
  const suffixes = [
    ['m2.', null],
    [' m² lote', 'land'],
    ['m² constr.', 'built'],
    [' m² tot.', 'total'],
  ] as const;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e11 }),
      fc.boolean(),
      fc.constantFrom(...suffixes),
      (hundredths, grouped, [suffix, what]) => {
        const value = hundredths / 100;
        const written = grouped
          ? value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
          : value.toFixed(2);
        assert.deepEqual(parseArea(`${written}${suffix}`), single(value, what));
      },
    ),
  );
});

test('decimals never make an area larger: whatever follows the dot, the whole part stays', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999 }), fc.stringMatching(/^\d{1,12}$/), (whole, fraction) => {
      const value = parseArea(`${whole}.${fraction} m²`)?.value ?? 0;
      assert.ok(value >= 0 && value <= whole + 1, `${whole}.${fraction} became ${value}`);
    }),
  );
});
