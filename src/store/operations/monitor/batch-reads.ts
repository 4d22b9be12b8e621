/** Batches for people: with their counts, and as summaries when their tasks have left (D34). */
import type { BatchStatus } from '../../../core/batch.ts';
import { phaseOf } from '../../../core/codes.ts';
import { REST_CODES } from '../../../core/politeness.ts';
import type { BatchPage, BatchPlace, BatchRead, CountLine } from '../../monitor-contract.ts';
import type { BatchSummary, CombinationSummary } from '../../retention-contract.ts';
import { toBatch } from '../../rows.ts';
import type { BatchRow } from '../../rows.ts';
import { all, first, plain } from '../../statement.ts';
import type { Operation, SqlWords } from '../../statement.ts';
import { readTime, timeText } from '../../times.ts';
import { taskFilter } from './task-filter.ts';

type Counted = Omit<CountLine, 'phase' | 'firstStartedAt' | 'lastCompletedAt' | 'nextRetryAt' | 'restsUntil'> & {
  readonly first_started: string | null;
  readonly last_completed: string | null;
  readonly next_retry: string | null;
  readonly rests_until: string | null;
};

const RESTS = REST_CODES.map((code) => `'${code}'`).join(', ');

export function* readCounts(batches: readonly string[]): Operation<readonly CountLine[]> {
  if (batches.length === 0) return [];
  const { where, args } = taskFilter({ batches });
  const rows = yield* all(
    plain<typeof args, Counted>(
      () => `SELECT execution_batch AS batch, scraper_name AS scraper, website AS site, status, verdict,
        count(*) AS tasks, count(truncated) AS truncated, sum(data_records_extracted) AS "rows",
        sum(rejected_records) AS "rejectedRows", sum(pages) AS pages, sum(file_size_bytes) AS "fileBytes",
        sum(busy_ms) AS "busyMs", sum(CASE WHEN attempts > 1 THEN attempts - 1 ELSE 0 END) AS retries,
        min(started_at) AS first_started, max(completed_at) AS last_completed,
        min(retry_at) AS next_retry, min(url) AS url,
        max(CASE WHEN error_code IN (${RESTS}) THEN retry_at END) AS rests_until
        FROM scraping_tasks WHERE ${where} GROUP BY execution_batch, scraper_name, website, status, verdict`,
    ),
    args,
  );
  return rows.map(
    ({ first_started: started, last_completed: completed, next_retry: retry, rests_until: rests, ...line }) => ({
      ...line,
      phase: phaseOf(line.scraper),
      firstStartedAt: readTime(started),
      lastCompletedAt: readTime(completed),
      nextRetryAt: readTime(retry),
      restsUntil: readTime(rests),
    }),
  );
}

type FoundBatch = BatchRow & KeptCounts;

const openOne = plain<object, FoundBatch>(
  () => `SELECT *, NULL AS counts FROM execution_batches WHERE status = 'running' ORDER BY id DESC LIMIT 1`,
);
const newestOne = plain<object, FoundBatch>(
  (words) => `SELECT b.*, s.counts FROM ${batchesWithSummary(words)} ORDER BY b.started_at DESC, b.id DESC LIMIT 1`,
);
const byId = plain<{ id: string }, FoundBatch>(
  (words) => `SELECT b.*, s.counts FROM ${batchesWithSummary(words)} WHERE b.batch_id = :id`,
);
const SUMMARY = `batch_id AS batch, status, started_at AS "startedAt", completed_at AS "completedAt", rehearsal, tasks,
  completed, failed, truncated, row_count AS "rows", rejected AS "rejectedRows", pages, file_bytes AS "fileBytes",
  busy_ms AS "busyMs"`;
type SummaryRow = Omit<BatchSummary, 'rehearsal'> & { readonly rehearsal: number };
const summaryById = plain<{ id: string }, SummaryRow>(
  () => `SELECT ${SUMMARY} FROM batch_summaries WHERE batch_id = :id`,
);
const toSummary = (row: SummaryRow): BatchSummary => ({ ...row, rehearsal: row.rehearsal === 1 });

export function* readBatch(id: string | null): Operation<BatchRead | { readonly summary: BatchSummary } | null> {
  const row = id === null ? ((yield* first(openOne, {})) ?? (yield* first(newestOne, {}))) : yield* first(byId, { id });
  if (row !== undefined)
    return { batch: toBatch(row), counts: keptCounts(row.counts) ?? (yield* readCounts([row.batch_id])) };
  if (id === null) return null;
  const summary = yield* first(summaryById, { id });
  return summary === undefined ? null : { summary: toSummary(summary) };
}

