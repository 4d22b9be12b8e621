import { batchId } from '../../core/batch.ts';
import type { Batch } from '../../core/batch.ts';
import { Fault } from '../../core/errors.ts';
import { taskKey } from '../../core/task.ts';
import type { PlannedTask } from '../../core/task.ts';
import { sql } from 'kysely';
import type { BatchPlan } from '../contract.ts';
import { toBatch } from '../rows.ts';
import { first, run, runEach, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import type { Phase } from '../../core/codes.ts';
import { timeText } from '../times.ts';
import { openBatch } from './find-rows.ts';

interface NewBatch {
  readonly batch: string;
  readonly monthYear: string;
  readonly number: number;
  readonly startedAt: string;
  readonly deadlineAt: string;
  readonly total: number;
  readonly estimated: number | null;
  readonly timeZone: string;
  readonly rehearsal: number;
  readonly filters: string;
}

export const insertBatch = statement((dialect, p: Parameters<NewBatch>) =>
  dialect.db
    .insertInto('execution_batches')
    .values({
      batch_id: p('batch'),
      month_year: p('monthYear'),
      execution_number: p('number'),
      started_at: p('startedAt'),
      completed_at: null,
      total_tasks: p('total'),
      status: 'running',
      estimated_duration_minutes: p('estimated'),
      deadline_at: p('deadlineAt'),
      time_zone: p('timeZone'),
      rehearsal: p('rehearsal'),
      filters: p('filters'),
    })
    .returningAll(),
);

export interface NewTask {
  readonly batch: string;
  readonly scraper: string;
  readonly site: string;
  readonly city: string;
  readonly operation: string;
  readonly product: string;
  readonly url: string;
  readonly orderNum: number;
  readonly ordinal: number;
  readonly maxAttempts: number;
  readonly createdAt: string;
  readonly key: string;
  readonly phase: Phase;
  readonly mainTask: number | null;
  readonly skippedUnchanged: number;
}

/** A task that its batch has already (same key) is left as it is. */
export const insertTask = statement((dialect, p: Parameters<NewTask>) =>
  dialect.db
    .insertInto('scraping_tasks')
    .values({
      execution_batch: p('batch'),
      scraper_name: p('scraper'),
      website: p('site'),
      city: p('city'),
      operation: p('operation'),
      product: p('product'),
      url: p('url'),
      order_num: p('orderNum'),
      ordinal: p('ordinal'),
      max_attempts: p('maxAttempts'),
      created_at: p('createdAt'),
      task_key: p('key'),
      phase: p('phase'),
      main_task: p('mainTask'),
      skipped_unchanged: p('skippedUnchanged'),
      status: 'pending',
    })
    .onConflict((conflict) => conflict.columns(['execution_batch', 'task_key']).doNothing())
    .returning('id'),
);

export function newTask(batch: string, task: PlannedTask, createdAt: string): NewTask {
  const { scraper, phase, site, city, operation, product, url, orderNum, ordinal, maxAttempts } = task;
  return {
    batch,
    scraper,
    site,
    city,
    operation,
    product,
    url,
    orderNum,
    ordinal,
    maxAttempts,
    createdAt,
    key: taskKey(task),
    phase,
    mainTask: null,
    skippedUnchanged: 0,
  };
}

/** `plan` events of every task of a batch above an id. */
export const insertPlanEvents = statement((dialect, p: Parameters<{ batch: string; after: number; at: number }>) =>
  dialect.db
    .insertInto('task_events')
    .columns(['task', 'at', 'step', 'from_status', 'to_status', 'attempt', 'actor'])
    .expression((eb) =>
      eb
        .selectFrom('scraping_tasks')
        .select([
          'id',
          sql<number>`${p('at')}`.as('at'),
          sql<string>`'plan'`.as('step'),
          sql<null>`null`.as('from_status'),
          'status',
          sql<number>`0`.as('attempt'),
          sql<string>`'coordinator'`.as('actor'),
        ])
        .where('execution_batch', '=', p('batch'))
        .where('id', '>', p('after'))
        .orderBy('id'),
    ),
);

/** Adds to a lane, which it makes when there is none yet. */
export const addToLane = statement(
  (dialect, p: Parameters<{ batch: string; scraper: string; site: string; pending: number }>) =>
    dialect.db
      .insertInto('lanes')
      .values({
        execution_batch: p('batch'),
        scraper_name: p('scraper'),
        website: p('site'),
        pending: p('pending'),
        running: 0,
        retrying: 0,
        settled: 0,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['execution_batch', 'scraper_name'])
          .doUpdateSet({ pending: sql`lanes.pending + excluded.pending` }),
      ),
);

/** New tasks a lane: how many, and of which site. */
export function lanesOf(tasks: readonly PlannedTask[]): { scraper: string; site: string; pending: number }[] {
  const lanes = new Map<string, { scraper: string; site: string; pending: number }>();
  for (const { scraper, site } of tasks) {
    const lane = lanes.get(scraper) ?? { scraper, site, pending: 0 };
    lane.pending += 1;
    lanes.set(scraper, lane);
  }
  return [...lanes.values()];
}

/** The batch, its tasks, their events and its lanes: all or nothing. */
export function* planBatch(plan: BatchPlan): Operation<Batch> {
  const batch = batchId(plan.name);
  const open = yield* openBatch();
  if (open !== null) throw new Fault('E_BATCH_OPEN', `batch ${batch} cannot be planned: batch ${open.id} is running`);
  const startedAt = timeText(plan.startedAt);
  const row = yield* first(insertBatch, {
    batch,
    monthYear: plan.name.monthYear,
    number: plan.name.executionNumber,
    startedAt,
    deadlineAt: timeText(plan.deadlineAt),
    total: plan.tasks.length,
    estimated: plan.estimatedMinutes === null ? null : Math.round(plan.estimatedMinutes),
    timeZone: plan.timeZone,
    rehearsal: plan.rehearsal ? 1 : 0,
    filters: JSON.stringify(plan.filters),
  });
  if (row === undefined) throw new Fault('E_STORE', `batch ${batch} was not stored`);
  const planned = yield* runEach(
    insertTask,
    plan.tasks.map((task) => newTask(batch, task, startedAt)),
  );
  if (planned !== plan.tasks.length) {
    throw new Fault(
      'E_STORE',
      `batch ${batch} has ${plan.tasks.length - planned} tasks whose scraper and order number occur twice`,
    );
  }
  yield* runEach(
    addToLane,
    lanesOf(plan.tasks).map((lane) => ({ batch, ...lane })),
  );
  yield* run(insertPlanEvents, { batch, after: 0, at: plan.startedAt });
  return toBatch(row);
}
