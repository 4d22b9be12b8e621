import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from '../../support/chance.ts';

import { parseCoordinate, parseCoordinates, toCoordinates } from '../../../src/extraction/parsers/coordinates.ts';
import { parseInteger, parseNumber } from '../../../src/extraction/parsers/numbers.ts';

test('a written number has one meaning, or none', () => {
  const cases: Readonly<Record<string, readonly [decimal: number | null, thousands: number | null]>> = {
    '5,200,000': [5_200_000, 5_200_000],
    '1.150.000': [1_150_000, 1_150_000],
    '307.00': [307, 307],
    '39,033': [39_033, 39_033],
    '8, 000': [8000, 8000],
    '30.000': [30, 30_000],
    '1234.567': [1234.567, 1234.567],
    '0.123': [0.123, 0.123],
    '0,123': [0.123, 0.123],
    '12,34': [12.34, 12.34],
    '1.234,56': [1234.56, 1234.56],
    '1,234.56': [1234.56, 1234.56],
    "1'250,000": [1_250_000, 1_250_000],
    '5 200 000': [5_200_000, 5_200_000],
    '-3': [-3, -3],
    '1,23,4': [null, null],
    '1,234,56': [null, null],
    '1.2.3': [null, null],
    '2 500': [null, null],
    '1,234.567.890': [null, null],
    '5215512345678901': [null, null],
    '12 m²': [null, null],
    '1,': [null, null],
    '': [null, null],
  };
  for (const [text, [decimal, thousands]] of Object.entries(cases)) {
    assert.equal(parseNumber(text), decimal, text);
    assert.equal(parseNumber(text, 'thousands'), thousands, `${text}, with a lone dot for thousands`);
  }
});

test('a total is found among words', () => {
  assert.equal(parseInteger('1,072 Casas en venta en Guadalajara'), 1072);
  assert.equal(parseInteger('369 resultaten'), 369);
  assert.equal(parseInteger('Casas'), null);
  assert.equal(parseInteger('2.5 baños'), null);
});

test('a number of embedded data comes back as it is', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (value) => {
      const written = value.toString();
      fc.pre(!written.includes('e') && value !== 0);
      assert.equal(parseNumber(written), value);
    }),
  );
});

test('coordinates are read with any number of decimals, in base64 and in a map address', () => {
  assert.equal(parseCoordinate('20.67359999999999971', 'latitude'), 20.6736);
  assert.equal(parseCoordinate('-103.3440', 'longitude'), -103.344);
  assert.equal(parseCoordinate(Buffer.from('-103.344123').toString('base64')), -103.344123);
  assert.deepEqual(parseCoordinates('https://maps.example/static?center=20.6736,-103.344&zoom=15'), {
    latitude: 20.6736,
    longitude: -103.344,
  });
  assert.deepEqual(parseCoordinates('center=20.6736%2C-103.344'), { latitude: 20.6736, longitude: -103.344 });
});

test('what cannot be a place is none', () => {
  for (const text of ['', '95', '20.6736N', '20.67,-103.34', 'abcd', '1,200.5'])
    assert.equal(parseCoordinate(text, 'latitude'), null, text);
  assert.equal(toCoordinates(0, 0), null);
  assert.equal(toCoordinates(20.6, null), null);
  assert.equal(parseCoordinates('center=0.0,0.0'), null);
});
