/**
 * The service: coordinator, agent, schedule, command desk and the services of the house in one process, for years.
 * It opens the parts once; engine and configuration are replaced by a reload, batches come and go.
 */
import type { Config, LoadedConfig } from '../config/contract.ts';
import type { Batch } from '../core/batch.ts';
import { systemClock, systemRandom } from '../core/clock.ts';
import type { Clock, Random } from '../core/clock.ts';
import { Fault, isFault, messageOf } from '../core/errors.ts';
import { rescue } from '../engine/coordinator/rescue.ts';
import type { WorkerCommand } from '../engine/agent/worker-process.ts';
import type { OpenLogs } from '../telemetry/open-logs.ts';
import type { DueNow, Scheduler } from '../upkeep/schedule/scheduler.ts';
import { createScheduler } from '../upkeep/schedule/scheduler.ts';
import { createCommandDesk } from '../upkeep/schedule/command-desk.ts';
import { operatorHandlers } from '../upkeep/schedule/operator-handlers.ts';
import { scheduleSettings } from '../upkeep/schedule/settings.ts';
import { createHealthCheck } from '../upkeep/health-check.ts';
import type { Health } from '../upkeep/health-check.ts';
import { startServiceLoop } from '../upkeep/service-loop.ts';
import type { ServiceLoop } from '../upkeep/service-loop.ts';
import { createStallWatch } from '../upkeep/stall-watch.ts';
import { createStatusFile } from '../upkeep/status-file.ts';
import { createBatchRunner } from './batch-runner.ts';
import type { BatchRunner } from './batch-runner.ts';
import { describeStatus } from './describe-status.ts';
import type { ServiceStage } from './describe-status.ts';
import { healthChecks } from './health-checks.ts';
import { loadSites } from './load-sites.ts';
import type { Sites } from './load-sites.ts';
import { loadSitesAloud } from './open-orchestrator.ts';
import { openParts } from './open-parts.ts';
import type { Parts } from './open-parts.ts';
import { createPulse } from './pulse.ts';
import type { SystemNotifier } from './sd-notify.ts';
import { JOBS, servicesOf } from './services.ts';
import { startEngine } from './start-engine.ts';
import type { EngineOptions } from './engine-options.ts';
import type { Engine } from './start-engine.ts';
import { workerCommand } from './worker-command.ts';

export interface ServeOptions extends Pick<EngineOptions, 'machine' | 'spaceOf'> {
  readonly loaded: LoadedConfig;
  /** Reads the configuration again, for a reload. */
  readonly load: () => Promise<LoadedConfig>;
  readonly logs: OpenLogs;
  readonly system: SystemNotifier;
  /** The service cannot go on by itself (its store is gone): the process is to end, and to be started anew. */
  readonly onLost: (reason: string) => void;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  readonly worker?: WorkerCommand | undefined;
}

export interface RunningService {
  /** Configuration and definitions are read again. @throws {Fault} nothing has changed then */
  reload(): Promise<ReloadReport>;
  /** Drains within `execution.drain_seconds`, releases what is left, closes everything. */
  stop(): Promise<void>;
  /** While it stops: what is in flight is released at once. */
  hurry(): void;
}

export interface ReloadReport {
  readonly sites: number;
  readonly file: string | null;
}

