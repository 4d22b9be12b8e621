import { Fault } from '../../core/errors.ts';
import type { Lease } from '../../core/lease.ts';
import type { Batch } from '../../core/batch.ts';
import type { Task } from '../../core/task.ts';
import { toBatch, toTask } from '../rows.ts';
import type { BatchRow, TaskRow } from '../rows.ts';
import { first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { insertEvent, NO_DETAILS } from './task-events.ts';

const taskById = statement((dialect, p: Parameters<{ task: number }>) =>
  dialect.db.selectFrom('scraping_tasks').selectAll().where('id', '=', p('task')),
);
const lockedTask = statement((dialect, p: Parameters<{ task: number }>) =>
  dialect.lockRows(dialect.db.selectFrom('scraping_tasks').selectAll().where('id', '=', p('task'))),
);
/** What is asked of a task by who holds its lease: a third of the columns. */
const HELD = [
  'id',
  'execution_batch',
  'scraper_name',
  'phase',
  'status',
  'attempts',
  'max_attempts',
  'generation',
  'cursor_page',
  'at_end',
  'lease_token',
] as const satisfies readonly (keyof TaskRow)[];

export type HeldTask = Pick<TaskRow, (typeof HELD)[number]>;

const lockedHeldTask = statement((dialect, p: Parameters<{ task: number }>) =>
  dialect.lockRows(dialect.db.selectFrom('scraping_tasks').select(HELD).where('id', '=', p('task'))),
);
const batchById = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db.selectFrom('execution_batches').selectAll().where('batch_id', '=', p('batch')),
);
const lockedBatch = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.lockRows(dialect.db.selectFrom('execution_batches').selectAll().where('batch_id', '=', p('batch'))),
);
const runningBatch = statement((dialect) =>
  dialect.db.selectFrom('execution_batches').selectAll().where('status', '=', 'running').orderBy('id', 'desc').limit(1),
);
const lastEvent = statement((dialect, p: Parameters<{ task: number }>) =>
  dialect.db.selectFrom('task_events').select('at').where('task', '=', p('task')).orderBy('id', 'desc').limit(1),
);

export function* findTask(task: number): Operation<Task | null> {
  const row = yield* first(taskById, { task });
  return row === undefined ? null : toTask(row);
}

/** The row of a task that is only read. */
export function* taskRow(task: number): Operation<TaskRow | undefined> {
  return yield* first(taskById, { task });
}

/** The row of a task about to be changed. */
export function* lockTask(task: number): Operation<TaskRow | undefined> {
  return yield* first(lockedTask, { task });
}

/**
 * The row of a task when `lease` still holds it; otherwise null, and the refusal becomes an event (D14), dated as the
 * task's last one when the caller has no time of its own.
 */
export function* lockLeasedTask(lease: Lease, at: number | null): Operation<HeldTask | null> {
  const row = yield* first(lockedHeldTask, { task: lease.task });
  if (row === undefined) return null;
  if (row.status === 'running' && row.lease_token === lease.token) return row;
  yield* run(insertEvent, {
    ...NO_DETAILS,
    task: lease.task,
    at: at ?? (yield* first(lastEvent, { task: lease.task }))?.at ?? 0,
    step: 'lease_lost',
    from_status: row.status,
    to_status: row.status,
    attempt: row.attempts,
    actor: lease.owner,
    code: 'E_LEASE_LOST',
  });
  return null;
}

export function* findBatch(batch: string): Operation<Batch | null> {
  const row = yield* first(batchById, { batch });
  return row === undefined ? null : toBatch(row);
}

/** The row of a batch about to be changed. @throws {Fault} E_NO_BATCH when there is none. */
export function* lockBatch(batch: string): Operation<BatchRow> {
  const row = yield* first(lockedBatch, { batch });
  if (row === undefined) throw new Fault('E_NO_BATCH', `there is no batch ${batch}`);
  return row;
}

export function* openBatch(): Operation<Batch | null> {
  const row = yield* first(runningBatch, {});
  return row === undefined ? null : toBatch(row);
}
