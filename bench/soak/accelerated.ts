/**
 * Years of the service in minutes: the real `serve` in this process, with its schedule, backups and clean-up, a clock
 * that jumps to whatever is due next, and a worker that does nothing.
 */
import { readdirSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openReports } from '../../src/app/parts/open-reports.ts';
import { nextBatchAt } from '../../src/app/view/describe-status.ts';
import { startService } from '../../src/app/service/start-service.ts';
import { createSystemNotifier } from '../../src/app/service/sd-notify.ts';
import type { LoadedConfig } from '../../src/config/contract.ts';
import { loadConfig } from '../../src/config/load.ts';
import { nextDue } from '../../src/core/schedule.ts';
import type { SqliteReader } from '../../src/store/sqlite/open-reader.ts';
import type { Log } from '../../src/telemetry/contract.ts';
import { openLogs } from '../../src/telemetry/open-logs.ts';
import { recurrences } from '../../src/upkeep/schedule/recurrences.ts';
import { scheduleSettings } from '../../src/upkeep/schedule/settings.ts';
import { NOTHING_WORKER } from '../support/nothing.ts';
import { examine } from './examine.ts';
import type { Findings } from './examine.ts';
import { jumpingClock } from './jumping-clock.ts';
import type { JumpingClock } from './jumping-clock.ts';

export interface AcceleratedOptions {
  /** An installation whose worker asks for nothing. */
  readonly configFile: string;
  readonly batches: number;
  /** Longest jump of the clock: the jobs that are due meanwhile are caught up once. */
  readonly stepMs: number;
  /** Told after each batch. */
  readonly onBatch?: (mark: BatchMark) => void;
}

/** This process and its files after a batch, when everything that was due is done. */
export interface BatchMark {
  readonly batch: number;
  /** Day of the service's clock, counted from its start. */
  readonly day: number;
  /** After a garbage collection. */
  readonly heapMb: number;
  readonly rssMb: number;
  readonly descriptors: number;
  /** Highest since the start. */
  readonly walMb: number;
  readonly databaseMb: number;
  readonly tasks: number;
}

/** What became of an instant at which a batch was due. */
export interface SeenOccurrence {
  readonly dueAt: number;
  readonly status: string;
  readonly batch: string | null;
}

export interface AcceleratedReport extends Findings {
  /** Every occurrence of the schedule of batches, oldest first. */
  readonly batchOccurrences: readonly SeenOccurrence[];
  readonly marks: readonly BatchMark[];
  /** The service's last moment, epoch ms of its clock. */
  readonly endedAt: number;
  /** What went wrong according to the log: events of level error. */
  readonly errors: readonly string[];
}

/** A second one could still be starting when the clock jumps, and would be taken for one that hangs. */
export const ONE_WORKER = { max_concurrency: 1, max_machine_percent: 100 } as const;

const MB = 1e6;
const DAY_MS = 86_400_000;
const LOOK_MS = 15;
/** Of half a year, with room: older ones have left. */
const MOST_OCCURRENCES = 100;
/** What is due is done long before, on a busy machine too: only what is stuck takes so long. */
const PATIENCE_MS = 600_000;

/** @throws when something that is due does not come to its end. */
export async function runAccelerated(options: AcceleratedOptions): Promise<AcceleratedReport> {
  const load = (): Promise<LoadedConfig> =>
    loadConfig({ file: options.configFile, environment: {}, workingDirectory: '/' });
  const loaded = await load();
  const { config } = loaded;
  const startAt = Date.now();
  const clock = jumpingClock(startAt);
  const logs = openLogs({ directory: config.logging.directory, level: 'info' });
  const errors: string[] = [];
  const service = await startService({
    loaded,
    load,
    logs: { ...logs, orchestrator: listening(logs.orchestrator, errors) },
    system: createSystemNotifier({}, logs.orchestrator),
    clock,
    worker: NOTHING_WORKER,
    onLost: (reason) => errors.push(`service_lost ${reason}`),
  });
  const marks: BatchMark[] = [];
  // Old ones leave meanwhile (D34): what became of each is looked at while it is there.
  const occurrences: SeenOccurrences = new Map();
  try {
    let walMb = 0;
    const settle = async (batches: number): Promise<void> => {
      walMb = Math.max(walMb, await untilDone(loaded, clock, batches, occurrences));
    };
    await settle(1);
    for (let batch = 1; ; batch += 1) {
      const mark = measure(loaded, { batch, walMb, day: Math.floor((clock.now() - startAt) / DAY_MS) });
      marks.push(mark);
      options.onBatch?.(mark);
      if (batch === options.batches) break;
      await jumpToNext(loaded, clock, options.stepMs, () => settle(batch));
      await settle(batch + 1);
    }
  } finally {
    await service.stop();
    logs.close();
  }
  const batchOccurrences = [...occurrences.values()].sort((a, b) => a.dueAt - b.dueAt);
  return { ...examine(config.database.path), batchOccurrences, marks, endedAt: clock.now(), errors };
}

