import { sql } from 'kysely';
import type { ExpressionBuilder } from 'kysely';
import type { LaneState } from '../contract.ts';
import type { TaskStatus } from '../../core/task.ts';
import { all, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { readTime, timeText } from '../times.ts';

/** The lane's tasks of a status; it stands in the statement as text, as the partial indexes idx_tasks_lane and idx_tasks_retry demand. */
const tasksOfLane = (eb: ExpressionBuilder<Tables, 'lanes'>, status: TaskStatus) =>
  eb
    .selectFrom('scraping_tasks')
    .whereRef('execution_batch', '=', 'lanes.execution_batch')
    .whereRef('scraper_name', '=', 'lanes.scraper_name')
    .where('status', '=', sql<TaskStatus>`${sql.lit(status)}`)
    .limit(sql.lit(1));

/**
 * The counts are kept (lane-counts.ts); what is next is one index seek, and only for a lane that has such tasks: the
 * first entry of idx_tasks_lane, and of idx_tasks_retry.
 */
export const lanesOfBatch = statement((dialect, p: Parameters<{ batch: string; at: string }>) =>
  dialect.db
    .selectFrom('lanes')
    .select((eb) => [
      'scraper_name',
      'website',
      'pending',
      'running',
      'retrying',
      'settled',
      eb
        .case()
        .when('pending', '>', sql.lit(0))
        .then(tasksOfLane(eb, 'pending').select('id').orderBy('order_num'))
        .end()
        .as('first_pending'),
      eb
        .case()
        .when('retrying', '>', sql.lit(0))
        .then(tasksOfLane(eb, 'retrying').select('id').where('retry_at', '<=', p('at')).orderBy('retry_at'))
        .end()
        .as('due_retry'),
      eb
        .case()
        .when('retrying', '>', sql.lit(0))
        .then(tasksOfLane(eb, 'retrying').select('retry_at').where('retry_at', '>', p('at')).orderBy('retry_at'))
        .end()
        .as('next_retry_at'),
      eb
        .exists(eb.selectFrom('paused_sites').select(sql.lit(1).as('one')).whereRef('site', '=', 'lanes.website'))
        .as('paused'),
    ])
    .where('execution_batch', '=', p('batch'))
    .orderBy('scraper_name'),
);

export function* lanes(batch: string, at: number): Operation<readonly LaneState[]> {
  const rows = yield* all(lanesOfBatch, { batch, at: timeText(at) });
  return rows.map((row) => ({
    scraper: row.scraper_name,
    site: row.website,
    pending: row.pending,
    running: row.running,
    retrying: row.retrying,
    settled: row.settled,
    next: row.due_retry ?? row.first_pending,
    nextRetryAt: readTime(row.next_retry_at),
    paused: Boolean(row.paused),
  }));
}
