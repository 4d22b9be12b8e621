/**
 * Time and chance as the rest of the product sees them: always injected, so that a test can freeze or replay both.
 */
export interface Clock {
  /** Wall clock, epoch milliseconds. Jumps when the machine's clock is set. */
  now(): number;
  /** Milliseconds that only ever grow; for durations, limits and leases. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when `signal` aborts (it never rejects). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Chance: `next()` is uniform in [0, 1). */
export interface Random {
  next(): number;
}

/** Node's timers hold 32 bits: a longer delay would fire after a millisecond. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
      signal?.addEventListener('abort', finish);
    }),
};

export const systemRandom: Random = { next: () => Math.random() };

/**
 * A small seeded generator (mulberry32, public domain, T. Ettinger): the same seed gives the same sequence.
 * For tests and the practice portals; not for secrets.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next: () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    },
  };
}
