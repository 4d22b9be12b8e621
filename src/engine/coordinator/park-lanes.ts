/**
 * A lane whose portal is to be left alone for a while is parked (D15): else each of its tasks would be leased only to be given
 * back, with two events and a line in the log, hundreds at every rest of a host. When the while is over, one task asks again.
 */
import type { Clock } from '../../core/clock.ts';
import { REST_CODES } from '../../core/politeness.ts';
import type { Task } from '../../core/task.ts';

const REST: ReadonlySet<string> = new Set(REST_CODES);

export interface Parking {
  /** Told how each task was left. */
  settled(task: Pick<Task, 'scraper' | 'status' | 'errorCode' | 'retryAt'>): void;
  /** Whether nothing of a scraper is to be started now. */
  isParked(scraper: string): boolean;
}

export function createParking(clock: Clock): Parking {
  /** By scraper, on the monotonic clock: to set the wall clock changes no portal's rest. */
  const until = new Map<string, number>();
  return {
    settled: ({ scraper, status, errorCode, retryAt }) => {
      if (status !== 'retrying' || retryAt === null || !REST.has(errorCode ?? '')) return;
      until.set(scraper, clock.monotonic() + retryAt - clock.now());
    },
    isParked: (scraper) => (until.get(scraper) ?? 0) > clock.monotonic(),
  };
}
