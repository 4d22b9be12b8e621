/** One page for a run: fetched, with a few quick retries of its own, or the outcome that ends the run. */
import type { ErrorCode } from '../../core/errors.ts';
import { ERRORS } from '../../core/errors.ts';
import type { RequestPurpose } from '../../core/politeness.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { FetchedPage, FetchFailure, FetchRequest } from '../../fetching/contract.ts';
import type { TaskRun } from './task-run.ts';

export type PageFetch = FetchedPage | FetchFailure;

/** Trouble that a moment may cure, and how often the page is asked for again before the task is (seconds, not the task's half hours). */
const PASSING: Readonly<Partial<Record<ErrorCode, number>>> = {
  E_DNS: 1,
  E_RESOLVER: 2,
  E_CONNECT: 2,
  E_RESET: 2,
  E_TRUNCATED: 2,
  E_FRAMING: 1,
  E_PROTOCOL_HTTP: 2,
  E_TIMEOUT_CONNECT: 2,
  E_TIMEOUT_HEADERS: 2,
  E_TIMEOUT_TOTAL: 2,
  E_SERVER: 2,
  E_BROWSER: 1,
};
const FIRST_PAUSE_MS = 1000;
/** A name that has no address is asked again when what the resolver keeps of it has aged (F42). */
const NAME_PAUSE_MS = 60_000;

/**
 * @param lacksContent whether a page that came over HTTP has not what was looked for: with `fetch: auto` the browser
 * fills it in then, with no further request for the page itself
 */
export async function fetchPage(
  task: TaskRun,
  url: string,
  purpose: RequestPurpose,
  lacksContent: (page: FetchedPage) => boolean,
): Promise<PageFetch> {
  const request: FetchRequest = {
    site: task.run.site,
    url,
    purpose,
    allowedHosts: task.site.redirectHosts,
    ignoresCertificates: task.site.ignoresCertificates,
    waitFor: task.site.defaults.waitFor,
    proxies: task.run.proxies,
    session: task.run.run,
    userAgent: task.run.userAgent,
  };
  for (let attempt = 0; ; attempt += 1) {
    const result = await ask(task, request, lacksContent);
    if (result.kind === 'page' || attempt >= (PASSING[result.code] ?? 0) || task.draining()) return result;
    await task.clock.sleep(pauseBefore(result.code, attempt, task), task.signal);
  }
}

async function ask(
  { run, fetcher, renderer, signal }: TaskRun,
  request: FetchRequest,
  lacksContent: (page: FetchedPage) => boolean,
): Promise<PageFetch> {
  const page = await fetcher.fetch(request, signal);
  if (page.kind === 'failure' || run.fetch === 'http' || renderer === undefined) return page;
  if (run.fetch === 'auto' && !lacksContent(page)) return page;
  return renderer.render(request, page, (filled) => !lacksContent(filled), signal);
}

function pauseBefore(code: ErrorCode, attempt: number, task: TaskRun): number {
  const pause = code === 'E_DNS' ? NAME_PAUSE_MS : FIRST_PAUSE_MS * 2 ** attempt;
  return pause * (1 + task.random.next());
}

/** D25: what a failed fetch means for the task. */
export function outcomeOfFailure(failure: FetchFailure): Outcome {
  const { code, message } = failure;
  const verdict = ERRORS[code].verdict ?? 'network';
  if (failure.until !== null) return { kind: 'deferred', verdict, code, message, until: failure.until };
  if (FOR_GOOD.has(code)) return { kind: 'failed', verdict, code, message };
  const later = failure.retryAfterMs === null ? {} : { retryAfterMs: failure.retryAfterMs };
  if (verdict === 'blocked' || verdict === 'invalid') return { kind: 'suspect', verdict, code, message, ...later };
  return { kind: 'retry', verdict, code, message, ...later };
}

/** Waiting cures none of these: a person must act. */
const FOR_GOOD: ReadonlySet<ErrorCode> = new Set([
  'E_ROBOTS',
  'E_DNS',
  'E_NOT_FOUND',
  'E_URL',
  'E_ADDRESS',
  'E_TLS',
  'E_FRAMING',
  'E_ENCODING',
  'E_TOO_LARGE',
  'E_REDIRECT',
  'E_REDIRECT_HOST',
  'E_NO_BROWSER',
]);
