/**
 * The row floor: everything in the journal went through the database first, so a database that lacks some of it was
 * emptied, swapped for an older one, or lost its WAL. SQLite itself would find all of those healthy.
 */
import { posix } from 'node:path';
import type { Outputs } from '../../outputs/contract.ts';
import { outcomePath, planPath, readOutcome } from '../../records/journal.ts';
import { taskPaths } from '../../records/tree.ts';
import { parseBatchId } from '../../core/batch.ts';
import { isFault } from '../../core/errors.ts';
import type { Inspection, OpenTask } from '../../store/contract.ts';
import { batchesInTree } from '../rebuild/replay-tree.ts';

export interface BehindTree {
  /** Batches of the journal that the database does not know. */
  readonly batches: readonly string[];
  /** Tasks whose files are published and whose pages the database never had. */
  readonly tasks: number;
}

type Reader = Pick<Outputs, 'read' | 'list' | 'exists'>;

export async function behindTree(
  outputs: Reader,
  database: Extract<Inspection, { state: 'sound' }>,
): Promise<BehindTree> {
  const known = new Set([...database.batches.map((batch) => batch.id), ...database.summarised]);
  const batches: string[] = [];
  for (const id of await batchesInTree(outputs)) {
    if (!known.has(id) && (await outputs.exists(planPath(id)))) batches.push(id);
  }
  let tasks = 0;
  const isThere = listedOnce(outputs);
  for (const task of database.openTasks)
    if ((await isThere(outcomePath(task))) && (await isPublished(outputs, task))) tasks += 1;
  return { batches, tasks };
}

/** Whether a journal's file is there: thousands of them are in a few folders, each of which is read once. */
function listedOnce(outputs: Reader): (path: string) => Promise<boolean> {
  const folders = new Map<string, Promise<ReadonlySet<string>>>();
  return async (path) => {
    const folder = posix.dirname(path);
    const names = folders.get(folder) ?? outputs.list(folder).then((all) => new Set(all));
    folders.set(folder, names);
    return (await names).has(posix.basename(path));
  };
}

/** Before a task is published all its pages are committed: a published one without them was forgotten. */
async function isPublished(outputs: Reader, task: OpenTask): Promise<boolean> {
  const name = parseBatchId(task.batch);
  if (task.atEnd || name === null) return false;
  const path = outcomePath(task);
  const bytes = await outputs.read(path);
  if (bytes === null) return false;
  try {
    const outcome = readOutcome(bytes, path);
    return outcome.status === 'completed' && (await outputs.exists(taskPaths(outcome, name).manifest));
  } catch (error) {
    if (isFault(error)) return false;
    throw error;
  }
}
