/** Sums over lines of counts: what every view of a batch is made of. */
import { isSettled, TASK_STATUSES } from '../core/task.ts';
import type { TaskStatus } from '../core/task.ts';
import type { Verdict } from '../core/verdict.ts';
import type { CountLine } from '../store/contract.ts';

export interface Sums {
  readonly tasks: number;
  readonly byStatus: Readonly<Record<TaskStatus, number>>;
  /** Of what is settled: the last attempt of a task that is tried again says nothing of its end. */
  readonly byVerdict: Readonly<Partial<Record<Verdict, number>>>;
  readonly settled: number;
  readonly truncated: number;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly pages: number;
  readonly fileBytes: number;
  readonly busyMs: number;
  readonly firstStartedAt: number | null;
}

export function sumUp(lines: readonly CountLine[]): Sums {
  const byStatus = Object.fromEntries(TASK_STATUSES.map((status) => [status, 0])) as Record<TaskStatus, number>;
  const byVerdict: Partial<Record<Verdict, number>> = {};
  let firstStartedAt: number | null = null;
  for (const { status, verdict, tasks, firstStartedAt: first } of lines) {
    byStatus[status] += tasks;
    if (verdict !== null && isSettled(status)) byVerdict[verdict] = (byVerdict[verdict] ?? 0) + tasks;
    if (first !== null) firstStartedAt = Math.min(first, firstStartedAt ?? first);
  }
  const sum = (pick: (line: CountLine) => number): number => lines.reduce((total, line) => total + pick(line), 0);
  return {
    tasks: sum(({ tasks }) => tasks),
    byStatus,
    byVerdict,
    settled: sum(({ status, tasks }) => (isSettled(status) ? tasks : 0)),
    truncated: sum(({ truncated }) => truncated),
    rows: sum(({ rows }) => rows),
    rejectedRows: sum(({ rejectedRows }) => rejectedRows),
    pages: sum(({ pages }) => pages),
    fileBytes: sum(({ fileBytes }) => fileBytes),
    busyMs: sum(({ busyMs }) => busyMs),
    firstStartedAt,
  };
}

/** `2026-11-22T16:05:00.000Z` */
export const instantOf = (epochMs: number): string => new Date(epochMs).toISOString();
export const instantOrNull = (epochMs: number | null): string | null => (epochMs === null ? null : instantOf(epochMs));
