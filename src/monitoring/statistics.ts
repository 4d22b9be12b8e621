/** Figures over tasks, each beside its target (requirements/4). */
import { dayOf } from '../core/batch.ts';
import type { BatchStatus } from '../core/batch.ts';
import { FAILED, isSettled } from '../core/task.ts';
import type { FigureLine } from '../store/contract.ts';
import type { Statistics, StatisticsBy, StatisticsLine, TargetView } from './statistics-shape.ts';

const MINUTE = 60_000;

/** One line a value, and one of all; a task counts for the day on which it was settled. */
export function statisticsOf(
  lines: readonly FigureLine[],
  by: StatisticsBy,
  timeZone: string,
): Pick<Statistics, 'lines' | 'total'> {
  const keyOf = (line: FigureLine): string | null =>
    by === 'day' ? (line.completedAt === null ? null : dayOf(line.completedAt, timeZone)) : line[by];
  const groups = Map.groupBy(lines, keyOf);
  groups.delete(null);
  return {
    lines: [...groups.entries()]
      .map(([key, group]) => statisticsLine(key ?? '', group))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    total: statisticsLine('total', lines),
  };
}

export function statisticsLine(key: string, lines: readonly FigureLine[]): StatisticsLine {
  const sum = (pick: (line: FigureLine) => number): number => lines.reduce((total, line) => total + pick(line), 0);
  const settled = lines.filter(({ status }) => isSettled(status));
  const completed = settled.filter(({ status }) => status === 'completed').length;
  const durations = settled.map(({ busyMs }) => busyMs).filter((ms) => ms > 0);
  const timed = lines.filter(({ latencyMs, pages }) => latencyMs !== null && pages > 0);
  const latencies = timed.map(({ latencyMs, pages }) => (latencyMs ?? 0) / pages);
  const requests = timed.reduce((total, { pages }) => total + pages, 0);
  const busy = busyUnion(settled);
  const pages = sum((line) => line.pages);
  return {
    key,
    tasks: lines.length,
    completed,
    failed: settled.filter(({ status }) => FAILED.includes(status)).length,
    successShare: settled.length === 0 ? null : completed / settled.length,
    meanDurationMs: durations.length === 0 ? null : durations.reduce((a, b) => a + b, 0) / durations.length,
    p95DurationMs: percentile(durations, 0.95),
    meanLatencyMs:
      requests === 0 ? null : timed.reduce((total, { latencyMs }) => total + (latencyMs ?? 0), 0) / requests,
    p95LatencyMs: percentile(latencies, 0.95),
    pages,
    pagesPerMinute: busy === 0 ? null : sumOf(settled) / (busy / MINUTE),
    retries: sum(({ attempts }) => Math.max(0, attempts - 1)),
    rows: sum((line) => line.rows),
    fileBytes: sum((line) => line.fileBytes),
  };
}

const sumOf = (lines: readonly FigureLine[]): number => lines.reduce((total, { pages }) => total + pages, 0);

/** Nearest rank: the smallest value that at least `share` of all do not exceed; null of none. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? null;
}

/** Milliseconds in which at least one of the tasks was at work: lanes side by side count once, pauses not at all. */
function busyUnion(lines: readonly FigureLine[]): number {
  const spans = lines
    .flatMap(({ completedAt, busyMs }) =>
      completedAt === null || busyMs <= 0 ? [] : [{ from: completedAt - busyMs, to: completedAt }],
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

export interface MeasuredHouse {
  readonly ownMemoryBytes: number | null;
  readonly startMs: number | null;
  /** The batches of the figures; one that is open within its deadline counts neither way. */
  readonly batches: readonly { readonly status: BatchStatus }[];
}

/** requirements/4: 100 pages/min, < 2 s a request, < 1 GB, > 95 %, < 30 s start; and every batch ends. */
export function targetsOf(total: StatisticsLine, house: MeasuredHouse): readonly TargetView[] {
  const ended = house.batches.filter(({ status }) => status !== 'running');
  const finished = ended.filter(({ status }) => status === 'completed').length;
  const target = (
    name: TargetView['name'],
    bound: TargetView['bound'],
    value: number,
    unit: TargetView['unit'],
    measured: number | null,
  ): TargetView => ({
    name,
    bound,
    target: value,
    unit,
    measured,
    met: measured === null ? null : bound === 'min' ? measured >= value : measured <= value,
  });
  return [
    target('pages_per_minute', 'min', 100, 'pages/min', total.pagesPerMinute),
    target('latency', 'max', 2000, 'ms', total.meanLatencyMs),
    target('memory', 'max', 2 ** 30, 'bytes', house.ownMemoryBytes),
    target('success', 'min', 0.95, 'share', total.successShare),
    target('start', 'max', 30_000, 'ms', house.startMs),
    target('batches_finished', 'min', 1, 'share', ended.length === 0 ? null : finished / ended.length),
  ];
}
