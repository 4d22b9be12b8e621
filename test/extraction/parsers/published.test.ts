import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from '../../support/chance.ts';

import { isFault } from '../../../src/core/errors.ts';
import { parseDate } from '../../../src/extraction/parsers/dates.ts';
import { parsePublished, publishedOn } from '../../../src/extraction/parsers/published.ts';

const TODAY = '2026-11-22';

function dayOf(text: string, fetchedOn = TODAY): string | null {
  const published = parsePublished(text);
  assert.ok(published !== null, `not understood: ${text}`);
  return publishedOn(published, fetchedOn);
}

test('dates are read in every form the portals use', () => {
  const cases: Readonly<Record<string, string | null>> = {
    '2024-09-26 11:35:40': '2024-09-26',
    '2020-10-11T04:13:35Z': '2020-10-11',
    '06/07/2025': '2025-07-06',
    '6/15/26': '2026-06-15',
    '17 ene 2025': '2025-01-17',
    '12 mag 2026': '2026-05-12',
    '17 de enero de 2025': '2025-01-17',
    '13 sept. 2024': '2024-09-13',
    'Jan 17, 2025': '2025-01-17',
    '29 feb 2024': '2024-02-29',
    '29 feb 2025': null,
    '31/04/2025': null,
    '06/15/2025': null,
    '17 foo 2025': null,
    '5/5/5': null,
    '1717430400000': null,
    '': null,
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(parseDate(text), expected, text);
});

test('a named format settles which of two numbers is the month', () => {
  assert.equal(parseDate('03/04/2025', 'd/m/yyyy'), '2025-04-03');
  assert.equal(parseDate('03/04/2025', 'm/d/yy'), '2025-03-04');
  assert.equal(parseDate('17 ene 2025', 'iso'), null);
});

test('an instant is a day of the calendar of its place', () => {
  assert.equal(
    parseDate('1717477200000', 'epoch_ms'),
    '2024-06-03',
    '2024-06-04 05:00 UTC is the evening before in Mexico',
  );
  assert.equal(parseDate('1717477200000', 'epoch_ms', 'UTC'), '2024-06-04');
});

test('every day comes back from every way of writing it', () => {
  const months = ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'];
  fc.assert(
    fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
      const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
      const expected = date.toISOString().slice(0, 10);
      for (const text of [
        date.toISOString(),
        `${d}/${m}/${y}`,
        `${m}/${d}/${y % 100 < 10 ? '0' : ''}${y % 100}`,
        `${d} ${months[m - 1]} ${y}`,
      ]) {
        assert.equal(parseDate(text), expected, text);
      }
    }),
  );
});

test('ages are counted back from the day of the fetch', () => {
  const cases: Readonly<Record<string, string>> = {
    'Publicado hoy': '2026-11-22',
    'Publicado desde ayer': '2026-11-21',
    'Publicado hace 3 días': '2026-11-19',
    'Hace 2 semanas, 3 días en - AGENCIA': '2026-11-05',
    'Hace 1 mes y 2 días': '2026-10-20',
    '6 giorni fa in Immobiliare.it': '2026-11-16',
    '1 dag geleden': '2026-11-21',
    'hace un mes': '2026-10-22',
    'hace 3 horas': '2026-11-22',
    'hace 50 horas': '2026-11-20',
    '2 años en Propiedades.com': '2024-11-22',
    '17 ene 2025 - Publicado por Fulano': '2025-01-17',
    '02/03/2026 en - X': '2026-03-02',
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(dayOf(text), expected, text);
});

test('months keep to the calendar', () => {
  assert.equal(dayOf('hace 1 mes', '2026-03-31'), '2026-02-28');
  assert.equal(dayOf('hace 1 año', '2024-02-29'), '2023-02-28');
  assert.equal(dayOf('hace 11 meses', '2026-11-30'), '2025-12-30');
});

test('"más de" gives no day, as it is only a bound', () => {
  for (const text of ['Publicado hace más de 1 año', 'más de 30 días', '+ de 30 días'])
    assert.equal(dayOf(text), null, text);
});

test('portal and advertiser behind the age are told apart', () => {
  const cases = {
    '10 giu 2026 in Immobiliare.it': ['Immobiliare.it', null],
    'Hace 2 semanas, 3 días en - AGENCIA SA': [null, 'AGENCIA SA'],
    'hace 1 año en Inmuebles24 - Century 21': ['Inmuebles24', 'Century 21'],
    '17 ene 2025 - Publicado por Fulano': [null, 'Fulano'],
    'Publicado hoy': [null, null],
  } as const;
  for (const [text, [portal, agency]] of Object.entries(cases)) {
    const published = parsePublished(text);
    assert.deepEqual([published?.portal, published?.agency], [portal, agency], text);
  }
});

test('a text that tells no age is not understood', () => {
  for (const text of ['', '3 meses de depósito', 'en Propiedades.com', '31/02/2025', 'hace mucho', 'días']) {
    assert.equal(parsePublished(text), null, text);
  }
});

test('a day before the web is none, and a wrong day of the fetch is our own fault', () => {
  assert.equal(dayOf('hace 99999 años'), null);
  assert.equal(dayOf('hace 99999 días'), null);
  const published = parsePublished('hace 2 días');
  assert.ok(published !== null);
  assert.throws(
    () => publishedOn(published, '22/11/2026'),
    (error) => isFault(error) && error.code === 'E_INTERNAL',
  );
});

test('a day counted back n days lies n days before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9000 }), (days) => {
      const day = dayOf(`Publicado hace ${days} días`);
      assert.equal(Date.parse(TODAY) - Date.parse(day ?? ''), days * 86_400_000);
    }),
  );
});
