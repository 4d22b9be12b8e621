import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseBuildingAge } from '../../../src/extraction/parsers/building-age.ts';
import { parseHeadline } from '../../../src/extraction/parsers/headline.ts';
import { parseRooms } from '../../../src/extraction/parsers/rooms.ts';
import type { RoomKind, Rooms } from '../../../src/extraction/parsers/rooms.ts';

const count = (what: RoomKind, min: number | null, max: number | null = min): Rooms => ({ what, min, max });

test('a count says what it counts, singly and as a range', () => {
  const cases: Readonly<Record<string, Rooms | null>> = {
    '3 a 5 rec.': count('bedrooms', 3, 5),
    '2 - 3 baños': count('bathrooms', 2, 3),
    '26 un.': count('units', 26),
    '1,200 un.': count('units', 1200),
    '0 Estac.': count('parking', 0),
    'Recámaras: 3': count('bedrooms', 3),
    '2 medios baños': count('half_bathrooms', 2),
    'Medio baño': count('half_bathrooms', 1),
    'Elevador : 2': null,
    '1 cuarto de servicio': null,
    '136 m² lote': null,
    '': null,
  };
  for (const [text, expected] of Object.entries(cases)) assert.deepEqual(parseRooms(text), expected, text);
});

test('a unit word that the portal doubles is read once', () => {
  for (const text of ['2 recámaras recs', '2 recámarasrecs', '2 kamers kamers']) {
    assert.deepEqual(parseRooms(text), count('bedrooms', 2), text);
  }
});

test('all rooms ("amb.") are not bedrooms, whatever was expected', () => {
  assert.deepEqual(parseRooms('4 amb.', 'bedrooms'), count('rooms', 4));
});

test('in the parking slot a bare "Estacionamiento" is one place, and another amenity none', () => {
  assert.deepEqual(parseRooms('Estacionamiento', 'parking'), count('parking', 1));
  assert.deepEqual(parseRooms('2 Estacionamientos', 'parking'), count('parking', 2));
  for (const amenity of ['Seguridad', 'Gimnasio', 'Alberca']) {
    assert.deepEqual(parseRooms(amenity, 'parking'), count('parking', null), amenity);
    assert.equal(parseRooms(amenity), null, `${amenity}, where no parking was expected`);
  }
});

test('a bare number is of the expected kind, and of none without one', () => {
  assert.deepEqual(parseRooms('2.0', 'bathrooms'), count('bathrooms', 2));
  assert.deepEqual(parseRooms('13', 'bedrooms'), count('bedrooms', 13));
  assert.equal(parseRooms('13'), null);
  assert.equal(parseRooms('2.7', 'bedrooms'), null);
});

test('a half in a number of bathrooms is a half bathroom', () => {
  assert.deepEqual(parseRooms('2.5 baños'), count('bathrooms', 2));
  assert.deepEqual(parseRooms('2.5', 'bathrooms'), count('bathrooms', 2));
  assert.deepEqual(parseRooms('2.5 baños', 'half_bathrooms'), count('half_bathrooms', 1));
});

test('of several counts the expected one is taken', () => {
  const text = '3 recámaras, 2 baños, 1 medio baño, 2 estac.';
  for (const [kind, value] of [
    ['bedrooms', 3],
    ['bathrooms', 2],
    ['half_bathrooms', 1],
    ['parking', 2],
  ] as const) {
    assert.deepEqual(parseRooms(text, kind), count(kind, value));
  }
});

test('a headline gives its kind and whatever else it tells', () => {
  const empty = { areaM2: null, areaKind: null, bedrooms: null, bathrooms: null, halfBathrooms: null, parking: null };
  assert.deepEqual(parseHeadline('Departamento · 136m² · 3 Recámaras · 2 baños · 1 medio baño · 2 Estacionamientos'), {
    type: 'Departamento',
    areaM2: 136,
    areaKind: null,
    bedrooms: 3,
    bathrooms: 2,
    halfBathrooms: 1,
    parking: 2,
  });
  assert.deepEqual(parseHeadline('Terreno / Lote'), { ...empty, type: 'Terreno / Lote' });
  for (const text of ['', '136m² · 2 rec', 'Casa · bonita', '·']) assert.equal(parseHeadline(text), null, text);
});

test('the age of a building is years, a state, or a year of construction typed in its place', () => {
  const cases = {
    '30': [30, null, null],
    'Antigüedad: 12 años': [12, null, null],
    'A estrenar': [null, 'new', null],
    'En construcción': [null, 'under_construction', null],
    '0': [null, null, null],
    '0 años': [0, null, null],
    '2025 años': [2025, null, 2025],
    'Año de construcción: 1998': [1998, null, 1998],
  } as const;
  for (const [text, [years, state, builtIn]] of Object.entries(cases)) {
    assert.deepEqual(parseBuildingAge(text), { years, state, builtIn }, text);
  }
  for (const text of ['', 'x', '-3', '12345', 'hace 3 años']) assert.equal(parseBuildingAge(text), null, text);
});
