import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../src/core/errors.ts';
import { assertTransition, isSettled, nextStatus, TASK_STATUSES, TASK_STEPS } from '../../src/core/task.ts';

/** The whole table, written out a second time on purpose: 7 statuses × 9 steps. */
const ALLOWED = new Map([
  ['pending lease', 'running'],
  ['pending exhaust', 'permanently_failed'],
  ['pending cancel', 'cancelled'],
  ['running complete', 'completed'],
  ['running retry', 'retrying'],
  ['running defer', 'retrying'],
  ['running fail', 'failed'],
  ['running exhaust', 'permanently_failed'],
  ['running release', 'pending'],
  ['running cancel', 'cancelled'],
  ['retrying lease', 'running'],
  ['retrying exhaust', 'permanently_failed'],
  ['retrying cancel', 'cancelled'],
  ['failed reopen', 'pending'],
  ['permanently_failed reopen', 'pending'],
]);

test('every pair of status and step goes where the table says, and nowhere else', () => {
  for (const status of TASK_STATUSES) {
    for (const step of TASK_STEPS) {
      assert.equal(nextStatus(status, step), ALLOWED.get(`${status} ${step}`) ?? null, `${status} + ${step}`);
    }
  }
});

test('a forbidden step names the task, its status and the step', () => {
  assert.throws(
    () => assertTransition(17, 'completed', 'lease'),
    (error) =>
      error instanceof Fault &&
      error.code === 'E_TRANSITION' &&
      error.message === 'task 17 is completed: it cannot lease',
  );
});

test('a settled task can only be reopened by a person', () => {
  for (const status of TASK_STATUSES.filter(isSettled)) {
    for (const step of TASK_STEPS.filter((step) => step !== 'reopen')) assert.equal(nextStatus(status, step), null);
  }
});
