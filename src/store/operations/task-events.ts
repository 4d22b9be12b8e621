import { statement } from '../statement.ts';
import type { Parameters } from '../statement.ts';
import type { EventTable } from '../tables.ts';
import type { Insertable } from 'kysely';

/** One event as it is written: everything named, so that none is forgotten. */
export type NewEvent = Required<Omit<Insertable<EventTable>, 'id'>>;

/** The story of a task: every change of status, and every write refused for an old lease. */
export const insertEvent = statement((dialect, p: Parameters<NewEvent>) =>
  dialect.db.insertInto('task_events').values({
    task: p('task'),
    at: p('at'),
    step: p('step'),
    from_status: p('from_status'),
    to_status: p('to_status'),
    attempt: p('attempt'),
    actor: p('actor'),
    verdict: p('verdict'),
    code: p('code'),
    message: p('message'),
    duration_ms: p('duration_ms'),
  }),
);

/** What most events leave out. */
export const NO_DETAILS = { verdict: null, code: null, message: null, duration_ms: null } as const;
