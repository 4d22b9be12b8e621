import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { barCells, firstShown, fitColumns, fitFacts } from '../../src/terminal/cells.ts';
import { sparkline } from '../../src/wording/sparkline.ts';
import type { Column } from '../../src/terminal/cells.ts';
import { shareLines } from '../../src/terminal/panel.ts';

const COLUMNS: readonly Column[] = [
  { title: 'task', width: 12 },
  { title: 'city', width: 5, spare: 2 },
  { title: 'rows', width: 8, spare: 3 },
  { title: 'message', width: 10, grows: true, spare: 1 },
];

test('a table never grows wider than the window while a column can be spared', () => {
  fc.assert(
    fc.property(fc.integer({ min: 12, max: 300 }), (width) => {
      const fitted = fitColumns(COLUMNS, width);
      assert.ok(fitted.reduce((sum, one) => sum + one.width + 1, -1) <= width);
      assert.equal(fitted[0]?.at, 0, 'the first column tells which task it is');
    }),
  );
});

test('spare columns go in their order, and the growing one fills the line', () => {
  assert.deepEqual(
    fitColumns(COLUMNS, 30).map(({ at }) => at),
    [0, 1, 2],
  );
  assert.deepEqual(
    fitColumns(COLUMNS, 21).map(({ at }) => at),
    [0, 2],
  );
  assert.equal(fitColumns(COLUMNS, 100).at(-1)?.width, 100 - 12 - 5 - 8 - 3);
});

test('facts beside a picture are whole or not there, the first ones stay longest, and the line is never wider than the window', () => {
  const facts = [
    '74.6 % 47/63',
    'fin aprox. 17 min',
    '',
    { text: '3 fallidas', colour: 'red' },
    '2,194 filas',
    '9 min',
  ];
  const said = facts.map((fact) => (typeof fact === 'string' ? fact : fact.text)).filter((text) => text !== '');
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 200 }), (width) => {
      const fitted = fitFacts(facts, width);
      const texts = fitted.facts.map(({ text }) => text);
      assert.deepEqual(texts, said.slice(0, texts.length));
      assert.ok(fitted.picture + 1 + texts.join(' · ').length <= width);
      assert.ok(fitted.picture >= 6);
    }),
  );
  assert.deepEqual(fitFacts(facts, 80).facts.length, 5);
});

test('a bar never overflows, and what is not nothing is seen', () => {
  const share = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(share, fc.integer({ min: 5, max: 100 }), (shares, width) => {
      const sum = shares.reduce((one, other) => one + other, 0);
      const parts = sum > 1 ? shares.map((one) => one / sum) : shares;
      const cells = barCells(parts, width);
      assert.ok(cells.reduce((one, other) => one + other, 0) <= width);
      for (const [at, part] of parts.entries()) assert.equal((cells[at] ?? 0) > 0, part > 0);
    }),
  );
});

test('lines are shared without one too many', () => {
  const wants = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 80 }), wants, (height, parts) => {
      const got = shareLines(height, parts, 2);
      assert.ok(got.reduce((one, other) => one + other, 0) <= height);
      for (const [at, want] of parts.entries()) assert.ok((got[at] ?? 0) <= want);
    }),
  );
  assert.deepEqual(shareLines(12, [8, 6, 4], 2), [8, 2, 2]);
});

test('the chosen row is in sight', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 50 }), fc.nat(499), (rows, height, at) => {
      const selected = Math.min(at, rows - 1);
      const first = firstShown(rows, height, selected);
      assert.ok(first >= 0 && selected >= first && selected < first + height);
      assert.ok(first === 0 || first + height <= rows, 'no empty line while rows are left');
    }),
  );
});

test('a sparkline shows the newest values, the highest as a full block', () => {
  assert.equal(sparkline([1, 0, 5, 10], 3), '▁▅█');
  assert.equal(sparkline([], 10), '');
  assert.equal(sparkline([0, 0], 10), '▁▁');
});
