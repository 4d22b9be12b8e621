/** Reading for people: nothing here is on the way of a page. */
import type { Batch } from '../../core/batch.ts';
import { isSettled, TASK_STATUSES } from '../../core/task.ts';
import type { Task, TaskStatus } from '../../core/task.ts';
import type { Verdict } from '../../core/verdict.ts';
import type { ScraperProgress, TaskEvent, TaskFilter } from '../contract.ts';
import { toBatch, toTask } from '../rows.ts';
import { all, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { readTime } from '../times.ts';

const newestBatches = statement((dialect, p: Parameters<{ limit: number }>) =>
  dialect.db
    .selectFrom('execution_batches')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(p('limit')),
);

const progressRows = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db
    .selectFrom('scraping_tasks')
    .select((eb) => [
      'scraper_name',
      'website',
      'status',
      'verdict',
      eb.fn.countAll<number>().as('tasks'),
      eb.fn.count<number>('truncated').as('truncated'),
      eb.fn.sum<number>('data_records_extracted').as('rows'),
      eb.fn.sum<number>('rejected_records').as('rejected'),
      eb.fn.sum<number>('pages').as('pages'),
      eb.fn.sum<number>('file_size_bytes').as('bytes'),
      eb.fn.min('started_at').as('first_started'),
      eb.fn.max('completed_at').as('last_completed'),
      eb.fn.sum<number>('busy_ms').as('busy_ms'),
    ])
    .where('execution_batch', '=', p('batch'))
    .groupBy(['scraper_name', 'website', 'status', 'verdict'])
    .orderBy('scraper_name'),
);

const eventsOf = statement((dialect, p: Parameters<{ task: number }>) =>
  dialect.db.selectFrom('task_events').selectAll().where('task', '=', p('task')).orderBy('id'),
);

const completedOf = statement((dialect, p: Parameters<{ batch: string; scraper: string }>) =>
  dialect.db
    .selectFrom('scraping_tasks')
    .selectAll()
    .where('execution_batch', '=', p('batch'))
    .where('scraper_name', '=', p('scraper'))
    .where('status', '=', 'completed')
    .orderBy('order_num'),
);

/** Built anew each time, since every filter is another statement; values are bound, never written into it. */
function filteredTasks(filter: TaskFilter) {
  return statement((dialect) => {
    let query = dialect.db.selectFrom('scraping_tasks').selectAll();
    if (filter.batch !== undefined) query = query.where('execution_batch', '=', filter.batch);
    if (filter.sites !== undefined) query = query.where('website', 'in', filter.sites);
    if (filter.cities !== undefined) query = query.where('city', 'in', filter.cities);
    if (filter.operations !== undefined) query = query.where('operation', 'in', filter.operations);
    if (filter.products !== undefined) query = query.where('product', 'in', filter.products);
    if (filter.statuses !== undefined) query = query.where('status', 'in', filter.statuses);
    if (filter.verdicts !== undefined) query = query.where('verdict', 'in', filter.verdicts);
    if (filter.limit !== undefined) query = query.limit(filter.limit);
    return query.orderBy('id');
  });
}

export function* listBatches(limit: number): Operation<readonly Batch[]> {
  return (yield* all(newestBatches, { limit })).map(toBatch);
}

export function* latestBatch(): Operation<Batch | null> {
  return (yield* listBatches(1))[0] ?? null;
}

export function* listTasks(filter: TaskFilter): Operation<readonly Task[]> {
  return (yield* all(filteredTasks(filter), {})).map(toTask);
}

/** Completed main tasks of a scraper, in their order: what detail planning reads. */
export function* completedTasks(batch: string, scraper: string): Operation<readonly Task[]> {
  return (yield* all(completedOf, { batch, scraper })).map(toTask);
}

export function* taskEvents(task: number): Operation<readonly TaskEvent[]> {
  const rows = yield* all(eventsOf, { task });
  return rows.map((row) => ({
    task: row.task,
    at: row.at,
    step: row.step,
    from: row.from_status,
    to: row.to_status,
    attempt: row.attempt,
    actor: row.actor,
    verdict: row.verdict,
    code: row.code,
    message: row.message,
    durationMs: row.duration_ms,
  }));
}

interface Summing {
  byStatus: Record<TaskStatus, number>;
  byVerdict: Partial<Record<Verdict, number>>;
  firstStartedAt: number | null;
  lastCompletedAt: number | null;
  lastSuccessAt: number | null;
  counts: Record<'total' | 'truncated' | 'rows' | 'rejectedRows' | 'pages' | 'fileBytes' | 'busyMs', number>;
}

const nothing = (): Summing => ({
  byStatus: Object.fromEntries(TASK_STATUSES.map((status) => [status, 0])) as Record<TaskStatus, number>,
  byVerdict: {},
  firstStartedAt: null,
  lastCompletedAt: null,
  lastSuccessAt: null,
  counts: { total: 0, truncated: 0, rows: 0, rejectedRows: 0, pages: 0, fileBytes: 0, busyMs: 0 },
});

const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
const latest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

export function* progress(batch: string): Operation<readonly ScraperProgress[]> {
  const sums = new Map<string, Summing & { readonly scraper: string; readonly site: string }>();
  for (const row of yield* all(progressRows, { batch })) {
    const sum = sums.get(row.scraper_name) ?? { ...nothing(), scraper: row.scraper_name, site: row.website };
    sums.set(row.scraper_name, sum);
    sum.byStatus[row.status] += row.tasks;
    if (row.verdict !== null && isSettled(row.status))
      sum.byVerdict[row.verdict] = (sum.byVerdict[row.verdict] ?? 0) + row.tasks;
    sum.counts.total += row.tasks;
    sum.counts.truncated += row.truncated;
    sum.counts.rows += row.rows;
    sum.counts.rejectedRows += row.rejected;
    sum.counts.pages += row.pages;
    sum.counts.fileBytes += row.bytes;
    sum.counts.busyMs += row.busy_ms;
    sum.firstStartedAt = earliest(sum.firstStartedAt, readTime(row.first_started));
    sum.lastCompletedAt = latest(sum.lastCompletedAt, readTime(row.last_completed));
    if (row.status === 'completed') sum.lastSuccessAt = latest(sum.lastSuccessAt, readTime(row.last_completed));
  }
  return [...sums.values()].map(({ counts, ...sum }) => ({ ...sum, ...counts }));
}
