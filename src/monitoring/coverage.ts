/** The matrix portal × city × operation × product of a batch: every cell has its explanation. */
import type { TaskStatus } from '../core/task.ts';
import type { Verdict } from '../core/verdict.ts';
import type { CollectedLine, CombinationSummary, CoverageLine } from '../store/contract.ts';
import type { Coverage } from './task-shape.ts';

type Cell = Coverage['cells'][number];

const cellKey = ({ site, city, operation, product }: Pick<CoverageLine, 'site' | 'city' | 'operation' | 'product'>) =>
  `${site}\0${city}\0${operation}\0${product}`;

/** What a cell of several tasks says: the one that most needs a look (D7 gives a cell more than one search now and then). */
const WORST: readonly TaskStatus[] = [
  'failed',
  'permanently_failed',
  'cancelled',
  'retrying',
  'running',
  'pending',
  'completed',
];

function worstOf(tasks: readonly CoverageLine[]): CoverageLine | undefined {
  // Nearly all cells have one: there are thousands, and to sort each costs.
  if (tasks.length <= 1) return tasks[0];
  return tasks.toSorted((a, b) => WORST.indexOf(a.status) - WORST.indexOf(b.status))[0];
}

/** @param before rows a cell had in the batch before; null = there was none */
export function cellsOf(lines: readonly CoverageLine[], before: ReadonlyMap<string, number> | null): readonly Cell[] {
  return [...Map.groupBy(lines, cellKey).entries()].flatMap(([key, tasks]): readonly Cell[] => {
    const worst = worstOf(tasks);
    if (worst === undefined) return [];
    const { site, city, operation, product, status, verdict } = worst;
    return [
      {
        site,
        city,
        operation,
        product,
        tasks: tasks.map(({ id }) => id),
        status,
        verdict,
        truncated: tasks.some(({ truncated }) => truncated),
        rows: tasks.reduce((sum, { rows }) => sum + rows, 0),
        rowsBefore: before?.get(key) ?? null,
      },
    ];
  });
}

/** Rows of each cell that was collected: one that failed tells nothing to compare with. */
export function rowsByCell(lines: readonly CollectedLine[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [site, city, operation, product, rows] of lines) {
    const key = cellKey({ site, city, operation, product });
    found.set(key, (found.get(key) ?? 0) + rows);
  }
  return found;
}

/** Cells of a batch whose tasks have left (D34). */
export function linesOfSummaries(combinations: readonly CombinationSummary[]): readonly CoverageLine[] {
  return combinations
    .filter(({ phase }) => phase === 'main')
    .map(({ site, city, operation, product, completed, truncated, rows }) => ({
      id: 0,
      site,
      city,
      operation,
      product,
      status: completed > 0 ? 'completed' : 'failed',
      verdict: completed > 0 ? ((rows > 0 ? 'ok' : 'empty') as Verdict) : null,
      truncated: truncated > 0,
      rows,
    }));
}
