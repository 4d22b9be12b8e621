/**
 * A lane's counts and a batch's counts follow every change of status in the same transaction (D25): nothing ever
 * counts the tasks again.
 */
import { FAILED, isSettled } from '../../core/task.ts';
import type { TaskStatus } from '../../core/task.ts';
import { run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';

type LaneColumn = 'pending' | 'running' | 'retrying' | 'settled';

interface LaneDelta {
  readonly batch: string;
  readonly scraper: string;
  readonly pending: number;
  readonly running: number;
  readonly retrying: number;
  readonly settled: number;
}

const moveInLane = statement((dialect, p: Parameters<LaneDelta>) =>
  dialect.db
    .updateTable('lanes')
    .set((eb) => ({
      pending: eb('pending', '+', p('pending')),
      running: eb('running', '+', p('running')),
      retrying: eb('retrying', '+', p('retrying')),
      settled: eb('settled', '+', p('settled')),
    }))
    .where('execution_batch', '=', p('batch'))
    .where('scraper_name', '=', p('scraper')),
);

const countInBatch = statement((dialect, p: Parameters<{ batch: string; completed: number; failed: number }>) =>
  dialect.db
    .updateTable('execution_batches')
    .set((eb) => ({
      completed_tasks: eb('completed_tasks', '+', p('completed')),
      failed_tasks: eb('failed_tasks', '+', p('failed')),
    }))
    .where('batch_id', '=', p('batch')),
);

function columnOf(status: TaskStatus): LaneColumn {
  return isSettled(status) ? 'settled' : (status as LaneColumn);
}

/** How much a lane's column changes when a task goes from one status to another. */
export function laneDelta(from: TaskStatus, to: TaskStatus): Omit<LaneDelta, 'batch' | 'scraper'> {
  const delta = { pending: 0, running: 0, retrying: 0, settled: 0 };
  delta[columnOf(from)] -= 1;
  delta[columnOf(to)] += 1;
  return delta;
}

const counted = (status: TaskStatus): { completed: number; failed: number } => ({
  completed: status === 'completed' ? 1 : 0,
  failed: FAILED.includes(status) ? 1 : 0,
});

/** Counts one task's change of status in its lane and its batch. */
export function* countMove(batch: string, scraper: string, from: TaskStatus, to: TaskStatus): Operation<void> {
  yield* run(moveInLane, { batch, scraper, ...laneDelta(from, to) });
  const before = counted(from);
  const after = counted(to);
  const completed = after.completed - before.completed;
  const failed = after.failed - before.failed;
  if (completed !== 0 || failed !== 0) yield* run(countInBatch, { batch, completed, failed });
}

/** Adds to the batch's count of tasks that ended without a file. */
export function* countFailed(batch: string, failed: number): Operation<void> {
  if (failed > 0) yield* run(countInBatch, { batch, completed: 0, failed });
}
