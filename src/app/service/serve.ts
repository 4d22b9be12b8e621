/**
 * The service: coordinator, agent, schedule, command desk and the services of the house in one process, for years.
 * The parts are opened once; engine and configuration are replaced by a reload, batches come and go.
 */
import { NO_FILTERS } from '../../core/batch.ts';
import type { Batch, BatchFilters } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { Fault, messageOf } from '../../core/errors.ts';
import { createTurns } from '../../core/in-turn.ts';
import { RELEASE, VERSION } from '../../core/version.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { ReadingPart } from '../../telemetry/metrics-contract.ts';
import { createAnswerWatch } from '../../upkeep/notices/answer-watch.ts';
import { createScheduler, type DueNow, type Scheduler } from '../../upkeep/schedule/scheduler.ts';
import { scheduleSettings } from '../../upkeep/schedule/settings.ts';
import { startServiceLoop } from '../../upkeep/service-loop.ts';
import type { ServiceLoop } from '../../upkeep/service-loop.ts';
import type { Summary } from '../../upkeep/service.ts';
import { createBatchRunner } from '../run/batch-runner.ts';
import type { BatchRunner } from '../run/batch-runner.ts';
import { LiveEngine, type ReloadReport } from '../run/live-engine.ts';
import type { ServiceStage } from '../view/live-from-service.ts';
import { openDesk } from '../run/open-desk.ts';
import type { OpenDesk } from '../run/open-desk.ts';
import type { ServiceMonitor } from './open-service-monitor.ts';
import { createPageMeter } from '../run/page-meter.ts';
import type { Installation } from '../parts/open-installation.ts';
import type { Parts } from '../parts/open-parts.ts';
import { openFaces } from './service-faces.ts';
import type { Faces, Told } from './service-faces.ts';
import { createPulse } from './pulse.ts';
import { batchLine } from './sd-notify.ts';
import type { MetricsText, RunningService, ServeOptions } from './service-contract.ts';
import { servicesOf, wakeBehindWork } from './services.ts';
import { isCrashLoop, SAFE_MODE, whileAtWork } from '../run/safe-mode.ts';
import { alsoTold } from '../people/also-told.ts';
import { startDue } from './start-due.ts';

/** Serves over what was opened. @throws {Fault} when it cannot; what was opened stays open then. */
export async function serve(
  options: ServeOptions,
  clock: Clock,
  { parts: opened, sites }: Installation,
): Promise<RunningService> {
  const pages = createPageMeter(clock);
  const parts = { ...opened, store: pages.over(opened.store) };
  let readings: readonly ReadingPart[] = [];
  const metrics = createMetrics({ version: VERSION, parts: () => readings, log: options.logs.orchestrator });
  const answers = createAnswerWatch();
  const live = new LiveEngine(options, parts, clock, sites, alsoTold(metrics, answers));
  const service = new Service(options, parts, clock, live, { metrics, pages, answers });
  readings = service.readings();
  await service.start();
  return service;
}

/** Services under way have so long to end when the service stops. */
const LONGEST_SERVICE_MS = 15_000;

class Service implements RunningService {
  readonly #options: ServeOptions;
  readonly #parts: Parts;
  readonly #clock: Clock;
  readonly #live: LiveEngine;
  readonly #metrics: Metrics;
  readonly #faces: Faces;
  readonly #begun: number;
  #startMs: number | null = null;
  readonly #desk: OpenDesk;
  #loop: ServiceLoop | null = null;
  #stage: ServiceStage = 'starting';
  readonly #reloads = createTurns();
  readonly #runner: BatchRunner;
  readonly #scheduler: Scheduler;

