/** The rows of a published task, read back from the tree: what detail planning starts from. */
import { parse } from 'csv-parse/sync';
import type { BatchName } from '../core/batch.ts';
import { Fault, messageOf } from '../core/errors.ts';
import type { Row } from '../core/listing.ts';
import type { Task } from '../core/task.ts';
import { fullRowsPath, readFullRows } from './journal.ts';
import { taskPaths } from './tree.ts';

/** Reads files of the tree; null when there is none. */
export interface TreeReader {
  read(path: string): Promise<Uint8Array | null>;
}

/**
 * Rows with at least `listing_id` and `url`: from the full rows beside the journal where the CSV has other columns,
 * else from the CSV itself (its values as text). @throws {Fault} E_IO when the file is gone or damaged.
 */
export async function readPublishedRows(tree: TreeReader, batch: BatchName, task: Task): Promise<readonly Row[]> {
  const fullPath = fullRowsPath(task);
  const full = await tree.read(fullPath);
  if (full !== null) return readFullRows(full, fullPath);
  const path = taskPaths(task, batch).csv;
  const bytes = await tree.read(path);
  if (bytes === null) throw new Fault('E_IO', `${path} is not in the output tree`, { file: path });
  try {
    return parse(bytes, { columns: true, skip_empty_lines: true });
  } catch (cause) {
    throw new Fault('E_IO', `${path} is no valid CSV: ${messageOf(cause)}`, { file: path, cause });
  }
}
