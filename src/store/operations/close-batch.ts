import { assertBatchTransition } from '../../core/batch.ts';
import type { Batch, BatchStatus } from '../../core/batch.ts';
import { Fault } from '../../core/errors.ts';
import { toBatch } from '../rows.ts';
import { first, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { readTime, timeText } from '../times.ts';
import { lockBatch } from './find-rows.ts';
import { writeSummaries } from './summarise-batch.ts';

const MINUTE_MS = 60_000;

const openTasks = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db
    .selectFrom('lanes')
    .select((eb) => [
      eb.fn.sum<number>('pending').as('pending'),
      eb.fn.sum<number>('running').as('running'),
      eb.fn.sum<number>('retrying').as('retrying'),
    ])
    .where('execution_batch', '=', p('batch')),
);

const endBatch = statement(
  (dialect, p: Parameters<{ batch: string; status: BatchStatus; at: string; minutes: number }>) =>
    dialect.db
      .updateTable('execution_batches')
      .set({ status: p('status'), completed_at: p('at'), actual_duration_minutes: p('minutes') })
      .where('batch_id', '=', p('batch'))
      .returningAll(),
);

const numberOfMonth = statement((dialect, p: Parameters<{ monthYear: string }>) =>
  dialect.db
    .selectFrom('execution_batches')
    .select((eb) => eb.fn.max('execution_number').as('highest'))
    .where('month_year', '=', p('monthYear')),
);

export function* closeBatch(batch: string, status: Exclude<BatchStatus, 'running'>, at: number): Operation<Batch> {
  const row = yield* lockBatch(batch);
  assertBatchTransition(batch, row.status, status);
  const open = yield* first(openTasks, { batch });
  const { pending, running, retrying } = {
    pending: open?.pending ?? 0,
    running: open?.running ?? 0,
    retrying: open?.retrying ?? 0,
  };
  if (pending + running + retrying > 0) {
    throw new Fault(
      'E_TRANSITION',
      `batch ${batch} cannot be closed: ${pending} tasks are pending, ${running} running, ${retrying} retrying`,
    );
  }
  const minutes = Math.round((at - (readTime(row.started_at) ?? at)) / MINUTE_MS);
  const closed = (yield* first(endBatch, { batch, status, at: timeText(at), minutes })) ?? row;
  // With its end: statistics read the sums, not the tasks.
  yield* writeSummaries(closed, at);
  return toBatch(closed);
}

/** Highest execution number of a month; 0 = none. */
export function* lastExecutionNumber(monthYear: string): Operation<number> {
  return (yield* first(numberOfMonth, { monthYear }))?.highest ?? 0;
}
