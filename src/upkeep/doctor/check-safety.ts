/** What protects the data: backups, the tree against its manifests, logs, the status file, leftovers. */
import { showBytes } from '../../core/show-size.ts';
import type { UpkeepNote } from '../../store/contract.ts';
import type { ListedBackup } from '../backup/backup-folder.ts';
import type { Leftover } from '../temp-files.ts';
import type { TreeVerification } from '../verify-tree/verify-tree.ts';
import { bad, ok, spanOf, warn } from './check.ts';
import type { Check } from './check.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Daily at 02:00, and some time to make it. */
const BACKUP_DUE = 26 * HOUR_MS;
const BACKUP_LATE = 3 * DAY_MS;

/** @param needed false while there is nothing to lose yet. */
export function checkBackups(backups: readonly ListedBackup[], needed: boolean, now: number): readonly Check[] {
  const cure = 'Make one and look at what it says: `scraping-orchestrator backup create`.';
  const damaged = backups.filter((backup) => backup.state === 'damaged');
  const newest = backups.find((backup) => backup.state === 'verified');
  const checks = damaged
    .slice(0, 1)
    .map((backup) =>
      warn(
        'damaged backups',
        `${damaged.length}, the newest ${backup.name}: ${backup.state === 'damaged' ? backup.reason : ''}`,
        'They are never restored. Look at the disk they lie on, then remove them.',
      ),
    );
  if (newest?.state !== 'verified')
    return [
      needed ? bad('backups', 'there is no verified backup', cure) : ok('backups', 'none yet, and nothing to lose'),
      ...checks,
    ];
  const age = now - Date.parse(newest.manifest.createdAt);
  const what = `${newest.name} is ${spanOf(age)} old, verified ${spanOf(now - Date.parse(newest.manifest.verifiedAt))} ago`;
  const first =
    age > BACKUP_LATE
      ? bad('backups', what, cure)
      : age > BACKUP_DUE
        ? warn('backups', what, cure)
        : ok('backups', what);
  return [first, ...checks];
}

const ROUND_WITHIN = 30 * DAY_MS;

export function checkTree(note: UpkeepNote | null, now: number): Check {
  const cure = 'Run it now: `scraping-orchestrator maintenance verify-tree`.';
  if (note === null) return warn('tree', 'it was never compared with its manifests', cure);
  const { problems, roundEndedAt, roundStartedAt } = note.value as TreeVerification;
  const [first] = problems;
  if (first !== undefined) {
    const others =
      problems.length === 1
        ? ''
        : ` (and ${problems.length - 1} more: \`scraping-monitor logs --file cleanup --level error\`)`;
    return bad('tree', `${first.path} is ${first.kind}: ${first.what}${others}`, first.cure);
  }
  const since = roundEndedAt ?? roundStartedAt;
  if (now - since > ROUND_WITHIN)
    return warn(
      'tree',
      `the last whole comparison ended ${spanOf(now - since)} ago`,
      `Raise \`maintenance.verify_megabytes\`. ${cure}`,
    );
  return ok(
    'tree',
    roundEndedAt === null
      ? `no fault so far; the first round began ${spanOf(now - since)} ago`
      : `every file was as its manifest says, ${spanOf(now - since)} ago`,
  );
}

export interface LogFacts {
  readonly folder: string;
  readonly bytes: number;
  readonly files: number;
  /** Why its folder cannot be written; null = it can. */
  readonly problem: string | null;
}

export function checkLogs({ folder, bytes, files, problem }: LogFacts): Check {
  if (problem !== null)
    return bad(
      'logs',
      `${folder}: ${problem}`,
      "Create the folder and let the service's user write to it (`logging.directory`).",
    );
  return ok('logs', `${files} files, ${showBytes(bytes)} (${folder})`);
}

export interface StatusFacts {
  /** null = there is none. */
  readonly writtenAt: number | null;
  readonly intervalMs: number;
  readonly serviceRuns: boolean;
  readonly now: number;
}

/** It may be late by a round, and by a busy moment. */
const MISSED_ROUNDS = 3;

export function checkStatusFile({ writtenAt, intervalMs, serviceRuns, now }: StatusFacts): Check {
  if (!serviceRuns) return ok('status file', 'no service runs, so nobody writes it');
  const cure = 'The service may hang: look at `scraping-monitor logs`, then restart it.';
  if (writtenAt === null)
    return warn('status file', 'there is none although the service runs', `A foreground \`run\` writes none. ${cure}`);
  const age = now - writtenAt;
  return age > MISSED_ROUNDS * intervalMs
    ? warn('status file', `it is ${spanOf(age)} old`, cure)
    : ok('status file', `written ${spanOf(age)} ago`);
}

export function checkLeftovers(leftovers: readonly Leftover[]): readonly Check[] {
  const due = leftovers.filter(({ ageMs, dueMs }) => ageMs >= dueMs);
  const [aside] = due.filter(({ fate }) => fate === 'report');
  const old = due.filter(({ fate }) => fate === 'remove');
  const checks: Check[] = [];
  if (aside !== undefined)
    checks.push(
      warn(
        'set aside',
        `${aside.path} was set aside ${spanOf(aside.ageMs)} ago`,
        'Once nothing is missing after the restore, remove it.',
      ),
    );
  if (old.length > 0)
    checks.push(
      warn(
        'leftovers',
        `${old.length} old temporary files, such as ${old[0]?.path}`,
        'The nightly run removes them; or now: `scraping-orchestrator maintenance temp-files`.',
      ),
    );
  return checks.length > 0 ? checks : [ok('leftovers', 'none')];
}
