/** The soak's figures with their targets, and its plots. */
import type { FigureResult, Measure } from '../support/figure.ts';
import type { AcceleratedReport, BatchMark } from './accelerated.ts';
import { slopeOf } from './fit.ts';
import type { Panel, Plot } from './plot.ts';
import type { RealTimeReport, Sample } from './real-time.ts';

const WARM_UP_HOURS = 1;
/** Below this V8 still settles, and a slope says nothing. */
const LEAST_HOURS = 2;
const WARM_UP_SHARE = 0.25;
const MOST_SLOPE = 1;
const MOST_WAL_MB = 64;
const MOST_DELAY_MS = 50;
const ROWS_SHOWN = [
  'execution_batches',
  'scraping_tasks',
  'task_events',
  'batch_summaries',
  'task_summaries',
  'schedule_occurrences',
];

function measure(name: string, unit: string, digits: number, most: number | null, values: readonly number[]): Measure {
  return { name, unit, digits, target: most === null ? null : { kind: 'at most', value: most }, values };
}

export function realTimeFigure({ samples, batches, failedTasks, exitCode, errors }: RealTimeReport): FigureResult {
  const whole = samples.at(-1)?.hours ?? 0;
  const warm = samples.filter(({ hours }) => hours >= Math.min(WARM_UP_HOURS, whole * WARM_UP_SHARE));
  const most = whole >= LEAST_HOURS ? MOST_SLOPE : null;
  const probed = samples.filter(({ delayP99 }) => !Number.isNaN(delayP99));
  const idle = warm.filter(({ working }) => !working);
  const slope = (of: (sample: Sample) => number, among = warm): readonly number[] => [
    slopeOf(among.map((sample) => ({ x: sample.hours, y: of(sample) })).filter(({ y }) => !Number.isNaN(y))),
  ];
  const highest = (of: (sample: Sample) => number): readonly number[] => [Math.max(...probed.map(of))];
  return {
    measures: [
      measure(
        'coordinator, RSS: slope',
        'MB/h',
        2,
        most,
        slope((sample) => sample.coordinatorRssMb),
      ),
      measure(
        'coordinator, PSS: slope',
        'MB/h',
        2,
        most,
        slope((sample) => sample.coordinatorPssMb),
      ),
      measure(
        '  between batches only',
        'MB/h',
        2,
        most,
        slope((sample) => sample.coordinatorPssMb, idle),
      ),
      measure(
        'heap: slope',
        'MB/h',
        2,
        null,
        slope((sample) => sample.heapMb),
      ),
      measure(
        'file descriptors: slope',
        '1/h',
        2,
        null,
        slope((sample) => sample.descriptors),
      ),
      measure(
        'all processes, PSS: highest',
        'MB',
        0,
        null,
        highest((sample) => sample.allPssMb),
      ),
      measure(
        'WAL: highest',
        'MB',
        1,
        MOST_WAL_MB,
        highest((sample) => sample.walMb),
      ),
      measure(
        'event loop late, p99',
        'ms',
        1,
        MOST_DELAY_MS,
        probed.map((sample) => sample.delayP99),
      ),
      measure(
        'event loop late, most',
        'ms',
        0,
        null,
        highest((sample) => sample.delayMost),
      ),
    ],
    notes: [
      `${batches} batches over, ${failedTasks} tasks failed, ${errors.length} errors in the log; serve ended with exit code ${exitCode}.`,
      `Slopes are straight lines through what follows the first ${(Math.min(WARM_UP_HOURS, whole * WARM_UP_SHARE) * 60).toFixed(0)} minutes; held to their target from ${LEAST_HOURS} hours on.`,
    ],
  };
}

