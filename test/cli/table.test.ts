import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { cellWidth, fitText, padText, wrapText } from '../../src/wording/cell-width.ts';
import { table } from '../../src/cli/table.ts';
import type { Column } from '../../src/cli/table.ts';

const words = fc.string({
  unit: fc.constantFrom('a', 'Z', '9', ' ', 'ñ', '—', '住', '🏠', 'e\u0301', '\u001b', '\u202e'),
  maxLength: 60,
});
const column = fc.record({
  title: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }),
  align: fc.constantFrom('left' as const, 'right' as const),
  least: fc.option(fc.integer({ min: 3, max: 20 }), { nil: undefined }),
  spare: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
});

test('no line of a table is wider than the terminal, whatever stands in it, and none has a control character', () => {
  fc.assert(
    fc.property(
      fc.array(column, { minLength: 1, maxLength: 7 }),
      fc.array(fc.array(words, { minLength: 7, maxLength: 7 }), { maxLength: 6 }),
      fc.integer({ min: 40, max: 200 }),
      (columns, rows, width) => {
        const text = table(columns as readonly Column[], rows, width);
        for (const line of text.split('\n')) {
          assert.ok(cellWidth(line) <= width, `${cellWidth(line)} > ${width}: ${line}`);
          // oxlint-disable-next-line no-control-regex
          assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
        }
        assert.ok(text.split('\n').length >= rows.length + 1);
      },
    ),
  );
});

test('a pipe gets every column whole', () => {
  const long = 'x'.repeat(500);
  const text = table(
    [
      { title: 'a', least: 3 },
      { title: 'b', spare: 1 },
    ],
    [[long, 'kept']],
  );
  assert.match(text, new RegExp(`${long} {2}kept$`));
});

test('what is long is shortened first, then columns that can be spared go, and the last line names them', () => {
  const columns = [
    { title: 'id' },
    { title: 'pages', spare: 1 },
    { title: 'rows', spare: 2 },
    { title: 'message', least: 8 },
  ];
  const row = ['inm24:1', '12', '340', 'the portal asks for a CAPTCHA'];
  assert.equal(
    table(columns, [row], 40),
    ['id       pages  rows  message', 'inm24:1  12     340   the portal asks f…'].join('\n'),
  );
  assert.equal(
    table(columns, [row], 26),
    ['id       rows  message', 'inm24:1  340   the portal…', '… pages (--json)'].join('\n'),
  );
});

test('a cell takes as many columns as it is wide: CJK and emoji two, combining marks none', () => {
  assert.equal(cellWidth('住宅'), 4);
  assert.equal(cellWidth('🏠 casa'), 7);
  assert.equal(cellWidth('e\u0301'), 1);
  assert.equal(fitText('住宅地図', 5), '住宅…');
  assert.equal(padText('住', 4, 'right'), '  住');
});

test('wrapped text keeps every word, and no line is too wide', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'ñ', '住'), minLength: 1, maxLength: 30 })),
      fc.integer({ min: 4, max: 50 }),
      (parts, width) => {
        const text = parts.join(' ');
        const lines = wrapText(text, width);
        for (const line of lines) assert.ok(cellWidth(line) <= width);
        assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
      },
    ),
  );
});
