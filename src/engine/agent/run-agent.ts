import { WorkSlot } from './work-slot.ts';
import type { SlotDeps } from './work-slot.ts';

/**
 * Runs `slots` slots side by side until the queue closes or `drain` aborts. Workers start one after the other, so that
 * on a small machine the first one is at work while the others still load.
 */
export async function runAgent(deps: SlotDeps, slots: number, drain: AbortSignal): Promise<void> {
  let previous: Promise<void> = Promise.resolve();
  const working: Promise<void>[] = [];
  for (let index = 0; index < slots; index += 1) {
    const slot = new WorkSlot(deps);
    const warm = previous.then(() => (drain.aborted ? undefined : slot.warmUp()));
    previous = warm;
    working.push(warm.then(() => slot.work(drain)));
  }
  await Promise.all(working);
}
