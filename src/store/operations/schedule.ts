import { sql } from 'kysely';
import type {
  Anchor,
  NewOccurrence,
  Occurrence,
  OccurrenceChange,
  OccurrenceStatus,
  OpenOccurrence,
  Pause,
  PausedSite,
  ScheduleRecord,
} from '../contract.ts';
import { all, first, run, runEach, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';

/** The schedule that a pause without a site concerns, and whose record keeps the clock. */
const BATCHES = 'batches';
/** Occurrences are kept for half a year, as tasks are (D34); the newest of each schedule always stays, as it says what was last. */
const KEPT_MS = 184 * 24 * 60 * 60 * 1000;

/** As literals: bound values would not be seen to be those of the partial index. */
const OPEN = [sql.lit<OccurrenceStatus>('pending'), sql.lit<OccurrenceStatus>('queued')] as const;

const allSchedules = statement((dialect) =>
  dialect.db
    .selectFrom('schedule_state')
    .select((eb) => [
      'schedule',
      'anchor_at as anchorAt',
      'every_ms as everyMs',
      'paused_at as pausedAt',
      'paused_by as pausedBy',
      eb
        .selectFrom('schedule_occurrences')
        .select('due_at')
        .whereRef('schedule_occurrences.schedule', '=', 'schedule_state.schedule')
        .orderBy('due_at', 'desc')
        .limit(sql.lit(1))
        .as('lastDueAt'),
    ])
    .orderBy('schedule'),
);

const writeAnchor = statement(
  (dialect, p: Parameters<{ schedule: string; anchorAt: number; everyMs: number | null; at: number }>) =>
    dialect.db
      .insertInto('schedule_state')
      .values({ schedule: p('schedule'), anchor_at: p('anchorAt'), every_ms: p('everyMs'), seen_at: p('at') })
      .onConflict((conflict) =>
        conflict.column('schedule').doUpdateSet((eb) => ({
          anchor_at: eb.ref('excluded.anchor_at'),
          every_ms: eb.ref('excluded.every_ms'),
        })),
      ),
);

interface OccurrenceArguments {
  readonly schedule: string;
  readonly dueAt: number;
  readonly status: OccurrenceStatus;
  readonly reason: string | null;
  readonly batch: string | null;
  readonly at: number;
  /** null = it is not over. */
  readonly endedAt: number | null;
  readonly afterBatch: number;
}

const endOf = (status: OccurrenceStatus, at: number): number | null =>
  status === 'pending' || status === 'queued' ? null : at;

const insertOccurrence = statement((dialect, p: Parameters<OccurrenceArguments>) =>
  dialect.db
    .insertInto('schedule_occurrences')
    .values({
      schedule: p('schedule'),
      due_at: p('dueAt'),
      status: p('status'),
      recorded_at: p('at'),
      ended_at: p('endedAt'),
      after_batch: p('afterBatch'),
      batch: p('batch'),
      reason: p('reason'),
    })
    .onConflict((conflict) => conflict.columns(['schedule', 'due_at']).doNothing()),
);

const highestBatch = statement((dialect) =>
  dialect.db.selectFrom('execution_batches').select((eb) => eb.fn.max('id').as('id')),
);

const forgetOld = statement((dialect, p: Parameters<{ before: number }>) =>
  dialect.db
    .deleteFrom('schedule_occurrences')
    .where('due_at', '<', p('before'))
    .where('status', 'not in', ['pending', 'queued'])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('schedule_occurrences as later')
          .select(sql.lit(1).as('one'))
          .whereRef('later.schedule', '=', 'schedule_occurrences.schedule')
          .whereRef('later.due_at', '>', 'schedule_occurrences.due_at'),
      ),
    ),
);

const COLUMNS = [
  'schedule',
  'due_at as dueAt',
  'status',
  'recorded_at as recordedAt',
  'ended_at as endedAt',
  'tries',
  'batch',
  'reason',
] as const;

const stillOpen = statement((dialect) =>
  dialect.db
    .selectFrom('schedule_occurrences')
    .select(COLUMNS)
    .select((eb) =>
      eb
        .selectFrom('execution_batches')
        .select('batch_id')
        .whereRef('id', '>', 'schedule_occurrences.after_batch')
        .orderBy('id')
        .limit(sql.lit(1))
        .as('batchSince'),
    )
    .where('status', 'in', OPEN)
    .orderBy('due_at'),
);

const newestOfAll = statement((dialect, p: Parameters<{ limit: number }>) =>
  dialect.db.selectFrom('schedule_occurrences').select(COLUMNS).orderBy('due_at', 'desc').limit(p('limit')),
);
const newestOfOne = statement((dialect, p: Parameters<{ schedule: string; limit: number }>) =>
  dialect.db
    .selectFrom('schedule_occurrences')
    .select(COLUMNS)
    .where('schedule', '=', p('schedule'))
    .orderBy('due_at', 'desc')
    .limit(p('limit')),
);

