/** The life of one batch, as a list of verbs: plan (or take up the open one), run, finish. */
import { NO_FILTERS } from '../core/batch.ts';
import type { Batch, BatchFilters } from '../core/batch.ts';
import { Fault } from '../core/errors.ts';
import type { Target } from '../core/target.ts';
import type { Queue } from '../queue/contract.ts';
import type { Store } from '../store/contract.ts';
import type { Log } from '../telemetry/contract.ts';
import { feedLanes } from './coordinator/feed-lanes.ts';
import type { FeedDeps } from './coordinator/feed-lanes.ts';
import { finishBatch } from './coordinator/finish-batch.ts';
import type { FinishDeps } from './coordinator/finish-batch.ts';
import { planBatch, restorePlan } from './coordinator/plan-batch.ts';
import type { PlanDeps } from './coordinator/plan-batch.ts';
import { outlast } from './platform-trouble.ts';

export interface BatchDeps {
  readonly store: Pick<Store, 'batches'>;
  readonly queue: Queue;
  readonly log: Log;
  readonly plan: PlanDeps;
  readonly feed: FeedDeps;
  readonly finish: FinishDeps;
  /** Reads the catalogue: only a new batch needs it. */
  readonly loadTargets: () => Promise<readonly Target[]>;
}

export interface OpenedBatch {
  readonly batch: Batch;
  readonly continued: boolean;
}

/** The open batch, or a new one. @throws {Fault} E_BATCH_OPEN when one is open and other filters were asked for (D29). */
export async function openBatch(deps: BatchDeps, filters: BatchFilters): Promise<OpenedBatch> {
  const open = await deps.store.batches.openBatch();
  if (open === null) return { batch: await planBatch(deps.plan, await deps.loadTargets(), filters), continued: false };
  if (!sameFilters(filters, NO_FILTERS) && !sameFilters(filters, open.filters)) {
    throw new Fault('E_BATCH_OPEN', `batch ${open.id} is open with other filters (${JSON.stringify(open.filters)})`, {
      cure: `\`run\` without filters continues ${open.id}; new filters are for the next batch.`,
    });
  }
  await restorePlan(deps.plan, open);
  return { batch: open, continued: true };
}

/** Runs an open batch to its end; null when `stop` aborted first (what runs is released, the batch stays open). */
export async function runBatch(deps: BatchDeps, opened: OpenedBatch, stop: AbortSignal): Promise<Batch | null> {
  const { batch, continued } = opened;
  deps.log.info(continued ? 'batch_continued' : 'batch_started', { batch: batch.id, tasks: batch.totalTasks });
  const end = await feedLanes(deps.feed, batch, stop);
  if (end === 'stopped') return null;
  const closed = await outlast(
    { clock: deps.finish.clock, log: deps.log },
    'finish_postponed',
    { batch: batch.id },
    () => finishBatch(deps.finish, batch),
    stop,
  );
  if (closed === null) return null;
  deps.log.info('batch_finished', {
    batch: closed.id,
    status: closed.status,
    completed: closed.completedTasks,
    failed: closed.failedTasks,
  });
  return closed;
}

function sameFilters(a: BatchFilters, b: BatchFilters): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
