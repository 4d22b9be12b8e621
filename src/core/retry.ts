import type { Random } from './clock.ts';

export interface RetryPolicy {
  readonly strategy: 'exponential' | 'linear';
  /** First delay (exponential) or every delay (linear), ms. */
  readonly baseMs: number;
  /** Longest delay, ms. */
  readonly capMs: number;
}

/** No wait is longer, whatever a portal asks for: a retry recorded for later was recorded by a clock that was ahead. */
export const LONGEST_RETRY_MS = 24 * 60 * 60 * 1000;

/** Jitter spreads retries over the last tenth of the delay, so that a portal's recovery is not met by a crowd. */
const JITTER = 0.1;

/**
 * Delay before the next attempt, ms. `attempts` = attempts already charged (1 after the first failure).
 * A longer `Retry-After` wins.
 */
export function retryDelay(policy: RetryPolicy, attempts: number, random: Random, retryAfterMs = 0): number {
  const growth = policy.strategy === 'exponential' ? 2 ** Math.max(attempts - 1, 0) : 1;
  const delay = Math.min(policy.baseMs * growth, policy.capMs);
  const jittered = policy.strategy === 'exponential' ? delay * (1 + JITTER * random.next()) : delay;
  return Math.max(Math.round(jittered), retryAfterMs);
}
