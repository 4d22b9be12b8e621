/** Figures over tasks: of closed batches as kept at their close, of all else from their tasks. */
import { readDistribution } from '../../../core/distribution.ts';
import { addFigures, figuresBy } from '../../figures.ts';
import type { FigureLine, Figures, FiguresBy } from '../../figures.ts';
import type { FiguresRead, TaskQuery } from '../../monitor-contract.ts';
import { all, plain } from '../../statement.ts';
import type { Bindable, Operation } from '../../statement.ts';
import { readTime } from '../../times.ts';
import { batchesWithSummary } from './batch-reads.ts';
import { taskFilter } from './task-filter.ts';

interface LineRow extends Omit<FigureLine, 'completedAt'> {
  readonly completed_at: string | null;
}

export function* readFigureLines(query: TaskQuery): Operation<readonly FigureLine[]> {
  if (query.batches.length === 0) return [];
  const { where, args } = taskFilter(query);
  const rows = yield* all(
    plain<typeof args, LineRow>(
      () => `SELECT execution_batch AS batch, website AS site, city, operation, product, status, attempts,
        data_records_extracted AS "rows", pages, file_size_bytes AS "fileBytes", busy_ms AS "busyMs",
        completed_at, latencies FROM scraping_tasks WHERE ${where}`,
    ),
    args,
  );
  // One by one: to spread a row costs more than all the rest, and there may be many thousands.
  return rows.map((row) => ({
    batch: row.batch,
    site: row.site,
    city: row.city,
    operation: row.operation,
    product: row.product,
    status: row.status,
    attempts: row.attempts,
    rows: row.rows,
    pages: row.pages,
    fileBytes: row.fileBytes,
    busyMs: row.busyMs,
    completedAt: readTime(row.completed_at),
    latencies: row.latencies,
  }));
}

type KeptRow = Omit<Figures, 'durations' | 'latencies'> & {
  readonly batch: string;
  readonly grouped_by: FiguresBy;
  readonly value: string;
  readonly durations: string;
  readonly latencies: string;
};

function keptOf(batches: readonly string[]) {
  const names = batches.map((_, i) => `:batch${i}`).join(', ');
  return plain<Readonly<Record<string, Bindable>>, KeptRow>(
    (words) => `SELECT k.batch_id AS batch, k.grouped_by, k.value, k.tasks, k.completed, k.failed, k.pages,
      k.settled_pages AS "settledPages", k.retries, k.row_count AS "rows", k.file_bytes AS "fileBytes",
      k.work_ms AS "workMs", k.durations, k.latencies
      FROM ${batchesWithSummary(words)} JOIN kept_figures k ON k.batch_id = s.batch_id AND k.grouped_by IN ('batch', :by)
      WHERE b.batch_id IN (${names})`,
  );
}

interface Kept {
  readonly batch: string;
  readonly by: FiguresBy;
  readonly value: string;
  readonly figures: Figures;
}

function* readKept(batches: readonly string[], by: FiguresBy): Operation<readonly Kept[]> {
  if (batches.length === 0) return [];
  const named = Object.fromEntries(batches.map((batch, i) => [`batch${i}`, batch]));
  const rows = yield* all(keptOf(batches), { ...named, by });
  return rows.map(({ batch, grouped_by, value, durations, latencies, ...sums }) => ({
    batch,
    by: grouped_by,
    value,
    figures: { ...sums, durations: readDistribution(durations), latencies: readDistribution(latencies) },
  }));
}

/** Whether tasks are picked by more than their batch: what was kept is of whole batches. */
function isNarrowed(query: TaskQuery): boolean {
  return Object.entries(query).some(([name, value]) => name !== 'batches' && value !== undefined && value.length > 0);
}

export function* readFigures(query: TaskQuery, by: FiguresBy, timeZone: string): Operation<FiguresRead> {
  const kept = isNarrowed(query) ? [] : yield* readKept(query.batches, by);
  const whole = kept.filter((one) => one.by === 'batch');
  const known = new Set(whole.map(({ batch }) => batch));
  const lines = yield* readFigureLines({ ...query, batches: query.batches.filter((batch) => !known.has(batch)) });
  const counted = figuresBy(lines, by, timeZone);
  const parts = [
    ...kept.filter((one) => one.by === by),
    ...[...counted.groups].map(([value, figures]) => ({ value, figures })),
  ];
  return {
    groups: [...Map.groupBy(parts, ({ value }) => value)].map(([value, same]) => ({
      value,
      figures: addFigures(same.map(({ figures }) => figures)),
    })),
    total: addFigures([...whole.map(({ figures }) => figures), counted.total]),
  };
}
