/** Figures over tasks, each beside its target (requirements/4). */
import type { BatchStatus } from '../core/batch.ts';
import { meanOf, quantileOf } from '../core/distribution.ts';
import type { Figures, FiguresRead } from '../store/contract.ts';
import type { Statistics, StatisticsLine, TargetView } from './statistics-shape.ts';

const MINUTE = 60_000;

/** One line a value, and one of all; a task counts for the day on which it was settled. */
export function statisticsOf({ groups, total }: FiguresRead): Pick<Statistics, 'lines' | 'total'> {
  return {
    lines: groups.map(({ value, figures }) => statisticsLine(value, figures)).sort((a, b) => (a.key < b.key ? -1 : 1)),
    total: statisticsLine('total', total),
  };
}

export function statisticsLine(key: string, figures: Figures): StatisticsLine {
  const { tasks, completed, failed, pages, settledPages, retries, rows, fileBytes, workMs } = figures;
  const { durations, latencies } = figures;
  const settled = completed + failed;
  return {
    key,
    tasks,
    completed,
    failed,
    successShare: settled === 0 ? null : completed / settled,
    meanDurationMs: meanOf(durations),
    p95DurationMs: quantileOf(durations, 0.95),
    meanLatencyMs: meanOf(latencies),
    p95LatencyMs: quantileOf(latencies, 0.95),
    pages,
    pagesPerMinute: workMs === 0 ? null : settledPages / (workMs / MINUTE),
    retries,
    rows,
    fileBytes,
  };
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
