/** Composition root of a batch in the foreground: opens the installation and starts the engine. */
import { join } from 'node:path';
import type { Config } from '../../config/contract.ts';
import type { Batch, BatchFilters } from '../../core/batch.ts';
import { systemClock, systemRandom } from '../../core/clock.ts';
import type { Clock, Random } from '../../core/clock.ts';
import type { WorkerCommand } from '../../engine/agent/worker-process.ts';
import type { OpenedBatch } from '../../engine/run-batch.ts';
import type { ReportStore } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import { NO_METRICS } from '../../telemetry/metrics-contract.ts';
import { createAnswerWatch } from '../../upkeep/notices/answer-watch.ts';
import { reportPath } from '../people/batch-reports.ts';
import { alsoTold } from '../people/also-told.ts';
import type { OpenLogs } from '../../telemetry/open-logs.ts';
import { startForegroundHouse } from './foreground-house.ts';
import { openInstallation } from '../parts/open-installation.ts';
import { readProxies } from '../parts/read-proxies.ts';
import { startEngine } from '../run/start-engine.ts';
import type { EngineOptions } from '../run/engine-options.ts';
import { workerCommand } from '../parts/worker-command.ts';

export interface OrchestratorOptions extends Pick<EngineOptions, 'machine' | 'spaceOf'> {
  readonly config: Config;
  readonly log: Log;
  /** The files behind `log`, when they are this process's to rotate. */
  readonly logs?: OpenLogs | undefined;
  readonly clock?: Clock;
  readonly random?: Random;
  /** What runs as a worker; the product's own by default. */
  readonly worker?: WorkerCommand | undefined;
  /** `--accept-empty` */
  readonly acceptEmpty?: boolean | undefined;
}

export interface Orchestrator {
  readonly reports: ReportStore;
  /** The open batch, or a new one made from the catalogue. */
  openBatch(filters: BatchFilters): Promise<OpenedBatch>;
  /** Runs it to its end; null when `stop` aborted first. */
  runBatch(opened: OpenedBatch, stop: AbortSignal): Promise<Batch | null>;
  /** After a batch was closed: where its report lies as one page; null = it could not be made, the log says why. */
  makeReport(batch: string): Promise<string | null>;
  /** After that: tells people of the batch where messages are configured. */
  tellPeople(): Promise<void>;
  /** Lets pages in flight end (`execution.drain_seconds` at most), releases their tasks and closes everything. */
  close(): Promise<void>;
  /** While it closes: what is in flight is released at once. */
  hurry(): void;
}

/** @throws {Fault} E_INSTANCE_HELD, E_DIRECTORY, E_STORE…, E_REHEARSAL: nothing was started then. */
export async function openOrchestrator(options: OrchestratorOptions): Promise<Orchestrator> {
  const { config, log, clock = systemClock, random = systemRandom } = options;
  const { parts, sites } = await openInstallation(config, clock, log, { acceptEmpty: options.acceptEmpty });
  const worker = options.worker ?? workerCommand(config.execution.worker_memory_mb);
  try {
    const { machine, spaceOf } = options;
    const proxies = await readProxies(config);
    const answers = createAnswerWatch();
    const metrics = alsoTold(NO_METRICS, answers);
    const made = { config, log, clock, random, sites, parts, worker, proxies, machine, spaceOf, metrics };
    const engine = await startEngine(made);
    const house = await startForegroundHouse(parts, {
      config,
      clock,
      random,
      log,
      engine,
      answers,
      logs: options.logs ?? null,
      siteCodes: [...sites.byCode.keys()],
    });
    return {
      reports: parts.store.reports,
      openBatch: (filters) => engine.openBatch(filters),
      runBatch: (opened, stop) => engine.runBatch(opened, stop),
      makeReport: async (batch) =>
        (await house.makeReport(batch)) ? join(config.data.directory, reportPath(batch)) : null,
      tellPeople: () => house.tellPeople(),
      hurry: () => engine.hurry(),
      close: async () => {
        await house.stop();
        await engine.close();
        await parts.close();
      },
    };
  } catch (error) {
    await parts.close();
    throw error;
  }
}
