/** `serve` as it is installed, against the practice portals, for hours: batches one after the other, a look at it each minute. */
import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openReports } from '../../src/app/parts/open-reports.ts';
import type { Config } from '../../src/config/contract.ts';
import { loadConfig } from '../../src/config/load.ts';
import { chooseSearches, install } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { exitCodeOf, ROOT } from '../support/pinned.ts';
import { startPortals } from '../support/portals.ts';
import { processTree, pssMb, rssMb } from '../support/processes.ts';
import { startServe } from '../support/serve.ts';
import type { ProbeReading } from './probe.ts';

export interface RealTimeOptions {
  readonly hours: number;
  readonly sampleMs: number;
  /** Between the end of a batch and the start of the next. */
  readonly pauseMs: number;
  /** Searches a site in a batch. */
  readonly searches: number;
  readonly stop: AbortSignal;
  readonly onSample: (sample: Sample) => void;
}

export interface Sample {
  readonly hours: number;
  readonly working: boolean;
  readonly batches: number;
  readonly processes: number;
  readonly coordinatorPssMb: number;
  readonly coordinatorRssMb: number;
  readonly allPssMb: number;
  readonly heapMb: number;
  readonly descriptors: number;
  readonly walMb: number;
  readonly databaseMb: number;
  readonly delayP99: number;
  readonly delayMost: number;
}

export interface RealTimeReport {
  readonly samples: readonly Sample[];
  /** Batches that were over at the end. */
  readonly batches: number;
  readonly failedTasks: number;
  /** Lines of level error in the log. */
  readonly errors: readonly string[];
  readonly exitCode: number | null;
}

/**
 * Without CyT: some of its practice searches show pages that lack fields others have. From the second batch on that is a
 * changed layout (F65), which holds the batch open for hours; the soak is to see many batches.
 */
const SITES = ['Inm24', 'Lam', 'Mit', 'Prop', 'Tro'];
const HOUR_MS = 3_600_000;
const START_MS = 60_000;
const LOOK_MS = 1000;

/** @throws when `serve` ends by itself. */
export async function runRealTime(options: RealTimeOptions): Promise<RealTimeReport> {
  const portals = await startPortals();
  try {
    const installation = install(portals.origin, await chooseSearches(portals, SITES, options.searches, 'even'));
    const { config } = await loadConfig({ file: installation.configFile, environment: {}, workingDirectory: '/' });
    const service = startServe(installation, {
      flags: ['--import', `${ROOT}bench/soak/probe.ts`],
      environment: { SOAK_PROBE: probeFile(installation) },
    });
    try {
      const samples = await watch(service, installation, config, options);
      const summary = await summaryOf(config);
      service.kill('SIGTERM');
      return { samples, ...summary, exitCode: await exitCodeOf(service), errors: errorsIn(config) };
    } finally {
      service.kill('SIGTERM');
      await exitCodeOf(service);
    }
  } finally {
    await portals.close();
  }
}

const probeFile = ({ folder }: Installation): string => join(folder, 'probe.json');

async function watch(
  service: ChildProcess,
  installation: Installation,
  config: Config,
  options: RealTimeOptions,
): Promise<readonly Sample[]> {
  const startedAt = performance.now();
  const samples: Sample[] = [];
  let batch = { number: 0, working: false, over: startedAt };
  let nextSampleAt = startedAt + options.sampleMs;
  while (performance.now() < startedAt + options.hours * HOUR_MS && !options.stop.aborted) {
    await pause(LOOK_MS, undefined, { signal: options.stop }).catch(() => undefined);
    if (service.exitCode !== null || service.signalCode !== null) throw new Error('serve ended by itself: see its log');
    const now = performance.now();
    const seen = await batchesOf(config, now - startedAt < START_MS);
    if (seen.working || seen.number > batch.number) batch = { ...seen, over: now };
    else batch = { ...batch, ...seen };
    if (!batch.working && batch.number > 0 && now - batch.over > options.pauseMs) {
      await runNow(installation);
      batch = { ...batch, over: now };
    }
    if (now < nextSampleAt) continue;
    nextSampleAt += options.sampleMs;
    const sample = { hours: (now - startedAt) / HOUR_MS, working: batch.working, batches: batch.number };
    samples.push({ ...sample, ...sizesOf(service.pid ?? 0, installation, config) });
    const newest = samples.at(-1);
    if (newest !== undefined) options.onSample(newest);
  }
  return samples;
}

/** `starting`: there may be no database yet. */
async function batchesOf(config: Config, starting: boolean): Promise<{ number: number; working: boolean }> {
  try {
    const reader = await openReports(config);
    try {
      const batches = await reader.reports.listBatches(100_000);
      return { number: batches.length, working: batches[0]?.status === 'running' };
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (starting) return { number: 0, working: false };
    throw error;
  }
}

/** As a person does it. */
async function runNow({ configFile }: Installation): Promise<void> {
  const args = [`${ROOT}bin/scraping-monitor.mjs`, 'run-now', '--config', configFile];
  await promisify(execFile)(process.execPath, args);
}

type Sizes = Omit<Sample, 'hours' | 'working' | 'batches'>;

function sizesOf(root: number, installation: Installation, config: Config): Sizes {
  const tree = processTree(root);
  const probe = readProbe(installation);
  return {
    processes: tree.length,
    coordinatorPssMb: pssMb(root),
    coordinatorRssMb: rssMb(root),
    allPssMb: tree.reduce((sum, pid) => sum + pssMb(pid), 0),
    heapMb: probe?.heapMb ?? Number.NaN,
    descriptors: readdirSync(`/proc/${root}/fd`).length,
    walMb: megabytes(`${config.database.path}-wal`),
    databaseMb: megabytes(config.database.path),
    delayP99: probe?.p99 ?? Number.NaN,
    delayMost: probe?.highest ?? Number.NaN,
  };
}

function readProbe(installation: Installation): ProbeReading | null {
  const file = probeFile(installation);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ProbeReading) : null;
}

function megabytes(file: string): number {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) / 1e6;
}

async function summaryOf(config: Config): Promise<Pick<RealTimeReport, 'batches' | 'failedTasks'>> {
  const reader = await openReports(config);
  try {
    const over = (await reader.reports.listBatches(100_000)).filter(({ status }) => status !== 'running');
    return { batches: over.length, failedTasks: over.reduce((sum, { failedTasks }) => sum + failedTasks, 0) };
  } finally {
    await reader.close();
  }
}

function errorsIn(config: Config): readonly string[] {
  return readFileSync(join(config.logging.directory, 'orchestrator.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"level":"error"'));
}

/** One sample a line, as JSON, for whoever wants to look at it otherwise. */
export function keepSample(file: string, sample: Sample): void {
  appendFileSync(file, `${JSON.stringify(sample)}\n`);
}
