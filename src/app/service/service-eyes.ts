/** How the service sees itself: for its dashboards, its status file and its metrics. */
import type { Config } from '../../config/contract.ts';
import type { Batch } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import type { LiveView } from '../../monitoring/sources.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { ReadingPart } from '../../telemetry/metrics-contract.ts';
import { createHealthCheck } from '../../upkeep/health-check.ts';
import type { Health } from '../../upkeep/health-check.ts';
import { scheduleSettings } from '../../upkeep/schedule/settings.ts';
import type { ServiceState } from '../../upkeep/service-loop.ts';
import type { Service } from '../../upkeep/service.ts';
import { createStallWatch } from '../../upkeep/stall-watch.ts';
import type { StallWatch } from '../../upkeep/stall-watch.ts';
import { createStatusFile } from '../../upkeep/status-file.ts';
import { describeStatus, nextBatchAt } from '../view/describe-status.ts';
import { healthChecks } from './health-checks.ts';
import { houseReadings } from './house-readings.ts';
import type { LiveEngine } from '../run/live-engine.ts';
import { liveFromService } from '../view/live-from-service.ts';
import type { ServiceStage } from '../view/live-from-service.ts';
import type { Parts } from '../parts/open-parts.ts';
import type { PageMeter } from '../run/page-meter.ts';

export interface SeenService {
  readonly parts: Parts;
  readonly clock: Clock;
  readonly live: LiveEngine;
  readonly pages: PageMeter;
  readonly log: Log;
  readonly startedAt: number;
  readonly startMs: () => number | null;
  readonly stage: () => ServiceStage;
  readonly current: () => Batch | null;
  readonly services: () => readonly ServiceState[];
}

export interface ServiceEyes {
  readonly health: Health;
  readonly stallWatch: StallWatch;
  /** Writes `status.json`. */
  readonly status: Service;
  /** The same more often, while a batch runs: whoever looks from outside sees its pace. */
  readonly liveStatus: Service;
  live(): LiveView;
  /** For `/metrics`. */
  readings(): readonly ReadingPart[];
}

export function createServiceEyes(seen: SeenService): ServiceEyes {
  const { parts, clock, live, pages, log, startedAt } = seen;
  const condition = () => live.engine.condition();
  const config = (): Config => live.config;
  const stallWatch = createStallWatch(clock, log);
  const health = createHealthCheck(
    healthChecks({ store: parts.store, clock, config, condition, services: seen.services }),
    log,
  );
  const look = (): LiveView =>
    liveFromService({
      stage: seen.stage(),
      startedAt,
      startMs: seen.startMs(),
      current: seen.current(),
      condition: condition(),
      health,
      pages,
      config: live.config,
    });
  const status = (): Promise<Readonly<Record<string, unknown>>> =>
    describeStatus({
      stage: seen.stage(),
      startedAt,
      store: parts.store,
      current: seen.current(),
      condition: condition(),
      health,
      live: look(),
      stallWatch,
      services: seen.services(),
      settings: scheduleSettings(live.config),
    });
  const statusFile = createStatusFile({ file: () => live.config.monitoring.status_file, clock, status });
  return {
    health,
    stallWatch,
    status: statusFile,
    liveStatus: {
      name: 'live-status',
      runOnce: async () => (seen.current() === null ? { bytes: 0 } : statusFile.runOnce()),
    },
    live: look,
    readings: () =>
      houseReadings({
        store: parts.store,
        clock,
        startedAt,
        config,
        sites: () => live.siteCodes,
        condition,
        health,
        services: seen.services,
        nextBatchAt: () => nextBatchAt(parts.store, scheduleSettings(live.config)),
      }),
  };
}