type ChangeArguments = Omit<OccurrenceArguments, 'at'> & { readonly more: number };

const updateOccurrence = statement((dialect, p: Parameters<ChangeArguments>) =>
  dialect.db
    .updateTable('schedule_occurrences')
    .set((eb) => ({
      status: p('status'),
      reason: p('reason'),
      batch: p('batch'),
      ended_at: p('endedAt'),
      tries: eb('tries', '+', p('more')),
      // What waited for a batch counts from the moment it waits no more.
      after_batch: eb.case().when('status', '=', 'queued').then(p('afterBatch')).else(eb.ref('after_batch')).end(),
    }))
    .where('schedule', '=', p('schedule'))
    .where('due_at', '=', p('dueAt')),
);

const latestSeen = statement((dialect) =>
  dialect.db.selectFrom('schedule_state').select((eb) => eb.fn.max('seen_at').as('seenAt')),
);
const writeSeen = statement((dialect, p: Parameters<{ at: number }>) =>
  dialect.db.updateTable('schedule_state').set({ seen_at: p('at') }),
);
const forgetLater = statement((dialect, p: Parameters<{ at: number }>) =>
  dialect.db.deleteFrom('schedule_occurrences').where('due_at', '>', p('at')),
);

const pauseBatches = statement(
  (dialect, p: Parameters<{ schedule: string; at: number | null; actor: string | null }>) =>
    dialect.db
      .updateTable('schedule_state')
      .set({ paused_at: p('at'), paused_by: p('actor') })
      .where('schedule', '=', p('schedule')),
);
const pauseSite = statement((dialect, p: Parameters<{ site: string; at: number; actor: string }>) =>
  dialect.db
    .insertInto('paused_sites')
    .values({ site: p('site'), paused_at: p('at'), paused_by: p('actor') })
    .onConflict((conflict) => conflict.column('site').doNothing()),
);
const resumeSite = statement((dialect, p: Parameters<{ site: string }>) =>
  dialect.db.deleteFrom('paused_sites').where('site', '=', p('site')),
);
const allPausedSites = statement((dialect) =>
  dialect.db
    .selectFrom('paused_sites')
    .select(['site', 'paused_at as pausedAt', 'paused_by as pausedBy'])
    .orderBy('site'),
);

export function* schedules(): Operation<readonly ScheduleRecord[]> {
  return yield* all(allSchedules, {});
}

export function* anchorSchedule({ schedule, anchorAt, everyMs, batch, at }: Anchor): Operation<void> {
  yield* run(writeAnchor, { schedule, anchorAt, everyMs, at });
  if (batch === null) return;
  const afterBatch = yield* batchesSoFar();
  const started = { schedule, dueAt: anchorAt, status: 'started', reason: null, batch } as const;
  yield* run(insertOccurrence, { ...started, at, endedAt: at, afterBatch });
}

export function* recordOccurrences(occurrences: readonly NewOccurrence[], at: number): Operation<number> {
  const afterBatch = yield* batchesSoFar();
  yield* run(forgetOld, { before: at - KEPT_MS });
  return yield* runEach(
    insertOccurrence,
    occurrences.map(({ schedule, dueAt, status, reason }) => {
      return { schedule, dueAt, status, reason, batch: null, at, endedAt: endOf(status, at), afterBatch };
    }),
  );
}

export function* openOccurrences(): Operation<readonly OpenOccurrence[]> {
  return yield* all(stillOpen, {});
}

export function* changeOccurrence(change: OccurrenceChange): Operation<void> {
  const { schedule, dueAt, status, reason, batch, tried, at } = change;
  const endedAt = endOf(status, at);
  const afterBatch = yield* batchesSoFar();
  yield* run(updateOccurrence, { schedule, dueAt, status, reason, batch, endedAt, more: tried ? 1 : 0, afterBatch });
}

export function* listOccurrences(schedule: string | null, limit: number): Operation<readonly Occurrence[]> {
  return schedule === null ? yield* all(newestOfAll, { limit }) : yield* all(newestOfOne, { schedule, limit });
}

export function* lastSeen(): Operation<number> {
  return (yield* first(latestSeen, {}))?.seenAt ?? 0;
}

export function* saveSeen(at: number, trust: boolean): Operation<void> {
  if (trust) yield* run(forgetLater, { at });
  if (trust || at > (yield* lastSeen())) yield* run(writeSeen, { at });
}

export function* setPause({ site, paused, actor, at }: Pause): Operation<void> {
  if (site === null) {
    yield* run(pauseBatches, { schedule: BATCHES, at: paused ? at : null, actor: paused ? actor : null });
  } else if (paused) {
    yield* run(pauseSite, { site, at, actor });
  } else {
    yield* run(resumeSite, { site });
  }
}

export function* pausedSites(): Operation<readonly PausedSite[]> {
  return yield* all(allPausedSites, {});
}

function* batchesSoFar(): Operation<number> {
  return (yield* first(highestBatch, {}))?.id ?? 0;
}