/** `counts`: kept when the batch closed, as long as that end stands; null = to be counted. */
export interface KeptCounts {
  readonly counts: string | null;
}

const pageOfBatches = plain<{ startedAt: string; id: string; limit: number }, FoundBatch>(
  (dialect) => `SELECT b.*, s.counts FROM ${batchesWithSummary(dialect)}
    WHERE (b.started_at, b.batch_id) < (:startedAt, :id)
    ORDER BY b.started_at DESC, b.batch_id DESC LIMIT :limit`,
);
const pageOfSummaries = plain<{ startedAt: number; id: string; limit: number }, SummaryRow>(
  () => `SELECT ${SUMMARY} FROM batch_summaries s WHERE (s.started_at, s.batch_id) < (:startedAt, :id)
    AND NOT EXISTS (SELECT 1 FROM execution_batches b WHERE b.batch_id = s.batch_id)
    ORDER BY s.started_at DESC, s.batch_id DESC LIMIT :limit`,
);

export function keptCounts(kept: string | null): readonly CountLine[] | null {
  return kept === null ? null : (JSON.parse(kept) as readonly CountLine[]);
}

/** Batches `b`, each with the summary `s` of its present end, where there is one: a batch that was reopened has none. */
export function batchesWithSummary({ epochMs }: SqlWords): string {
  return `execution_batches b LEFT JOIN batch_summaries s
    ON s.batch_id = b.batch_id AND s.status = b.status AND s.completed_at = ${epochMs('b.completed_at')}`;
}

/** Later than any batch. */
const BEGINNING = { left: false, startedAt: 253_402_300_799_999, id: '' } as const satisfies BatchPlace;

export function* readBatches(after: BatchPlace | null, limit: number): Operation<BatchPage> {
  const from = after ?? BEGINNING;
  const here = from.left
    ? []
    : yield* all(pageOfBatches, { startedAt: timeText(from.startedAt), id: from.id, limit: limit + 1 });
  const gone =
    here.length > limit
      ? []
      : yield* all(pageOfSummaries, {
          ...(from.left ? from : BEGINNING),
          id: from.left ? from.id : '',
          limit: limit + 1 - here.length,
        });
  const uncounted = here.slice(0, limit).filter(({ counts }) => counts === null);
  const counted = Map.groupBy(yield* readCounts(uncounted.map((row) => row.batch_id)), (line) => line.batch);
  const found = [
    ...here.map(({ counts, ...row }): BatchRead => ({
      batch: toBatch(row),
      counts: keptCounts(counts) ?? counted.get(row.batch_id) ?? [],
    })),
    ...gone.map((row) => ({ summary: toSummary(row) })),
  ];
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return { batches: shown, next: found.length > limit && last !== undefined ? placeOf(last) : null };
}

function placeOf(read: BatchPage['batches'][number]): BatchPlace {
  return 'batch' in read
    ? { left: false, startedAt: read.batch.startedAt, id: read.batch.id }
    : { left: true, startedAt: read.summary.startedAt, id: read.summary.batch };
}

const newestIds = plain<{ limit: number }, { id: string; status: BatchStatus }>(
  () => `SELECT batch_id AS id, status FROM execution_batches ORDER BY started_at DESC, id DESC LIMIT :limit`,
);
const idsBefore = plain<{ before: string; limit: number }, { id: string; status: BatchStatus }>(
  () => `SELECT batch_id AS id, status FROM execution_batches
    WHERE started_at < (SELECT started_at FROM execution_batches WHERE batch_id = :before)
    ORDER BY started_at DESC, id DESC LIMIT :limit`,
);

export function* readBatchIds(
  before: string | null,
  limit: number,
): Operation<readonly { readonly id: string; readonly status: BatchStatus }[]> {
  return before === null ? yield* all(newestIds, { limit }) : yield* all(idsBefore, { before, limit });
}

const combinations = plain<{ batch: string }, CombinationSummary>(
  () => `SELECT website AS site, city, operation, product, phase, tasks, completed, failed, truncated,
    row_count AS "rows", rejected AS "rejectedRows", pages, file_bytes AS "fileBytes", busy_ms AS "busyMs"
    FROM task_summaries WHERE batch_id = :batch`,
);

export function* readCombinations(batch: string): Operation<readonly CombinationSummary[]> {
  return yield* all(combinations, { batch });
}
