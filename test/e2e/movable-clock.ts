import { systemClock } from '../../src/core/clock.ts';
import type { Clock } from '../../src/core/clock.ts';

/** The real clock, until a test moves it on: whoever sleeps until then wakes up. */
export interface MovableClock extends Clock {
  advance(ms: number): void;
}

export function movableClock(): MovableClock {
  let ahead = 0;
  const moves = new Set<() => void>();
  const monotonic = (): number => systemClock.monotonic() + ahead;
  return {
    now: () => systemClock.now() + ahead,
    monotonic,
    sleep: async (ms, signal) => {
      const end = monotonic() + ms;
      const isOver = (): boolean => signal?.aborted === true || monotonic() >= end;
      while (!isOver()) {
        const moved = new AbortController();
        const wake = (): void => moved.abort();
        moves.add(wake);
        signal?.addEventListener('abort', wake, { once: true });
        await systemClock.sleep(end - monotonic(), moved.signal);
        signal?.removeEventListener('abort', wake);
        moves.delete(wake);
      }
    },
    advance: (ms) => {
      ahead += ms;
      for (const wake of moves) wake();
    },
  };
}
