/** Step 10 of the flow: the batch gets its end, in the database and in the journal. */
import type { Batch } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { FAILED, SETTLED } from '../../core/task.ts';
import type { TaskStatus } from '../../core/task.ts';
import type { Outputs } from '../../outputs/contract.ts';
import { closeFile, outcomeFile } from '../../records/journal.ts';
import type { Store } from '../../store/contract.ts';
import { noteFields } from './note-fields.ts';

export interface FinishDeps {
  readonly store: Pick<Store, 'batches' | 'reports'>;
  readonly outputs: Outputs;
  readonly clock: Clock;
}

/**
 * `completed` may contain failures; `failed` means that nothing completed (SPEC §3). The journal comes first: after a
 * crash between the two the batch is still open, and the next start finishes it again.
 */
export async function finishBatch(deps: FinishDeps, batch: Batch): Promise<Batch> {
  await completeJournal(deps, batch);
  await noteFields(deps, batch);
  const progress = await deps.store.reports.progress(batch.id);
  const sum = (statuses: readonly TaskStatus[]): number =>
    progress.reduce(
      (total, scraper) => total + statuses.reduce((tasks, status) => tasks + scraper.byStatus[status], 0),
      0,
    );
  const completedTasks = sum(['completed']);
  const status = endOf(completedTasks, sum(['cancelled']));
  const completedAt = deps.clock.now();
  const counts = { totalTasks: sum(SETTLED), completedTasks, failedTasks: sum(FAILED) };
  await deps.outputs.publish([
    closeFile({ batch: batch.id, status, startedAt: batch.startedAt, completedAt, ...counts }),
  ]);
  return deps.store.batches.closeBatch(batch.id, status, completedAt);
}

/** Tasks that were given up or cancelled together, and those of a crash, have no outcome in the journal yet, or an older one (D9). */
async function completeJournal(deps: FinishDeps, batch: Batch): Promise<void> {
  for (const task of await deps.store.reports.listTasks({ batch: batch.id, statuses: FAILED })) {
    const file = outcomeFile(task);
    const written = await deps.outputs.read(file.path);
    if (written === null || !Buffer.from(written).equals(file.content)) await deps.outputs.publish([file]);
  }
}

/** Tasks are cancelled with their batch only, by a person: then that is how it ended. */
function endOf(completed: number, cancelled: number): 'completed' | 'failed' | 'cancelled' {
  if (cancelled > 0) return 'cancelled';
  return completed > 0 ? 'completed' : 'failed';
}
