/** What an answer's status means for the task (SPEC §4; faults F57–F59). Blocks are recognised first (`blocks.ts`). */
import type { ErrorCode } from '../core/errors.ts';
import { LONGEST_RETRY_AFTER_MS, clampRetryAfter, parseRetryAfter } from './retry-after.ts';

/** A rate limit without a (sensible) `Retry-After`: the host waits this long. */
const PLAIN_RATE_LIMIT_MS = 60_000;

export interface StatusTrouble {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryAfterMs: number | null;
  /** Epoch ms; set when the wait is free of charge. */
  readonly until: number | null;
}

const plain = (code: ErrorCode, message: string): StatusTrouble => ({ code, message, retryAfterMs: null, until: null });

function rateLimited(status: number, asked: number | null, now: number): StatusTrouble {
  if (asked !== null && asked > LONGEST_RETRY_AFTER_MS) {
    const hours = Math.round(asked / 3_600_000);
    const message = `status ${status} asks us to stay away for ${hours} hours, longer than any rate limit`;
    return { code: 'E_FORBIDDEN', message, retryAfterMs: LONGEST_RETRY_AFTER_MS, until: null };
  }
  const retryAfterMs = asked === null ? null : clampRetryAfter(asked);
  const message =
    retryAfterMs === null
      ? `status ${status}: too many requests`
      : `status ${status} asks us to wait ${retryAfterMs / 1_000} s`;
  return { code: 'E_RATE_LIMITED', message, retryAfterMs, until: now + (retryAfterMs ?? PLAIN_RATE_LIMIT_MS) };
}

/** Null when the status is that of a page; `now` in epoch ms. */
export function classifyStatus(
  status: number,
  headers: Readonly<Record<string, string>>,
  now: number,
): StatusTrouble | null {
  if (status === 200 || status === 203) return null;
  const asked = parseRetryAfter(headers['retry-after'], headers['date'], now);
  if (status === 429 || (status === 503 && asked !== null)) return rateLimited(status, asked, now);
  if (status === 404 || status === 410) return plain('E_NOT_FOUND', `status ${status}: the page is not there`);
  if (status === 401 || status === 403 || status === 451)
    return plain('E_FORBIDDEN', `status ${status}: the portal refuses us`);
  if (status === 407) return plain('E_PROXY', 'status 407: the proxy wants to know who asks');
  if (status >= 500) {
    const retryAfterMs = asked === null ? null : clampRetryAfter(asked);
    return { ...plain('E_SERVER', `status ${status}: the portal has trouble`), retryAfterMs };
  }
  return plain('E_HTTP_STATUS', `status ${status} instead of a page`);
}
