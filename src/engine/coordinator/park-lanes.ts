/**
 * A lane whose portal is to be left alone for a while is parked (D15): else each of its tasks would be leased only to be given
 * back, with two events and a line in the log, hundreds at every rest of a host. When the while is over, one task asks again.
 */
import type { Clock } from '../../core/clock.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { Task } from '../../core/task.ts';

/** What the governor answers when a portal is not to be asked now; the next task would be told the same. */
const REST: ReadonlySet<string> = new Set<ErrorCode>([
  'E_CIRCUIT_OPEN',
  'E_PERMIT_WAIT',
  'E_PROXY',
  'E_ROBOTS_UNREACHABLE',
]);

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
