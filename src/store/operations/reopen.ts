import { assertBatchTransition } from '../../core/batch.ts';
import type { Batch } from '../../core/batch.ts';
import { Fault } from '../../core/errors.ts';
import { assertTransition } from '../../core/task.ts';
import type { TaskStatus } from '../../core/task.ts';
import type { Reopening } from '../contract.ts';
import { toBatch } from '../rows.ts';
import { run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { timeText } from '../times.ts';
import { lockBatch, lockTask, openBatch } from './find-rows.ts';
import { countMove } from './lane-counts.ts';
import { insertEvent, NO_DETAILS } from './task-events.ts';

/** A person's retry is worth three more attempts (D24). */
const MORE_ATTEMPTS = 3;

const reopenBatch = statement((dialect, p: Parameters<{ batch: string; deadlineAt: string }>) =>
  dialect.db
    .updateTable('execution_batches')
    .set({ status: 'running', completed_at: null, actual_duration_minutes: null, deadline_at: p('deadlineAt') })
    .where('batch_id', '=', p('batch')),
);

const reopenTask = statement((dialect, p: Parameters<{ task: number; status: TaskStatus; more: number }>) =>
  dialect.db
    .updateTable('scraping_tasks')
    .set((eb) => ({
      status: p('status'),
      max_attempts: eb('max_attempts', '+', p('more')),
      interruptions: 0,
      quarantined: 0,
      completed_at: null,
      retry_at: null,
      verdict: null,
      truncated: null,
      error_code: null,
      error_message: null,
    }))
    .where('id', '=', p('task')),
);

/** D29: failed tasks run again, in their own batch, which is opened for them when it was closed. */
export function* reopen({ batch, tasks, deadlineAt, actor, at }: Reopening): Operation<Batch> {
  const row = yield* lockBatch(batch);
  const open = yield* openBatch();
  if (open !== null && open.id !== batch) {
    throw new Fault('E_BATCH_OPEN', `batch ${batch} cannot be reopened: batch ${open.id} is running`);
  }
  if (row.status !== 'running') {
    assertBatchTransition(batch, row.status, 'running');
    yield* run(reopenBatch, { batch, deadlineAt: timeText(deadlineAt) });
  }
  for (const task of tasks) {
    const before = yield* lockTask(task);
    if (before === undefined || before.execution_batch !== batch) {
      throw new Fault('E_TRANSITION', `task ${task} is not in batch ${batch}`);
    }
    if (before.task_key === null) {
      throw new Fault('E_TRANSITION', `task ${task} is the old program's: run its target in a new batch`);
    }
    const status = assertTransition(task, before.status, 'reopen');
    yield* run(reopenTask, { task, status, more: MORE_ATTEMPTS });
    yield* run(insertEvent, {
      ...NO_DETAILS,
      task,
      at,
      step: 'reopen',
      from_status: before.status,
      to_status: status,
      attempt: before.attempts,
      actor,
    });
    yield* countMove(batch, before.scraper_name, before.status, status);
  }
  return toBatch(yield* lockBatch(batch));
}
