/** Batches as the tree's journal knows them: the database forgets them after six months, the tree need not. */
import { batchId, executionFolder, parseBatchId } from '../core/batch.ts';
import type { BatchName } from '../core/batch.ts';
import type { Outputs } from '../outputs/contract.ts';
import { JOURNAL_FOLDER, closePath, readClose } from '../records/journal.ts';
import { foldersOfBatch } from '../records/walk-tree.ts';
import type { TaskFolder } from '../records/walk-tree.ts';

export interface ClosedBatch {
  readonly id: string;
  readonly name: BatchName;
  readonly completedAt: number;
}

/** Those that ended before `before`, oldest first. @throws {Fault} E_IO when a journal is damaged. */
export async function closedBatches(
  outputs: Pick<Outputs, 'list' | 'read'>,
  before: number,
): Promise<readonly ClosedBatch[]> {
  const found: ClosedBatch[] = [];
  for (const id of await outputs.list(JOURNAL_FOLDER)) {
    const name = parseBatchId(id);
    if (name === null || batchId(name) !== id) continue;
    const bytes = await outputs.read(closePath(id));
    if (bytes === null) continue;
    const { completedAt } = readClose(bytes, closePath(id));
    if (completedAt < before) found.push({ id, name, completedAt });
  }
  return found.sort((a, b) => a.completedAt - b.completedAt);
}

export function foldersOf(outputs: Pick<Outputs, 'list'>, { name }: ClosedBatch): AsyncGenerator<TaskFolder> {
  return foldersOfBatch(outputs, name, executionFolder(name.executionNumber));
}
