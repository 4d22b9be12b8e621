/**
 * One life of the product on an installation of its own, cheap enough to be lived hundreds of times. The child process
 * of the sweeps lives it on a faulty disk; the tests live it themselves to recover.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manageBackups } from '../../src/app/house/manage-backups.ts';
import { migrateDatabase } from '../../src/app/house/migrate-database.ts';
import { openOrchestrator } from '../../src/app/foreground/open-orchestrator.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { LoadedConfig } from '../../src/config/contract.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { isFault, messageOf } from '../../src/core/errors.ts';
import type { Log } from '../../src/telemetry/contract.ts';
import { movableClock } from '../e2e/movable-clock.ts';
import type { MovableClock } from '../e2e/movable-clock.ts';
import type { Logged } from '../e2e/scene.ts';

export interface Installation {
  readonly folder: string;
  /** Where it lay when its configuration was written. */
  readonly madeAt: string;
}

/** `open`: opened and closed; `run`: the batch run to its end in between. The others are the commands of these names. */
export type Deed = 'open' | 'run' | 'migrate' | 'backup' | 'restore';

export interface LifeOptions {
  readonly deed?: Deed;
  readonly onTrouble?: (count: number) => void;
  /** After so many troubles it is told to stop, as by SIGTERM. */
  readonly patience?: number;
}

export interface LifeEnd {
  /** Tasks completed in all; null = it failed, or was stopped, before the batch was over. */
  readonly completed: number | null;
  /** Everything that was said to have gone wrong, in order. */
  readonly troubles: readonly Trouble[];
  /** What ended it, when it did not end well. */
  readonly failure: Trouble | null;
}

export interface Trouble {
  /** null = no fault of ours: nobody gave it a name. */
  readonly code: string | null;
  readonly message: string;
}

/** More than any pause the product makes for a disk in trouble: a task that could not be leased is offered again after 2 min. */
const LONGEST_PAUSE_MS = 121_000;

/** Lives once. Its clock moves on by itself past every pause that a trouble causes. */
export async function liveOnce(installation: Installation, options: LifeOptions = {}): Promise<LifeEnd> {
  const { deed = 'run', onTrouble = () => undefined, patience = 50 } = options;
  const clock = movableClock();
  const stop = new AbortController();
  const troubles: Trouble[] = [];
  const log = logTo((line) => {
    if (!('code' in line) && !('error' in line)) return;
    troubles.push({ code: textOf(line['code']), message: textOf(line['error']) ?? textOf(line['message']) ?? '' });
    onTrouble(troubles.length);
    if (troubles.length > patience) stop.abort();
    // After the pause has begun.
    setTimeout(() => clock.advance(LONGEST_PAUSE_MS), 1);
  });
  try {
    const completed = await DEEDS[deed]({ loaded: configOf(installation), log, clock, stop: stop.signal });
    return { completed, troubles, failure: null };
  } catch (error) {
    const failure = { code: isFault(error) ? error.code : null, message: wordsOf(error) };
    onTrouble(troubles.length + 1);
    return { completed: null, troubles, failure };
  }
}

interface Doing {
  readonly loaded: LoadedConfig;
  readonly log: Log;
  readonly clock: MovableClock;
  readonly stop: AbortSignal;
}

const NEWEST = { at: null, trust: false };

/** Each returns the number of tasks that are complete, where there is a batch. */
const DEEDS: Readonly<Record<Deed, (doing: Doing) => Promise<number | null>>> = {
  open: async ({ loaded: { config }, log, clock }) => {
    await (await openOrchestrator({ config, log, clock })).close();
    return null;
  },
  run: runBatch,
  migrate: async ({ loaded }) => {
    await migrateDatabase(loaded.config);
    return null;
  },
  backup: async ({ loaded, log, clock }) => {
    await manageBackups(loaded, clock, log).create();
    return null;
  },
  restore: async ({ loaded, log, clock }) => {
    await manageBackups(loaded, clock, log).restore(NEWEST);
    return null;
  },
};

async function runBatch({ loaded: { config }, log, clock, stop }: Doing): Promise<number | null> {
  const orchestrator = await openOrchestrator({ config, log, clock });
  try {
    const last = await orchestrator.reports.latestBatch();
    // A batch that is closed is not run again: another one would be planned.
    if (last !== null && last.status !== 'running') return last.completedTasks;
    const batch = await orchestrator.runBatch(await orchestrator.openBatch(NO_FILTERS), stop);
    return batch?.completedTasks ?? null;
  } finally {
    await orchestrator.close();
  }
}

export function configOf({ folder, madeAt }: Installation): LoadedConfig {
  const file = join(folder, 'config.yaml');
  const text = readFileSync(file, 'utf8').replaceAll(madeAt, folder);
  return parseConfig(text, file, { environment: {}, workingDirectory: folder });
}

function logTo(listen: (line: Logged) => void): Log {
  const ignore = (): void => undefined;
  const heed = (event: string, fields: object = {}): void => {
    const line: Logged = { ...fields, event };
    // A task that goes well has these fields too, empty.
    if (line['code'] !== null) listen(line);
  };
  return { debug: ignore, info: ignore, warn: heed, error: heed };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function wordsOf(error: unknown): string {
  if (isFault(error) || !(error instanceof Error)) return messageOf(error);
  return error.stack ?? error.message;
}
