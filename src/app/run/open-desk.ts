/** The command desk of this service: what operators ask for, and the sites and times it may be about. */
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../telemetry/contract.ts';
import { createCommandDesk } from '../../upkeep/schedule/command-desk.ts';
import type { CommandHandlers } from '../../upkeep/schedule/command-desk.ts';
import { operatorHandlers } from '../../upkeep/schedule/operator-handlers.ts';
import type { LiveService } from '../../upkeep/schedule/operator-handlers.ts';
import type { Service } from '../../upkeep/service.ts';
import type { LiveEngine } from './live-engine.ts';
import { refusedInSafeMode } from './safe-mode.ts';
import type { Parts } from '../parts/open-parts.ts';

export interface OpenDesk {
  /** Takes up what was asked through the database. */
  readonly desk: Service;
  /** The same actions for whoever asks inside this process. */
  readonly handlers: CommandHandlers;
}

export function openDesk(
  { store, instance }: Parts,
  clock: Clock,
  live: Pick<LiveEngine, 'config' | 'siteCodes'>,
  log: Log,
  own: LiveService,
  isSafe: () => boolean,
): OpenDesk {
  const { batch_interval: batchEveryMs, batch_deadline: deadlineMs } = live.config.execution;
  const deps = { store, clock, batchEveryMs, deadlineMs, sites: () => live.siteCodes };
  const handlers = refusedInSafeMode(operatorHandlers(deps, own), isSafe);
  return { desk: createCommandDesk({ store, clock, log, instance: instance.id, handlers }), handlers };
}
