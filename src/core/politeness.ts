import type { ErrorCode } from './errors.ts';
import type { RobotsMode } from './page.ts';

/** How a host of a site is treated; made by config from the defaults, the site's definition and `websites.<site>`. */
export interface Politeness {
  /** Least time between two request starts, ms (start to start; jitter only adds). */
  readonly delayMs: number;
  /** Up to this much is added at random, ms. */
  readonly jitterMs: number;
  readonly requestsPerMinute: number;
  readonly burst: number;
  /** Requests in flight to one host. */
  readonly concurrency: number;
  readonly robots: RobotsMode;
}

/** What is asked for: which kind of request, for the governor's log and robots. */
export type RequestPurpose = 'list' | 'detail' | 'robots';

export interface PermitRequest {
  readonly site: string;
  readonly url: string;
  readonly purpose: RequestPurpose;
}

/** The governor's answer to one request (D5). A granted permit is a reserved start instant: it lapses after a second. */
export type PermitAnswer =
  | {
      readonly kind: 'granted';
      readonly permit: number;
      readonly robots: RobotsMode;
      /** Epoch ms of the start instant; it may have taken a channel's time to come here. */
      readonly grantedAt?: number;
    }
  | { readonly kind: 'forbidden'; readonly rule: string }
  | {
      readonly kind: 'wait';
      readonly until: number;
      readonly code: 'E_PERMIT_WAIT' | 'E_CIRCUIT_OPEN' | 'E_ROBOTS_UNREACHABLE' | 'E_PROXY';
      readonly message: string;
    };

/** What became of a granted request: the governor's pace and circuit learn from it. */
export interface PermitReport {
  readonly permit: number;
  readonly result: 'ok' | 'slow_down' | 'server_error' | 'blocked' | 'network' | 'unused';
  readonly latencyMs: number;
  readonly retryAfterMs?: number | undefined;
}

/** Where permits come from: the governor itself in its own process, a channel to it in a worker. */
export interface PermitSource {
  acquire(request: PermitRequest, signal: AbortSignal): Promise<PermitAnswer>;
  report(report: PermitReport): void;
}

/** Why a task was put off because its portal, or the way to it, is to be left alone: any other task would be told the same (D15). */
export const REST_CODES: readonly ErrorCode[] = ['E_CIRCUIT_OPEN', 'E_PERMIT_WAIT', 'E_PROXY', 'E_ROBOTS_UNREACHABLE'];
