import type { Clock } from '../../core/clock.ts';

/** How long a run has shown no progress; waiting for a permit stops it (D15). */
export interface ProgressClock {
  mark(): void;
  pause(): void;
  resume(): void;
  idleMs(): number;
}

export function progressClock(clock: Clock): ProgressClock {
  let last = clock.monotonic();
  let waiting = 0;
  return {
    mark: () => {
      last = clock.monotonic();
    },
    pause: () => {
      waiting += 1;
    },
    resume: () => {
      waiting -= 1;
      last = clock.monotonic();
    },
    idleMs: () => (waiting > 0 ? 0 : clock.monotonic() - last),
  };
}
