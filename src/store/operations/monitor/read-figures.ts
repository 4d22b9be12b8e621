/** Figures over tasks: of closed batches as kept at their close, of all else from their tasks. */
import { readDistribution } from '../../../core/distribution.ts';
import type { TaskStatus } from '../../../core/task.ts';
import { addFigures, figuresBy } from '../../figures.ts';
import type { FigureLine, Figures, FiguresBy } from '../../figures.ts';
import type { FiguresRead, TaskQuery } from '../../monitor-contract.ts';
import { all, first, plain } from '../../statement.ts';
import type { Bindable, Operation } from '../../statement.ts';
import { readTime } from '../../times.ts';
import { batchesWithSummary } from './batch-reads.ts';
import { taskFilter } from './task-filter.ts';

type LineValues = readonly [
  batch: string,
  site: string,
  city: string,
  operation: string,
  product: string,
  status: TaskStatus,
  attempts: number,
  rows: number,
  pages: number,
  fileBytes: number,
  busyMs: number,
  completedAt: string | null,
  latencies: string | null,
];

/** Of one batch at a time: years of them at once would fill the memory. */
export function* readFigureLines(
  batch: string,
  query: Omit<TaskQuery, 'batches'> = {},
): Operation<readonly FigureLine[]> {
  const { where, args } = taskFilter({ ...query, batches: [batch] });
  const found = yield* first(
    plain<typeof args, { readonly lines: string | null }>(
      ({ jsonOfRows }) =>
        `SELECT ${jsonOfRows(
          `execution_batch, website, city, operation, product, status, attempts, data_records_extracted, pages,
          file_size_bytes, busy_ms, completed_at, latencies`,
          'id',
        )} AS lines FROM scraping_tasks WHERE ${where}`,
    ),
    args,
  );
  return (JSON.parse(found?.lines ?? '[]') as readonly LineValues[]).map(toLine);
}

function toLine(values: LineValues): FigureLine {
  const [
    batch,
    site,
    city,
    operation,
    product,
    status,
    attempts,
    rows,
    pages,
    fileBytes,
    busyMs,
    completed,
    latencies,
  ] = values;
  return {
    batch,
    site,
    city,
    operation,
    product,
    status,
    attempts,
    rows,
    pages,
    fileBytes,
    busyMs,
    completedAt: readTime(completed),
    latencies,
  };
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
        AND k.site = :site
      WHERE b.batch_id IN (${names})`,
  );
}

interface Kept {
  readonly batch: string;
  readonly by: FiguresBy;
  readonly value: string;
  readonly figures: Figures;
}

function* readKept(batches: readonly string[], by: FiguresBy, site: string): Operation<readonly Kept[]> {
  if (batches.length === 0) return [];
  const named = Object.fromEntries(batches.map((batch, i) => [`batch${i}`, batch]));
  const rows = yield* all(keptOf(batches), { ...named, by, site });
  return rows.map(({ batch, grouped_by, value, durations, latencies, ...sums }) => ({
    batch,
    by: grouped_by,
    value,
    figures: { ...sums, durations: readDistribution(durations), latencies: readDistribution(latencies) },
  }));
}

/**
 * The site, as it is kept, whose figures answer: empty = of all sites; null = tasks are picked by more than batches and one
 * site. Those of two sites cannot be added up: they work side by side.
 */
function keptSite(query: TaskQuery): string | null {
  const { sites = [] } = query;
  const others = Object.values({ ...query, batches: [], sites: [] });
  return sites.length > 1 || others.some((value) => value !== undefined && value.length > 0)
    ? null
    : (sites[0]?.toLowerCase() ?? '');
}

export function* readFigures(query: TaskQuery, by: FiguresBy, timeZone: string): Operation<FiguresRead> {
  const site = keptSite(query);
  const kept = site === null ? [] : yield* readKept(query.batches, by, site);
  const whole = kept.filter((one) => one.by === 'batch');
  const known = new Set(whole.map(({ batch }) => batch));
  const parts: Pick<Kept, 'value' | 'figures'>[] = kept.filter((one) => one.by === by);
  const totals = whole.map(({ figures }) => figures);
  for (const batch of query.batches) {
    if (known.has(batch)) continue;
    const { groups, total } = figuresBy(yield* readFigureLines(batch, query), by, timeZone);
    for (const [value, figures] of groups) parts.push({ value, figures });
    totals.push(total);
  }
  return {
    groups: [...Map.groupBy(parts, ({ value }) => value)].map(([value, same]) => ({
      value,
      figures: addFigures(same.map(({ figures }) => figures)),
    })),
    total: addFigures(totals),
  };
}
