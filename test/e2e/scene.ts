/** A rehearsal behind a gate: what the tests of this folder begin with. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openOrchestrator } from '../../src/app/foreground/open-orchestrator.ts';
import type { Orchestrator } from '../../src/app/foreground/open-orchestrator.ts';
import type { Batch } from '../../src/core/batch.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { dayOf } from '../../src/core/local-time.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { Log } from '../../src/telemetry/contract.ts';
import { rehearse } from '../support/rehearsal.ts';
import type { Rehearsal, RehearsalOptions } from '../support/rehearsal.ts';
import { count, countAfterDeath, query } from './database.ts';
import type { Line } from './database.ts';
import { openGate } from './gate.ts';
import type { Gate } from './gate.ts';
import { killGroup, pidOf } from './processes.ts';

/** A zone in which no test runs over midnight, for rows carry the day of their fetch (D11), and the portals' day in it. */
const zone = zoneWhereItIsNoon(new Date().getUTCHours());
const today = dayOf(Date.now(), zone);

/** A fault that meets every task shows in seconds, as failed tasks, not as a test that waits for half an hour. */
const SOON = { delay: '100ms', strategy: 'linear' };

export const HOSTS = {
  Inm24: 'www.inmuebles24.com',
  CyT: 'www.casasyterrenos.com',
  Lam: 'www.lamudi.com.mx',
  Mit: 'casas.mitula.mx',
  Prop: 'propiedades.com',
  Tro: 'casas.trovit.com.mx',
} as const;

export interface Logged {
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface Scene {
  readonly rehearsal: Rehearsal;
  readonly gate: Gate;
  readonly tree: string;
  /** What the product logged in this process. */
  readonly log: readonly Logged[];
  open(clock?: Clock): Promise<Orchestrator>;
  /** `scraping-orchestrator run` as its own process; it never outlives the test. */
  spawnRun(): ChildProcess;
  /** Whether a spawned command has logged this event. */
  hasLogged(event: string): boolean;
  query(sql: string): readonly Line[];
  count(sql: string): number;
  /** Of the database that the next start will find when everybody dies now. */
  countAfterDeath(sql: string): number;
}

export interface SceneOptions extends RehearsalOptions {
  readonly catalogue: readonly string[];
}

export async function openScene(t: TestContext, options: SceneOptions): Promise<Scene> {
  const gate = await openGate(t);
  const { security = {}, data = {}, execution = {}, notifications, ...config } = options.config ?? {};
  const rehearsal = await rehearse(t, {
    ...options,
    portals: { today, ...options.portals },
    config: {
      ...config,
      // On a Monday after eight a health report would come with whatever a test waits for.
      ...(notifications === undefined ? {} : { notifications: { health_report: 'never', ...notifications } }),
      // A page is held behind the gate for as long as a test looks at it, however busy the machine is.
      execution: { retry: SOON, headers_timeout: '30m', request_timeout: '30m', ...execution },
      data: { time_zone: zone, ...data },
      security: { rehearsal: { portals: gate.origin, delay_ms: 0 }, ...security },
    },
  });
  gate.forwardTo(rehearsal.portals.origin);
  const database = rehearsal.config.database.path;
  const log: Logged[] = [];
  return {
    rehearsal,
    gate,
    tree: rehearsal.config.data.directory,
    log,
    open: (clock) =>
      openOrchestrator({ config: rehearsal.config, log: logInto(log), ...(clock === undefined ? {} : { clock }) }),
    spawnRun: () => {
      const command = rehearsal.spawn('scraping-orchestrator', ['run', '--quiet']);
      t.after(() => {
        if (command.exitCode === null && command.signalCode === null) killGroup(pidOf(command));
      });
      return command;
    },
    hasLogged: (event) => {
      const file = join(rehearsal.folder, 'logs', 'orchestrator.log');
      return existsSync(file) && readFileSync(file, 'utf8').includes(`"${event}"`);
    },
    query: (sql) => query(database, sql),
    count: (sql) => count(database, sql),
    countAfterDeath: (sql) => countAfterDeath(database, sql),
  };
}

/** A batch that runs in this process while the test looks on. */
export interface Running {
  readonly orchestrator: Orchestrator;
  readonly batch: string;
  /** Its end; null when it was stopped. */
  readonly ended: Promise<Batch | null>;
  /** As Ctrl-C: drains, releases, closes. */
  stop(): Promise<void>;
}

/** Opens the product, starts (or takes up) the batch, and closes it with the test at the latest. */
export async function startBatch(t: TestContext, scene: Scene, clock?: Clock): Promise<Running> {
  const orchestrator = await scene.open(clock);
  const stopping = new AbortController();
  let closed: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    stopping.abort();
    await ended.catch(() => null);
    closed ??= orchestrator.close();
    await closed;
  };
  const opened = await orchestrator.openBatch(NO_FILTERS);
  const ended = orchestrator.runBatch(opened, stopping.signal);
  // Whoever awaits it sees the failure; a test that ends before must not be ended by it.
  ended.catch(() => null);
  t.after(async () => {
    scene.gate.open();
    await stop();
  });
  return { orchestrator, batch: opened.batch.id, ended, stop };
}

function logInto(lines: Logged[]): Log {
  const write = (event: string, fields: object = {}): void => {
    lines.push({ ...fields, event });
  };
  return { debug: write, info: write, warn: write, error: write };
}

function zoneWhereItIsNoon(utcHour: number): string {
  const ahead = 12 - utcHour;
  // POSIX signs: Etc/GMT-3 is three hours ahead of UTC.
  return ahead === 0 ? 'Etc/UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
