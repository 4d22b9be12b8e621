/** The database and the work in it: soundness, schema, the open batch, what hangs. */
import type { Batch } from '../../core/batch.ts';
import type { Task } from '../../core/task.ts';
import type { Inspection, SchemaInfo, UpkeepNote } from '../../store/contract.ts';
import type { DatabaseCheck } from '../maintenance/maintain-database.ts';
import { bad, ok, spanOf, warn } from './check.ts';
import type { Check } from './check.ts';

export function checkInspection(inspection: Inspection, file: string): Check {
  switch (inspection.state) {
    case 'sound':
      return ok('database', `${file} is sound`);
    case 'missing':
      return warn(
        'database',
        `there is no ${file} yet`,
        'The first start makes it. If there was one, restore a backup before you start: `scraping-orchestrator backup list`.',
      );
    case 'old program':
      return warn(
        'database',
        `${file} is the first system's`,
        'The next start takes it over, history included; a copy stays beside it.',
      );
    case 'foreign':
      return bad('database', `${file} is the database of another program`, 'Name another file in `database.path`.');
    case 'older':
      return ok('database', `${file} is sound, of an older version`);
    case 'newer':
      return bad(
        'database',
        `${file} was made by a newer version (schema ${inspection.version})`,
        'Install that version, or restore a backup made by this one.',
      );
    case 'broken':
      return bad(
        'database',
        `${file} is damaged: ${inspection.problem}`,
        'Stop the service; the next start sets the file aside, restores the newest verified backup and rebuilds the rest from the tree.',
      );
  }
}

export function checkSchema({ version, latest }: Pick<SchemaInfo, 'version' | 'latest'>): Check {
  return version < latest
    ? warn(
        'migrations',
        `the schema has version ${version}, this program ${latest}`,
        'The next start migrates it (a backup is made before); or now: `scraping-orchestrator db migrate`.',
      )
    : ok('migrations', `version ${version}, none pending`);
}

const DAY_MS = 86_400_000;
const CHECKED_WITHIN = 40 * DAY_MS;

export function checkLastDatabaseCheck(note: UpkeepNote | null, now: number): Check {
  const cure = 'Run it now, in a quiet moment: `scraping-orchestrator maintenance database-maintenance`.';
  if (note === null) return warn('database check', 'it was never checked whole', cure);
  const { problem } = note.value as DatabaseCheck;
  if (problem !== null)
    return bad(
      'database check',
      `the check ${spanOf(now - note.at)} ago found: ${problem}`,
      'Stop the service; the next start restores the newest verified backup.',
    );
  const age = now - note.at;
  return age > CHECKED_WITHIN
    ? warn('database check', `last checked whole ${spanOf(age)} ago`, cure)
    : ok('database check', `checked whole ${spanOf(age)} ago`);
}

export interface WorkFacts {
  readonly now: number;
  readonly open: Batch | null;
  readonly running: readonly Task[];
  /** Whether a process of ours holds the data directory. */
  readonly serviceRuns: boolean;
  /** After so long a task gives its slot back or is ended: slice and progress time-out together. */
  readonly longestTaskMs: number;
}

const LATE = 0.8;

export function checkWork({ now, open, running, serviceRuns, longestTaskMs }: WorkFacts): readonly Check[] {
  const service = serviceRuns
    ? ok('service', 'it runs')
    : open === null
      ? ok('service', 'it does not run, and no batch is open')
      : warn(
          'service',
          `nobody works on the open batch ${open.id}`,
          'Start it: `systemctl start scraping-orchestrator`, or `scraping-orchestrator run`.',
        );
  return [service, checkBatch(open, now), checkOldest(running, now, longestTaskMs, serviceRuns)];
}

function checkBatch(open: Batch | null, now: number): Check {
  if (open === null) return ok('batch', 'none is open');
  const share = (now - open.startedAt) / (open.deadlineAt - open.startedAt);
  const what = `${open.id} is open since ${spanOf(now - open.startedAt)}, ${open.completedTasks + open.failedTasks} of ${open.totalTasks} tasks are settled`;
  if (share > 1)
    return bad(
      'batch',
      `${what}, past its deadline`,
      'A running service closes it within a minute: start it, or look at why it does not (`scraping-monitor logs --level error`).',
    );
  return share > LATE
    ? warn(
        'batch',
        `${what}; its deadline is in ${spanOf(open.deadlineAt - now)}`,
        'See which portal holds it up: `scraping-monitor status`. What is open at the deadline is given up.',
      )
    : ok('batch', what);
}

function checkOldest(running: readonly Task[], now: number, longestMs: number, serviceRuns: boolean): Check {
  const oldest = running.reduce<Task | null>(
    (first, task) => ((task.startedAt ?? now) < (first?.startedAt ?? now) ? task : first),
    null,
  );
  if (oldest === null) return ok('tasks', 'none is running');
  const age = now - (oldest.startedAt ?? now);
  const what = `${running.length} running, the oldest (${oldest.scraper}:${oldest.orderNum}) since ${spanOf(age)}`;
  if (!serviceRuns)
    return warn('tasks', `${what}, but no service runs`, 'They are released by the next start, at no cost to them.');
  return age > longestMs
    ? bad(
        'tasks',
        `${what}: it should have given its slot back`,
        'Restart the service; the task goes on from its last page. Please report it with the log around it.',
      )
    : ok('tasks', what);
}
