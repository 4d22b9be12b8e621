/** What is happening now, as people and programs are shown it. */
import { z } from 'zod';
import { TASK_STATUSES } from '../core/task.ts';
import { VERDICTS } from '../core/verdict.ts';

/** `2026-11-22T16:05:00.000Z`. Durations are milliseconds (`…Ms`), sizes bytes (`…Bytes`), shares 0–1 (`…Share`). */
export const instant = z.iso.datetime();
export const count = z.number().int().nonnegative();
const orNull = <Shape extends z.ZodType>(shape: Shape): z.ZodNullable<Shape> => shape.nullable();

export const batchShape = z.strictObject({
  id: z.string(),
  status: z.enum(['running', 'completed', 'failed', 'cancelled']),
  startedAt: instant,
  completedAt: orNull(instant),
  deadlineAt: instant,
  timeZone: z.string(),
  rehearsal: z.boolean(),
  tasks: count,
  byStatus: z.record(z.enum(TASK_STATUSES), count),
  byVerdict: z.partialRecord(z.enum(VERDICTS), count),
  truncated: count,
  rows: count,
  rejectedRows: count,
  pages: count,
  fileBytes: count,
  /** Until now, or until it was closed. */
  durationMs: count,
  /** From the pace so far; null when nothing can be said, or the batch is closed. */
  etaAt: orNull(instant),
});
export type BatchView = z.infer<typeof batchShape>;

/** One scraper of a batch: `inm24` (main) or `inm24_det` (detail). */
export const scraperShape = z.strictObject({
  scraper: z.string(),
  site: z.string(),
  phase: z.enum(['main', 'detail']),
  tasks: count,
  byStatus: z.record(z.enum(TASK_STATUSES), count),
  byVerdict: z.partialRecord(z.enum(VERDICTS), count),
  truncated: count,
  rows: count,
  pages: count,
  busyMs: count,
  etaAt: orNull(instant),
  /** A person paused its site. */
  paused: z.boolean(),
  /** Why nothing of it starts now: its circuit is open, robots.txt is unreachable …; null = nothing is in the way. */
  waitingFor: orNull(z.string()),
});
export type ScraperView = z.infer<typeof scraperShape>;

/** What a lane is doing now. */
export const runningTaskShape = z.strictObject({
  id: z.number().int(),
  key: z.string(),
  scraper: z.string(),
  site: z.string(),
  city: z.string(),
  operation: z.string(),
  product: z.string(),
  url: z.string(),
  attempt: count,
  startedAt: instant,
  pages: count,
  rows: count,
});
export type RunningTask = z.infer<typeof runningTaskShape>;

export const systemShape = z.strictObject({
  /** Of all cores, 0–1, of the last few seconds; null = not known (no service runs). */
  cpuShare: orNull(z.number()),
  load1: z.number(),
  cores: count,
  memoryBytes: count,
  memoryFreeBytes: count,
  /** Service and its workers; null = no service runs. */
  ownMemoryBytes: orNull(count),
  disks: z.array(z.strictObject({ folder: z.string(), bytes: count, freeBytes: count, low: z.boolean() })),
});
export type SystemView = z.infer<typeof systemShape>;

export const serviceShape = z.strictObject({
  /** `off` = no service holds this data directory. */
  state: z.enum(['off', 'starting', 'idle', 'working', 'degraded', 'stopping']),
  version: z.string(),
  pid: orNull(z.number().int()),
  startedAt: orNull(instant),
  /** What is wrong, in words; empty = all is well. */
  troubles: z.array(z.string()),
  slots: orNull(z.strictObject({ now: count, configured: count, reason: orNull(z.string()) })),
});
export type ServiceView = z.infer<typeof serviceShape>;

export const statusShape = z.strictObject({
  at: instant,
  service: serviceShape,
  /** The open batch, else the newest; null = none yet. */
  batch: orNull(batchShape),
  scrapers: z.array(scraperShape),
  running: z.array(runningTaskShape),
  /** Newest failures of this batch, at most ten. */
  failures: z.array(
    z.strictObject({
      id: z.number().int(),
      key: z.string(),
      at: instant,
      verdict: orNull(z.enum(VERDICTS)),
      code: orNull(z.string()),
      message: orNull(z.string()),
    }),
  ),
  /** Pages stored in each minute, oldest first: of the last 60, from the start of the service on; empty = not known. */
  pagesPerMinute: z.array(count),
  nextBatchAt: orNull(instant),
  schedulePaused: z.boolean(),
  system: systemShape,
});
export type Status = z.infer<typeof statusShape>;
