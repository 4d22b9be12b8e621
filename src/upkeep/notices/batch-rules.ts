/** What is told when a batch has ended: how it went, and sites whose rows are far from those of the batch before. */
import type { Batch } from '../../core/batch.ts';
import { phaseOf } from '../../core/codes.ts';
import { FAILED } from '../../core/task.ts';
import type { BatchFacts, TroubleItem } from '../../notifying/contract.ts';
import type { ScraperProgress } from '../../store/contract.ts';

/** Fewer rows say nothing: a search or two make the difference. */
const LEAST_ROWS = 50;
const FAR_FEWER = 0.5;
const FAR_MORE = 2;

export interface EndedBatch {
  readonly batch: Batch;
  readonly progress: readonly ScraperProgress[];
}

const rowsOf = (progress: readonly ScraperProgress[]): number => progress.reduce((sum, { rows }) => sum + rows, 0);

/** @param before the closed batch before it; null = none */
export function batchFacts({ batch, progress }: EndedBatch, before: EndedBatch | null): BatchFacts {
  const status = batch.status === 'running' ? 'failed' : batch.status;
  const failed = progress.reduce((sum, { byStatus }) => sum + FAILED.reduce((more, one) => more + byStatus[one], 0), 0);
  return {
    id: batch.id,
    status,
    startedAt: batch.startedAt,
    completedAt: batch.completedAt ?? batch.startedAt,
    tasks: progress.reduce((sum, { total }) => sum + total, 0),
    completed: progress.reduce((sum, { byStatus }) => sum + byStatus.completed, 0),
    failed,
    rows: rowsOf(progress),
    rowsBefore: before === null ? null : rowsOf(before.progress),
    causes: failed === 0 ? [] : causesOf(progress),
  };
}

/** Verdicts of tasks that were not completed, most first. */
function causesOf(progress: readonly ScraperProgress[]): BatchFacts['causes'] {
  const sums = new Map<string, number>();
  for (const { byVerdict } of progress)
    for (const [verdict, tasks] of Object.entries(byVerdict))
      if (verdict !== 'ok' && verdict !== 'empty') sums.set(verdict, (sums.get(verdict) ?? 0) + tasks);
  return [...sums].map(([cause, tasks]) => ({ cause, tasks })).sort((a, b) => b.tasks - a.tasks);
}

/** Only batches of the whole catalogue are comparable. */
export function rowChanges(now: EndedBatch, before: EndedBatch | null): readonly TroubleItem[] {
  if (before === null || isPart(now.batch) || isPart(before.batch)) return [];
  const at = now.batch.completedAt ?? now.batch.startedAt;
  return now.progress.flatMap(({ scraper, site, rows }): TroubleItem[] => {
    if (phaseOf(scraper) !== 'main') return [];
    const usual = before.progress.find((one) => one.scraper === scraper)?.rows ?? 0;
    if (usual < LEAST_ROWS || (rows >= usual * FAR_FEWER && rows <= usual * FAR_MORE)) return [];
    const facts = { batch: now.batch.id, measured: String(rows), usual: `${usual} (${before.batch.id})` };
    return [{ stage: 'first', cause: 'rows_changed', site, since: at, at, occurrences: 1, untold: 0, facts }];
  });
}

function isPart({ filters, status }: Batch): boolean {
  const { sites, cities, operations, products, limit } = filters;
  return status !== 'completed' || limit > 0 || [sites, cities, operations, products].some((list) => list.length > 0);
}
