/**
 * Rows leave at their age (D19, D34): a part at a time, so that no removal holds up the work of others, and always
 * after the summary that stays. A removal that was interrupted goes on where it was.
 */
import { FAILED } from '../../core/task.ts';
import { all, first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { timeText } from '../times.ts';
import { lockBatch } from './find-rows.ts';
import { writeSummaries } from './summarise-batch.ts';

/** Closed before an instant; a batch of an old database may have no end: then its start counts. */
const oldBatches = statement((dialect, p: Parameters<{ before: string }>) =>
  dialect.db
    .selectFrom('execution_batches')
    .select('batch_id')
    .where('status', '!=', 'running')
    .where((eb) => eb.fn.coalesce('completed_at', 'started_at'), '<', p('before'))
    .orderBy('id'),
);

const unsummed = statement((dialect) =>
  dialect.db
    .selectFrom('execution_batches as batch')
    .leftJoin('batch_summaries as summary', 'summary.batch_id', 'batch.batch_id')
    .select((eb) => [
      'batch.batch_id',
      'batch.completed_at',
      'summary.completed_at as summed_end',
      'summary.removing',
      eb
        .selectFrom('kept_figures')
        .select((of) => of.fn.countAll<number>().as('lines'))
        .whereRef('kept_figures.batch_id', '=', 'batch.batch_id')
        .where('grouped_by', '=', 'batch')
        .as('figures'),
      eb
        .selectFrom('kept_figures')
        .select((of) => of.fn.max('tasks').as('most'))
        .whereRef('kept_figures.batch_id', '=', 'batch.batch_id')
        .where('grouped_by', '=', 'batch')
        .as('tasks'),
    ])
    .where('batch.status', '!=', 'running')
    .where((eb) => eb.or([eb('summary.removing', 'is', null), eb('summary.removing', '=', 0)])),
);

const markRemoving = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db.updateTable('batch_summaries').set({ removing: 1 }).where('batch_id', '=', p('batch')),
);

const someTasks = statement((dialect, p: Parameters<{ batch: string; limit: number }>) =>
  dialect.db
    .deleteFrom('scraping_tasks')
    .where('id', 'in', (eb) =>
      eb.selectFrom('scraping_tasks').select('id').where('execution_batch', '=', p('batch')).limit(p('limit')),
    ),
);

const anyTask = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db.selectFrom('scraping_tasks').select('id').where('execution_batch', '=', p('batch')).limit(1),
);

const dropBatchRow = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db.deleteFrom('execution_batches').where('batch_id', '=', p('batch')),
);

const tasksWithPages = statement((dialect, p: Parameters<{ batch: string; limit: number }>) =>
  dialect.db
    .selectFrom('scraping_tasks')
    .select('id')
    .where('execution_batch', '=', p('batch'))
    .where('status', 'in', FAILED)
    .where((eb) =>
      eb.exists(eb.selectFrom('pages').select('pages.task').whereRef('pages.task', '=', 'scraping_tasks.id')),
    )
    .limit(p('limit')),
);

const dropPages = statement((dialect, p: Parameters<{ task: number }>) =>
  dialect.db.deleteFrom('pages').where('task', '=', p('task')),
);

/** Without its pages it cannot go on where it was: a person's retry begins with the first page. */
const beginAnew = statement((dialect, p: Parameters<{ task: number }>) =>
  dialect.db.updateTable('scraping_tasks').set({ fresh_start: 1, at_end: 0 }).where('id', '=', p('task')),
);

const oldInstances = statement((dialect, p: Parameters<{ before: number }>) =>
  dialect.db.deleteFrom('instances').where('ended_at', '<', p('before')),
);

/** Closed batches that ended before `before`, oldest first. */
export function* batchesClosedBefore(before: number): Operation<readonly string[]> {
  return (yield* all(oldBatches, { before: timeText(before) })).map((row) => row.batch_id);
}

/** One line of all sites, and one of each: before version 13 there was only the first. */
function isKept({ figures, tasks }: { readonly figures: number | null; readonly tasks: number | null }): boolean {
  return (figures ?? 0) > ((tasks ?? 0) > 0 ? 1 : 0);
}

/** Closed batches without a summary of their present end, or from before all figures were kept. */
export function* batchesToSum(): Operation<readonly string[]> {
  const rows = yield* all(unsummed, {});
  return rows
    .filter(
      (row) =>
        row.removing === null ||
        !isKept(row) ||
        (row.completed_at !== null && timeText(row.summed_end ?? 0) < row.completed_at),
    )
    .map((row) => row.batch_id);
}

/** False when it is open, or when its tasks are leaving and the summary stands. */
export function* summariseBatch(batch: string, at: number): Operation<boolean> {
  const row = yield* lockBatch(batch);
  return row.status === 'running' ? false : yield* writeSummaries(row, at);
}

/**
 * Removes up to `limit` tasks of a closed batch with their events, and the batch row with the last one (D34). The first
 * call makes the summaries in the same transaction. Returns how many tasks left and whether the batch is gone.
 */
export function* removeTasks(
  batch: string,
  limit: number,
  at: number,
): Operation<{ readonly tasks: number; readonly gone: boolean }> {
  const row = yield* lockBatch(batch);
  if (row.status === 'running') return { tasks: 0, gone: false };
  yield* writeSummaries(row, at);
  yield* run(markRemoving, { batch });
  const tasks = yield* run(someTasks, { batch, limit });
  if ((yield* first(anyTask, { batch })) !== undefined) return { tasks, gone: false };
  yield* run(dropBatchRow, { batch });
  return { tasks, gone: true };
}

/** Removes the page rows of up to `limit` failed tasks of a closed batch (D19); returns of how many tasks, and how many pages. */
export function* removeFailedPages(
  batch: string,
  limit: number,
): Operation<{ readonly tasks: number; readonly pages: number }> {
  const { status } = yield* lockBatch(batch);
  if (status === 'running') return { tasks: 0, pages: 0 };
  const tasks = yield* all(tasksWithPages, { batch, limit });
  let pages = 0;
  for (const { id } of tasks) {
    pages += yield* run(dropPages, { task: id });
    yield* run(beginAnew, { task: id });
  }
  return { tasks: tasks.length, pages };
}

export function* removeInstances(before: number): Operation<number> {
  return yield* run(oldInstances, { before });
}
