/**
 * Says what is to be started now. It is asked by a short tick and keeps no timer of its own (F19): whatever the clock
 * did meanwhile, the answer depends only on what is recorded and what time it is.
 *
 * An occurrence of a batch:   pending ──batch planned──> started
 *                             queued  ──batch over─────> pending
 *                             skipped (with the reason: another batch ran, paused, the machine was off)
 * of a job at a clock time:   pending ──> done | failed
 *
 * The row is written before anything is started, so a crash in between starts it again, and a crash after it does not:
 * a batch that was planned since is its own.
 */
import type { Clock } from '../../core/clock.ts';
import { isFault, messageOf } from '../../core/errors.ts';
import { clockText } from '../../core/local-time.ts';
import { dueOccurrences, nextDue } from '../../core/schedule.ts';
import type { Recurrence } from '../../core/schedule.ts';
import type { OccurrenceChange, OccurrenceKey, OpenOccurrence, ScheduleRecord, Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Service } from '../service.ts';
import { createClockWatch } from './clock-watch.ts';
import { anchorAll, BATCHES, recurrences } from './recurrences.ts';
import type { JobName, ScheduleSettings } from './settings.ts';

export interface SchedulerDeps {
  readonly store: Pick<Store, 'schedule' | 'batches' | 'reports'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Asked at each tick: a reload changes them. */
  readonly settings: () => ScheduleSettings;
  /** Starts it and returns at once: a batch runs for days. Called by `runOnce` only. */
  readonly start: (due: DueNow) => void;
}

export type DueNow =
  | { readonly kind: 'batch'; readonly occurrence: OccurrenceKey }
  /** Frequent jobs (health, status) have no occurrence: they are not recorded. */
  | { readonly kind: 'job'; readonly job: JobName; readonly occurrence: OccurrenceKey | null };

export interface Scheduler extends Service {
  /**
   * What to start now: each occurrence once a process, until `failed` gives it back. Every one is followed by
   * `batchStarted`, `jobDone` or `failed`; what a crash leaves unsaid is found again by the next process.
   */
  tick(): Promise<readonly DueNow[]>;
  batchStarted(occurrence: OccurrenceKey, batch: string): Promise<void>;
  jobDone(occurrence: OccurrenceKey | null): Promise<void>;
  /** It could not be started, or broke: a batch is tried again after a while, a job at its next time. */
  failed(occurrence: OccurrenceKey | null, error: unknown): Promise<void>;
}

/** A batch that could not be started (no catalogue, a full disk) is tried again after this. */
const START_AGAIN_MS = 10 * 60 * 1000;
/** A job that takes the whole process with it is not tried for ever. */
const MOST_JOB_TRIES = 3;

/** What this process handed out: monotonic time until which it is not handed out again. */
type HandedOut = Map<string, number>;

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { store, clock } = deps;
  const watch = createClockWatch(deps);
  const handedOut: HandedOut = new Map();
  const lastDone = new Map<JobName, number>();

  const tick = async (): Promise<readonly DueNow[]> => {
    const settings = deps.settings();
    const frequent = dueFrequently(settings, lastDone, clock.monotonic());
    if (!(await watch.mayBeTrusted())) return frequent;
    await recordDue(deps, settings, clock.now());
    return [...(await startable(deps, settings, handedOut)), ...frequent];
  };

  return {
    name: 'schedule',
    tick,
    runOnce: async () => {
      const due = await tick();
      for (const one of due) deps.start(one);
      const batches = due.filter(({ kind }) => kind === 'batch').length;
      return { batches, jobs: due.length - batches };
    },
    batchStarted: (occurrence, batch) =>
      store.schedule.changeOccurrence(change(occurrence, clock, { status: 'started', batch, tried: true })),
    jobDone: async (occurrence) => {
      if (occurrence !== null) await store.schedule.changeOccurrence(change(occurrence, clock, { status: 'done' }));
    },
    failed: async (occurrence, error) => {
      deps.log.error('scheduled_start_failed', { ...occurrence, error: messageOf(error) });
      if (occurrence === null) return;
      const reason = isFault(error) ? `${error.code}: ${error.message}` : messageOf(error);
      const again = occurrence.schedule === BATCHES;
      if (again) handedOut.set(keyOf(occurrence), clock.monotonic() + START_AGAIN_MS);
      const status = again ? 'pending' : 'failed';
      await store.schedule.changeOccurrence(change(occurrence, clock, { status, reason, tried: again }));
    },
  };
}

function change(
  { schedule, dueAt }: OccurrenceKey,
  clock: Clock,
  to: Pick<OccurrenceChange, 'status'> & Partial<OccurrenceChange>,
): OccurrenceChange {
  return { reason: null, batch: null, tried: false, at: clock.now(), ...to, schedule, dueAt };
}

const keyOf = ({ schedule, dueAt }: OccurrenceKey): string => `${schedule} ${dueAt}`;

/** On the monotonic clock, so that a clock set back never silences the status file. */
function dueFrequently(
  settings: ScheduleSettings,
  lastDone: Map<JobName, number>,
  monotonic: number,
): readonly DueNow[] {
  const due = settings.frequentJobs.filter(({ name, everyMs }) => {
    const last = lastDone.get(name);
    return last === undefined || monotonic - last >= everyMs;
  });
  for (const { name } of due) lastDone.set(name, monotonic);
  return due.map(({ name }) => ({ kind: 'job', job: name, occurrence: null }));
}

