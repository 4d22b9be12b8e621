/**
 * The life of a task, as a table (SPEC §3, D24, D25). `engine/settle-task.ts` and the store's lease are the only writers
 * of status, and both ask this table.
 *
 *   pending ──lease──> running ──complete──> completed
 *      ^                 │ ├──retry, defer──> retrying ──lease──> running …
 *      │                 │ ├──fail──────────> failed                (retrying cannot cure it; a person may reopen)
 *      └──release────────┘ ├──exhaust───────> permanently_failed    (attempts used up, deadline, quarantine)
 *                          └──cancel────────> cancelled             (with its batch)
 */
import { Fault } from './errors.ts';
import type { Phase } from './codes.ts';
import type { Truncation, Verdict } from './verdict.ts';

export const TASK_STATUSES = [
  'pending',
  'running',
  'retrying',
  'completed',
  'failed',
  'permanently_failed',
  'cancelled',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const TASK_STEPS = [
  'lease',
  'complete',
  'retry',
  'defer',
  'fail',
  'exhaust',
  'release',
  'cancel',
  'reopen',
] as const;
export type TaskStep = (typeof TASK_STEPS)[number];

const TRANSITIONS: Readonly<Record<TaskStatus, Partial<Record<TaskStep, TaskStatus>>>> = {
  pending: { lease: 'running', exhaust: 'permanently_failed', cancel: 'cancelled' },
  running: {
    complete: 'completed',
    retry: 'retrying',
    defer: 'retrying',
    fail: 'failed',
    exhaust: 'permanently_failed',
    release: 'pending',
    cancel: 'cancelled',
  },
  retrying: { lease: 'running', exhaust: 'permanently_failed', cancel: 'cancelled' },
  completed: {},
  failed: { reopen: 'pending' },
  permanently_failed: { reopen: 'pending' },
  cancelled: {},
};

/** The status after a step, or null when the table forbids it. */
export function nextStatus(from: TaskStatus, step: TaskStep): TaskStatus | null {
  return TRANSITIONS[from][step] ?? null;
}

/** @throws {Fault} E_TRANSITION when the table forbids it. */
export function assertTransition(task: number, from: TaskStatus, step: TaskStep): TaskStatus {
  const to = nextStatus(from, step);
  if (to === null) throw new Fault('E_TRANSITION', `task ${task} is ${from}: it cannot ${step}`);
  return to;
}

/** Settled tasks are left alone by the engine; only a person reopens them. */
export const SETTLED: readonly TaskStatus[] = ['completed', 'failed', 'permanently_failed', 'cancelled'];
/** What the batch row counts as failed (D25). */
export const FAILED: readonly TaskStatus[] = ['failed', 'permanently_failed', 'cancelled'];

type StatusCounts = Readonly<Record<TaskStatus, number>>;

const countOf = (statuses: readonly TaskStatus[], counts: StatusCounts): number =>
  statuses.reduce((sum, status) => sum + counts[status], 0);

/** How many of the counted tasks the engine leaves alone. */
export const countSettled = (counts: StatusCounts): number => countOf(SETTLED, counts);
/** How many of the counted tasks a batch counts as failed (D25). */
export const countFailed = (counts: StatusCounts): number => countOf(FAILED, counts);

export function isSettled(status: TaskStatus): boolean {
  return SETTLED.includes(status);
}

/** One target (or its detail work) in one batch. */
export interface Task {
  readonly id: number;
  readonly batch: string;
  readonly scraper: string;
  readonly phase: Phase;
  readonly site: string;
  readonly city: string;
  readonly operation: string;
  readonly product: string;
  readonly url: string;
  readonly orderNum: number;
  readonly ordinal: number;
  readonly status: TaskStatus;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly interruptions: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly retryAt: number | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly verdict: Verdict | null;
  readonly truncated: Truncation | null;
  readonly outputPath: string | null;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly pages: number;
  readonly fileBytes: number;
}

/** What a task is planned with; the store gives it an id. */
export type PlannedTask = Pick<
  Task,
  'scraper' | 'phase' | 'site' | 'city' | 'operation' | 'product' | 'url' | 'orderNum' | 'ordinal' | 'maxAttempts'
>;

/** `inm24:17`: one task per scraper and order number in a batch (D8). */
export function taskKey(task: Pick<Task, 'scraper' | 'orderNum'>): string {
  return `${task.scraper}:${task.orderNum}`;
}
