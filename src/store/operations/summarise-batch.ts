/** The summaries that outlive a batch's tasks (D34): one of the batch, one of each combination it collected. */
import { FAILED } from '../../core/task.ts';
import type { BatchSummary, CombinationSummary } from '../contract.ts';
import type { BatchRow } from '../rows.ts';
import { all, first, run, runEach, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { readTime } from '../times.ts';
import { keepFigures } from './keep-figures.ts';
import { readCounts } from './monitor/batch-reads.ts';

const COUNTED = [
  'tasks',
  'completed',
  'failed',
  'truncated',
  'row_count',
  'rejected',
  'pages',
  'file_bytes',
  'busy_ms',
] as const;
type Counts = Readonly<Record<(typeof COUNTED)[number], number>>;

const sumsOf = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db
    .selectFrom('scraping_tasks')
    .select((eb) => [
      'website',
      'city',
      'operation',
      'product',
      'phase',
      'status',
      eb.fn.countAll<number>().as('tasks'),
      eb.fn.count<number>('truncated').as('truncated'),
      eb.fn.sum<number>('data_records_extracted').as('row_count'),
      eb.fn.sum<number>('rejected_records').as('rejected'),
      eb.fn.sum<number>('pages').as('pages'),
      eb.fn.sum<number>('file_size_bytes').as('file_bytes'),
      eb.fn.sum<number>('busy_ms').as('busy_ms'),
    ])
    .where('execution_batch', '=', p('batch'))
    .groupBy(['website', 'city', 'operation', 'product', 'phase', 'status']),
);

const removingOf = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db.selectFrom('batch_summaries').select('removing').where('batch_id', '=', p('batch')),
);

const dropCombinations = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db.deleteFrom('task_summaries').where('batch_id', '=', p('batch')),
);

const dropBatch = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db.deleteFrom('batch_summaries').where('batch_id', '=', p('batch')),
);

type BatchValues = Counts & {
  readonly batch: string;
  readonly status: string;
  readonly startedAt: number;
  readonly completedAt: number | null;
  readonly rehearsal: number;
  readonly at: number;
  /** What lists of batches show, as JSON. */
  readonly counts: string;
};

const writeBatch = statement((dialect, p: Parameters<BatchValues>) =>
  dialect.db.insertInto('batch_summaries').values({
    ...counts(p),
    batch_id: p('batch'),
    status: p('status'),
    started_at: p('startedAt'),
    completed_at: p('completedAt'),
    rehearsal: p('rehearsal'),
    summed_at: p('at'),
    removing: 0,
    counts: p('counts'),
  }),
);

type CombinationValues = Counts & {
  readonly batch: string;
  readonly website: string;
  readonly city: string;
  readonly operation: string;
  readonly product: string;
  readonly phase: string;
};

const writeCombination = statement((dialect, p: Parameters<CombinationValues>) =>
  dialect.db.insertInto('task_summaries').values({
    ...counts(p),
    batch_id: p('batch'),
    website: p('website'),
    city: p('city'),
    operation: p('operation'),
    product: p('product'),
    phase: p('phase'),
  }),
);

function counts(p: Parameters<Counts>): Counts {
  return Object.fromEntries(COUNTED.map((name) => [name, p(name)])) as unknown as Counts;
}

const newestSummaries = statement((dialect, p: Parameters<{ limit: number }>) =>
  dialect.db.selectFrom('batch_summaries').selectAll().orderBy('started_at', 'desc').limit(p('limit')),
);

const combinationsOf = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db.selectFrom('task_summaries').selectAll().where('batch_id', '=', p('batch')),
);

/** Makes both kinds of summary of a closed batch, or makes them anew; not once its tasks have begun to leave. */
export function* writeSummaries(batch: BatchRow, at: number): Operation<boolean> {
  const id = batch.batch_id;
  if ((yield* first(removingOf, { batch: id }))?.removing === 1) return false;
  const combinations = new Map<string, CombinationValues>();
  for (const { status, ...row } of yield* all(sumsOf, { batch: id })) {
    const sum = {
      ...row,
      batch: id,
      completed: status === 'completed' ? row.tasks : 0,
      failed: FAILED.includes(status) ? row.tasks : 0,
    };
    const key = [row.website, row.city, row.operation, row.product, row.phase].join('|');
    const before = combinations.get(key);
    combinations.set(key, before === undefined ? sum : { ...sum, ...added(before, sum) });
  }
  const all_ = [...combinations.values()];
  yield* run(dropCombinations, { batch: id });
  yield* run(dropBatch, { batch: id });
  yield* run(writeBatch, {
    ...all_.reduce<Counts>(added, NONE),
    batch: id,
    status: batch.status,
    startedAt: readTime(batch.started_at) ?? at,
    completedAt: readTime(batch.completed_at),
    rehearsal: batch.rehearsal,
    at,
    counts: JSON.stringify(yield* readCounts([id])),
  });
  yield* runEach(writeCombination, all_);
  yield* keepFigures(id, batch.time_zone);
  return true;
}

const NONE = Object.fromEntries(COUNTED.map((name) => [name, 0])) as unknown as Counts;

function added(a: Counts, b: Counts): Counts {
  return Object.fromEntries(COUNTED.map((name) => [name, a[name] + b[name]])) as unknown as Counts;
}

/** Newest first; batches whose tasks have left are among them. */
export function* batchSummaries(limit: number): Operation<readonly BatchSummary[]> {
  return (yield* all(newestSummaries, { limit })).map((row) => ({
    batch: row.batch_id,
    status: row.status,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    rehearsal: row.rehearsal === 1,
    ...shown(row),
  }));
}

export function* combinationSummaries(batch: string): Operation<readonly CombinationSummary[]> {
  return (yield* all(combinationsOf, { batch })).map((row) => ({
    site: row.website,
    city: row.city,
    operation: row.operation,
    product: row.product,
    phase: row.phase,
    ...shown(row),
  }));
}

function shown(row: Counts): Omit<CombinationSummary, 'site' | 'city' | 'operation' | 'product' | 'phase'> {
  const { tasks, completed, failed, truncated, row_count, rejected, pages, file_bytes, busy_ms } = row;
  return {
    tasks,
    completed,
    failed,
    truncated,
    rows: row_count,
    rejectedRows: rejected,
    pages,
    fileBytes: file_bytes,
    busyMs: busy_ms,
  };
}
