/**
 * What a person may do to schedule and batches. The same actions serve a running service (through its desk) and a
 * data directory in which nothing runs; in both the caller holds the instance lock.
 */
import { NO_FILTERS } from '../../core/batch.ts';
import type { Batch, BatchFilters } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { Fault } from '../../core/errors.ts';
import { FAILED } from '../../core/task.ts';
import type { TaskStatus } from '../../core/task.ts';
import { VERDICTS } from '../../core/verdict.ts';
import type { Verdict } from '../../core/verdict.ts';
import type { Store } from '../../store/contract.ts';
import { CLOCK_TOLERANCE_MS } from './clock-watch.ts';
import { anchorBatches } from './recurrences.ts';

export interface OperatorDeps {
  readonly store: Pick<Store, 'batches' | 'schedule' | 'reports'>;
  readonly clock: Clock;
  readonly batchEveryMs: number;
  /** `execution.batch_deadline`: a reopened batch has one, too (D1). */
  readonly deadlineMs: number;
  /** Codes of the sites there are. */
  readonly sites: () => readonly string[];
}

export interface PauseRequest {
  /** null = the schedule: no batch starts by itself. */
  readonly site: string | null;
}

export interface RetryRequest {
  readonly batch: string;
  readonly sites: readonly string[] | null;
  readonly statuses: readonly TaskStatus[] | null;
  readonly verdicts: readonly Verdict[] | null;
  /** Only these, by id; null = all that fit. */
  readonly tasks: readonly number[] | null;
}

/** Nothing more of the site starts, or no batch by itself; what runs goes on. */
export async function pause(deps: OperatorDeps, { site }: PauseRequest, actor: string): Promise<PauseRequest> {
  await preparePause(deps, site);
  await deps.store.schedule.setPause({ site, paused: true, actor, at: deps.clock.now() });
  return { site };
}

/** Takes a pause back; for the schedule it also says that the clock is right, when it was doubted (F21). */
export async function resume(
  deps: OperatorDeps,
  { site }: PauseRequest,
  actor: string,
): Promise<PauseRequest & { readonly clockTrusted: boolean }> {
  await preparePause(deps, site);
  const at = deps.clock.now();
  const clockTrusted = site === null && at < (await deps.store.schedule.lastSeen()) - CLOCK_TOLERANCE_MS;
  if (clockTrusted) await deps.store.schedule.saveSeen(at, true);
  await deps.store.schedule.setPause({ site, paused: false, actor, at });
  return { site, clockTrusted };
}

async function preparePause(deps: OperatorDeps, site: string | null): Promise<void> {
  if (site === null) {
    await anchorBatches(deps, deps.batchEveryMs, deps.clock.now());
    return;
  }
  const known = deps.sites();
  if (!known.includes(site)) {
    throw new Fault('E_USAGE', `there is no site ${JSON.stringify(site)}; there are ${known.join(', ')}`);
  }
}

/** Failed tasks of a batch are pending again, with three more attempts each (D24); a closed batch is open again. */
export async function retry(
  deps: OperatorDeps,
  request: RetryRequest,
  actor: string,
): Promise<{ readonly batch: Batch; readonly tasks: number }> {
  const { store, clock, deadlineMs } = deps;
  const batch = await store.batches.findBatch(request.batch);
  if (batch === null) throw new Fault('E_NO_BATCH', `there is no batch ${JSON.stringify(request.batch)}`);
  const failed = await store.reports.listTasks({
    batch: batch.id,
    statuses: request.statuses ?? RETRIED,
    ...(request.sites === null ? {} : { sites: request.sites }),
    ...(request.verdicts === null ? {} : { verdicts: request.verdicts }),
  });
  const chosen = request.tasks === null ? null : new Set(request.tasks);
  const tasks = chosen === null ? failed : failed.filter(({ id }) => chosen.has(id));
  if (tasks.length === 0) {
    throw new Fault('E_NOTHING_TO_DO', `no failed task of batch ${batch.id} fits`, {
      cure: `\`scraping-monitor tasks -b ${batch.id} --status ${RETRIED.join(',')}\` lists them.`,
    });
  }
  const at = clock.now();
  const ids = tasks.map(({ id }) => id);
  const reopened = await store.batches.reopen({ batch: batch.id, tasks: ids, deadlineAt: at + deadlineMs, actor, at });
  return { batch: reopened, tasks: ids.length };
}

/** Every open task of the open batch becomes `cancelled`; the batch is closed next, by whoever runs it. */
export async function cancel(
  { store, clock }: Pick<OperatorDeps, 'store' | 'clock'>,
  actor: string,
): Promise<{ readonly batch: Batch; readonly tasks: number }> {
  const batch = await store.batches.openBatch();
  if (batch === null) throw new Fault('E_NO_BATCH', 'no batch is open', { cure: 'There is nothing to cancel.' });
  return { batch, tasks: await store.batches.cancelOpenTasks(batch.id, `cancelled by ${actor}`, clock.now()) };
}

/** Cancelled tasks stay so: their batch cannot be opened again. */
const RETRIED: readonly TaskStatus[] = FAILED.filter((status) => status !== 'cancelled');

/** @throws {Fault} E_USAGE: the arguments came through the database, from a program of any version. */
export function readPauseRequest(args: unknown): PauseRequest {
  const site = fieldOf(args, 'site') ?? null;
  if (site !== null && typeof site !== 'string') throw new Fault('E_USAGE', `site ${JSON.stringify(site)} is no code`);
  return { site };
}

/** @throws {Fault} E_USAGE */
export function readRetryRequest(args: unknown): RetryRequest {
  const batch = fieldOf(args, 'batch');
  if (typeof batch !== 'string') throw new Fault('E_USAGE', `batch ${JSON.stringify(batch)} is no batch id`);
  return {
    batch,
    sites: words(args, 'sites', null),
    statuses: words(args, 'statuses', RETRIED, 'What was cancelled stays so: a new batch has its searches again.'),
    verdicts: words(args, 'verdicts', VERDICTS),
    tasks: taskIds(args),
  };
}

/** Which part of the catalogue a batch is to run; all of it when nothing is said. @throws {Fault} E_USAGE */
export function readRunRequest(args: unknown): BatchFilters {
  return {
    ...NO_FILTERS,
    sites: words(args, 'site', null) ?? [],
    cities: words(args, 'city', null) ?? [],
    operations: words(args, 'operation', null) ?? [],
    products: words(args, 'product', null) ?? [],
  };
}

function taskIds(args: unknown): readonly number[] | null {
  const given = fieldOf(args, 'tasks') ?? null;
  if (given === null) return null;
  if (Array.isArray(given) && given.every((id): id is number => Number.isSafeInteger(id))) return given;
  throw new Fault('E_USAGE', 'tasks is no list of task numbers');
}

function words<Word extends string>(
  args: unknown,
  key: string,
  allowed: readonly Word[] | null,
  cure?: string,
): readonly Word[] | null {
  const given = fieldOf(args, key) ?? null;
  if (given === null) return null;
  if (!Array.isArray(given)) throw new Fault('E_USAGE', `${key} ${JSON.stringify(given)} is no list`);
  return given.map((word: unknown): Word => {
    if (typeof word === 'string' && (allowed === null || allowed.some((one) => one === word))) return word as Word;
    const message = `${key}: ${JSON.stringify(word)} is none of ${(allowed ?? []).join(', ')}`;
    throw new Fault('E_USAGE', message, cure === undefined ? {} : { cure });
  });
}

function fieldOf(args: unknown, key: string): unknown {
  return typeof args === 'object' && args !== null ? (args as Readonly<Record<string, unknown>>)[key] : undefined;
}
