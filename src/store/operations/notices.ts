/** Troubles that last, and messages on their way. */
import type { NewNotice, Notice, NoticeChanges, TaskHappening, Trouble } from '../contract.ts';
import { all, first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { loadNote, saveNote } from './upkeep-notes.ts';

const MARK = 'notices';
/** What was sent is kept so long, what was given up twice as long. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Ends of attempts; nothing else is told to people, but for waits whose reason is ours. */
const ENDS = ['complete', 'retry', 'fail', 'exhaust'] as const;
const OWN_WAIT = 'E_PROXY';

const eventsAfter = statement((dialect, p: Parameters<{ event: number; limit: number }>) =>
  dialect.db
    .selectFrom('task_events')
    .innerJoin('scraping_tasks', 'scraping_tasks.id', 'task_events.task')
    .select([
      'task_events.id as event',
      'task_events.at',
      'task_events.step',
      'task_events.verdict',
      'task_events.code',
      'task_events.message',
      'task_events.task',
      'scraping_tasks.execution_batch as batch',
      'scraping_tasks.website as site',
      'scraping_tasks.phase',
      'scraping_tasks.url',
    ])
    .where('task_events.id', '>', p('event'))
    .where((eb) =>
      eb.or([
        eb('task_events.step', 'in', ENDS),
        eb.and([eb('task_events.step', '=', 'defer'), eb('task_events.code', '=', OWN_WAIT)]),
      ]),
    )
    .orderBy('task_events.id')
    .limit(p('limit')),
);
const newestEvent = statement((dialect) =>
  dialect.db.selectFrom('task_events').select((eb) => eb.fn.max('id').as('event')),
);
const allTroubles = statement((dialect) =>
  dialect.db.selectFrom('troubles').selectAll().orderBy('opened_at').orderBy('site').orderBy('cause'),
);

/** Facts are kept as JSON. */
type TroubleArguments = Omit<Trouble, 'facts'> & { readonly facts: string };

const writeTrouble = statement((dialect, p: Parameters<TroubleArguments>) =>
  dialect.db
    .insertInto('troubles')
    .values({
      site: p('site'),
      cause: p('cause'),
      opened_at: p('openedAt'),
      seen_at: p('seenAt'),
      told_at: p('toldAt'),
      occurrences: p('occurrences'),
      untold: p('untold'),
      facts: p('facts'),
    })
    .onConflict((conflict) =>
      conflict.columns(['site', 'cause']).doUpdateSet((eb) => ({
        opened_at: eb.ref('excluded.opened_at'),
        seen_at: eb.ref('excluded.seen_at'),
        told_at: eb.ref('excluded.told_at'),
        occurrences: eb.ref('excluded.occurrences'),
        untold: eb.ref('excluded.untold'),
        facts: eb.ref('excluded.facts'),
      })),
    ),
);
const deleteTrouble = statement((dialect, p: Parameters<{ site: string; cause: string }>) =>
  dialect.db.deleteFrom('troubles').where('site', '=', p('site')).where('cause', '=', p('cause')),
);

interface NoticeArguments {
  readonly messageId: string;
  readonly channel: string;
  readonly kind: string;
  readonly message: string;
  readonly at: number;
}

const insertNotice = statement((dialect, p: Parameters<NoticeArguments>) =>
  dialect.db
    .insertInto('notices')
    .values({
      message_id: p('messageId'),
      channel: p('channel'),
      kind: p('kind'),
      message: p('message'),
      made_at: p('at'),
      next_try_at: p('at'),
    })
    .onConflict((conflict) => conflict.columns(['message_id', 'channel']).doNothing()),
);
const due = statement((dialect, p: Parameters<{ at: number; limit: number }>) =>
  dialect.db
    .selectFrom('notices')
    .selectAll()
    .where('next_try_at', '<=', p('at'))
    .orderBy('next_try_at')
    .orderBy('id')
    .limit(p('limit')),
);
const markSent = statement((dialect, p: Parameters<{ id: number; at: number }>) =>
  dialect.db
    .updateTable('notices')
    .set((eb) => ({ sent_at: p('at'), next_try_at: null, tries: eb('tries', '+', 1), last_error: null }))
    .where('id', '=', p('id')),
);
const markFailed = statement(
  (dialect, p: Parameters<{ id: number; error: string; nextTryAt: number | null; deadAt: number | null }>) =>
    dialect.db
      .updateTable('notices')
      .set((eb) => ({
        tries: eb('tries', '+', 1),
        last_error: p('error'),
        next_try_at: p('nextTryAt'),
        dead_at: p('deadAt'),
      }))
      .where('id', '=', p('id')),
);
const newestNotices = statement((dialect, p: Parameters<{ limit: number }>) =>
  dialect.db.selectFrom('notices').selectAll().orderBy('id', 'desc').limit(p('limit')),
);
const noticeCounts = statement((dialect) =>
  dialect.db
    .selectFrom('notices')
    .select((eb) => [eb.fn.count<number>('next_try_at').as('waiting'), eb.fn.count<number>('dead_at').as('dead')]),
);
const reviveOne = statement((dialect, p: Parameters<{ id: number; at: number }>) =>
  dialect.db
    .updateTable('notices')
    .set({ dead_at: null, next_try_at: p('at'), tries: 0 })
    .where('id', '=', p('id'))
    .where('dead_at', 'is not', null),
);
const reviveAll = statement((dialect, p: Parameters<{ at: number }>) =>
  dialect.db
    .updateTable('notices')
    .set({ dead_at: null, next_try_at: p('at'), tries: 0 })
    .where('dead_at', 'is not', null),
);
const forgetOld = statement((dialect, p: Parameters<{ sentBefore: number; deadBefore: number }>) =>
  dialect.db
    .deleteFrom('notices')
    .where((eb) => eb.or([eb('sent_at', '<', p('sentBefore')), eb('dead_at', '<', p('deadBefore'))])),
);

export function* happeningsAfter(event: number, limit: number): Operation<readonly TaskHappening[]> {
  return yield* all(eventsAfter, { event, limit });
}

export function* lastEvent(): Operation<number> {
  return (yield* first(newestEvent, {}))?.event ?? 0;
}

export function* troubles(): Operation<readonly Trouble[]> {
  const rows = yield* all(allTroubles, {});
  return rows.map((row) => ({
    site: row.site,
    cause: row.cause,
    openedAt: row.opened_at,
    seenAt: row.seen_at,
    toldAt: row.told_at,
    occurrences: row.occurrences,
    untold: row.untold,
    facts: JSON.parse(row.facts) as unknown,
  }));
}

export function* recordNotices({ at, troubles: changed, over, notices, mark }: NoticeChanges): Operation<void> {
  for (const trouble of changed) yield* run(writeTrouble, { ...trouble, facts: JSON.stringify(trouble.facts) });
  for (const { site, cause } of over) yield* run(deleteTrouble, { site, cause });
  for (const notice of notices) yield* addNotice(notice, at);
  yield* saveNote(MARK, { at, value: mark });
  yield* run(forgetOld, { sentBefore: at - KEPT_MS, deadBefore: at - 2 * KEPT_MS });
}

function* addNotice({ messageId, channel, kind, message }: NewNotice, at: number): Operation<void> {
  yield* run(insertNotice, { messageId, channel, kind, message: JSON.stringify(message), at });
}

export function* noticeMark(): Operation<unknown> {
  return (yield* loadNote(MARK))?.value ?? null;
}

export function* dueNotices(at: number, limit: number): Operation<readonly Notice[]> {
  return (yield* all(due, { at, limit })).map(toNotice);
}

export function* noticeSent(id: number, at: number): Operation<void> {
  yield* run(markSent, { id, at });
}

export function* noticeFailed(
  id: number,
  { error, nextTryAt, at }: { readonly error: string; readonly nextTryAt: number | null; readonly at: number },
): Operation<void> {
  yield* run(markFailed, { id, error, nextTryAt, deadAt: nextTryAt === null ? at : null });
}

export function* listNotices(limit: number): Operation<readonly Notice[]> {
  return (yield* all(newestNotices, { limit })).map(toNotice);
}

export function* countNotices(): Operation<{ readonly waiting: number; readonly dead: number }> {
  return (yield* first(noticeCounts, {})) ?? { waiting: 0, dead: 0 };
}

export function* retryNotices(ids: readonly number[] | null, at: number): Operation<number> {
  if (ids === null) return yield* run(reviveAll, { at });
  let revived = 0;
  for (const id of ids) revived += yield* run(reviveOne, { id, at });
  return revived;
}

interface NoticeRow {
  readonly id: number;
  readonly message_id: string;
  readonly channel: string;
  readonly kind: string;
  readonly message: string;
  readonly made_at: number;
  readonly next_try_at: number | null;
  readonly tries: number;
  readonly sent_at: number | null;
  readonly dead_at: number | null;
  readonly last_error: string | null;
}

function toNotice(row: NoticeRow): Notice {
  return {
    id: row.id,
    messageId: row.message_id,
    channel: row.channel,
    kind: row.kind,
    message: JSON.parse(row.message) as unknown,
    madeAt: row.made_at,
    nextTryAt: row.next_try_at,
    tries: row.tries,
    sentAt: row.sent_at,
    deadAt: row.dead_at,
    lastError: row.last_error,
  };
}
