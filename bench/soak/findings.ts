/** What years of service must not show, in words: the same list decides the soak's exit code and its test. */
import { monthsBefore } from '../../src/upkeep/calendar.ts';
import type { AcceleratedReport } from './accelerated.ts';

const INTERVAL_MS = 15 * 86_400_000;
const MOST_WAL_MB = 64;

/** @param keepMonths `maintenance.keep_months` of the installation. */
export function troublesOf(report: AcceleratedReport, batches: number, keepMonths = 6): readonly string[] {
  return [
    ...stuck(report),
    ...report.errors.map((line) => `the log has an error: ${line}`),
    ...occurrences(report, batches),
    ...retention(report, batches, keepMonths),
    ...(report.marks.every(({ walMb }) => walMb <= MOST_WAL_MB) ? [] : [`the WAL grew above ${MOST_WAL_MB} MB`]),
  ];
}

function stuck({ stuck: found, rows }: AcceleratedReport): readonly string[] {
  const counts = { ...found, workers: rows['workers'] ?? 0 };
  return Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what} are stuck`]));
}

/** Each due instant has one row, and each started a batch of its own. */
function occurrences({ batchOccurrences: all, jobOccurrences }: AcceleratedReport, batches: number): readonly string[] {
  const troubles = all.flatMap(({ dueAt, status }, index) => {
    const before = all[index - 1];
    const late = before !== undefined && dueAt - before.dueAt !== INTERVAL_MS ? ['is not 15 days after the last'] : [];
    const unstarted = status === 'started' ? [] : [`is ${status}`];
    return [...late, ...unstarted].map((what) => `the occurrence of ${new Date(dueAt).toISOString()} ${what}`);
  });
  if (all.length !== batches) troubles.push(`${all.length} occurrences for ${batches} batches`);
  if (new Set(all.map(({ batch }) => batch)).size !== all.length) troubles.push('two occurrences have one batch');
  for (const name of ['backup', 'clean_up', 'log_rotation'])
    if (!((jobOccurrences[`${name} done`] ?? 0) > 0)) troubles.push(`${name} never ran`);
  for (const [what, times] of Object.entries(jobOccurrences))
    if (/ (?:pending|queued|failed)$/.test(what)) troubles.push(`${times} × ${what}`);
  return troubles;
}

/** D34: what is too old has left with its tasks, and its sums are there; nothing else has left. */
function retention(report: AcceleratedReport, batches: number, keepMonths: number): readonly string[] {
  const { keptBatches, summaries, rows, summedTasks, lastCleanUp } = report;
  // The newest batch is whole: every other one must have, or have had, as many. A mark may be taken when the next has begun.
  const tasksABatch = keptBatches.at(-1)?.tasks ?? 0;
  const before = monthsBefore(lastCleanUp, keepMonths);
  const old = keptBatches.filter(({ completedAt }) => completedAt < before);
  const left = summaries.filter(({ id }) => !keptBatches.some((kept) => kept.id === id));
  const checks: readonly (readonly [boolean, string])[] = [
    [tasksABatch > 0, 'the newest batch has no tasks'],
    [old.length === 0, `${old.length} batches are older than ${keepMonths} months and still there`],
    [
      left.length + keptBatches.length === batches,
      `${batches - left.length - keptBatches.length} batches left no sums`,
    ],
    ...keptBatches.map(({ id, tasks }) => [tasks === tasksABatch, `${id} is kept with ${tasks} tasks`] as const),
    [rows['scraping_tasks'] === keptBatches.length * tasksABatch, `${rows['scraping_tasks']} tasks are left in all`],
    ...summaries.map(
      ({ id, tasks, completed }) =>
        [tasks === tasksABatch && completed === tasks, `${id} has sums of ${completed} of ${tasks} tasks`] as const,
    ),
    [summedTasks === summaries.length * tasksABatch, 'the sums of the combinations differ from those of the batches'],
  ];
  return checks.flatMap(([holds, trouble]) => (holds ? [] : [trouble]));
}