/** In steps, each followed by everything that fell due in it; the last one ends just after the batch is due. */
async function jumpToNext(
  { config }: LoadedConfig,
  clock: JumpingClock,
  stepMs: number,
  settle: () => Promise<void>,
): Promise<void> {
  const reader = await openReports(config);
  const dueAt = await nextBatchAt(reader, scheduleSettings(config));
  await reader.close();
  if (dueAt === null) throw new Error('no further batch is planned');
  for (;;) {
    const left = dueAt - clock.now();
    if (left <= stepMs) {
      clock.jump(left + 1);
      return;
    }
    clock.jump(Math.min(stepMs, left - 1));
    await settle();
  }
}

/** By when they were due. */
type SeenOccurrences = Map<number, SeenOccurrence>;

/** Until so many batches are over and nothing is due; returns the highest size of the WAL meanwhile, MB. */
async function untilDone(
  { config }: LoadedConfig,
  clock: JumpingClock,
  batches: number,
  occurrences: SeenOccurrences,
): Promise<number> {
  const patience = performance.now() + PATIENCE_MS;
  let walMb = 0;
  const reader = await openReports(config);
  try {
    for (;;) {
      walMb = Math.max(walMb, megabytes(`${config.database.path}-wal`));
      // In this order: what is due has its row, no row waits any more, and what was started is over.
      if (
        (await isRecorded(config, clock, reader, batches, occurrences)) &&
        (await reader.schedule.openOccurrences()).length === 0 &&
        (await reader.batches.openBatch()) === null
      ) {
        await lookAt(reader, occurrences);
        return walMb;
      }
      if (performance.now() > patience) throw new Error(`batch ${batches}: something that is due is not done`);
      await pause(LOOK_MS);
    }
  } finally {
    await reader.close();
  }
}

async function isRecorded(
  config: LoadedConfig['config'],
  clock: JumpingClock,
  reader: SqliteReader,
  batches: number,
  occurrences: SeenOccurrences,
): Promise<boolean> {
  const counted = recurrences(scheduleSettings(config), await reader.schedule.schedules());
  await lookAt(reader, occurrences);
  return (
    counted.length > 0 &&
    occurrences.size === batches &&
    counted.every(([record, recurrence]) => nextDue(recurrence, record) > clock.now())
  );
}

async function lookAt(reader: SqliteReader, occurrences: SeenOccurrences): Promise<void> {
  for (const seen of await reader.schedule.listOccurrences('batches', MOST_OCCURRENCES))
    occurrences.set(seen.dueAt, seen);
}

function measure({ config }: LoadedConfig, known: Pick<BatchMark, 'batch' | 'walMb' | 'day'>): BatchMark {
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    ...known,
    heapMb: heapUsed / MB,
    rssMb: rss / MB,
    descriptors: readdirSync('/proc/self/fd').length,
    databaseMb: megabytes(config.database.path),
    tasks: examine(config.database.path).rows['scraping_tasks'] ?? 0,
  };
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

function megabytes(file: string): number {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) / MB;
}

/** The same log, whose errors are kept too. */
function listening(log: Log, errors: string[]): Log {
  return {
    debug: (event, fields) => log.debug(event, fields),
    info: (event, fields) => log.info(event, fields),
    warn: (event, fields) => log.warn(event, fields),
    error: (event, fields) => {
      errors.push(`${event} ${JSON.stringify(fields ?? {})}`);
      log.error(event, fields);
    },
  };
}
