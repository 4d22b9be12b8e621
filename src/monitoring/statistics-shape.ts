/** Figures over tasks and batches, each beside its target (requirements/4). */
import { z } from 'zod';
import { STATISTICS_BY } from './selector-words.ts';
import type { StatisticsBy } from './selector-words.ts';
import { batchShape, count, instant, scraperShape } from './status-shape.ts';
import { coverageShape, errorGroupShape, taskShape } from './task-shape.ts';

export { STATISTICS_BY };
export type { StatisticsBy };

export const statisticsLineShape = z.strictObject({
  /** Value of what the figures are grouped by; `day` is the local day `2026-11-22`. */
  key: z.string(),
  tasks: count,
  completed: count,
  failed: count,
  successShare: z.number().nullable(),
  meanDurationMs: z.number().nullable(),
  p95DurationMs: z.number().nullable(),
  /** Of one request to the portal; null = not recorded. */
  meanLatencyMs: z.number().nullable(),
  p95LatencyMs: z.number().nullable(),
  pages: count,
  /** While its lanes were at work. */
  pagesPerMinute: z.number().nullable(),
  retries: count,
  rows: count,
  fileBytes: count,
});
export type StatisticsLine = z.infer<typeof statisticsLineShape>;

/** One of the targets of requirements/4 beside what was measured. */
export const targetShape = z.strictObject({
  name: z.enum(['pages_per_minute', 'latency', 'memory', 'success', 'start', 'batches_finished']),
  /** `min`: at least; `max`: at most. */
  bound: z.enum(['min', 'max']),
  target: z.number(),
  unit: z.enum(['pages/min', 'ms', 'bytes', 'share']),
  measured: z.number().nullable(),
  met: z.boolean().nullable(),
});
export type TargetView = z.infer<typeof targetShape>;

export const statisticsShape = z.strictObject({
  by: z.enum(STATISTICS_BY),
  /** Which batches the figures cover, newest first. */
  batches: z.array(z.string()),
  lines: z.array(statisticsLineShape),
  total: statisticsLineShape,
  targets: z.array(targetShape),
});
export type Statistics = z.infer<typeof statisticsShape>;

/** One point a batch and site, oldest batch first. */
export const trendShape = z.strictObject({
  points: z.array(
    z.strictObject({
      batch: z.string(),
      startedAt: instant,
      site: z.string(),
      tasks: count,
      completed: count,
      failed: count,
      rows: count,
      pages: count,
      retries: count,
      busyMs: count,
    }),
  ),
});
export type Trend = z.infer<typeof trendShape>;

/** What a batch left behind, for its report. */
export const reportShape = z.strictObject({
  batch: batchShape,
  before: batchShape.nullable(),
  scrapers: z.array(scraperShape),
  coverage: coverageShape,
  causes: z.array(errorGroupShape),
  slowest: z.array(taskShape),
  /** Share of rows in which a field is filled, by site; null where it is not known. */
  fillRates: z.array(
    z.strictObject({
      site: z.string(),
      fields: z.array(z.strictObject({ field: z.string(), share: z.number(), before: z.number().nullable() })),
    }),
  ),
});
export type BatchReport = z.infer<typeof reportShape>;
