import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { MONTHS, type BatchName } from '../../src/core/batch.ts';
import { LONGEST_CODE } from '../../src/core/codes.ts';
import { isFault } from '../../src/core/errors.ts';
import { parseTaskPath, taskPaths, type TaskPlace } from '../../src/records/tree.ts';

/** Codes tried for each property; the long form is `PATH_RUNS=10000000 node --test test/records/tree.test.ts`. */
const RUNS = { numRuns: Number(process.env['PATH_RUNS'] ?? 1000) };

const BATCH: BatchName = { monthYear: 'Sep25', executionNumber: 1 };
const PLACE: TaskPlace = { site: 'CyT', city: 'Gdl', operation: 'Ven', product: 'Dep', phase: 'main', ordinal: 1 };

const FIRST = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('');
/** Codes made of few different characters, so that the names of two tasks often look alike. */
const code = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('a', 'b', '1'),
      fc.array(fc.constantFrom('_', '-', 'a', '1', '2', 'd', 'e', 't'), { maxLength: 6 }),
    )
    .map(([first, rest]) => first + rest.join('')),
  fc
    .tuple(fc.constantFrom(...FIRST), fc.array(fc.constantFrom(...FIRST, '_', '-'), { maxLength: LONGEST_CODE - 1 }))
    .map(([first, rest]) => first + rest.join('')),
  fc.constantFrom('rejected', 'det', 'manifest', '01', 'Sep25', 'CON'),
);
const place: fc.Arbitrary<TaskPlace> = fc.record(
  {
    site: code,
    city: code,
    operation: code,
    product: code,
    phase: fc.constantFrom('main' as const, 'detail' as const),
    ordinal: fc.integer({ min: 1, max: 120 }),
  },
  { noNullPrototype: true },
);
const batch: fc.Arbitrary<BatchName> = fc.record(
  {
    monthYear: fc
      .tuple(fc.constantFrom(...MONTHS), fc.integer({ min: 0, max: 99 }))
      .map(([month, year]) => month + String(year).padStart(2, '0')),
    executionNumber: fc.integer({ min: 1, max: 250 }),
  },
  { noNullPrototype: true },
);

test('the main file of a task lies where the team has always found it', () => {
  assert.deepEqual(taskPaths(PLACE, BATCH), {
    folder: 'CyT/Gdl/Ven/Dep/Sep25/01',
    csv: 'CyT/Gdl/Ven/Dep/Sep25/01/CyT_Gdl_Ven_Dep_Sep25_01.csv',
    manifest: 'CyT/Gdl/Ven/Dep/Sep25/01/CyT_Gdl_Ven_Dep_Sep25_01.manifest.json',
    rejected: 'CyT/Gdl/Ven/Dep/Sep25/01/CyT_Gdl_Ven_Dep_Sep25_01_rejected.csv',
  });
});

test('details and second targets get names of their own beside it', () => {
  const name = (ordinal: number, phase: 'main' | 'detail'): string =>
    posix.basename(taskPaths({ ...PLACE, ordinal, phase }, BATCH).csv);
  assert.equal(name(1, 'detail'), 'CyT_Gdl_Ven_Dep_Sep25_01_det.csv');
  assert.equal(name(2, 'main'), 'CyT_Gdl_Ven_Dep_Sep25_01-2.csv');
  assert.equal(name(2, 'detail'), 'CyT_Gdl_Ven_Dep_Sep25_01-2_det.csv');
});

test('T4 no two tasks share a file, whatever their codes', () => {
  fc.assert(
    fc.property(place, batch, place, batch, (one, inOne, other, inOther) => {
      const a = taskPaths(one, inOne);
      const b = taskPaths(other, inOther);
      const files = new Set([a.csv, a.manifest, a.rejected, b.csv, b.manifest, b.rejected]);
      const same = JSON.stringify([one, inOne]) === JSON.stringify([other, inOther]);
      assert.equal(files.size, same ? 3 : 6);
    }),
    RUNS,
  );
});