export function realTimePlot({ samples }: RealTimeReport): Plot {
  const panel = panelsOver(samples, ({ hours }) => hours);
  return {
    title: 'serve against the practice portals',
    across: 'hours',
    panels: [
      panel('Memory, MB', null, {
        'all, PSS': (sample) => sample.allPssMb,
        'coordinator, RSS': (sample) => sample.coordinatorRssMb,
        'coordinator, PSS': (sample) => sample.coordinatorPssMb,
        'its heap': (sample) => sample.heapMb,
      }),
      panel('Open files of the coordinator', null, { descriptors: (sample) => sample.descriptors }),
      panel('Database, MB', MOST_WAL_MB, { file: (sample) => sample.databaseMb, WAL: (sample) => sample.walMb }),
      panel('Event loop late, ms', MOST_DELAY_MS, {
        p99: (sample) => sample.delayP99,
        most: (sample) => sample.delayMost,
      }),
    ],
  };
}

/** Growth of the heap a batch, MB, after the first sixth (three batches at least): V8 still compiles in those. */
export function heapSlope(marks: readonly BatchMark[]): number {
  return slopeOf(steady(marks).map(({ batch, heapMb }) => ({ x: batch, y: heapMb })));
}

function steady(marks: readonly BatchMark[]): readonly BatchMark[] {
  return marks.slice(Math.min(Math.max(3, Math.round(marks.length / 6)), marks.length - 2));
}

export function acceleratedFigure(report: AcceleratedReport): FigureResult {
  const { marks, stuck, jobOccurrences, rows } = report;
  const last = marks.at(-1);
  const late = steady(marks);
  const rss = slopeOf(late.map(({ batch, rssMb }) => ({ x: batch, y: rssMb })));
  return {
    measures: [
      measure('batches and tasks stuck', '', 0, 0, [stuck.batches + stuck.tasks + stuck.lanes]),
      measure('occurrences that started their batch', '', 0, null, [
        report.batchOccurrences.filter(({ status }) => status === 'started').length,
      ]),
      // 15 days a batch: MB/h of the service's own time would flatter by a factor of 360.
      measure('heap after collection: slope a batch', 'MB', 3, MOST_SLOPE, [heapSlope(marks)]),
      measure('RSS of the process: slope a batch', 'MB', 3, null, [rss]),
      measure('WAL: highest', 'MB', 1, MOST_WAL_MB, [last?.walMb ?? Number.NaN]),
      measure('database', 'MB', 1, null, [last?.databaseMb ?? Number.NaN]),
      measure(
        'open files',
        '',
        0,
        null,
        late.map(({ descriptors }) => descriptors),
      ),
    ],
    notes: [
      `Jobs: ${Object.entries(jobOccurrences)
        .map(([what, times]) => `${what} ${times}`)
        .join(', ')} (skipped: caught up by one run after a jump of the clock).`,
      `Rows at the end: ${ROWS_SHOWN.map((table) => `${table} ${rows[table] ?? 0}`).join(', ')}.`,
    ],
  };
}

export function acceleratedPlot({ marks }: AcceleratedReport): Plot {
  const panel = panelsOver(marks, ({ day }) => day);
  return {
    title: `serve over ${marks.length} batches`,
    across: 'days of the service',
    panels: [
      panel('Memory of the process, MB', null, {
        RSS: (mark) => mark.rssMb,
        'heap after GC': (mark) => mark.heapMb,
      }),
      panel('Heap after a garbage collection, MB', null, { heap: (mark) => mark.heapMb }),
      panel('Database, MB', MOST_WAL_MB, { file: (mark) => mark.databaseMb, 'WAL, highest': (mark) => mark.walMb }),
      panel('Tasks in the database', null, { tasks: (mark) => mark.tasks }),
      panel('Open files', null, { descriptors: (mark) => mark.descriptors }),
    ],
  };
}

function panelsOver<T>(values: readonly T[], x: (value: T) => number) {
  return (title: string, limit: number | null, series: Readonly<Record<string, (value: T) => number>>): Panel => ({
    title,
    limit,
    series: Object.entries(series).map(([name, y]) => ({
      name,
      points: values.map((value) => ({ x: x(value), y: y(value) })).filter((point) => !Number.isNaN(point.y)),
    })),
  });
}
