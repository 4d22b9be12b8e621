/**
 * The service: coordinator, agent, schedule, command desk and the services of the house in one process, for years.
 * It opens the parts once; engine and configuration are replaced by a reload, batches come and go.
 */
import type { Batch } from '../core/batch.ts';
import { systemClock } from '../core/clock.ts';
import type { Clock } from '../core/clock.ts';
import { Fault, messageOf } from '../core/errors.ts';
import { VERSION } from '../core/version.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { ReadingPart } from '../telemetry/metrics-contract.ts';
import { createScheduler, type DueNow, type Scheduler } from '../upkeep/schedule/scheduler.ts';
import { scheduleSettings } from '../upkeep/schedule/settings.ts';
import { createHealthCheck } from '../upkeep/health-check.ts';
import type { Health } from '../upkeep/health-check.ts';
import { startServiceLoop } from '../upkeep/service-loop.ts';
import type { ServiceLoop } from '../upkeep/service-loop.ts';
import { createStallWatch } from '../upkeep/stall-watch.ts';
import { createStatusFile } from '../upkeep/status-file.ts';
import { createBatchRunner } from './batch-runner.ts';
import type { BatchRunner } from './batch-runner.ts';
import { houseReadings } from './house-readings.ts';
import { describeStatus, nextBatchAt } from './describe-status.ts';
import type { ServiceStage } from './describe-status.ts';
import { healthChecks } from './health-checks.ts';
import { LiveEngine } from './live-engine.ts';
import { openDesk } from './open-desk.ts';
import { openInstallation } from './open-installation.ts';
import type { Parts } from './open-parts.ts';
import { createPulse } from './pulse.ts';
import { batchLine } from './sd-notify.ts';
import type { MetricsText, ReloadReport, RunningService, ServeOptions } from './service-contract.ts';
import { servicesOf } from './services.ts';
import { startDue } from './start-due.ts';

/** @throws {Fault} E_INSTANCE_HELD, E_DIRECTORY, E_STORE…, E_REHEARSAL: nothing was started then. */
export async function startService(options: ServeOptions): Promise<RunningService> {
  const { loaded, logs, clock = systemClock } = options;
  const log = logs.orchestrator;
  const { parts, sites } = await openInstallation(loaded.config, clock, log, { acceptEmpty: options.acceptEmpty });
  try {
    let readings: readonly ReadingPart[] = [];
    const metrics = createMetrics({ version: VERSION, parts: () => readings, log });
    const live = new LiveEngine(options, parts, clock, sites, metrics);
    const service = new Service(options, parts, clock, live, metrics);
    readings = service.readings();
    await service.start();
    return service;
  } catch (error) {
    await parts.close();
    throw error;
  }
}

/** Services under way have so long to end when the service stops. */
const LONGEST_SERVICE_MS = 15_000;

class Service implements RunningService {
  readonly #options: ServeOptions;
  readonly #parts: Parts;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #live: LiveEngine;
  readonly #metrics: Metrics;
  #loop: ServiceLoop | null = null;
  #stage: ServiceStage = 'starting';
  #reloading: Promise<unknown> = Promise.resolve();
  readonly #runner: BatchRunner;
  readonly #scheduler: Scheduler;
  readonly #health: Health;
  readonly #stallWatch;
  readonly #status;

