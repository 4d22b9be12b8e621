/** The engine of now, with the configuration and the definitions it was built from; a reload replaces all three, or none. */
import type { Config, LoadedConfig } from '../../config/contract.ts';
import type { Clock, Random } from '../../core/clock.ts';
import { systemRandom } from '../../core/clock.ts';
import { Fault, isFault, messageOf } from '../../core/errors.ts';
import type { WorkerCommand } from '../../engine/agent/worker-process.ts';
import type { WorkMetrics } from '../../telemetry/metrics-contract.ts';
import type { OpenLogs } from '../../telemetry/open-logs.ts';
import { assertReloadable } from './assert-reloadable.ts';
import { loadSites } from '../parts/load-sites.ts';
import type { Sites } from '../parts/load-sites.ts';
import type { Parts } from '../parts/open-parts.ts';
import type { EngineOptions } from './engine-options.ts';
import { startEngine } from './start-engine.ts';
import type { Engine } from './start-engine.ts';
import { readProxies } from '../parts/read-proxies.ts';
import { workerCommand } from '../parts/worker-command.ts';

export interface LiveEngineOptions extends Pick<EngineOptions, 'machine' | 'spaceOf'> {
  readonly loaded: LoadedConfig;
  /** Reads the configuration again, for a reload. */
  readonly load: () => Promise<LoadedConfig>;
  readonly logs: Pick<OpenLogs, 'orchestrator'>;
  /** Told when a reload begins, and when it is over. */
  readonly system: { reloading(): Promise<void>; ready(status: string): Promise<void> };
  readonly random?: Random | undefined;
  readonly worker?: WorkerCommand | undefined;
}

export interface ReloadReport {
  readonly sites: number;
  readonly file: string | null;
}

/** What goes on around the exchange: batches stop before it, and go on after it. */
export interface Exchange {
  /** @throws {Fault} when this is no moment for it */
  readonly begin: () => void;
  readonly suspend: () => Promise<void>;
  readonly end: () => void;
}

export class LiveEngine {
  readonly #options: LiveEngineOptions;
  readonly #parts: Parts;
  readonly #clock: Clock;
  readonly #metrics: WorkMetrics;
  #loaded: LoadedConfig;
  #sites: Sites;
  #engine: Engine | null = null;

  constructor(options: LiveEngineOptions, parts: Parts, clock: Clock, sites: Sites, metrics: WorkMetrics) {
    this.#options = options;
    this.#parts = parts;
    this.#clock = clock;
    this.#loaded = options.loaded;
    this.#sites = sites;
    this.#metrics = metrics;
  }

  get loaded(): LoadedConfig {
    return this.#loaded;
  }

  get config(): Config {
    return this.#loaded.config;
  }

  get siteCodes(): readonly string[] {
    return [...this.#sites.byCode.keys()];
  }

  /** During an exchange it is still the old one. */
  get engine(): Engine {
    if (this.#engine === null) throw new Fault('E_INTERNAL', 'the engine has not started');
    return this.#engine;
  }

  async start(): Promise<void> {
    const { logs, random = systemRandom, machine, spaceOf, worker } = this.#options;
    this.#engine = await startEngine({
      config: this.config,
      log: logs.orchestrator,
      clock: this.#clock,
      random,
      sites: this.#sites,
      parts: this.#parts,
      worker: worker ?? workerCommand(this.config.execution.worker_memory_mb),
      proxies: await readProxies(this.config),
      machine,
      spaceOf,
      metrics: this.#metrics,
    });
  }

  /** @throws {Fault} with the place of what is wrong: the old configuration and definitions stay in use (F14) */
  async reload(exchange: Exchange): Promise<ReloadReport> {
    const log = this.#options.logs.orchestrator;
    try {
      const loaded = await this.#options.load();
      assertReloadable(this.config, loaded.config);
      const sites = await loadSites(loaded.config);
      if (sites.faults[0] !== undefined) throw sites.faults[0];
      exchange.begin();
      try {
        await this.#exchange(exchange, loaded, sites);
      } finally {
        exchange.end();
      }
      const report = { sites: sites.byCode.size, file: loaded.file };
      log.info('reloaded', report);
      return report;
    } catch (error) {
      const place = isFault(error) ? error.place : {};
      const code = isFault(error) ? error.code : 'E_INTERNAL';
      const advice = 'The configuration and the definitions from before stay in use.';
      log.error('reload_failed', { code, error: messageOf(error), ...place, advice });
      throw error;
    }
  }

  /** What runs is brought to a page boundary and released free of charge; the new engine goes on with it. */
  async #exchange({ suspend }: Exchange, loaded: LoadedConfig, sites: Sites): Promise<void> {
    const { system } = this.#options;
    const before = { loaded: this.#loaded, sites: this.#sites };
    await system.reloading();
    const suspended = suspend();
    await this.engine.close();
    await suspended;
    [this.#loaded, this.#sites] = [loaded, sites];
    try {
      await this.start();
    } catch (error) {
      [this.#loaded, this.#sites] = [before.loaded, before.sites];
      await this.start();
      throw error;
    } finally {
      await system.ready('configuration read again');
    }
  }
}
