import type { Verdict } from '../../core/verdict.ts';
import { nextStatus } from '../../core/task.ts';
import type { TaskStatus, TaskStep } from '../../core/task.ts';
import { sql } from 'kysely';
import { run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { timeText } from '../times.ts';
import { lockBatch } from './find-rows.ts';
import { countFailed } from './lane-counts.ts';

const OPEN: readonly TaskStatus[] = ['pending', 'running', 'retrying'];

/** `scraper` empty = every lane: a code is never empty. */
interface Ending {
  readonly batch: string;
  readonly scraper: string;
  readonly step: TaskStep;
  readonly status: TaskStatus;
  readonly verdict: Verdict | null;
  readonly code: string | null;
  readonly message: string;
  readonly at: number;
  readonly atText: string;
}

const insertEndings = statement((dialect, p: Parameters<Ending>) =>
  dialect.db
    .insertInto('task_events')
    .columns(['task', 'at', 'step', 'from_status', 'to_status', 'attempt', 'actor', 'verdict', 'code', 'message'])
    .expression((eb) =>
      eb
        .selectFrom('scraping_tasks')
        .select([
          'id',
          sql<number>`${p('at')}`.as('at'),
          sql<string>`${p('step')}`.as('step'),
          'status as from_status',
          sql<string>`${p('status')}`.as('to_status'),
          'attempts',
          sql<string>`'coordinator'`.as('actor'),
          sql<string | null>`${p('verdict')}`.as('verdict'),
          sql<string | null>`${p('code')}`.as('code'),
          sql<string>`${p('message')}`.as('message'),
        ])
        .where('execution_batch', '=', p('batch'))
        .where('status', 'in', OPEN)
        .where((or) => or.or([or('scraper_name', '=', p('scraper')), or(or.val(p('scraper')), '=', '')])),
    ),
);

const endTasks = statement((dialect, p: Parameters<Ending>) =>
  dialect.db
    .updateTable('scraping_tasks')
    .set({
      status: p('status'),
      completed_at: p('atText'),
      retry_at: null,
      verdict: p('verdict'),
      error_code: p('code'),
      error_message: p('message'),
      lease_token: null,
      lease_owner: null,
    })
    .where('execution_batch', '=', p('batch'))
    .where('status', 'in', OPEN)
    .where((or) => or.or([or('scraper_name', '=', p('scraper')), or(or.val(p('scraper')), '=', '')])),
);

const endLanes = statement((dialect, p: Parameters<Pick<Ending, 'batch' | 'scraper'>>) =>
  dialect.db
    .updateTable('lanes')
    .set({ settled: sql`settled + pending + running + retrying`, pending: 0, running: 0, retrying: 0 })
    .where('execution_batch', '=', p('batch'))
    .where((or) => or.or([or('scraper_name', '=', p('scraper')), or(or.val(p('scraper')), '=', '')])),
);

function* endOpenTasks(
  step: 'exhaust' | 'cancel',
  ending: Omit<Ending, 'step' | 'status' | 'atText'>,
): Operation<number> {
  yield* lockBatch(ending.batch);
  // The table allows both steps from every open status, always to the same one: its test says so.
  const status = nextStatus('pending', step) ?? 'permanently_failed';
  const whole: Ending = { ...ending, step, status, atText: timeText(ending.at) };
  yield* run(insertEndings, whole);
  const ended = yield* run(endTasks, whole);
  yield* run(endLanes, { batch: ending.batch, scraper: ending.scraper });
  yield* countFailed(ending.batch, ended);
  return ended;
}

export interface Trouble {
  readonly code: string;
  readonly verdict: Verdict;
  readonly message: string;
}

/** D1: what is still open will not be done any more. A running task loses its lease with it. */
export function* giveUp(batch: string, scraper: string | null, trouble: Trouble, at: number): Operation<number> {
  return yield* endOpenTasks('exhaust', { batch, scraper: scraper ?? '', ...trouble, at });
}

/** A person wants no more of this batch. */
export function* cancelOpenTasks(batch: string, reason: string, at: number): Operation<number> {
  return yield* endOpenTasks('cancel', { batch, scraper: '', code: null, verdict: null, message: reason, at });
}