/** @throws {Fault} E_INSTANCE_HELD, E_DIRECTORY, E_STORE…, E_REHEARSAL: nothing was started then. */
export async function startService(options: ServeOptions): Promise<RunningService> {
  const { loaded, logs, clock = systemClock } = options;
  const log = logs.orchestrator;
  const sites = await loadSitesAloud(loaded.config, log);
  const parts = await openParts(loaded.config, clock, log);
  try {
    await rescue({ store: parts.store, outputs: parts.outputs, clock, log, instance: parts.instance });
    const service = new Service(options, parts, clock);
    await service.start(sites);
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
  #loaded: LoadedConfig;
  #sites: Sites | null = null;
  #engine: Engine | null = null;
  #loop: ServiceLoop | null = null;
  #stage: ServiceStage = 'starting';
  #reloading: Promise<unknown> = Promise.resolve();
  readonly #runner: BatchRunner;
  readonly #scheduler: Scheduler;
  readonly #health: Health;
  readonly #stallWatch;
  readonly #status;

  constructor(options: ServeOptions, parts: Parts, clock: Clock) {
    const { store } = parts;
    const log = options.logs.orchestrator;
    this.#options = options;
    this.#parts = parts;
    this.#clock = clock;
    this.#loaded = options.loaded;
    this.#startedAt = clock.now();
    this.#runner = createBatchRunner({ store, clock, log, engine: () => this.#runningEngine(), onChange: (batch, ended) => this.#batchChanged(batch, ended) });
    this.#scheduler = createScheduler({ store, clock, log, settings: () => scheduleSettings(this.#config), start: (due) => void this.#startDue(due) });
    this.#stallWatch = createStallWatch(clock, log);
    this.#health = createHealthCheck(healthChecks({ store, clock, config: () => this.#config, condition: () => this.#runningEngine().condition(), services: () => this.#loop?.states ?? [] }), log);
    this.#status = { name: 'status', runOnce: () => createStatusFile({ file: this.#config.monitoring.status_file, clock, status: () => this.#describe() }).runOnce() };
  }

  get #config(): Config {
    return this.#loaded.config;
  }

  async start(sites: Sites): Promise<void> {
    const { logs, system } = this.#options;
    const log = logs.orchestrator;
    await this.#startEngine(sites);
    this.#stage = 'running';
    const pulse = createPulse({ store: this.#parts.store, clock: this.#clock, log, system, onLost: this.#options.onLost });
    const takeUp = { name: 'take-up', runOnce: async () => (this.#stage === 'running' ? { batch: await this.#takeUp() } : { batch: null }) };
    this.#loop = startServiceLoop(
      servicesOf({
        loaded: () => this.#loaded,
        store: this.#parts.store,
        outputs: this.#parts.outputs,
        clock: this.#clock,
        log,
        logs,
        scheduler: this.#scheduler,
        desk: this.#desk(),
        status: this.#status,
        health: this.#health,
        stallWatch: this.#stallWatch,
        takeUp,
        pulse,
        pulseMs: pulse.everyMs,
      }),
      { clock: this.#clock, log },
    );
    log.info('service_started', { pid: process.pid, config: this.#loaded.file, sites: sites.byCode.size });
    await system.ready('waiting for work');
  }

  reload(): Promise<ReloadReport> {
    const next = this.#reloading.then(() => this.#reloadNow());
    this.#reloading = next.catch(() => undefined);
    return next;
  }

  hurry(): void {
    this.#engine?.hurry();
  }

  async stop(): Promise<void> {
    const { logs, system } = this.#options;
    this.#stage = 'stopping';
    await system.stopping();
    await this.#reloading;
    // Feeding stops first: from this moment nothing is claimed.
    const suspended = this.#runner.suspend();
    await this.#runningEngine().close();
    await suspended;
    // A backup under way may take longer than anybody waits: it is then left unfinished, and swept by the next one.
    await Promise.race([this.#loop?.stop(), this.#clock.sleep(LONGEST_SERVICE_MS)]);
    this.#stage = 'stopped';
    await this.#status.runOnce().catch((error: unknown) => logs.orchestrator.warn('status_not_written', { error: messageOf(error) }));
    await this.#parts.close();
    logs.orchestrator.info('service_stopped', {});
  }

  #runningEngine(): Engine {
    if (this.#engine === null) throw new Fault('E_INTERNAL', 'the engine is being replaced');
    return this.#engine;
  }

  async #startEngine(sites: Sites): Promise<void> {
    const { logs, random = systemRandom, machine, spaceOf, worker } = this.#options;
    const config = this.#config;
    this.#sites = sites;
    this.#engine = await startEngine({
      config,
      log: logs.orchestrator,
      clock: this.#clock,
      random,
      sites,
      parts: this.#parts,
      worker: worker ?? workerCommand(config.execution.worker_memory_mb),
      machine,
      spaceOf,
    });
  }

  async #reloadNow(): Promise<ReloadReport> {
    const { logs, system, load } = this.#options;
    const before = { loaded: this.#loaded, sites: this.#sites };
    try {
      const loaded = await load();
      assertReloadable(before.loaded.config, loaded.config);
      const sites = await loadSites(loaded.config);
      if (sites.faults[0] !== undefined) throw sites.faults[0];
      if (this.#stage !== 'running') throw new Fault('E_INTERNAL', `the service is ${this.#stage}`);
      await system.reloading();
      await this.#replaceEngine(loaded, sites);
      await system.ready('configuration reloaded');
      const report = { sites: sites.byCode.size, file: loaded.file };
      logs.orchestrator.info('reloaded', report);
      return report;
    } catch (error) {
      const place = isFault(error) ? error.place : {};
      logs.orchestrator.error('reload_failed', { code: isFault(error) ? error.code : 'E_INTERNAL', error: messageOf(error), ...place, advice: 'The configuration and the definitions from before stay in use.' });
      throw error;
    }
  }

  /** What runs is brought to a page boundary and released free of charge; the new engine goes on with it. */
  async #replaceEngine(loaded: LoadedConfig, sites: Sites): Promise<void> {
    this.#stage = 'reloading';
    const suspended = this.#runner.suspend();
    await this.#runningEngine().close();
    await suspended;
    this.#loaded = loaded;
    await this.#startEngine(sites);
    this.#stage = 'running';
    await this.#takeUp();
  }

  #desk() {
    const { store, instance } = this.#parts;
    const { batch_interval: batchEveryMs, batch_deadline: deadlineMs } = this.#config.execution;
    const deps = { store, clock: this.#clock, batchEveryMs, deadlineMs, sites: () => [...(this.#sites?.byCode.keys() ?? [])] };
    const handlers = operatorHandlers(deps, {
      runNow: () => this.#runNow(),
      takeUp: () => this.#takeUp().then(() => undefined),
      reload: () => this.reload(),
    });
    return createCommandDesk({ store, clock: this.#clock, log: this.#options.logs.orchestrator, instance: instance.id, handlers });
  }

  async #runNow(): Promise<Batch> {
    if (this.#stage !== 'running') throw new Fault('E_BATCH_OPEN', `the service is ${this.#stage}: nothing starts now`);
    return this.#runner.runNow();
  }

  async #takeUp(): Promise<string | null> {
    await this.#runner.takeUp();
    return this.#runner.current?.id ?? null;
  }

  async #startDue(due: DueNow): Promise<void> {
    try {
      if (due.kind === 'batch') await this.#scheduler.batchStarted(due.occurrence, (await this.#runNow()).id);
      else await this.#runJob(due.job, due.occurrence);
    } catch (error) {
      await this.#scheduler.failed(due.occurrence, error).catch((cause: unknown) => this.#options.logs.orchestrator.error('schedule_not_recorded', { error: messageOf(cause) }));
    }
  }

  async #runJob(job: keyof typeof JOBS, occurrence: Extract<DueNow, { kind: 'job' }>['occurrence']): Promise<void> {
    for (const name of JOBS[job]) await this.#loop?.run(name);
    await this.#scheduler.jobDone(occurrence);
  }

  #batchChanged(batch: Batch, ended: boolean): void {
    this.#loop?.wake('status');
    // A backup at the close of each batch: its results exist twice from then on.
    if (ended) this.#loop?.wake('backup');
    void this.#options.system.ready(ended ? `batch ${batch.id} is over: ${batch.completedTasks} of ${batch.totalTasks} tasks completed` : `batch ${batch.id} is running`);
  }

  #describe(): Promise<Readonly<Record<string, unknown>>> {
    return describeStatus({
      stage: this.#stage,
      startedAt: this.#startedAt,
      store: this.#parts.store,
      current: this.#runner.current,
      condition: this.#runningEngine().condition(),
      health: this.#health,
      stallWatch: this.#stallWatch,
      services: this.#loop?.states ?? [],
      settings: scheduleSettings(this.#config),
    });
  }
}

/** What is open cannot be moved while it is in use. @throws {Fault} E_CONFIG */
function assertReloadable(before: Config, after: Config): void {
  const fixed: readonly (readonly [string, (config: Config) => unknown])[] = [
    ['database.path', ({ database }) => database.path],
    ['data.directory', ({ data }) => data.directory],
    ['logging.directory', ({ logging }) => logging.directory],
    ['security.rehearsal.portals', ({ security }) => security.rehearsal.portals],
  ];
  for (const [option, valueOf] of fixed) {
    if (valueOf(before) === valueOf(after)) continue;
    throw new Fault('E_CONFIG', `${option} cannot change while the service runs (${String(valueOf(before))} to ${String(valueOf(after))})`, { cure: 'Stop the service and start it with the new value.' });
  }
}