test('T4 every path stays inside the tree, outside its hidden folders, and fits a file system', () => {
  fc.assert(
    fc.property(place, batch, (task, name) => {
      for (const path of Object.values<string>({ ...taskPaths(task, name) })) {
        assert.ok(posix.join('/tree', path).startsWith('/tree/') && posix.normalize(path) === path);
        assert.ok(path.split('/').every((part) => !part.startsWith('.') && part.length <= 255));
      }
    }),
    RUNS,
  );
});

test('T4 a path read back gives the task and batch it was made from', () => {
  fc.assert(
    fc.property(place, batch, (task, name) => {
      const paths = taskPaths(task, name);
      for (const kind of ['csv', 'manifest', 'rejected'] as const) {
        assert.deepEqual(parseTaskPath(paths[kind]), { ...task, batch: name, kind });
      }
    }),
    RUNS,
  );
});

test('T4 whatever is no code never becomes a path', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '',
      '.',
      '..',
      '../x',
      '..%2f',
      'a/b',
      'a\\b',
      'a\0b',
      '/etc',
      '.staging',
      'é',
      '\u202Eabc',
      '-a',
      'a'.repeat(41),
    ),
  );
  fc.assert(
    fc.property(hostile, fc.constantFrom('site', 'city', 'operation', 'product'), (text, key) => {
      let path: string;
      try {
        path = taskPaths({ ...PLACE, [key]: text }, BATCH).csv;
      } catch (error) {
        assert.ok(isFault(error) && error.code === 'E_CODE');
        return;
      }
      assert.match(text, /^[A-Za-z0-9][A-Za-z0-9_-]*$/);
      assert.equal(parseTaskPath(path)?.[key], text);
    }),
    RUNS,
  );
});

test('a batch or an ordinal that could not be read back is refused', () => {
  for (const name of ['Jan26', 'sep25', 'Sep2025', '../x', 'Foo25']) {
    assert.throws(() => taskPaths(PLACE, { monthYear: name, executionNumber: 1 }), { code: 'E_CODE' }, name);
  }
  for (const number of [0, -1, 1.5, Number.NaN, 1e21]) {
    assert.throws(() => taskPaths(PLACE, { monthYear: 'Sep25', executionNumber: number }), { code: 'E_CODE' });
    assert.throws(() => taskPaths({ ...PLACE, ordinal: number }, BATCH), { code: 'E_CODE' });
  }
});

test('folders with the English months of older programs are read', () => {
  const parsed = parseTaskPath('Lam/Zap/Ren/Cas/Jan26/02/Lam_Zap_Ren_Cas_Jan26_02.csv');
  assert.deepEqual(parsed?.batch, { monthYear: 'Ene26', executionNumber: 2 });
});

test('other files of the tree are no tasks', () => {
  for (const path of [
    '',
    'CyT',
    '.orchestrator/Sep25_01/plan.jsonl',
    'CyT/Gdl/Ven/Dep/Sep25/01/CyT_Gdl_Ven_Dep_Sep25_02.csv',
    'CyT/Gdl/Ven/Dep/Sep25/01/CyT_Gdl_Ven_Dep_Sep25_01-1.csv',
    'CyT/Gdl/Ven/Dep/Sep25/01/CyT_Gdl_Ven_Dep_Sep25_01.csv.bak',
    'CyT/Gdl/Ven/Dep/Sep25/1/CyT_Gdl_Ven_Dep_Sep25_1.csv',
    'CyT/Gdl/Ven/Dep/Sep25/001/CyT_Gdl_Ven_Dep_Sep25_001.csv',
    'CyT/../Ven/Dep/Sep25/01/CyT_.._Ven_Dep_Sep25_01.csv',
    'x/CyT/Gdl/Ven/Dep/Sep25/01/CyT_Gdl_Ven_Dep_Sep25_01.csv',
  ]) {
    assert.equal(parseTaskPath(path), null, path);
  }
});
