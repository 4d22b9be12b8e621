/**
 * Pages stored in each of the last 60 minutes, of its own life at most: only the process that stores them can tell, as rows
 * leave when a task is done.
 */
import type { Clock } from '../../core/clock.ts';
import type { Store } from '../../store/contract.ts';

const MINUTE_MS = 60_000;
const MINUTES = 60;

export interface PageMeter {
  /** Oldest first, from the process's start on; the last one is the minute that is under way. */
  perMinute(): readonly number[];
  /** The same store, counted. */
  over(store: Store): Store;
}

export function createPageMeter(clock: Clock): PageMeter {
  const first = Math.floor(clock.monotonic() / MINUTE_MS);
  /** By minute of the monotonic clock: a clock that is set moves no page. */
  const counts = new Map<number, number>();
  const minute = (): number => Math.floor(clock.monotonic() / MINUTE_MS);
  const count = (): void => {
    const now = minute();
    counts.set(now, (counts.get(now) ?? 0) + 1);
    for (const known of counts.keys()) if (known <= now - MINUTES) counts.delete(known);
  };
  return {
    perMinute: () => {
      const now = minute();
      const minutes = Math.min(MINUTES, now - first + 1);
      return Array.from({ length: minutes }, (_, i) => counts.get(now - minutes + 1 + i) ?? 0);
    },
    over: (store) => ({
      ...store,
      tasks: {
        ...store.tasks,
        commitPage: async (lease, generation, page) => {
          const stored = await store.tasks.commitPage(lease, generation, page);
          if (stored === 'committed') count();
          return stored;
        },
      },
    }),
  };
}
