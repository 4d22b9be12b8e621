/** How fast pages come in, the same for every face. */
import type { Status } from './status-shape.ts';

/** The newest minute is still filling, and one alone says little. */
const MEAN_OF = 5;
const MINUTE_MS = 60_000;

/** Pages a minute: the mean of the last five whole minutes, those of the running batch only; null = none is whole yet. */
export function recentPace({ pagesPerMinute, batch }: Pick<Status, 'pagesPerMinute' | 'batch'>): number | null {
  const ofBatch = batch?.status === 'running' ? Math.floor(batch.durationMs / MINUTE_MS) : MEAN_OF;
  const minutes = Math.min(MEAN_OF, ofBatch);
  const last = minutes === 0 ? [] : pagesPerMinute.slice(-1 - minutes, -1);
  return last.length === 0 ? null : Math.round(last.reduce((sum, count) => sum + count, 0) / last.length);
}
