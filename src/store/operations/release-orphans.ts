import { assertTransition, isSettled } from '../../core/task.ts';
import type { Task, TaskStatus } from '../../core/task.ts';
import type { Verdict } from '../../core/verdict.ts';
import { toTask } from '../rows.ts';
import { all, first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { timeText } from '../times.ts';
import { countMove } from './lane-counts.ts';
import { insertEvent } from './task-events.ts';

/** A page that was in flight at this many deaths in a row may be their cause (D24). */
const INTERRUPTIONS_UNTIL_QUARANTINE = 3;

const orphans = statement((dialect, p: Parameters<{ owner: string }>) =>
  dialect.lockRows(
    dialect.db
      .selectFrom('scraping_tasks')
      .selectAll()
      .where('status', '=', 'running')
      .where('lease_owner', '!=', p('owner'))
      .orderBy('id'),
  ),
);

interface Freed {
  readonly task: number;
  readonly token: string | null;
  readonly status: TaskStatus;
  readonly completedAt: string | null;
  readonly quarantined: number;
  readonly verdict: Verdict | null;
  readonly code: string | null;
  readonly message: string;
}

const freeTask = statement((dialect, p: Parameters<Freed>) =>
  dialect.db
    .updateTable('scraping_tasks')
    .set((eb) => ({
      status: p('status'),
      attempts: eb('attempts', '-', 1),
      interruptions: eb('interruptions', '+', 1),
      completed_at: p('completedAt'),
      quarantined: p('quarantined'),
      verdict: p('verdict'),
      error_code: p('code'),
      error_message: p('message'),
      lease_token: null,
      lease_owner: null,
    }))
    .where('id', '=', p('task'))
    .where('lease_token', '=', p('token'))
    .where('status', '=', 'running')
    .returningAll(),
);

/** The owner died with it: free of charge, and pages committed so far stay for the next lease. */
export function* releaseOrphans(owner: string, at: number): Operation<readonly Task[]> {
  const freed: Task[] = [];
  for (const row of yield* all(orphans, { owner })) {
    const poison = row.interruptions + 1 >= INTERRUPTIONS_UNTIL_QUARANTINE;
    const step = poison ? 'exhaust' : 'release';
    const status = assertTransition(row.id, row.status, step);
    const page = row.cursor_page ?? 'the first';
    const message = poison
      ? `quarantined: the orchestrator or its worker died ${row.interruptions + 1} times on page ${page}`
      : `the orchestrator that ran it (${row.lease_owner}) ended without releasing it`;
    const after = yield* first(freeTask, {
      task: row.id,
      token: row.lease_token,
      status,
      completedAt: isSettled(status) ? timeText(at) : null,
      quarantined: poison ? 1 : 0,
      verdict: poison ? 'resources' : null,
      code: poison ? 'E_WORKER_DIED' : null,
      message,
    });
    if (after === undefined) continue;
    yield* run(insertEvent, {
      task: row.id,
      at,
      step,
      from_status: row.status,
      to_status: status,
      attempt: row.attempts,
      actor: owner,
      verdict: after.verdict,
      code: after.error_code,
      message,
      duration_ms: null,
    });
    yield* countMove(row.execution_batch, row.scraper_name, row.status, status);
    freed.push(toTask(after));
  }
  return freed;
}
