/** Tasks, their attempts, and what went wrong, as people and programs are shown it. */
import { z } from 'zod';
import { TASK_STATUSES } from '../core/task.ts';
import { VERDICTS } from '../core/verdict.ts';
import { count, instant } from './status-shape.ts';

const text = z.string().nullable();
const verdict = z.enum(VERDICTS).nullable();

export const taskShape = z.strictObject({
  id: z.number().int(),
  /** `inm24:17` */
  key: z.string(),
  batch: z.string(),
  scraper: z.string(),
  phase: z.enum(['main', 'detail']),
  site: z.string(),
  city: z.string(),
  operation: z.string(),
  product: z.string(),
  url: z.string(),
  status: z.enum(TASK_STATUSES),
  verdict,
  truncated: z.enum(['robots', 'cap']).nullable(),
  attempts: count,
  maxAttempts: count,
  rows: count,
  rejectedRows: count,
  pages: count,
  fileBytes: count,
  startedAt: instant.nullable(),
  completedAt: instant.nullable(),
  retryAt: instant.nullable(),
  durationMs: count.nullable(),
  /** Mean of a request to the portal, once the task has ended; null = not recorded. */
  latencyMs: z.number().nonnegative().nullable(),
  errorCode: text,
  errorMessage: text,
  /** Relative to the output tree. */
  outputPath: text,
});
export type TaskView = z.infer<typeof taskShape>;

export const taskDetailShape = z.strictObject({
  task: taskShape,
  /** Of `errorCode`, in the asker's language. */
  advice: text,
  events: z.array(
    z.strictObject({
      at: instant,
      step: z.string(),
      from: z.enum(TASK_STATUSES).nullable(),
      to: z.enum(TASK_STATUSES),
      attempt: count,
      actor: z.string(),
      verdict,
      code: text,
      message: text,
      durationMs: count.nullable(),
    }),
  ),
  /** Committed pages that are still kept (D19: until the task is completed). */
  pages: z.array(
    z.strictObject({
      pageNo: count,
      url: z.string(),
      rows: count,
      rejectedRows: count,
      fetchedAt: instant,
      robots: text,
    }),
  ),
  /** A saved problem page can be asked for. */
  hasProblemPage: z.boolean(),
  /** The same search in earlier batches, newest first. */
  history: z.array(
    z.strictObject({
      batch: z.string(),
      status: z.enum(TASK_STATUSES),
      verdict,
      rows: count,
      durationMs: count.nullable(),
    }),
  ),
});
export type TaskDetail = z.infer<typeof taskDetailShape>;

/** Failures with the same cause. */
export const errorGroupShape = z.strictObject({
  code: z.string(),
  verdict,
  site: z.string(),
  tasks: count,
  /** How many of them are tried again by themselves. */
  retrying: count,
  firstAt: instant,
  lastAt: instant,
  /** One message of the group. */
  example: text,
  exampleTask: z.number().int(),
  /** In the asker's language. */
  advice: text,
  /** The command that helps. */
  command: text,
});
export type ErrorGroup = z.infer<typeof errorGroupShape>;

/** The matrix portal × city × operation × product of a batch: every cell is explained. */
export const coverageShape = z.strictObject({
  batch: z.string(),
  /** The batch it is compared with; null = none before. */
  before: text,
  cells: z.array(
    z.strictObject({
      site: z.string(),
      city: z.string(),
      operation: z.string(),
      product: z.string(),
      /** Main tasks of this cell (most have one; D7). */
      tasks: z.array(z.number().int()),
      status: z.enum(TASK_STATUSES),
      verdict,
      truncated: z.boolean(),
      rows: count,
      rowsBefore: count.nullable(),
    }),
  ),
  /** Catalogue rows that became no task, and why. */
  notPlanned: z.array(z.strictObject({ place: z.string(), kind: z.string(), message: z.string() })),
});
export type Coverage = z.infer<typeof coverageShape>;
