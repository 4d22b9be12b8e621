/** Step 2 of the flow: the batch and all its tasks in one transaction, and the plan in the journal. */
import { batchId, monthYearOf, parseBatchId } from '../../core/batch.ts';
import type { Batch, BatchFilters, BatchName } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { scraperName } from '../../core/codes.ts';
import { Fault } from '../../core/errors.ts';
import type { PlannedTask, Task } from '../../core/task.ts';
import type { Target } from '../../core/target.ts';
import type { Outputs } from '../../outputs/contract.ts';
import { JOURNAL_FOLDER, planFile, planPath } from '../../records/journal.ts';
import type { Store } from '../../store/contract.ts';
import { selectTargets } from './select-targets.ts';

export interface PlanDeps {
  readonly store: Pick<Store, 'batches' | 'reports'>;
  readonly outputs: Outputs;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly deadlineMs: number;
  readonly maxAttempts: number;
  readonly rehearsal: boolean;
}

/** @throws {Fault} E_NOTHING_TO_DO when no target fits the filters; E_BATCH_OPEN when a batch is running. */
export async function planBatch(deps: PlanDeps, targets: readonly Target[], filters: BatchFilters): Promise<Batch> {
  const selected = selectTargets(targets, filters);
  if (selected.length === 0) throw nothingFits(targets, filters);
  const startedAt = deps.clock.now();
  const name = await nextName(deps, monthYearOf(startedAt, deps.timeZone));
  const tasks = selected.map((target) => plannedTask(target, deps.maxAttempts));
  const batch = await deps.store.batches.planBatch({
    name,
    startedAt,
    deadlineAt: startedAt + deps.deadlineMs,
    timeZone: deps.timeZone,
    rehearsal: deps.rehearsal,
    filters,
    tasks,
    estimatedMinutes: null,
  });
  await journalPlan(deps.outputs, batch, tasks);
  return batch;
}

/** Writes the plan of a batch that is taken up again when a crash came between its transaction and its journal. */
export async function restorePlan(deps: Pick<PlanDeps, 'store' | 'outputs'>, batch: Batch): Promise<void> {
  if (await deps.outputs.exists(planPath(batch.id))) return;
  const tasks = await deps.store.reports.listTasks({ batch: batch.id });
  await journalPlan(deps.outputs, batch, tasks.filter((task) => task.phase === 'main').map(asPlanned));
}

async function journalPlan(outputs: Outputs, batch: Batch, tasks: readonly PlannedTask[]): Promise<void> {
  const { id, monthYear, executionNumber, startedAt, deadlineAt, timeZone, rehearsal, filters } = batch;
  const plan = { id, monthYear, executionNumber, startedAt, deadlineAt, timeZone, rehearsal, filters };
  await outputs.publish([planFile({ batch: plan, tasks })]);
}

/** D28: 1 + the highest number of the month, whether the database or the journal knows it. */
async function nextName(deps: PlanDeps, monthYear: string): Promise<BatchName> {
  const stored = await deps.store.batches.lastExecutionNumber(monthYear);
  const journalled = (await deps.outputs.list(JOURNAL_FOLDER))
    .map((folder) => parseBatchId(folder))
    .filter((name) => name?.monthYear === monthYear)
    .map((name) => name?.executionNumber ?? 0);
  const executionNumber = 1 + Math.max(stored, 0, ...journalled);
  const name = { monthYear, executionNumber };
  if (parseBatchId(batchId(name)) === null) throw new Fault('E_INTERNAL', `${batchId(name)} is no batch id`);
  return name;
}

function plannedTask(target: Target, maxAttempts: number): PlannedTask {
  const { site, city, operation, product, url, orderNum, ordinal } = target;
  return {
    scraper: scraperName(site, 'main'),
    phase: 'main',
    site,
    city,
    operation,
    product,
    url,
    orderNum,
    ordinal,
    maxAttempts,
  };
}

function asPlanned(task: Task): PlannedTask {
  const { scraper, phase, site, city, operation, product, url, orderNum, ordinal, maxAttempts } = task;
  return { scraper, phase, site, city, operation, product, url, orderNum, ordinal, maxAttempts };
}

function nothingFits(targets: readonly Target[], filters: BatchFilters): Fault {
  const asked = Object.entries(filters).filter(([, value]) => Array.isArray(value) && value.length > 0);
  const said = asked.map(([name, value]) => `${name} ${String(value)}`).join(', ');
  const among = (pick: (target: Target) => string): string => [...new Set(targets.map(pick))].join(', ');
  return new Fault(
    'E_NOTHING_TO_DO',
    said === '' ? 'the catalogue has no usable row' : `no catalogue row fits ${said}`,
    {
      cure:
        targets.length === 0
          ? '`scraping-orchestrator validate` says why.'
          : `The catalogue has the sites ${among((target) => target.site)} and the cities ${among((target) => target.city)}.`,
    },
  );
}
