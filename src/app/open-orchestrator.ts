/** Composition root of the parent process: builds the concrete parts, recovers what a crash left, runs batches. */
import type { Config } from '../config/contract.ts';
import type { Batch, BatchFilters } from '../core/batch.ts';
import { systemClock, systemRandom } from '../core/clock.ts';
import type { Clock, Random } from '../core/clock.ts';
import { Fault } from '../core/errors.ts';
import type { PermitSource } from '../core/politeness.ts';
import { runAgent } from '../engine/agent/run-agent.ts';
import type { SlotDeps } from '../engine/agent/work-slot.ts';
import type { WorkerCommand } from '../engine/agent/worker-process.ts';
import { planDetails } from '../engine/coordinator/plan-details.ts';
import { rescue } from '../engine/coordinator/rescue.ts';
import { startTicksOf } from '../engine/instance.ts';
import { openBatch, runBatch } from '../engine/run-batch.ts';
import type { BatchDeps, OpenedBatch } from '../engine/run-batch.ts';
import type { Queue } from '../queue/contract.ts';
import { createLocalQueue } from '../queue/local.ts';
import type { ReportStore } from '../store/contract.ts';
import type { Log } from '../telemetry/contract.ts';
import { fetcherSettings } from './fetcher-settings.ts';
import { loadSites, siteRuns } from './load-sites.ts';
import type { Sites } from './load-sites.ts';
import { loadInstalledCatalogue } from './load-targets.ts';
import { openGovernor } from './open-governor.ts';
import { isRehearsal, openParts } from './open-parts.ts';
import type { Parts } from './open-parts.ts';
import { workerCommand } from './worker-command.ts';

export interface OrchestratorOptions {
  readonly config: Config;
  readonly log: Log;
  readonly clock?: Clock;
  readonly random?: Random;
  /** What runs as a worker; the product's own by default. */
  readonly worker?: WorkerCommand;
}

export interface Orchestrator {
  readonly reports: ReportStore;
  /** The open batch, or a new one made from the catalogue. */
  openBatch(filters: BatchFilters): Promise<OpenedBatch>;
  /** Runs it to its end; null when `stop` aborted first. */
  runBatch(opened: OpenedBatch, stop: AbortSignal): Promise<Batch | null>;
  /** Lets pages in flight end (`execution.drain_seconds` at most), releases their tasks and closes everything. */
  close(): Promise<void>;
}

/** Everything the engine's roles are built from. */
interface Assembly {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
  readonly sites: Sites;
  readonly parts: Parts;
  readonly queue: Queue;
  readonly worker: WorkerCommand;
}

/** @throws {Fault} E_INSTANCE_HELD, E_DIRECTORY, E_STORE…, E_REHEARSAL: nothing was started then. */
export async function openOrchestrator(options: OrchestratorOptions): Promise<Orchestrator> {
  const { config, log, clock = systemClock, random = systemRandom } = options;
  const sites = await loadSites(config);
  for (const fault of sites.faults) log.error('definition_refused', { code: fault.code, error: fault.message, ...fault.place });
  const parts = await openParts(config, clock, log);
  const worker = options.worker ?? workerCommand(config.execution.worker_memory_mb);
  try {
    return await startEngine({ config, log, clock, random, sites, parts, queue: createLocalQueue(clock), worker });
  } catch (error) {
    await parts.close();
    throw error;
  }
}

async function startEngine(assembly: Assembly): Promise<Orchestrator> {
  const { config, log, clock, random, sites, parts, queue } = assembly;
  const { store, outputs, instance } = parts;
  await rescue({ store, outputs, clock, log, instance });
  const governor = await openGovernor({ config, sites, hosts: store.hosts, clock, random, log });
  const deps = batchDeps(assembly);
  const drain = new AbortController();
  const halt = new AbortController();
  const agent = runAgent(slotDeps(assembly, governor, halt.signal), config.execution.max_concurrency, drain.signal);
  return {
    reports: store.reports,
    openBatch: (filters) => openBatch(deps, filters),
    runBatch: (opened, stop) => runBatch(deps, opened, stop),
    close: async () => {
      log.info('draining', { longest_s: config.execution.drain_seconds });
      drain.abort();
      const stopWaiting = new AbortController();
      const tooLong = clock.sleep(config.execution.drain_seconds * 1000, stopWaiting.signal).then(() => {
        halt.abort();
      });
      await agent;
      stopWaiting.abort();
      await tooLong;
      queue.close();
      await governor.close();
      await parts.close();
    },
  };
}

function batchDeps({ config, log, clock, sites, parts, queue }: Assembly): BatchDeps {
  const { store, outputs } = parts;
  const { execution, data } = config;
  const maxAttempts = execution.retry.max_attempts;
  return {
    store,
    queue,
    log,
    plan: { store, outputs, clock, timeZone: data.time_zone, deadlineMs: execution.batch_deadline, maxAttempts, rehearsal: isRehearsal(config) },
    feed: {
      store,
      queue,
      clock,
      log,
      siteRun: siteRuns(sites, config),
      slots: execution.max_concurrency,
      phaseBarrier: execution.phase_barrier,
      planDetails: (batch, scraper) => planDetails({ store, outputs, clock, maxAttempts }, batch, scraper),
    },
    finish: { store, outputs, clock },
    loadTargets: async () => {
      const catalogue = await loadInstalledCatalogue(config, sites);
      if (catalogue.faults.length > 0) log.warn('catalogue_faults', { faults: catalogue.faults.length, rows: catalogue.rows, targets: catalogue.targets.length });
      return catalogue.targets.filter((target) => sites.byCode.get(target.site)?.effective.enabled === true);
    },
  };
}

function slotDeps({ config, log, clock, random, sites, parts, queue, worker }: Assembly, permits: PermitSource, halt: AbortSignal): SlotDeps {
  const { store, outputs, instance } = parts;
  const { execution, scrapers, security, data } = config;
  return {
    store,
    instances: store.instances,
    queue,
    outputs,
    permits,
    clock,
    random,
    log,
    worker,
    halt,
    hello: { type: 'hello', fetcher: fetcherSettings(config), maxFieldLength: security.data_validation.max_field_length },
    instance,
    startTicks: startTicksOf,
    siteRun: siteRuns(sites, config),
    findBatch: batchFinder((id) => store.batches.findBatch(id)),
    settings: {
      retry: { strategy: execution.retry.strategy, baseMs: execution.retry.delay, capMs: execution.retry.cap },
      columns: data.columns,
      resumeWindowMs: execution.resume_window,
      progressTimeoutMs: execution.progress_timeout,
      sliceMs: execution.slice,
      recycleAfterTasks: scrapers.recycle_after_tasks,
    },
  };
}

/** A batch's name and zone never change while it runs: they are asked for once. */
function batchFinder(find: (id: string) => Promise<Batch | null>): (id: string) => Promise<Batch> {
  let known: Batch | null = null;
  return async (id) => {
    if (known?.id !== id) known = await find(id);
    if (known === null) throw new Fault('E_NO_BATCH', `there is no batch ${id}`);
    return known;
  };
}
