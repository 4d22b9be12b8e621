/** What shows the service to people and programs: its view of itself, the monitor, the API, reports and messages. */
import type { Batch } from '../../core/batch.ts';
import { systemRandom } from '../../core/clock.ts';
import type { Clock } from '../../core/clock.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { AnswerWatch } from '../../upkeep/notices/answer-watch.ts';
import type { CommandHandlers } from '../../upkeep/schedule/command-desk.ts';
import type { ServiceState } from '../../upkeep/service-loop.ts';
import type { Summary } from '../../upkeep/service.ts';
import type { LiveEngine } from '../run/live-engine.ts';
import type { ServiceStage } from '../view/live-from-service.ts';
import { createApiDoor } from './open-api.ts';
import type { ApiDoor } from './open-api.ts';
import type { Parts } from '../parts/open-parts.ts';
import { openServiceMonitor } from './open-service-monitor.ts';
import type { ServiceMonitor } from './open-service-monitor.ts';
import type { PageMeter } from '../run/page-meter.ts';
import type { ServeOptions } from './service-contract.ts';
import { createServiceEyes } from './service-eyes.ts';
import type { ServiceEyes } from './service-eyes.ts';
import { tellPeople } from './tell-people.ts';
import type { PeopleServices } from './tell-people.ts';

/** What the work tells of itself as it goes. */
export interface Told {
  readonly metrics: Metrics;
  readonly pages: PageMeter;
  readonly answers: AnswerWatch;
}

export interface ShownService {
  readonly options: ServeOptions;
  readonly parts: Parts;
  readonly clock: Clock;
  readonly live: LiveEngine;
  readonly told: Told;
  readonly startedAt: number;
  readonly startMs: () => number | null;
  readonly stage: () => ServiceStage;
  readonly current: () => Batch | null;
  readonly services: () => readonly ServiceState[];
  readonly handlers: CommandHandlers;
  /** Runs the backup service now, and says what it made. */
  readonly backUp: () => Promise<Summary>;
}

export interface Faces {
  readonly eyes: ServiceEyes;
  readonly monitor: ServiceMonitor;
  readonly door: ApiDoor;
  readonly people: PeopleServices;
}

export function openFaces(shown: ShownService): Faces {
  const { options, parts, clock, live, told, startedAt, services, handlers, backUp } = shown;
  const { store } = parts;
  const log = options.logs.orchestrator;
  const { metrics, pages, answers } = told;
  const { startMs, stage, current } = shown;
  const eyes = createServiceEyes({ parts, clock, live, pages, log, startedAt, startMs, stage, current, services });
  const monitor = openServiceMonitor({
    loaded: () => live.loaded,
    store,
    clock,
    live: () => eyes.live(),
    handlers,
    backUp,
  });
  const random = options.random ?? systemRandom;
  return {
    eyes,
    monitor,
    door: createApiDoor({ live, store, monitor, metrics, stage, clock, log }),
    people: tellPeople({ live, parts, monitor, clock, random, log, answers, startedAt, services }),
  };
}
