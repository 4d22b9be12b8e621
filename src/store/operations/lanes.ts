import { sql } from 'kysely';
import type { TaskStatus } from '../../core/task.ts';
import type { LaneState } from '../contract.ts';
import { all, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { readTime, timeText } from '../times.ts';

/**
 * One index seek a column and lane: the counts are kept (lane-counts.ts), the next task is the first entry of
 * idx_tasks_lane, retries come from idx_tasks_retry
 * (a partial index: its condition must stand in the statement as it is, not as a bound value).
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
        .selectFrom('scraping_tasks')
        .select('id')
        .whereRef('execution_batch', '=', 'lanes.execution_batch')
        .whereRef('scraper_name', '=', 'lanes.scraper_name')
        .where('status', '=', 'pending')
        .orderBy('order_num')
        .limit(1)
        .as('first_pending'),
      eb
        .selectFrom('scraping_tasks')
        .select('id')
        .whereRef('execution_batch', '=', 'lanes.execution_batch')
        .whereRef('scraper_name', '=', 'lanes.scraper_name')
        .where('status', '=', sql<TaskStatus>`'retrying'`)
        .where('retry_at', '<=', p('at'))
        .orderBy('retry_at')
        .limit(1)
        .as('due_retry'),
      eb
        .selectFrom('scraping_tasks')
        .select('retry_at')
        .whereRef('execution_batch', '=', 'lanes.execution_batch')
        .whereRef('scraper_name', '=', 'lanes.scraper_name')
        .where('status', '=', sql<TaskStatus>`'retrying'`)
        .where('retry_at', '>', p('at'))
        .orderBy('retry_at')
        .limit(1)
        .as('next_retry_at'),
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
  }));
}
