import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { assertBatchTransition, batchId, monthYearOf, parseBatchId } from '../../src/core/batch.ts';
import { dayOf } from '../../src/core/local-time.ts';

test('a batch is named after the month of its start in the configured zone', () => {
  const newYearInLondon = Date.UTC(2027, 0, 1, 3, 0, 0);
  assert.equal(monthYearOf(newYearInLondon, 'America/Mexico_City'), 'Dic26');
  assert.equal(monthYearOf(newYearInLondon, 'Europe/London'), 'Ene27');
  assert.equal(dayOf(newYearInLondon, 'America/Mexico_City'), '2026-12-31');
});

test('a batch id reads back as it was written, with two digits or more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 5000 }), (at, executionNumber) => {
      const name = { monthYear: monthYearOf(at, 'America/Mexico_City'), executionNumber };
      assert.match(batchId(name), /^[A-Z][a-z]{2}\d{2}_\d{2,}$/);
      assert.deepEqual(parseBatchId(batchId(name)), name);
    }),
  );
});

test('English month names of older folders are read, and written in Spanish', () => {
  assert.deepEqual(parseBatchId('Jan26_02'), { monthYear: 'Ene26', executionNumber: 2 });
  assert.equal(batchId({ monthYear: 'Ene26', executionNumber: 2 }), 'Ene26_02');
});

test('what is no batch id is told apart', () => {
  for (const text of ['', 'Nov26', 'Nov26_1', 'Nov26_00', 'Xyz26_01', 'nov26_01', '../Nov26_01', 'Nov26_01/']) {
    assert.equal(parseBatchId(text), null, text);
  }
});

test('a cancelled batch never runs again, a closed one may be reopened', () => {
  assert.throws(() => {
    assertBatchTransition('Nov26_01', 'cancelled', 'running');
  }, /Nov26_01 cannot go from cancelled to running/);
  assertBatchTransition('Nov26_01', 'completed', 'running');
});
