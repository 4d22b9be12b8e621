/** One page for a run: fetched, with a few quick retries of its own, or the outcome that ends the run. */
import type { ErrorCode } from '../../core/errors.ts';
import { ERRORS } from '../../core/errors.ts';
import type { RequestPurpose } from '../../core/politeness.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { FetchedPage, FetchFailure } from '../../fetching/contract.ts';
import type { TaskRun } from './task-run.ts';

export type PageFetch = FetchedPage | FetchFailure;

/** Trouble that a moment may cure: the page is asked for again before the task is (seconds, not the task's half hours). */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'E_CONNECT',
  'E_RESET',
  'E_TRUNCATED',
  'E_ENCODING',
  'E_PROTOCOL_HTTP',
  'E_TIMEOUT_CONNECT',
  'E_TIMEOUT_HEADERS',
  'E_TIMEOUT_TOTAL',
  'E_SERVER',
]);
const PAGE_RETRIES = 2;
const FIRST_PAUSE_MS = 1000;

export async function fetchPage(task: TaskRun, url: string, purpose: RequestPurpose): Promise<PageFetch> {
  for (let attempt = 0; ; attempt += 1) {
    const result = await task.fetcher.fetch(
      { site: task.run.site, url, purpose, allowedHosts: task.site.redirectHosts },
      task.signal,
    );
    if (result.kind === 'page' || attempt === PAGE_RETRIES || !PASSING.has(result.code) || task.draining())
      return result;
    const pause = FIRST_PAUSE_MS * 2 ** attempt * (1 + task.random.next());
    await task.clock.sleep(pause, task.signal);
  }
}

/** D25: what a failed fetch means for the task. */
export function outcomeOfFailure(failure: FetchFailure): Outcome {
  const { code, message } = failure;
  const verdict = ERRORS[code].verdict ?? 'network';
  if (failure.until !== null) return { kind: 'deferred', verdict, code, message, until: failure.until };
  if (FOR_GOOD.has(code)) return { kind: 'failed', verdict, code, message };
  const later = failure.retryAfterMs === null ? {} : { retryAfterMs: failure.retryAfterMs };
  if (verdict === 'blocked') return { kind: 'suspect', verdict, code, message, ...later };
  return { kind: 'retry', verdict, code, message, ...later };
}

/** Waiting cures none of these: a person must act. */
const FOR_GOOD: ReadonlySet<ErrorCode> = new Set([
  'E_ROBOTS',
  'E_NOT_FOUND',
  'E_URL',
  'E_ADDRESS',
  'E_TLS',
  'E_TOO_LARGE',
  'E_REDIRECT',
  'E_REDIRECT_HOST',
]);