  constructor(options: ServeOptions, parts: Parts, clock: Clock, live: LiveEngine, metrics: Metrics) {
    const { store } = parts;
    const log = options.logs.orchestrator;
    this.#options = options;
    this.#parts = parts;
    this.#clock = clock;
    this.#live = live;
    this.#metrics = metrics;
    this.#startedAt = clock.now();
    this.#runner = createBatchRunner({
      store,
      clock,
      log,
      engine: () => this.#live.engine,
      onChange: (batch, ended) => this.#batchChanged(batch, ended),
    });
    this.#scheduler = createScheduler({
      store,
      clock,
      log,
      settings: () => scheduleSettings(this.#live.config),
      start: (due) => void this.#startDue(due),
    });
    this.#stallWatch = createStallWatch(clock, log);
    this.#health = createHealthCheck(
      healthChecks({
        store,
        clock,
        config: () => this.#live.config,
        condition: () => this.#live.engine.condition(),
        services: () => this.#loop?.states ?? [],
      }),
      log,
    );
    this.#status = {
      name: 'status',
      runOnce: () =>
        createStatusFile({
          file: this.#live.config.monitoring.status_file,
          clock,
          status: () => this.#describe(),
        }).runOnce(),
    };
  }

  async start(): Promise<void> {
    const { logs, system } = this.#options;
    const log = logs.orchestrator;
    await this.#live.start();
    this.#stage = 'running';
    const pulse = createPulse({
      store: this.#parts.store,
      clock: this.#clock,
      log,
      system,
      onLost: this.#options.onLost,
    });
    const takeUp = {
      name: 'take-up',
      runOnce: async () => (this.#stage === 'running' ? { batch: await this.#takeUp() } : { batch: null }),
    };
    this.#loop = startServiceLoop(
      servicesOf({
        loaded: () => this.#live.loaded,
        store: this.#parts.store,
        outputs: this.#parts.outputs,
        clock: this.#clock,
        log,
        logs,
        scheduler: this.#scheduler,
        desk: openDesk(this.#parts, this.#clock, this.#live, log, {
          runNow: () => this.#runNow(),
          takeUp: () => this.#takeUp().then(() => undefined),
          reload: () => this.reload(),
        }),
        status: this.#status,
        health: this.#health,
        stallWatch: this.#stallWatch,
        takeUp,
        pulse,
        pulseMs: pulse.everyMs,
      }),
      { clock: this.#clock, log },
    );
    log.info('service_started', {
      pid: process.pid,
      config: this.#live.loaded.file,
      sites: this.#live.siteCodes.length,
    });
    await system.ready('waiting for work');
    this.#metrics.load();
  }

  reload(): Promise<ReloadReport> {
    const next = this.#reloading.then(() => this.#reloadNow());
    this.#reloading = next.catch(() => undefined);
    return next;
  }

  metrics(): Promise<MetricsText> {
    return this.#metrics.text();
  }

  readings(): readonly ReadingPart[] {
    return houseReadings({
      store: this.#parts.store,
      clock: this.#clock,
      startedAt: this.#startedAt,
      config: () => this.#live.config,
      sites: () => this.#live.siteCodes,
      condition: () => this.#live.engine.condition(),
      health: this.#health,
      services: () => this.#loop?.states ?? [],
      nextBatchAt: () => nextBatchAt(this.#parts.store, scheduleSettings(this.#live.config)),
    });
  }

  hurry(): void {
    this.#live.engine.hurry();
  }

  async stop(): Promise<void> {
    const { logs, system } = this.#options;
    this.#stage = 'stopping';
    await system.stopping();
    await this.#reloading;
    // Feeding stops first: from this moment nothing is claimed.
    const suspended = this.#runner.suspend();
    await this.#live.engine.close();
    await suspended;
    // A backup under way may take longer than anybody waits: it is then left unfinished, and swept by the next one.
    const inTime = new AbortController();
    await Promise.race([this.#loop?.stop(), this.#clock.sleep(LONGEST_SERVICE_MS, inTime.signal)]);
    inTime.abort();
    this.#stage = 'stopped';
    await this.#status
      .runOnce()
      .catch((error: unknown) => logs.orchestrator.warn('status_not_written', { error: messageOf(error) }));
    await this.#parts.close();
    logs.orchestrator.info('service_stopped', {});
  }

  async #reloadNow(): Promise<ReloadReport> {
    const report = await this.#live.reload({
      begin: () => {
        if (this.#stage !== 'running') throw new Fault('E_INTERNAL', `the service is ${this.#stage}`);
        this.#stage = 'reloading';
      },
      suspend: () => this.#runner.suspend(),
      end: () => {
        this.#stage = 'running';
      },
    });
    await this.#takeUp();
    return report;
  }

  async #runNow(): Promise<Batch> {
    if (this.#stage !== 'running') throw new Fault('E_BATCH_OPEN', `the service is ${this.#stage}: nothing starts now`);
    return this.#runner.runNow();
  }

  async #takeUp(): Promise<string | null> {
    await this.#runner.takeUp();
    return this.#runner.current?.id ?? null;
  }

  #startDue(due: DueNow): Promise<void> {
    return startDue(due, {
      scheduler: this.#scheduler,
      log: this.#options.logs.orchestrator,
      runNow: () => this.#runNow(),
      runService: async (name) => void (await this.#loop?.run(name)),
    });
  }

  #batchChanged(batch: Batch, ended: boolean): void {
    this.#loop?.wake('status');
    // A backup at the close of each batch: its results exist twice from then on.
    if (ended) this.#loop?.wake('backup');
    void this.#options.system.ready(batchLine(batch, ended));
  }

  #describe(): Promise<Readonly<Record<string, unknown>>> {
    return describeStatus({
      stage: this.#stage,
      startedAt: this.#startedAt,
      store: this.#parts.store,
      current: this.#runner.current,
      condition: this.#live.engine.condition(),
      health: this.#health,
      stallWatch: this.#stallWatch,
      services: this.#loop?.states ?? [],
      settings: scheduleSettings(this.#live.config),
    });
  }
}
