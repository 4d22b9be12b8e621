/** Sums over tasks of which all figures are made: of some tasks, and of sums kept earlier. */
import { dayOf } from '../core/local-time.ts';
import { addDistributions, DistributionSum, NO_DURATIONS } from '../core/distribution.ts';
import type { Distribution } from '../core/distribution.ts';
import { isSettled } from '../core/task.ts';
import type { TaskStatus } from '../core/task.ts';

/** What figures are grouped by; a `day` is the local one on which a task was settled. */
export const FIGURES_BY = ['site', 'city', 'operation', 'product', 'day', 'batch'] as const;
export type FiguresBy = (typeof FIGURES_BY)[number];

/** What figures need of a task. */
export interface FigureLine {
  readonly batch: string;
  readonly site: string;
  readonly city: string;
  readonly operation: string;
  readonly product: string;
  readonly status: TaskStatus;
  readonly attempts: number;
  readonly rows: number;
  readonly pages: number;
  readonly fileBytes: number;
  readonly busyMs: number;
  readonly completedAt: number | null;
  /** Of the requests that gave its pages, as `writeDistribution` writes; null = not recorded. */
  readonly latencies: string | null;
}

export interface Figures {
  readonly tasks: number;
  readonly completed: number;
  /** Failed, permanently failed and cancelled (D25). */
  readonly failed: number;
  readonly pages: number;
  /** Of tasks that are settled. */
  readonly settledPages: number;
  /** Attempts after the first. */
  readonly retries: number;
  readonly rows: number;
  readonly fileBytes: number;
  /** Milliseconds in which at least one of the tasks was at work: lanes side by side count once, pauses not at all. */
  readonly workMs: number;
  /** Of settled tasks that worked at all. */
  readonly durations: Distribution;
  /** Of requests; empty = not recorded. */
  readonly latencies: Distribution;
}

export const NO_FIGURES: Figures = {
  tasks: 0,
  completed: 0,
  failed: 0,
  pages: 0,
  settledPages: 0,
  retries: 0,
  rows: 0,
  fileBytes: 0,
  workMs: 0,
  durations: NO_DURATIONS,
  latencies: NO_DURATIONS,
};

export function figuresOf(lines: readonly FigureLine[]): Figures {
  const durations = new DistributionSum();
  const latencies = new DistributionSum();
  const sums = { completed: 0, failed: 0, pages: 0, settledPages: 0, retries: 0, rows: 0, fileBytes: 0 };
  for (const { status, attempts, rows, pages, fileBytes, busyMs, latencies: written } of lines) {
    sums.pages += pages;
    sums.retries += Math.max(0, attempts - 1);
    sums.rows += rows;
    sums.fileBytes += fileBytes;
    if (written !== null) latencies.written(written);
    if (!isSettled(status)) continue;
    if (status === 'completed') sums.completed += 1;
    else sums.failed += 1;
    sums.settledPages += pages;
    if (busyMs > 0) durations.value(busyMs);
  }
  return {
    ...sums,
    tasks: lines.length,
    workMs: workOf(lines),
    durations: durations.result(),
    latencies: latencies.result(),
  };
}

function workOf(lines: readonly FigureLine[]): number {
  const spans = lines
    .flatMap(({ completedAt, busyMs, status }) =>
      completedAt === null || busyMs <= 0 || !isSettled(status)
        ? []
        : [{ from: completedAt - busyMs, to: completedAt }],
    )
    .sort((a, b) => a.from - b.from);
  let total = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { from, to } of spans) {
    total += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return total;
}

/** Of batches: they run one after the other, so that their work adds up. */
export function addFigures(parts: readonly Figures[]): Figures {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const sum = (pick: (one: Figures) => number): number => parts.reduce((total, one) => total + pick(one), 0);
  return {
    tasks: sum(({ tasks }) => tasks),
    completed: sum(({ completed }) => completed),
    failed: sum(({ failed }) => failed),
    pages: sum(({ pages }) => pages),
    settledPages: sum(({ settledPages }) => settledPages),
    retries: sum(({ retries }) => retries),
    rows: sum(({ rows }) => rows),
    fileBytes: sum(({ fileBytes }) => fileBytes),
    workMs: sum(({ workMs }) => workMs),
    durations: addDistributions(parts.map(({ durations }) => durations)),
    latencies: addDistributions(parts.map(({ latencies }) => latencies)),
  };
}

export interface GroupedFigures {
  readonly groups: ReadonlyMap<string, Figures>;
  readonly total: Figures;
}

/** A task that is not settled has no day yet: it is in none of the groups, and in the total. */
export function figuresBy(lines: readonly FigureLine[], by: FiguresBy, timeZone: string): GroupedFigures {
  const dayAt = rememberedDays(timeZone);
  const valueOf = (line: FigureLine): string | null =>
    by === 'day' ? (line.completedAt === null ? null : dayAt(line.completedAt)) : line[by];
  const groups = new Map<string, Figures>();
  let rest = NO_FIGURES;
  for (const [value, group] of Map.groupBy(lines, valueOf)) {
    if (value === null) rest = figuresOf(group);
    else groups.set(value, figuresOf(group));
  }
  // Groups work side by side: their times do not add up, everything else does.
  return { groups, total: { ...addFigures([...groups.values(), rest]), workMs: workOf(lines) } };
}

/** Every zone's clocks are whole quarters of an hour away from UTC: a day never changes within one. */
const QUARTER_MS = 15 * 60_000;

/** Putting an instant into words of a calendar is dear, and tasks settled in the same quarter of an hour share their day. */
function rememberedDays(timeZone: string): (epochMs: number) => string {
  const known = new Map<number, string>();
  return (epochMs) => {
    const quarter = Math.floor(epochMs / QUARTER_MS);
    const day = known.get(quarter) ?? dayOf(epochMs, timeZone);
    known.set(quarter, day);
    return day;
  };
}
