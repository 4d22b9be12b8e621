/** Is the wall clock to be believed? A machine without network time may start in 1970, and a clock may be set (F15, F21). */
import type { Clock } from '../../core/clock.ts';
import type { Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';

export interface ClockWatchDeps {
  readonly store: Pick<Store, 'schedule' | 'reports'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ClockWatch {
  /** False while the clock is behind what is known to have been: nothing is scheduled then. */
  mayBeTrusted(): Promise<boolean>;
}

/** Clocks are corrected by so much in daily life: below it nothing is said. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;
/** No clock that shows an earlier time is right, even when nothing is recorded yet. */
const EARLIEST = Date.UTC(2024, 0, 1);
/** The time is written down this often: a disk that sleeps is not woken by every tick. */
const SAVE_EVERY_MS = 60 * 60 * 1000;

export function createClockWatch({ store, clock, log }: ClockWatchDeps): ClockWatch {
  let behind = false;
  let ahead: number | null = null;
  return {
    mayBeTrusted: async () => {
      const now = clock.now();
      ahead = tellJump(log, ahead, now - clock.monotonic());
      const seen = await lastSeen(store);
      const wasBehind = behind;
      behind = now < Math.max(seen, EARLIEST) - CLOCK_TOLERANCE_MS;
      if (behind && !wasBehind) {
        log.error('clock_behind', {
          clock: new Date(now).toISOString(),
          last_seen: new Date(seen).toISOString(),
          advice:
            'Nothing is scheduled until the clock is right: see `timedatectl`. If it is right now, `scraping-monitor resume` says so; run-now works meanwhile.',
        });
      }
      if (!behind && wasBehind) log.info('clock_right_again', { clock: new Date(now).toISOString() });
      if (!behind && now - seen >= SAVE_EVERY_MS) await store.schedule.saveSeen(now, false);
      return !behind;
    },
  };
}

/** Before anything is scheduled for the first time, an earlier batch tells what time it has been. */
async function lastSeen(store: ClockWatchDeps['store']): Promise<number> {
  const seen = await store.schedule.lastSeen();
  return seen > 0 ? seen : ((await store.reports.latestBatch())?.startedAt ?? 0);
}

/** `ahead` = wall clock less monotonic clock: it changes only when the clock is set (or the machine slept). */
function tellJump(log: Log, before: number | null, ahead: number): number {
  const by = before === null ? 0 : ahead - before;
  if (Math.abs(by) > CLOCK_TOLERANCE_MS) log.warn('clock_jump', { by_s: Math.round(by / 1000) });
  return ahead;
}
