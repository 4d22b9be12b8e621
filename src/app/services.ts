/**
 * Every background service of `serve`, with its times: the one list that the shared loop runs. A new service is a line
 * here; what it needs comes in `House`.
 */
import type { Config } from '../config/contract.ts';
import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/contract.ts';
import type { Log } from '../telemetry/contract.ts';
import type { DueService } from '../upkeep/service-loop.ts';

/** What services may use of the running product. */
export interface House {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

export function servicesOf(_house: House): readonly DueService[] {
  return [];
}
