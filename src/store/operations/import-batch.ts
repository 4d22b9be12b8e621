/**
 * What the output tree knows comes back into the database (D9): after `rebuild` into an empty one, after recovery into an
 * older one. Importing twice changes nothing the second time, so an interrupted import is simply done again.
 */
import { sql } from 'kysely';
import { Fault } from '../../core/errors.ts';
import { isSettled, taskKey } from '../../core/task.ts';
import type { TaskStatus } from '../../core/task.ts';
import type { Truncation, Verdict } from '../../core/verdict.ts';
import type { ImportedBatch, ImportedTask, ImportReport } from '../contract.ts';
import type { TaskRow } from '../rows.ts';
import { all, first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { timeText, timeTextOrNull } from '../times.ts';
import { countAgain } from './count-again.ts';
import { findBatch, openBatch } from './find-rows.ts';
import { insertBatch, insertTask, newTask } from './plan-batch.ts';
import { insertEvent, NO_DETAILS } from './task-events.ts';

const tasksOfBatch = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.lockRows(dialect.db.selectFrom('scraping_tasks').selectAll().where('execution_batch', '=', p('batch'))),
);

/** When a person last took a failed task up again: what the journal says of before is past. */
const lastReopening = statement((dialect, p: Parameters<{ task: number }>) =>
  dialect.db
    .selectFrom('task_events')
    .select('at')
    .where('task', '=', p('task'))
    .where('step', '=', 'reopen')
    .orderBy('id', 'desc')
    .limit(1),
);

interface End {
  readonly task: number;
  readonly status: TaskStatus;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly interruptions: number;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly retryAt: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly verdict: Verdict | null;
  readonly truncated: Truncation | null;
  readonly outputPath: string | null;
  readonly sha256: string | null;
  readonly rows: number;
  readonly rejected: number;
  readonly pages: number;
  readonly bytes: number;
  readonly busyMs: number;
  readonly skippedUnchanged: number;
  readonly atEnd: number;
}

const writeEnd = statement((dialect, p: Parameters<End>) =>
  dialect.db
    .updateTable('scraping_tasks')
    .set({
      status: p('status'),
      attempts: p('attempts'),
      max_attempts: p('maxAttempts'),
      interruptions: p('interruptions'),
      created_at: p('createdAt'),
      started_at: p('startedAt'),
      completed_at: p('completedAt'),
      retry_at: p('retryAt'),
      error_code: p('code'),
      error_message: p('message'),
      verdict: p('verdict'),
      truncated: p('truncated'),
      output_path: p('outputPath'),
      output_sha256: p('sha256'),
      data_records_extracted: p('rows'),
      rejected_records: p('rejected'),
      pages: p('pages'),
      file_size_bytes: p('bytes'),
      busy_ms: p('busyMs'),
      skipped_unchanged: p('skippedUnchanged'),
      at_end: p('atEnd'),
      lease_token: null,
      lease_owner: null,
      publish_intent: null,
    })
    .where('id', '=', p('task')),
);

/** Pages of a task that has ended and was published are of no use any more (D19). */
const dropPages = statement((dialect, p: Parameters<{ task: number }>) =>
  dialect.db.deleteFrom('pages').where('task', '=', p('task')),
);

/** A detail task belongs to the main task of the same target. */
const linkDetails = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db
    .updateTable('scraping_tasks')
    .set({
      main_task: sql<number | null>`(SELECT m.id FROM scraping_tasks AS m
        WHERE m.execution_batch = scraping_tasks.execution_batch AND m.website = scraping_tasks.website
          AND m.order_num = scraping_tasks.order_num AND m.phase = 'main')`,
    })
    .where('execution_batch', '=', p('batch'))
    .where('phase', '=', 'detail')
    .where('main_task', 'is', null),
);

/** Stays for ever when a batch's tasks have left at their age (D34): they are not brought back. */
const summaryOf = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db.selectFrom('batch_summaries').select('batch_id').where('batch_id', '=', p('batch')),
);

