import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import type { PlannedTask, Task } from '../../src/core/task.ts';
import {
  closeFile,
  fullRowsFile,
  journalFolder,
  outcomeFile,
  outcomesFolder,
  planFile,
  readClose,
  readFullRows,
  readOutcome,
  readPlan,
  type JournalClose,
  type JournalPlan,
} from '../../src/records/journal.ts';

const PLANNED: PlannedTask = {
  scraper: 'inm24',
  phase: 'main',
  site: 'Inm24',
  city: 'Gdl',
  operation: 'Ven',
  product: 'Cas',
  url: 'https://www.inmuebles24.com/casas-en-venta-en-guadalajara.html',
  orderNum: 17,
  ordinal: 1,
  maxAttempts: 3,
};
const TASK: Task = {
  ...PLANNED,
  id: 991,
  batch: 'Nov26_01',
  status: 'permanently_failed',
  attempts: 3,
  interruptions: 0,
  createdAt: 1,
  startedAt: 2,
  completedAt: 3,
  retryAt: null,
  errorCode: 'E_BLOCKED',
  errorMessage: 'línea\ncon salto',
  verdict: 'blocked',
  truncated: null,
  outputPath: null,
  rows: 0,
  rejectedRows: 0,
  pages: 1,
  fileBytes: 0,
};
const PLAN: JournalPlan = {
  batch: {
    id: 'Nov26_01',
    monthYear: 'Nov26',
    executionNumber: 1,
    startedAt: 1,
    deadlineAt: 2,
    timeZone: 'America/Mexico_City',
    rehearsal: false,
    filters: NO_FILTERS,
  },
  tasks: [PLANNED, { ...PLANNED, orderNum: 18 }],
};

test('D9 plan, outcomes and close are files of the batch in the tree, and are read back the same', () => {
  const plan = planFile(PLAN);
  assert.equal(plan.path, '.orchestrator/Nov26_01/plan.jsonl');
  assert.deepEqual(readPlan(plan.content, plan.path), PLAN);

  const outcome = outcomeFile(TASK);
  const { id: _id, ...withoutId } = TASK;
  assert.equal(outcome.path, `${outcomesFolder('Nov26_01', 'inm24')}/17.json`);
  assert.deepEqual(readOutcome(outcome.content, outcome.path), withoutId);

  const close: JournalClose = {
    batch: 'Nov26_01',
    status: 'completed',
    startedAt: 1,
    completedAt: 9,
    totalTasks: 2,
    completedTasks: 1,
    failedTasks: 1,
  };
  assert.equal(closeFile(close).path, '.orchestrator/Nov26_01/close.json');
  assert.deepEqual(readClose(closeFile(close).content, 'close'), close);
});

test('D9 the full rows of another column profile come back value for value', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), value, { noNullPrototype: true })), (rows) => {
      const file = fullRowsFile(TASK, rows);
      assert.equal(file.path, '.orchestrator/Nov26_01/rows/inm24/17.jsonl.zst');
      assert.deepEqual(readFullRows(file.content, file.path), JSON.parse(JSON.stringify(rows)));
    }),
  );
});

test('T4 the journal of anything but a batch, a scraper and a number has no path', () => {
  for (const batch of ['', '..', '../x', 'Nov26', 'Jan26_01', 'Nov26_1', 'Nov26_01/..']) {
    assert.throws(() => journalFolder(batch), { code: 'E_CODE' }, batch);
  }
  assert.throws(() => outcomeFile({ ...TASK, scraper: '../x' }), { code: 'E_CODE' });
  assert.throws(() => outcomeFile({ ...TASK, orderNum: 0 }), { code: 'E_CODE' });
});

test('a damaged journal file is refused with its name and line', () => {
  const plan = Buffer.from(planFile(PLAN).content);
  const cut = plan.subarray(0, plan.byteLength - 5);
  assert.throws(() => readPlan(cut, 'p.jsonl'), {
    code: 'E_IO',
    message: 'journal file p.jsonl line 3 ends in the middle of a line',
  });
  assert.throws(() => readPlan(Buffer.from(''), 'p.jsonl'), { message: 'journal file p.jsonl line 1 is empty' });
  const broken = Buffer.from(plan.toString().replace('"orderNum":18,', ''));
  assert.throws(() => readPlan(broken, 'p.jsonl'), { message: 'journal file p.jsonl line 3 lacks orderNum' });
  assert.throws(() => readOutcome(Buffer.from('nonsense\n'), 'o.json'), {
    code: 'E_IO',
    message: /^journal file o\.json line 1 is no JSON: /,
  });
  assert.throws(() => readClose(Buffer.from('{}\n'), 'c.json'), { message: 'journal file c.json line 1 lacks batch' });
  assert.throws(() => readFullRows(fullRowsFile(TASK, [{ a: 'x' }]).content.subarray(0, 9), 'r.zst'), { code: 'E_IO' });
});
