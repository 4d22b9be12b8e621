/** Exactly what a recovery brought back and what it could not: for the log, for a file, and for whoever looks on. */
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { OWNER_ONLY_FOLDER, writeWhole } from '../backup/durable-file.ts';
import type { ReplayReport } from '../rebuild/replay-tree.ts';
import type { Recovery } from './recover-database.ts';
import { quarantineFolder } from './set-aside.ts';

/** Lines for people; `shown` writes an instant as they read it. */
export function recoveryLines(
  database: string,
  recovery: Recovery,
  replay: ReplayReport,
  shown: (instant: string) => string,
): readonly string[] {
  const { problem, keptIn, backup, refused } = recovery;
  return [
    `The database ${database} was recovered: ${problem ?? 'its schema was an older one'}.`,
    ...(keptIn === null ? [] : [`The former database is kept in ${keptIn}.`]),
    ...refused.map((name) => `Backup ${name} could not be restored.`),
    ...(backup === null ? [] : [`Restored: ${backup.name}, as of ${shown(backup.createdAt)}.`]),
    `From the output tree, which has ${replay.batches} batches: ${replay.batchesAdded} batches and ${replay.tasksAdded} tasks added, ${replay.tasksEnded} tasks ended.`,
    ...lostIn(recovery).map((line) => `Lost: ${line}.`),
    ...(replay.openTasks === 0
      ? []
      : [`${replay.openTasks} tasks of the open batch are run again from their first page.`]),
    ...replay.damage.map((line) => `Not usable: ${line}.`),
  ];
}

/** What only the database knew, and since when. */
function lostIn({ backup, keptIn, problem }: Recovery): readonly string[] {
  if (backup !== null)
    return [`the history of attempts, the pace of hosts and the pages of unfinished tasks since ${backup.createdAt}`];
  if (keptIn !== null || problem?.includes('missing') === true)
    return ['the history of attempts, the pace of hosts, and the pages of unfinished tasks'];
  return problem === null ? [] : ['the history of attempts of what was added, and the pages of unfinished tasks'];
}

/** Writes the report beside what was set aside, else into a folder of its own; returns the file. */
export async function writeRecoveryReport(
  database: string,
  recovery: Recovery,
  replay: ReplayReport,
  now: number,
): Promise<string> {
  const folder = recovery.keptIn ?? quarantineFolder(database);
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  const at = new Date(now).toISOString();
  const file = join(folder, `recovery-${at.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}.json`);
  await writeWhole(file, `${JSON.stringify({ at, database, ...recovery, lost: lostIn(recovery), replay }, null, 2)}\n`);
  return file;
}
