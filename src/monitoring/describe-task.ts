/** Tasks as people are shown them. */
import { taskKey } from '../core/task.ts';
import type { HistoryLine, TaskLine, TaskRead } from '../store/contract.ts';
import { instantOf, instantOrNull } from './counts.ts';
import type { RunningTask } from './status-shape.ts';
import type { TaskDetail, TaskView } from './task-shape.ts';

export function describeTask(task: TaskLine, now: number): TaskView {
  const { id, batch, scraper, phase, site, city, operation, product, url, status, verdict, truncated } = task;
  const { attempts, maxAttempts, rows, rejectedRows, pages, fileBytes, errorCode, errorMessage, outputPath } = task;
  return {
    id,
    key: taskKey(task),
    batch,
    scraper,
    phase,
    site,
    city,
    operation,
    product,
    url,
    status,
    verdict,
    truncated,
    attempts,
    maxAttempts,
    rows,
    rejectedRows,
    pages,
    fileBytes,
    startedAt: instantOrNull(task.startedAt),
    completedAt: instantOrNull(task.completedAt),
    retryAt: instantOrNull(task.retryAt),
    durationMs: durationOf(task, now),
    latencyMs: task.latencyMs,
    errorCode,
    errorMessage,
    outputPath,
  };
}

/** Work so far: of settled attempts, and of the one that runs now. */
function durationOf({ status, startedAt, busyMs }: TaskLine, now: number): number | null {
  if (startedAt === null) return null;
  return Math.round(busyMs + (status === 'running' ? Math.max(0, now - startedAt) : 0));
}

export function describeRunning(task: TaskLine): RunningTask {
  const { id, scraper, site, city, operation, product, url, attempts, startedAt, createdAt, pages, rows } = task;
  return {
    id,
    key: taskKey(task),
    scraper,
    site,
    city,
    operation,
    product,
    url,
    attempt: attempts,
    startedAt: instantOf(startedAt ?? createdAt),
    pages,
    rows,
  };
}

export function describeDetail(
  { task, events, pages, history }: TaskRead,
  advice: string | null,
  hasProblemPage: boolean,
  now: number,
): TaskDetail {
  return {
    task: describeTask(task, now),
    advice,
    events: events.map(({ at, step, from, to, attempt, actor, verdict, code, message, durationMs }) => ({
      at: instantOf(at),
      step,
      from,
      to,
      attempt,
      actor,
      verdict,
      code,
      message,
      durationMs,
    })),
    pages: pages.map(({ page, url, rows, rejectedRows, fetchedAt, robots }) => ({
      pageNo: page,
      url,
      rows,
      rejectedRows,
      fetchedAt: instantOf(fetchedAt),
      robots,
    })),
    hasProblemPage,
    history: history.map(({ batch, status, verdict, rows, busyMs }: HistoryLine) => ({
      batch,
      status,
      verdict,
      rows,
      durationMs: busyMs > 0 ? busyMs : null,
    })),
  };
}
