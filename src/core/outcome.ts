import type { ErrorCode } from './errors.ts';
import type { Truncation, Verdict } from './verdict.ts';

interface Trouble {
  readonly verdict: Verdict;
  readonly code: ErrorCode;
  /** One line for the operator: the thing, the value seen, where. */
  readonly message: string;
}

export interface Done {
  readonly kind: 'done';
  readonly verdict: 'ok' | 'empty';
  readonly truncated?: Truncation;
}

/** The worker's word; who publishes, and sees all the pages, decides between `ok` and `empty`. */
export const DONE: Done = { kind: 'done', verdict: 'ok' };

/**
 * How an attempt ended, as the worker (or its supervisor) tells it; `settle-task` alone turns it into a status (D25).
 *
 * - `done`        every page is committed (cursor `end`); rows may be none only when `verdict` is `empty`
 * - `retry`       charged; try again later
 * - `deferred`    free of charge; nobody's fault, or a wait (rate limit, robots unreachable, long permit)
 * - `suspect`     charged; HTTP was fine and the content not credible (`blocked`, `layout_changed`, `invalid`)
 * - `failed`      for good: retrying cannot cure it
 * - `quarantined` for good, and a person must look: it keeps killing workers
 * - `released`    free of charge; we are shutting down, or the worker's owner died
 */
export type Outcome =
  | Done
  | ({ readonly kind: 'retry'; readonly retryAfterMs?: number } & Trouble)
  | ({ readonly kind: 'deferred'; readonly until: number } & Trouble)
  | ({ readonly kind: 'suspect'; readonly retryAfterMs?: number } & Trouble)
  | ({ readonly kind: 'failed' } & Trouble)
  | ({ readonly kind: 'quarantined' } & Trouble)
  | { readonly kind: 'released'; readonly reason: string; readonly interrupted?: boolean };
