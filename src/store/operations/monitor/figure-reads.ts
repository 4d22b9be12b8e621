/** What coverage and trends are made of. */
import { FAILED } from '../../../core/task.ts';
import type { TaskStatus } from '../../../core/task.ts';
import type { Verdict } from '../../../core/verdict.ts';
import type { CollectedLine, CountLine, CoverageLine, TrendLine } from '../../monitor-contract.ts';
import { all, first, plain } from '../../statement.ts';
import type { Operation } from '../../statement.ts';
import { readTime } from '../../times.ts';
import { batchesWithSummary, keptCounts, readCounts } from './batch-reads.ts';
import type { KeptCounts } from './batch-reads.ts';

const mainTasks = plain<{ batch: string }, { readonly lines: string | null }>(
  ({ jsonOfRows }) =>
    `SELECT ${jsonOfRows(
      `id, website, city, operation, product, status, verdict, CASE WHEN truncated IS NULL THEN 0 ELSE 1 END,
      data_records_extracted`,
      'id',
    )} AS lines FROM scraping_tasks WHERE execution_batch = :batch AND phase = 'main'`,
);

/** As text, for `coverageLines`: there are as many as tasks. */
export function* readCoverage(batch: string): Operation<string> {
  return (yield* first(mainTasks, { batch }))?.lines ?? '[]';
}

const collected = plain<{ batch: string }, { readonly lines: string | null }>(
  ({ jsonOfRows }) =>
    `SELECT ${jsonOfRows('website, city, operation, product, data_records_extracted', 'id')} AS lines
      FROM scraping_tasks WHERE execution_batch = :batch AND phase = 'main' AND status = 'completed'`,
);

/** As text, for `collectedLines`. */
export function* readCollected(batch: string): Operation<string> {
  return (yield* first(collected, { batch }))?.lines ?? '[]';
}

export function collectedLines(text: string): readonly CollectedLine[] {
  return JSON.parse(text) as readonly CollectedLine[];
}

type CoverageValues = readonly [
  id: number,
  site: string,
  city: string,
  operation: string,
  product: string,
  status: TaskStatus,
  verdict: Verdict | null,
  truncated: number,
  rows: number,
];

export function coverageLines(text: string): readonly CoverageLine[] {
  return (JSON.parse(text) as readonly CoverageValues[]).map(
    ([id, site, city, operation, product, status, verdict, truncated, rows]) => ({
      id,
      site,
      city,
      operation,
      product,
      status,
      verdict,
      truncated: truncated === 1,
      rows,
    }),
  );
}

interface Newest extends KeptCounts {
  readonly batch: string;
  readonly started_at: string;
}

const newest = plain<{ limit: number }, Newest>(
  (words) => `SELECT b.batch_id AS batch, b.started_at, s.counts FROM ${batchesWithSummary(words)}
    ORDER BY b.started_at DESC, b.id DESC LIMIT :limit`,
);
const left = plain<{ limit: number }, KeptCounts & { readonly batch: string; readonly startedAt: number }>(
  () => `SELECT s.batch_id AS batch, s.started_at AS "startedAt", s.counts FROM batch_summaries s
    WHERE NOT EXISTS (SELECT 1 FROM execution_batches b WHERE b.batch_id = s.batch_id)
    ORDER BY s.started_at DESC LIMIT :limit`,
);

type SumRow = Omit<TrendLine, 'startedAt' | 'retries'>;

function sumsOf(batches: readonly string[]) {
  const names = batches.map((_, i) => `:batch${i}`).join(', ');
  return plain<Readonly<Record<string, string>>, SumRow>(
    () => `SELECT batch_id AS batch, website AS site, sum(tasks) AS tasks, sum(completed) AS completed,
      sum(failed) AS failed, sum(row_count) AS "rows", sum(pages) AS pages, sum(busy_ms) AS "busyMs"
      FROM task_summaries WHERE batch_id IN (${names}) GROUP BY batch_id, website`,
  );
}

export function* readTrend(limit: number): Operation<readonly TrendLine[]> {
  const here = yield* all(newest, { limit });
  const gone = here.length < limit ? yield* all(left, { limit: limit - here.length }) : [];
  const startedAt = new Map([
    ...here.map(({ batch, started_at }) => [batch, readTime(started_at) ?? 0] as const),
    ...gone.map((one) => [one.batch, one.startedAt] as const),
  ]);
  const kept = [...here, ...gone].flatMap(({ counts }) => keptCounts(counts) ?? []);
  const counted = yield* readCounts(here.filter(({ counts }) => counts === null).map(({ batch }) => batch));
  // Of a batch that left before counts were kept, only sums are known: nothing of its retries.
  const summed = gone.filter(({ counts }) => counts === null).map(({ batch }) => batch);
  const sums =
    summed.length === 0
      ? []
      : yield* all(sumsOf(summed), Object.fromEntries(summed.map((batch, i) => [`batch${i}`, batch])));
  const lines = [...bySite([...kept, ...counted]), ...sums.map((sum) => ({ ...sum, retries: 0 }))];
  return lines
    .map((line) => ({ ...line, startedAt: startedAt.get(line.batch) ?? 0 }))
    .sort((a, b) => a.startedAt - b.startedAt || (a.site < b.site ? -1 : 1));
}

function bySite(counts: readonly CountLine[]): readonly Omit<TrendLine, 'startedAt'>[] {
  return [...Map.groupBy(counts, ({ batch, site }) => `${batch}\0${site}`).values()].flatMap((lines) => {
    const [one] = lines;
    if (one === undefined) return [];
    const sum = (pick: (line: CountLine) => number): number => lines.reduce((total, line) => total + pick(line), 0);
    return [
      {
        batch: one.batch,
        site: one.site,
        tasks: sum(({ tasks }) => tasks),
        completed: sum(({ status, tasks }) => (status === 'completed' ? tasks : 0)),
        failed: sum(({ status, tasks }) => (FAILED.includes(status) ? tasks : 0)),
        rows: sum(({ rows }) => rows),
        pages: sum(({ pages }) => pages),
        retries: sum(({ retries }) => retries),
        busyMs: sum(({ busyMs }) => busyMs),
      },
    ];
  });
}
