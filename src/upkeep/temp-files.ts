/** What crashes, migrations and rescues left lying around: removed at its age, or told of when a person should look. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Outputs } from '../outputs/contract.ts';
import type { Log } from '../telemetry/contract.ts';
import type { Service, Summary } from './service.ts';

export interface TempFilesDeps {
  readonly outputs: Pick<Outputs, 'sweepStaging'>;
  /** `database.path`: its folder is looked through. */
  readonly database: string;
  /** `monitoring.status_file` */
  readonly statusFile: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Copies made before a migration are kept as long as backups: `backup.retention_days`. */
  readonly keepDays: number;
}

export interface Leftover {
  readonly path: string;
  /** `remove` at its age; `report` = a person decides. */
  readonly fate: 'remove' | 'report';
  readonly ageMs: number;
  /** From this age on it is removed, or told of. */
  readonly dueMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Whatever is being written now is younger. */
const UNFINISHED_MS = DAY_MS;

export function createTempFileSweep(deps: TempFilesDeps): Service {
  return { name: 'temp-files', runOnce: () => sweep(deps) };
}

async function sweep(deps: TempFilesDeps): Promise<Summary> {
  const { outputs, clock, log } = deps;
  const now = clock.now();
  const staging = await outputs.sweepStaging(now - UNFINISHED_MS);
  let [removed, failed] = [0, 0];
  const due = findLeftovers(deps, now).filter(({ ageMs, dueMs }) => ageMs >= dueMs);
  for (const { path } of due.filter(({ fate }) => fate === 'remove')) {
    try {
      rmSync(path, { force: true });
      removed += 1;
      log.info('leftover_removed', { path });
    } catch (error) {
      failed += 1;
      log.error('leftover_not_removed', { path, error: messageOf(error) });
    }
  }
  const aside = due.filter(({ fate }) => fate === 'report');
  for (const { path, ageMs } of aside)
    log.warn('set_aside_file', {
      path,
      days: Math.floor(ageMs / DAY_MS),
      cure: 'Once nothing is missing after the restore, remove it.',
    });
  return { staging, removed, failed, set_aside: aside.length };
}

/**
 * Everything of ours that is no working file, with its age. What this process writes now bears its number and is never
 * in it: a clock that jumped makes the youngest file look old. @throws the system's error when the folder cannot be read.
 */
export function findLeftovers(
  { database, statusFile, keepDays }: Pick<TempFilesDeps, 'database' | 'statusFile' | 'keepDays'>,
  now: number,
): readonly Leftover[] {
  const kept = keepDays * DAY_MS;
  const status = basename(statusFile);
  const own = `.${process.pid}.`;
  const fates: readonly (readonly [RegExp, Leftover['fate'], number])[] = [
    // Made while a database or a copy is written; a start makes them anew.
    [of(database, String.raw`\.(creating|restoring)(-journal|-wal|-shm)?`), 'remove', UNFINISHED_MS],
    [of(database, String.raw`\.(before-\d+|restored\.json|seal)\.partial`), 'remove', UNFINISHED_MS],
    [of(database, String.raw`\.before-\d+`), 'remove', kept],
    [new RegExp(`^\\.?${RegExp.escape(status)}\\.[\\w.-]*(tmp|part)$`), 'remove', UNFINISHED_MS],
    // A broken database that was set aside may hold what no backup has.
    [of(database, String.raw`\.(broken|damaged|quarantine|aside)[\w.-]*`), 'report', 0],
  ];
  const folders = [...new Set([dirname(database), dirname(statusFile)])];
  return folders.flatMap((folder) =>
    readdirSync(folder).flatMap((name) => {
      const fate = fates.find(([pattern]) => pattern.test(name));
      const stats = fate === undefined ? undefined : statSync(join(folder, name), { throwIfNoEntry: false });
      if (fate === undefined || stats === undefined || !stats.isFile() || name.includes(own)) return [];
      return [{ path: join(folder, name), fate: fate[1], ageMs: now - stats.mtimeMs, dueMs: fate[2] }];
    }),
  );
}

function of(database: string, ending: string): RegExp {
  return new RegExp(`^${RegExp.escape(basename(database))}${ending}$`);
}