/** Gives every instant that has passed its row. */
async function recordDue(deps: SchedulerDeps, settings: ScheduleSettings, now: number): Promise<void> {
  const known = await anchorAll(deps, settings, now);
  for (const [record, recurrence] of recurrences(settings, known)) {
    if (nextDue(recurrence, record) > now) continue;
    await recordSchedule(deps, settings, record, recurrence, now);
  }
}

async function recordSchedule(
  deps: SchedulerDeps,
  settings: ScheduleSettings,
  record: ScheduleRecord,
  recurrence: Recurrence,
  now: number,
): Promise<void> {
  const { schedule } = record;
  const { start, missed } = dueOccurrences(recurrence, record, now, settings.catchUp);
  const rows = missed.map((dueAt) => ({
    schedule,
    dueAt,
    status: 'skipped' as const,
    reason: 'nothing ran when it was due',
  }));
  const decided = start === null ? [] : [{ schedule, dueAt: start, ...(await fateOf(deps, settings, record)) }];
  await deps.store.schedule.recordOccurrences([...rows, ...decided], now);
  if (missed.length > 0)
    deps.log.warn('occurrences_missed', { schedule, missed: missed.length, started: start !== null });
  for (const { status, reason, dueAt } of decided)
    deps.log.info('occurrence_due', { schedule, due_at: dueAt, status, reason });
}

interface Fate {
  readonly status: 'pending' | 'queued' | 'skipped';
  readonly reason: string | null;
}

/** What becomes of an occurrence that is due now. Never two batches at once: it waits or is left out, and says why. */
async function fateOf({ store }: SchedulerDeps, settings: ScheduleSettings, record: ScheduleRecord): Promise<Fate> {
  if (record.schedule !== BATCHES) return { status: 'pending', reason: null };
  if (!settings.batches) return { status: 'skipped', reason: 'schedule.batches is false' };
  if (record.pausedAt !== null) return { status: 'skipped', reason: `paused by ${record.pausedBy ?? 'someone'}` };
  const waiting = (await store.schedule.openOccurrences()).find(({ schedule }) => schedule === BATCHES);
  if (waiting !== undefined)
    return {
      status: 'skipped',
      reason: `that of ${clockText(waiting.dueAt, settings.timeZone).slice(0, 16)} still waits`,
    };
  const open = await store.batches.openBatch();
  if (open === null) return { status: 'pending', reason: null };
  return { status: settings.onBusy === 'queue' ? 'queued' : 'skipped', reason: `batch ${open.id} was running` };
}

/** The recorded occurrences whose turn it is. */
async function startable(
  deps: SchedulerDeps,
  settings: ScheduleSettings,
  handedOut: HandedOut,
): Promise<readonly DueNow[]> {
  const due: DueNow[] = [];
  for (const occurrence of await deps.store.schedule.openOccurrences()) {
    const key = keyOf(occurrence);
    if ((handedOut.get(key) ?? Number.NEGATIVE_INFINITY) > deps.clock.monotonic()) continue;
    const isBatch = occurrence.schedule === BATCHES;
    const one = isBatch ? await takeBatch(deps, settings, occurrence) : await takeJob(deps, occurrence);
    if (one === null) continue;
    handedOut.set(key, Number.POSITIVE_INFINITY);
    due.push(one);
  }
  return due;
}

async function takeBatch(
  deps: SchedulerDeps,
  settings: ScheduleSettings,
  occurrence: OpenOccurrence,
): Promise<DueNow | null> {
  const { store, clock, log } = deps;
  const { schedule, dueAt, status, reason, batchSince } = occurrence;
  if (status === 'pending' && batchSince !== null) {
    // A crash came between the batch and this row, or a person started one first: there is no second one.
    log.info('occurrence_started_before', { schedule, due_at: dueAt, batch: batchSince });
    await store.schedule.changeOccurrence(change(occurrence, clock, { status: 'started', batch: batchSince }));
    return null;
  }
  if (!settings.batches || (await isPaused(deps)) || (await store.batches.openBatch()) !== null) return null;
  if (status === 'queued')
    await store.schedule.changeOccurrence(change(occurrence, clock, { status: 'pending', reason }));
  return { kind: 'batch', occurrence: { schedule, dueAt } };
}

async function isPaused({ store }: SchedulerDeps): Promise<boolean> {
  return (await store.schedule.schedules()).some(({ schedule, pausedAt }) => schedule === BATCHES && pausedAt !== null);
}

async function takeJob({ store, clock }: SchedulerDeps, occurrence: OpenOccurrence): Promise<DueNow | null> {
  const { schedule, dueAt, tries } = occurrence;
  if (tries >= MOST_JOB_TRIES) {
    const reason = `the service ended ${tries} times while it worked on this`;
    await store.schedule.changeOccurrence(change(occurrence, clock, { status: 'failed', reason }));
    return null;
  }
  await store.schedule.changeOccurrence(change(occurrence, clock, { status: 'pending', tried: true }));
  return { kind: 'job', job: schedule as JobName, occurrence: { schedule, dueAt } };
}
