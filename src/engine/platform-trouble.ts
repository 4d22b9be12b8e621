/** Trouble of the platform (a full disk, a write that was refused): time or an operator cures it, and nobody is charged. */
import type { Clock } from '../core/clock.ts';
import { ERRORS, isFault } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import type { Log } from '../telemetry/contract.ts';

/** F9: so often what was refused is tried again. */
export const TROUBLE_PAUSE_MS = 10_000;

export function isPlatformTrouble(error: unknown): error is Fault {
  return isFault(error) && ERRORS[error.code].class === 'InfraError';
}

export interface OutlastDeps {
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Does something that must be done, however long a disk or a store is in trouble (F8, F9); null when `stop` aborted first.
 * Any other error ends it. @param event logged for each try that failed.
 */
export async function outlast<T>(
  { clock, log }: OutlastDeps,
  event: string,
  fields: Readonly<Record<string, unknown>>,
  work: () => Promise<T>,
  stop: AbortSignal,
): Promise<T | null> {
  while (!stop.aborted) {
    try {
      return await work();
    } catch (error) {
      if (!isPlatformTrouble(error)) throw error;
      log.error(event, { ...fields, code: error.code, error: error.message });
      await clock.sleep(TROUBLE_PAUSE_MS, stop);
    }
  }
  return null;
}