/** @throws {Fault} E_BATCH_OPEN when the batch is open in the tree and another one is in the database. */
export function* importBatch(imported: ImportedBatch): Operation<ImportReport> {
  const { id } = imported.batch;
  const gone = (yield* findBatch(id)) === null && (yield* first(summaryOf, { batch: id })) !== undefined;
  if (gone) return { batchAdded: false, tasksAdded: 0, tasksEnded: 0 };
  const batchAdded = yield* addBatch(imported);
  const known = new Map((yield* all(tasksOfBatch, { batch: id })).map((row) => [row.task_key, row]));
  let tasksAdded = 0;
  let tasksEnded = 0;
  for (const task of imported.tasks) {
    const row = known.get(taskKey(task));
    if (row === undefined) tasksAdded += yield* addTask(imported, task);
    else if (isSettled(task.status) && !isSettled(row.status)) tasksEnded += yield* endTask(imported, task, row);
  }
  yield* run(linkDetails, { batch: id });
  yield* countAgain(imported);
  return { batchAdded, tasksAdded, tasksEnded };
}

function* addBatch({ batch, close, tasks }: ImportedBatch): Operation<boolean> {
  if ((yield* findBatch(batch.id)) !== null) return false;
  const open = close === null ? yield* openBatch() : null;
  if (open !== null) {
    throw new Fault('E_BATCH_OPEN', `batch ${batch.id} is open in the output tree, and ${open.id} is running`);
  }
  yield* first(insertBatch, {
    batch: batch.id,
    monthYear: batch.monthYear,
    number: batch.executionNumber,
    startedAt: timeText(batch.startedAt),
    deadlineAt: timeText(batch.deadlineAt),
    total: tasks.length,
    estimated: null,
    timeZone: batch.timeZone,
    rehearsal: batch.rehearsal ? 1 : 0,
    filters: JSON.stringify(batch.filters),
  });
  return true;
}

function* addTask({ batch, at, actor }: ImportedBatch, task: ImportedTask): Operation<number> {
  const added = yield* first(insertTask, newTask(batch.id, task, timeText(task.createdAt)));
  if (added === undefined) return 0;
  yield* run(writeEnd, endOf(added.id, task));
  yield* run(insertEvent, {
    ...NO_DETAILS,
    task: added.id,
    at,
    step: 'rebuild',
    from_status: null,
    to_status: task.status,
    attempt: task.attempts,
    actor,
    verdict: task.verdict,
    code: task.errorCode,
    message: 'taken from the output tree and its journal',
  });
  return 1;
}

function* endTask({ at, actor }: ImportedBatch, task: ImportedTask, row: TaskRow): Operation<number> {
  const reopened = yield* first(lastReopening, { task: row.id });
  if (reopened !== undefined && (task.completedAt ?? 0) <= reopened.at) return 0;
  const event = { ...NO_DETAILS, task: row.id, at, attempt: row.attempts, actor };
  // Every lease has one end, this one too.
  if (row.status === 'running') {
    yield* run(insertEvent, { ...event, step: 'release', from_status: row.status, to_status: 'pending' });
  }
  const attempts = Math.max(task.attempts, row.attempts);
  const maxAttempts = Math.max(task.maxAttempts, row.max_attempts, attempts);
  yield* run(writeEnd, endOf(row.id, { ...task, attempts, maxAttempts }));
  if (task.status === 'completed') yield* run(dropPages, { task: row.id });
  yield* run(insertEvent, {
    ...event,
    step: 'rebuild',
    from_status: row.status === 'running' ? 'pending' : row.status,
    to_status: task.status,
    verdict: task.verdict,
    code: task.errorCode,
    message: 'taken from the output tree and its journal',
  });
  return 1;
}

function endOf(id: number, task: ImportedTask): End {
  const { completedAt, startedAt } = task;
  return {
    task: id,
    status: task.status,
    attempts: task.attempts,
    maxAttempts: Math.max(task.maxAttempts, task.attempts),
    interruptions: task.interruptions,
    createdAt: timeText(task.createdAt),
    startedAt: timeTextOrNull(startedAt),
    completedAt: timeTextOrNull(completedAt),
    retryAt: timeTextOrNull(task.retryAt),
    code: task.errorCode,
    message: task.errorMessage,
    verdict: task.verdict,
    truncated: task.truncated,
    outputPath: task.outputPath,
    sha256: task.sha256,
    rows: task.rows,
    rejected: task.rejectedRows,
    pages: task.pages,
    bytes: task.fileBytes,
    busyMs: completedAt === null || startedAt === null ? 0 : Math.max(0, completedAt - startedAt),
    skippedUnchanged: task.skippedUnchanged,
    atEnd: task.status === 'completed' ? 1 : 0,
  };
}
