/** A clock that stands still until a test moves it, and a log that a test can read. */
import type { Clock } from '../../src/core/clock.ts';
import type { Log } from '../../src/telemetry/contract.ts';

export interface SteppedClock extends Clock {
  readonly longestSleepMs: number;
  /** Lets everything run that waits for no time. */
  settle(): Promise<void>;
  /** Moves both clocks on; whoever sleeps until then wakes up, in order. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock alone, as an operator would. */
  setWall(epochMs: number): void;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

export function steppedClock(startAt = 0): SteppedClock {
  let monotonic = 0;
  let wallOffset = startAt;
  let longestSleepMs = 0;
  const sleepers = new Set<Sleeper>();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1)
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
  };
  return {
    now: () => monotonic + wallOffset,
    monotonic: () => monotonic,
    sleep: (ms, signal) => {
      longestSleepMs = Math.max(longestSleepMs, ms);
      if (signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const sleeper = {
          until: monotonic + ms,
          wake: (): void => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      });
    },
    get longestSleepMs() {
      return longestSleepMs;
    },
    settle,
    advance: async (ms) => {
      await settle();
      const end = monotonic + ms;
      for (;;) {
        const next = [...sleepers].toSorted((a, b) => a.until - b.until)[0];
        if (next === undefined || next.until > end) break;
        monotonic = Math.max(monotonic, next.until);
        next.wake();
        await new Promise<void>((resolve) => {
          setImmediate(resolve);
        });
      }
      monotonic = end;
      await settle();
    },
    setWall: (epochMs) => {
      wallOffset = epochMs - monotonic;
    },
  };
}

export interface LogLine {
  readonly event: string;
  readonly level: string;
  readonly [field: string]: unknown;
}

export function recordingLog(): { readonly log: Log; readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: string) =>
    (event: string, fields: object = {}): void => {
      lines.push({ ...fields, event, level });
    };
  return { lines, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}
