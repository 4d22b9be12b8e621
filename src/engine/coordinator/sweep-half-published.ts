/**
 * Files of a publish that a crash cut off (D18): a CSV whose manifest is missing, or speaks of other bytes, is no result.
 * Its task is not completed, so it is published again from its pages, or fetched again when it has none.
 */
import { posix } from 'node:path';
import { isFault } from '../../core/errors.ts';
import type { Task, TaskStatus } from '../../core/task.ts';
import { readManifest, verifyCsv } from '../../records/manifest.ts';
import { taskPaths } from '../../records/tree.ts';
import type { TaskPaths } from '../../records/tree.ts';
import type { Outputs } from '../../outputs/contract.ts';
import type { Store } from '../../store/contract.ts';

export interface SweepDeps {
  readonly store: Pick<Store, 'batches' | 'reports'>;
  readonly outputs: Outputs;
}

/** Only these can have been in the middle of a publish. */
const OPEN: readonly TaskStatus[] = ['pending', 'running', 'retrying'];

/** Looks at the open tasks of the open batch; returns how many tasks had half-published files. */
export async function sweepHalfPublished({ store, outputs }: SweepDeps): Promise<number> {
  const batch = await store.batches.openBatch();
  if (batch === null) return 0;
  let swept = 0;
  for (const task of await store.reports.listTasks({ batch: batch.id, statuses: OPEN })) {
    const paths = pathsOf(task, batch);
    if (paths === null || !(await isHalfPublished(outputs, paths))) continue;
    // The mark first: it must never vouch for what is about to go.
    for (const path of [paths.manifest, paths.csv, paths.rejected]) await outputs.remove(path);
    swept += 1;
  }
  return swept;
}

/** Null for a task of the first system's, whose words need not be codes: it never published here. */
function pathsOf(task: Task, batch: Parameters<typeof taskPaths>[1]): TaskPaths | null {
  try {
    return taskPaths(task, batch);
  } catch (error) {
    if (isFault(error) && error.code === 'E_CODE') return null;
    throw error;
  }
}

async function isHalfPublished(outputs: Outputs, paths: TaskPaths): Promise<boolean> {
  // One look for most of a batch's tasks: the folder is not made yet.
  if ((await outputs.list(posix.dirname(paths.csv))).length === 0) return false;
  const [csv, manifest] = [await outputs.exists(paths.csv), await outputs.exists(paths.manifest)];
  if (!csv && !manifest) return outputs.exists(paths.rejected);
  if (csv !== manifest) return true;
  return !(await matches(outputs, paths));
}

async function matches(outputs: Outputs, { csv, manifest }: TaskPaths): Promise<boolean> {
  const [bytes, mark] = [await outputs.read(csv), await outputs.read(manifest)];
  if (bytes === null || mark === null) return false;
  try {
    return verifyCsv(bytes, readManifest(mark, manifest)) === null;
  } catch (error) {
    // A damaged manifest is no mark.
    if (isFault(error)) return false;
    throw error;
  }
}
