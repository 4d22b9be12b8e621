/** Completed tasks whose files are gone altogether: no walk over the tree can come across them. */
import { batchId } from '../../core/batch.ts';
import type { Batch } from '../../core/batch.ts';
import type { Outputs } from '../../outputs/contract.ts';
import { planPath } from '../../records/journal.ts';
import { removedPath } from '../../records/removed.ts';
import { taskPaths } from '../../records/tree.ts';
import type { ReportStore } from '../../store/contract.ts';
import { treeProblem } from './tree-problem.ts';
import type { TreeProblem } from './tree-problem.ts';

/** More than six months of batches, one every fifteen days. */
const MOST_BATCHES = 100;

/** Batches of the first system have no journal here: their files lie where their program put them. */
export async function findMissing(
  outputs: Pick<Outputs, 'exists'>,
  reports: Pick<ReportStore, 'listBatches' | 'listTasks'>,
  now: number,
): Promise<readonly TreeProblem[]> {
  const problems: TreeProblem[] = [];
  for (const batch of await reports.listBatches(MOST_BATCHES)) {
    if (batch.status === 'running' || !(await isOurs(outputs, batch))) continue;
    for (const task of await reports.listTasks({ batch: batch.id, statuses: ['completed'] })) {
      const { manifest } = taskPaths(task, batch);
      if (await outputs.exists(manifest)) continue;
      problems.push(
        treeProblem(
          'missing',
          manifest,
          `task ${task.scraper}:${task.orderNum} of ${batch.id} is completed, and has no manifest`,
          now,
        ),
      );
    }
  }
  return problems;
}

async function isOurs(outputs: Pick<Outputs, 'exists'>, batch: Batch): Promise<boolean> {
  const id = batchId(batch);
  return (await outputs.exists(planPath(id))) && !(await outputs.exists(removedPath(id)));
}
