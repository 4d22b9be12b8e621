/** Notices that this process stood still (F6): a long computation, a frozen machine. Nobody is judged by such a pause. */
import type { Clock } from '../core/clock.ts';
import type { Log } from '../telemetry/contract.ts';
import type { Service } from './service.ts';

export const STALL_LOOK_MS = 1000;
/** Above this a stall is worth an event. */
const STALL_MS = 5000;

export interface StallWatch extends Service {
  readonly stalls: number;
  readonly longestMs: number;
}

/** To be run every `STALL_LOOK_MS`: what it comes late by is how long the loop stood still. */
export function createStallWatch(clock: Clock, log: Log): StallWatch {
  let before: number | null = null;
  let stalls = 0;
  let longestMs = 0;
  return {
    name: 'stall-watch',
    get stalls() {
      return stalls;
    },
    get longestMs() {
      return longestMs;
    },
    runOnce: async () => {
      const now = clock.monotonic();
      const late = before === null ? 0 : now - before - STALL_LOOK_MS;
      before = now;
      if (late > STALL_MS) {
        stalls += 1;
        longestMs = Math.max(longestMs, late);
        log.warn('event_loop_stall', { ms: Math.round(late) });
      }
      return { stalls };
    },
  };
}
