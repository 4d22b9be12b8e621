/** Step 10 of the flow: the batch gets its end, in the database and in the journal. */
import type { Batch } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import type { Outputs } from '../../outputs/contract.ts';
import { closeFile } from '../../records/journal.ts';
import type { Store } from '../../store/contract.ts';

export interface FinishDeps {
  readonly store: Pick<Store, 'batches' | 'reports'>;
  readonly outputs: Outputs;
  readonly clock: Clock;
}

/** `completed` may contain failures; `failed` means that nothing completed (SPEC §3). */
export async function finishBatch(deps: FinishDeps, batch: Batch): Promise<Batch> {
  const progress = await deps.store.reports.progress(batch.id);
  const completed = progress.reduce((sum, scraper) => sum + scraper.byStatus.completed, 0);
  const status = completed > 0 ? 'completed' : 'failed';
  const closed = await deps.store.batches.closeBatch(batch.id, status, deps.clock.now());
  const { startedAt, totalTasks, completedTasks, failedTasks } = closed;
  const completedAt = closed.completedAt ?? deps.clock.now();
  await deps.outputs.publish([closeFile({ batch: closed.id, status, startedAt, completedAt, totalTasks, completedTasks, failedTasks })]);
  return closed;
}
