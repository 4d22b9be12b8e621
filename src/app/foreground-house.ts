/** What goes on beside a batch in the foreground: people pause, retry and cancel (D29), and a log of days is rotated. */
import type { Config } from '../config/contract.ts';
import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/errors.ts';
import type { Log } from '../telemetry/contract.ts';
import type { OpenLogs } from '../telemetry/open-logs.ts';
import { DESK_EVERY_MS } from '../upkeep/schedule/command-desk.ts';
import type { LiveService } from '../upkeep/schedule/operator-handlers.ts';
import { startServiceLoop } from '../upkeep/service-loop.ts';
import type { DueService, ServiceLoop } from '../upkeep/service-loop.ts';
import { openDesk } from './open-desk.ts';
import type { Parts } from './open-parts.ts';
import { ROTATION_LOOK, rotationOf } from './rotate-logs.ts';

export interface ForegroundHouseOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** null = the log is not ours to rotate. */
  readonly logs: OpenLogs | null;
  readonly siteCodes: readonly string[];
}

export function startForegroundHouse(parts: Parts, options: ForegroundHouseOptions): ServiceLoop {
  const { config, clock, log, logs, siteCodes } = options;
  const { desk } = openDesk(parts, clock, { config, siteCodes }, log, FOREGROUND, () => false);
  const services: DueService[] = [{ service: desk, when: { kind: 'every', ms: DESK_EVERY_MS, first: 'at_once' } }];
  if (logs !== null) services.push({ service: rotationOf(config, clock, log, logs), when: ROTATION_LOOK });
  return startServiceLoop(services, { clock, log });
}

const FOREGROUND: LiveService = {
  runNow: () =>
    Promise.reject(
      new Fault('E_BATCH_OPEN', 'a batch runs in the foreground (`scraping-orchestrator run`)', {
        cure: 'Wait for its end, or cancel it first.',
      }),
    ),
  // The batch that runs looks at its lanes again by itself; a closed one is not opened while it is open.
  takeUp: () => Promise.resolve(),
  reload: () =>
    Promise.reject(
      new Fault('E_NO_SERVICE', '`scraping-orchestrator run` reads its configuration when it starts', {
        cure: 'Stop it with Ctrl-C and start it again: it goes on where it was.',
      }),
    ),
};
