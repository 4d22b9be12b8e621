/**
 * A batch keeps instants of the wall clock: when a retry is due, when it must be over. When that clock is set, or the
 * machine slept, they move with it: no task expires, none waits for a day that was taken back (F15). A clock that was
 * ahead while nothing ran shows in retries later than any wait may be.
 */
import type { Batch } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { LONGEST_RETRY_MS } from '../../core/retry.ts';
import type { Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';

export interface FollowDeps {
  readonly store: Pick<Store, 'batches'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Network time corrects by less every day: what waits may wait so much longer. */
const TOLERANCE_MS = 60_000;

/** To be asked before each look at the batch; returns it as it stands now. */
export function followClock({ store, clock, log }: FollowDeps, batch: Batch): () => Promise<Batch> {
  let current = batch;
  /** Wall clock less monotonic clock: it changes only when the clock is set or the machine sleeps. */
  let ahead: number | null = null;
  return async () => {
    const now = clock.now();
    const seen = now - clock.monotonic();
    const by = ahead === null ? 0 : Math.round(seen - ahead);
    if (ahead !== null && Math.abs(by) <= TOLERANCE_MS) return current;
    current = await store.batches.moveWaits({ batch: batch.id, byMs: by, latestRetryAt: now + LONGEST_RETRY_MS });
    if (ahead !== null) log.warn('waits_moved', { batch: batch.id, by_s: Math.round(by / 1000) });
    ahead = seen;
    return current;
  };
}