  constructor(options: ServeOptions, parts: Parts, clock: Clock, live: LiveEngine, told: Told) {
    const { store } = parts;
    const log = options.logs.orchestrator;
    this.#options = options;
    this.#parts = parts;
    this.#clock = clock;
    this.#live = live;
    this.#metrics = told.metrics;
    this.#begun = options.begunAt ?? clock.monotonic();
    this.#desk = openDesk(
      parts,
      clock,
      live,
      log,
      {
        runNow: (filters) => this.#runNow(filters),
        takeUp: () => this.#takeUp().then(() => undefined),
        reload: () => this.reload(),
      },
      () => this.#stage === 'safe',
    );
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
    this.#faces = openFaces({
      options,
      parts,
      clock,
      live,
      told,
      startedAt: clock.now(),
      startMs: () => this.#startMs,
      stage: () => this.#stage,
      current: () => this.#runner.current,
      services: () => this.#loop?.states ?? [],
      handlers: this.#desk.handlers,
      backUp: () => this.#runService('backup'),
    });
  }

  get monitor(): ServiceMonitor {
    return this.#faces.monitor;
  }

  async start(): Promise<void> {
    const { logs, system } = this.#options;
    const log = logs.orchestrator;
    await this.#live.start();
    this.#stage = (await isCrashLoop(this.#parts.store, this.#clock.now())) ? 'safe' : 'running';
    if (this.#stage === 'safe') log.error('safe_mode', { code: 'E_SAFE_MODE', error: SAFE_MODE });
    else await this.#live.engine.warmUp();
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
      [
        ...servicesOf({
          loaded: () => this.#live.loaded,
          store: this.#parts.store,
          outputs: this.#parts.outputs,
          clock: this.#clock,
          log,
          logs,
          scheduler: whileAtWork(this.#scheduler, () => this.#stage === 'safe'),
          desk: this.#desk.desk,
          status: this.#faces.eyes.status,
          liveStatus: this.#faces.eyes.liveStatus,
          health: this.#faces.eyes.health,
          stallWatch: this.#faces.eyes.stallWatch,
          takeUp,
          pulse,
          pulseMs: pulse.everyMs,
          ...this.#faces.people,
        }),
        this.#faces.door.due,
      ],
      { clock: this.#clock, log },
    );
    log.info('service_started', {
      pid: process.pid,
      config: this.#live.loaded.file,
      sites: this.#live.siteCodes.length,
      release: RELEASE ?? 'source',
    });
    await system.ready('waiting for work');
    this.#startMs = Math.round(this.#clock.monotonic() - this.#begun);
    this.#metrics.load();
    void wakeBehindWork(this.#loop, this.#stage === 'safe' ? ['api', 'status'] : ['api']);
  }

  reload(): Promise<ReloadReport> {
    return this.#reloads(() => this.#reloadNow());
  }

  metrics(): Promise<MetricsText> {
    return this.#metrics.text();
  }

  readings(): readonly ReadingPart[] {
    return this.#faces.eyes.readings();
  }

  hurry(): void {
    this.#live.engine.hurry();
  }

  async stop(): Promise<void> {
    const { logs, system } = this.#options;
    this.#stage = 'stopping';
    await system.stopping();
    // Those under way.
    await this.#reloads(async () => undefined);
    // Feeding stops first: from this moment nothing is claimed.
    const suspended = this.#runner.suspend();
    await this.#live.engine.close();
    await suspended;
    // A backup under way may take longer than anybody waits: it is then left unfinished, and swept by the next one.
    const inTime = new AbortController();
    await Promise.race([this.#loop?.stop(), this.#clock.sleep(LONGEST_SERVICE_MS, inTime.signal)]);
    inTime.abort();
    this.#stage = 'stopped';
    await this.#faces.eyes.status
      .runOnce()
      .catch((error: unknown) => logs.orchestrator.warn('status_not_written', { error: messageOf(error) }));
    await this.#faces.door.close();
    await this.monitor.close();
    await this.#parts.close();
    logs.orchestrator.info('service_stopped', {});
  }

  async #reloadNow(): Promise<ReloadReport> {
    const report = await this.#live.reload({
      begin: () => {
        if (this.#stage !== 'running' && this.#stage !== 'safe')
          throw new Fault('E_INTERNAL', `the service is ${this.#stage}`);
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

  async #runNow(filters: BatchFilters = NO_FILTERS): Promise<Batch> {
    if (this.#stage !== 'running') throw new Fault('E_BATCH_OPEN', `the service is ${this.#stage}: nothing starts now`);
    return this.#runner.runNow(filters);
  }

  async #takeUp(): Promise<string | null> {
    await this.#runner.takeUp();
    return this.#runner.current?.id ?? null;
  }

  async #runService(name: string): Promise<Summary> {
    if (this.#loop === null) throw new Fault('E_NO_SERVICE', 'the service still starts');
    return this.#loop.run(name);
  }

  #startDue(due: DueNow): Promise<void> {
    return startDue(due, {
      scheduler: this.#scheduler,
      log: this.#options.logs.orchestrator,
      runNow: () => this.#runNow(),
      runService: async (name) => void (await this.#runService(name)),
    });
  }

  #batchChanged(batch: Batch, ended: boolean): void {
    this.#loop?.wake('status');
    // A backup at the close of each batch: its results exist twice from then on.
    if (ended) for (const name of ['backup', 'batch-report', 'notices']) this.#loop?.wake(name);
    void this.#options.system.ready(batchLine(batch, ended));
  }
}
