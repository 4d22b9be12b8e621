import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import * as fc from '../support/chance.ts';
import type { Row } from '../../src/core/listing.ts';
import { csvBytes, csvChunks, neutralise, plainNumber, type Column } from '../../src/records/csv.ts';

const column = (name: string): Column => ({ name, value: (row) => String(row[name] ?? '') });
const THREE = ['a', 'b', 'c'].map(column);

/** Text full of what a CSV stumbles over. */
const cell = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('"', ',', '\r', '\n', ';', "'", ' ', 'ñ', '😀', '=', 'x'), { maxLength: 8 })
    .map((all) => all.join('')),
);
const readBack = (bytes: Uint8Array): string[][] =>
  parse(Buffer.from(bytes), { relax_column_count: false, record_delimiter: '\r\n', skip_empty_lines: false });

test('any text comes back from a foreign reader as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ a: cell, b: cell, c: cell }), { maxLength: 20 }), (rows) => {
      const wellFormed = rows.map((row) => [row.a, row.b, row.c].map((text) => text.toWellFormed()));
      assert.deepEqual(readBack(csvBytes(THREE, rows)), [['a', 'b', 'c'], ...wellFormed]);
    }),
  );
});

test('the file is UTF-8 without a byte order mark and its lines end in CRLF', () => {
  const bytes = csvBytes(THREE, [{ a: 'Tlajomulco de Zúñiga', b: 'x', c: '' }]);
  assert.equal(Buffer.from(bytes).toString('utf8'), 'a,b,c\r\nTlajomulco de Zúñiga,x,\r\n');
});

test('no rows make a file with only its header', () => {
  assert.equal(Buffer.from(csvBytes(THREE, [])).toString('utf8'), 'a,b,c\r\n');
});

test('a row of one empty cell is still a row', () => {
  assert.deepEqual(readBack(csvBytes([column('a')], [{ a: '' }, { a: 'x' }])), [['a'], [''], ['x']]);
});

test('written in pieces or at once the bytes are the same', () => {
  const rows: Row[] = Array.from({ length: 1234 }, (_, i) => ({ a: i, b: `n "${i}"`, c: null }));
  const pieces = [...csvChunks(THREE, rows)];
  assert.ok(pieces.length > 1);
  assert.deepEqual(Buffer.concat(pieces), Buffer.from(csvBytes(THREE, rows)));
});

test('numbers have no exponent and lose no digit', () => {
  assert.equal(plainNumber(1e21), '1000000000000000000000');
  assert.equal(plainNumber(1.5e-7), '0.00000015');
  assert.equal(plainNumber(-2.5e22), '-25000000000000000000000');
  assert.equal(plainNumber(-0), '0');
  assert.equal(plainNumber(Number.NaN), '');
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = plainNumber(value);
      assert.match(text, /^-?\d+(\.\d+)?$/);
      assert.equal(Number(text), value === 0 ? 0 : value);
    }),
  );
});

test('T6 no cell of a spreadsheet export begins like a formula, and the rest of it is untouched', () => {
  const risky = fc
    .tuple(
      fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠', ' =', ' \0=', '\u200b+', ''),
      cell,
    )
    .map(([start, rest]) => (start + rest).toWellFormed());
  fc.assert(
    fc.property(risky, (text) => {
      const [, [exported = ''] = []] = readBack(csvBytes([column('a')], [{ a: text }], { spreadsheet: true }));
      if (/^-?\d+(\.\d+)?$/.test(text)) assert.equal(exported, text);
      else {
        assert.ok(!'\t\r\n\0'.includes(exported.charAt(0)) || exported === '');
        assert.ok(!/^[=+\-@＝＋－＠]/.test(exported.replace(/^[\s\p{Cc}\p{Cf}]+/u, '')));
      }
      assert.ok(exported === text || exported === `'${text}`);
    }),
  );
});

test('T6 numbers stay numbers, and the tree keeps what the portal wrote', () => {
  assert.equal(neutralise('-12.5'), '-12.5');
  assert.equal(neutralise('-12.5+1'), "'-12.5+1");
  assert.equal(neutralise('Casa = hogar'), 'Casa = hogar');
  assert.match(Buffer.from(csvBytes([column('a')], [{ a: '=1+1' }])).toString(), /^=1\+1/m);
});
