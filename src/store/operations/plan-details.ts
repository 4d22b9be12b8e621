import { Fault } from '../../core/errors.ts';
import type { DetailPlan } from '../contract.ts';
import { first, run, runEach, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { timeText } from '../times.ts';
import { lockBatch } from './find-rows.ts';
import { addToLane, insertPlanEvents, insertTask, lanesOf, newTask } from './plan-batch.ts';

const highestTask = statement((dialect) =>
  dialect.db.selectFrom('scraping_tasks').select((eb) => eb.fn.max('id').as('id')),
);

const insertItem = statement(
  (dialect, p: Parameters<{ task: number; sequence: number; listingId: string; url: string }>) =>
    dialect.db
      .insertInto('detail_items')
      .values({ task: p('task'), sequence: p('sequence'), listing_id: p('listingId'), url: p('url') }),
);

const growBatch = statement((dialect, p: Parameters<{ batch: string; more: number }>) =>
  dialect.db
    .updateTable('execution_batches')
    .set((eb) => ({ total_tasks: eb('total_tasks', '+', p('more')) }))
    .where('batch_id', '=', p('batch')),
);

/** Detail tasks with their frozen lists (D22); a task that was planned before is left as it is, list and all. */
export function* planDetails(batch: string, plans: readonly DetailPlan[], at: number): Operation<number> {
  const { status } = yield* lockBatch(batch);
  if (status !== 'running') throw new Fault('E_TRANSITION', `batch ${batch} is ${status}: no detail task can be added`);
  const after = (yield* first(highestTask, {}))?.id ?? 0;
  const added: DetailPlan[] = [];
  for (const plan of plans) {
    const { mainTask, skippedUnchanged } = plan;
    const row = yield* first(insertTask, { ...newTask(batch, plan.task, timeText(at)), mainTask, skippedUnchanged });
    if (row === undefined) continue;
    added.push(plan);
    yield* runEach(
      insertItem,
      plan.items.map((item) => ({ task: row.id, ...item })),
    );
  }
  yield* runEach(
    addToLane,
    lanesOf(added.map(({ task }) => task)).map((lane) => ({ batch, ...lane })),
  );
  yield* run(insertPlanEvents, { batch, after, at });
  yield* run(growBatch, { batch, more: added.length });
  return added.length;
}
