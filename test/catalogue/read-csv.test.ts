import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from '../support/chance.ts';
import { readCsv } from '../../src/catalogue/read-csv.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const cellsOf = (text: string | Uint8Array): readonly (readonly string[])[] =>
  readCsv(typeof text === 'string' ? bytes(text) : text).rows.map(({ cells }) => cells.map(({ text: cell }) => cell));

describe('F70 a file as spreadsheets write it', () => {
  const table = [
    ['a', 'ñ'],
    ['1', '2'],
  ];
  const utf16 = (text: string, bigEndian: boolean): Uint8Array => {
    const buffer = Buffer.from(text, 'utf16le');
    return bigEndian ? buffer.swap16() : buffer;
  };
  const same: readonly (readonly [string, string | Uint8Array])[] = [
    ['LF', 'a,ñ\n1,2\n'],
    ['CRLF', 'a,ñ\r\n1,2\r\n'],
    ['CR', 'a,ñ\r1,2'],
    ['no last line break', 'a,ñ\n1,2'],
    ['a byte order mark', '\uFEFFa,ñ\n1,2\n'],
    ['semicolons', 'a;ñ\n1;2\n'],
    ['tabs', 'a\tñ\n1\t2\n'],
    ['quotes', '"a","ñ"\n"1",2\n'],
    ['blank lines and lines of separators', '\n\na,ñ\n\n , \n1,2\n\n,\n'],
    ['UTF-16LE with mark', utf16('\uFEFFa,ñ\n1,2\n', false)],
    ['UTF-16BE with mark', utf16('\uFEFFa,ñ\n1,2\n', true)],
    ['UTF-16LE without mark', utf16('a,ñ\n1,2\n', false)],
    ['UTF-16BE without mark', utf16('a,ñ\n1,2\n', true)],
    ['Windows-1252', Buffer.from('a,ñ\n1,2\n', 'latin1')],
    ['NUL bytes', 'a,ñ\0\n1,\x002\n'],
  ];
  for (const [what, content] of same) {
    it(`is read with ${what}`, () => {
      assert.deepEqual(cellsOf(content), table);
    });
  }

  it('keeps a quoted line break, and every line number after it', () => {
    const { rows } = readCsv(bytes('a,b\n"x\ny",2\n3,"4,""5"\n'));
    assert.deepEqual(
      rows.map(({ line, cells }) => [line, ...cells.map(({ text, column }) => `${column}:${text}`)]),
      [
        [1, '1:a', '3:b'],
        [2, '1:x\ny', '4:2'],
        [4, '1:3', '3:4,"5'],
      ],
    );
  });

  it('reports a quote that is not closed on the line where it opens, and loses no other line', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `${index},x`);
    const { rows, troubles } = readCsv(bytes(['a,b', '1,"open', ...lines].join('\n')));
    assert.deepEqual(
      troubles.map(({ line, column }) => [line, column]),
      [[2, 3]],
    );
    assert.equal(rows.length, 42);
    assert.deepEqual(
      rows[1]?.cells.map(({ text }) => text),
      ['1', 'open'],
    );
    assert.equal(rows[41]?.line, 42);
  });

  it('reports text after a closing quote', () => {
    const { rows, troubles } = readCsv(bytes('a,b\n"1"x,2\n3,4\n'));
    assert.deepEqual(
      troubles.map(({ line }) => line),
      [2],
    );
    assert.deepEqual(
      rows.map(({ cells }) => cells.map(({ text }) => text)),
      [
        ['a', 'b'],
        ['1x', '2'],
        ['3', '4'],
      ],
    );
  });
});

describe('properties', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'Ñ', ' ', ',', ';', '"', '\n', '=', '😀', "'"), maxLength: 6 });
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 });

  it('any table written as RFC 4180 is read back as it was', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, lineBreak) => {
        const full = [['h1', 'h2', 'h3'], ...rows.map(([first = '', ...rest]) => [`r${first}`, ...rest])];
        const text = full
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
          .join(lineBreak);
        // The header has no separator of its own outside quotes but the comma.
        assert.deepEqual(cellsOf(text), full);
      }),
      { numRuns: 300 },
    );
  });

  it('any bytes are read, with lines and columns from 1, and never throw', () => {
    const soup = fc
      .string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\0', ';', '\t', ' '), maxLength: 200 })
      .map(bytes);
    fc.assert(
      fc.property(fc.oneof(soup, fc.uint8Array({ maxLength: 200 })), (content) => {
        const { rows, troubles } = readCsv(content);
        const lines = rows.map(({ line }) => line);
        assert.deepEqual(
          lines,
          [...new Set(lines)].sort((a, b) => a - b),
        );
        for (const { line, column } of [
          ...troubles,
          ...rows.flatMap(({ line, cells }) => cells.map(({ column }) => ({ line, column }))),
        ]) {
          assert.ok(line >= 1 && column >= 1);
        }
      }),
      { numRuns: 500 },
    );
  });
});
