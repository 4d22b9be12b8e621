/** A clock that runs as the machine's does, and jumps ahead when it is told to: years pass in minutes. */
import { setMaxListeners } from 'node:events';
import { systemClock } from '../../src/core/clock.ts';
import type { Clock } from '../../src/core/clock.ts';

export interface JumpingClock extends Clock {
  /** Both clocks go on by so much; whoever sleeps until then wakes up. */
  jump(ms: number): void;
}

export function jumpingClock(startAt: number): JumpingClock {
  const beganAt = systemClock.monotonic();
  let ahead = 0;
  let jumped = new AbortController();
  const monotonic = (): number => systemClock.monotonic() - beganAt + ahead;
  return {
    now: () => Math.trunc(startAt + monotonic()),
    monotonic,
    sleep: async (ms, signal) => {
      const until = monotonic() + ms;
      const isOver = (): boolean => signal?.aborted === true || monotonic() >= until;
      while (!isOver()) {
        const woken = new AbortController();
        const wake = (): void => woken.abort();
        const { signal: jump } = jumped;
        jump.addEventListener('abort', wake, { once: true });
        signal?.addEventListener('abort', wake, { once: true });
        await systemClock.sleep(until - monotonic(), woken.signal);
        jump.removeEventListener('abort', wake);
        signal?.removeEventListener('abort', wake);
      }
    },
    jump: (ms) => {
      ahead += ms;
      const before = jumped;
      jumped = new AbortController();
      setMaxListeners(0, jumped.signal);
      before.abort();
    },
  };
}
