import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from '../../support/chance.ts';

import { parseMoney, realAmount } from '../../../src/extraction/parsers/money.ts';
import type { Money } from '../../../src/extraction/parsers/money.ts';

const nothing: Money = {
  amount: null,
  max: null,
  currency: null,
  period: null,
  from: false,
  operation: null,
  label: null,
  what: null,
  placeholder: false,
  typesText: null,
};

const pesos = (amount: number, more: Partial<Money> = {}): Money => ({ ...nothing, amount, currency: 'MXN', ...more });

function reads(cases: Readonly<Record<string, Money | null>>): void {
  for (const [text, expected] of Object.entries(cases)) assert.deepEqual(parseMoney(text), expected, text);
}

test('"Consultar precio" is understood, and has no amount', () => {
  for (const text of ['Consultar precio', 'Consultar precios', 'Consultar…', 'A convenir', 'Prezzo su richiesta']) {
    assert.deepEqual(parseMoney(text), nothing, text);
  }
});

test('a text that is no price is not understood, so that it is counted', () => {
  for (const text of ['', ' ', 'hola', '3 Recámaras', '136 m² lote', '12%', '-5', '$-5', '.5', '1.5e+21', 'MN']) {
    assert.equal(parseMoney(text), null, text);
  }
  assert.equal(parseMoney('MN 1'.padEnd(3000, '0')), null, 'a text too long to be a price');
});

test('a bare number of embedded data is an amount without currency', () => {
  reads({
    '4800000': { ...nothing, amount: 4_800_000 },
    '5250000.00': { ...nothing, amount: 5_250_000 },
    '4800000.5': { ...nothing, amount: 4_800_000.5 },
  });
});

test('a lone dollar sign is pesos, and a written currency wins over it', () => {
  reads({
    '$ 3,500,000': pesos(3_500_000),
    '$ 9,000 USD': { ...nothing, amount: 9000, currency: 'USD' },
    'US$ 1,234.50': { ...nothing, amount: 1234.5, currency: 'USD' },
    '$3,500,000 MN': pesos(3_500_000),
    '120,000 pesos al mes': pesos(120_000, { period: 'month' }),
  });
});

test('separators are read as people write them', () => {
  reads({
    'MN 8, 000': pesos(8000),
    "$1'250,000.00 MXN": pesos(1_250_000),
    'EUR 1.180,50 al mese': { ...nothing, amount: 1180.5, currency: 'EUR', period: 'month' },
    '\u00a0MN\u00a03,990,000\u202f': pesos(3_990_000),
    '$ 4.5 MDP': pesos(4_500_000),
    'Desde $6.4 a $7.9 millones': pesos(6_400_000, { max: 7_900_000, from: true }),
  });
});

test('a range gives both ends in their order', () => {
  const range = pesos(1_200_000, { max: 2_300_000 });
  reads({
    'MN 1,200,000 - 2,300,000': range,
    'MN 1,200,000 a MN 2,300,000': range,
    'Desde MN 1,200,000 hasta MN 2,300,000': { ...range, from: true },
    'MN 2,300,000 - MN 1,200,000': range,
  });
});

test('what stands behind an amount is not taken for the end of a range', () => {
  reads({
    'MN 5,000,000 -10%': pesos(5_000_000, { label: '10%' }),
    'MN 3,990,000 - 3 recámaras': pesos(3_990_000, { label: '3 recámaras' }),
  });
});

test('of several prices the first counts', () => {
  reads({
    'venta MN 5,000,000 renta MN 20,000': pesos(5_000_000, { operation: 'sale' }),
    'ventaMN 12,800,000rentaMN 34,000': pesos(12_800_000, { operation: 'sale' }),
    'MN 3,990,000 MN 3,500,000': pesos(3_990_000),
    '$ 18,000 MXN + $ 2,000 MXN mantenimiento': pesos(18_000),
  });
});

test('"desde" is kept apart from the kinds of unit and from the operation', () => {
  reads({
    'Casas en condominio, casas y otros desde MN 15,200,000': pesos(15_200_000, {
      from: true,
      typesText: 'Casas en condominio, casas y otros',
    }),
    'Renta desde MN 12,000': pesos(12_000, { from: true, operation: 'rent' }),
    'Precio desde MN 5,000': pesos(5000, { from: true }),
  });
});

test('periods are read in words and after a slash', () => {
  reads({
    '$ 155,000 MXN /mes': pesos(155_000, { period: 'month' }),
    'MN 9,000 mensuales': pesos(9000, { period: 'month' }),
    'MN 5,000 por noche': pesos(5000, { period: 'day' }),
    'MN 5,000 semanal': pesos(5000, { period: 'week' }),
    'MN 50,000 al año': pesos(50_000, { period: 'year' }),
  });
});

test('a price of one square metre is marked, as it is not the price of the advert', () => {
  reads({ '$ 1,200 MXN /m²': pesos(1200, { what: 'per_area' }), 'MN 1,200 por m2': pesos(1200, { what: 'per_area' }) });
});

test('a maintenance fee typed only to fill the form is no amount', () => {
  const placeholders = ['MN 1 Mantenimiento', 'MN 20 Mantenimiento', 'MN 0 Mantenimiento', '$ 1 Expensas', '$ 0 MXN'];
  for (const text of placeholders) {
    const money = parseMoney(text);
    assert.equal(money?.placeholder, true, text);
    assert.equal(realAmount(money), null, text);
  }
  const fee = parseMoney('Mantenimiento MN 2,500');
  assert.deepEqual(fee, pesos(2500, { what: 'maintenance' }));
  assert.equal(realAmount(fee), 2500);
  assert.equal(parseMoney('1', 'maintenance')?.placeholder, true);
  assert.equal(parseMoney('MN 1')?.placeholder, false, 'a price is not judged by its size');
});

test('an amount comes back as it was formatted, whatever the currency and the period', () => {
  const currencies = [
    ['MN ', '', 'MXN'],
    ['$', 'mxn', 'MXN'],
    ['$ ', ' MXN', 'MXN'],
    ['USD ', '', 'USD'],
    ['U$D ', '', 'USD'],
  ] as const;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e14 }),
      fc.integer({ min: 0, max: 2 }),
      fc.constantFrom(...currencies),
      fc.constantFrom('', ' /mes'),
      (hundredths, decimals, [before, after, currency], period) => {
        const amount =
          decimals === 0 ? Math.ceil(hundredths / 100) : Math.floor(hundredths / 10 ** (2 - decimals)) / 10 ** decimals;
        fc.pre(amount > 0);
        const written = amount.toLocaleString('en-US', {
          minimumFractionDigits: decimals,
          maximumFractionDigits: decimals,
        });
        const money = parseMoney(`${before}${written}${after}${period}`);
        assert.deepEqual(money, { ...nothing, amount, currency, period: period === '' ? null : 'month' });
      },
    ),
  );
});
