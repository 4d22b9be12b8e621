/** After an import: the counts kept beside the tasks, and the end of the batch. */
import { sql } from 'kysely';
import type { BatchStatus } from '../../core/batch.ts';
import { FAILED, isSettled } from '../../core/task.ts';
import type { ImportedBatch } from '../contract.ts';
import { all, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { timeText } from '../times.ts';
import { findBatch } from './find-rows.ts';

const statusesOfBatch = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db.selectFrom('scraping_tasks').select('status').where('execution_batch', '=', p('batch')),
);

const dropLanes = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db.deleteFrom('lanes').where('execution_batch', '=', p('batch')),
);
const countLanes = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db
    .insertInto('lanes')
    .columns(['execution_batch', 'scraper_name', 'website', 'pending', 'running', 'retrying', 'settled'])
    .expression((eb) =>
      eb
        .selectFrom('scraping_tasks')
        .select([
          'execution_batch',
          'scraper_name',
          sql<string>`min(website)`.as('website'),
          sql<number>`sum(CASE WHEN status = 'pending' THEN 1 ELSE 0 END)`.as('pending'),
          sql<number>`sum(CASE WHEN status = 'running' THEN 1 ELSE 0 END)`.as('running'),
          sql<number>`sum(CASE WHEN status = 'retrying' THEN 1 ELSE 0 END)`.as('retrying'),
          sql<number>`sum(CASE WHEN status IN ('pending', 'running', 'retrying') THEN 0 ELSE 1 END)`.as('settled'),
        ])
        .where('execution_batch', '=', p('batch'))
        .groupBy(['execution_batch', 'scraper_name']),
    ),
);

interface Counts {
  readonly batch: string;
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
}

const writeCounts = statement((dialect, p: Parameters<Counts>) =>
  dialect.db
    .updateTable('execution_batches')
    .set({ total_tasks: p('total'), completed_tasks: p('completed'), failed_tasks: p('failed') })
    .where('batch_id', '=', p('batch')),
);
const endBatch = statement(
  (dialect, p: Parameters<{ batch: string; status: BatchStatus; at: string; minutes: number }>) =>
    dialect.db
      .updateTable('execution_batches')
      .set({ status: p('status'), completed_at: p('at'), actual_duration_minutes: p('minutes') })
      .where('batch_id', '=', p('batch')),
);

const MINUTE_MS = 60_000;

/** Lanes and counts of a batch are counted anew here, and only here: all others carry on from them (D25). */
export function* countAgain({ batch, close }: ImportedBatch): Operation<void> {
  yield* run(dropLanes, { batch: batch.id });
  yield* run(countLanes, { batch: batch.id });
  const rows = yield* all(statusesOfBatch, { batch: batch.id });
  const completed = rows.filter((row) => row.status === 'completed').length;
  const failed = rows.filter((row) => FAILED.includes(row.status)).length;
  yield* run(writeCounts, { batch: batch.id, total: rows.length, completed, failed });
  const stored = yield* findBatch(batch.id);
  if (close === null || stored?.status !== 'running' || !rows.every((row) => isSettled(row.status))) return;
  const minutes = Math.round((close.completedAt - batch.startedAt) / MINUTE_MS);
  yield* run(endBatch, { batch: batch.id, status: close.status, at: timeText(close.completedAt), minutes });
}
