import { distributionOf, meanOf, writeDistribution } from '../../core/distribution.ts';
import { Fault } from '../../core/errors.ts';
import { assertTransition, isSettled } from '../../core/task.ts';
import type { Task, TaskStatus } from '../../core/task.ts';
import type { Truncation, Verdict } from '../../core/verdict.ts';
import { sql } from 'kysely';
import type { Publication, Settlement } from '../contract.ts';
import { toTask } from '../rows.ts';
import { all, first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { timeText, timeTextOrNull } from '../times.ts';
import { lockLeasedTask } from './find-rows.ts';
import type { HeldTask } from './find-rows.ts';
import { countMove } from './lane-counts.ts';
import { insertEvent } from './task-events.ts';

interface Written {
  readonly task: number;
  readonly token: string;
  readonly status: TaskStatus;
  readonly completedAt: string | null;
  readonly retryAt: string | null;
  readonly givenBack: number;
  readonly interrupted: number;
  readonly quarantined: number;
  readonly freshStart: number;
  readonly verdict: Verdict | null;
  readonly truncated: Truncation | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly durationMs: number;
  readonly outputPath: string | null;
  readonly sha256: string | null;
  readonly bytes: number | null;
  readonly rows: number | null;
  readonly rejected: number | null;
  readonly latencyMs: number | null;
  readonly latencies: string | null;
}

/** What was published replaces what stood there; a task that published nothing keeps what it has. */
const writeSettlement = statement((dialect, p: Parameters<Written>) =>
  dialect.db
    .updateTable('scraping_tasks')
    .set((eb) => ({
      status: p('status'),
      completed_at: p('completedAt'),
      retry_at: p('retryAt'),
      attempts: eb('attempts', '-', p('givenBack')),
      interruptions: eb('interruptions', '+', p('interrupted')),
      quarantined: p('quarantined'),
      fresh_start: p('freshStart'),
      verdict: p('verdict'),
      truncated: p('truncated'),
      error_code: p('code'),
      error_message: p('message'),
      busy_ms: eb('busy_ms', '+', p('durationMs')),
      lease_token: null,
      lease_owner: null,
      output_path: sql<string | null>`coalesce(${p('outputPath')}, output_path)`,
      output_sha256: sql<string | null>`coalesce(${p('sha256')}, output_sha256)`,
      file_size_bytes: sql<number>`coalesce(${p('bytes')}, file_size_bytes)`,
      data_records_extracted: sql<number>`coalesce(${p('rows')}, data_records_extracted)`,
      rejected_records: sql<number>`coalesce(${p('rejected')}, rejected_records)`,
      latency_ms: p('latencyMs'),
      latencies: p('latencies'),
    }))
    .where('id', '=', p('task'))
    .where('lease_token', '=', p('token'))
    .where('status', '=', 'running')
    .returningAll(),
);

const latenciesOf = statement((dialect, p: Parameters<{ task: number; generation: number }>) =>
  dialect.db
    .selectFrom('pages')
    .select('latency_ms')
    .where('task', '=', p('task'))
    .where('generation', '=', p('generation')),
);

const dropPages = statement((dialect, p: Parameters<{ task: number }>) =>
  dialect.db.deleteFrom('pages').where('task', '=', p('task')),
);
const dropItems = statement((dialect, p: Parameters<{ task: number }>) =>
  dialect.db.deleteFrom('detail_items').where('task', '=', p('task')),
);

/** The rules a status alone does not show: completed = its file is there, open = an attempt is left. */
function assertSettlement(row: HeldTask, settlement: Settlement): TaskStatus {
  const to = assertTransition(row.id, row.status, settlement.step);
  if (to === 'completed' && (row.at_end === 0 || settlement.publish === null)) {
    const lack = row.at_end === 0 ? 'its last page is not committed' : 'it published no file';
    throw new Fault('E_TRANSITION', `task ${row.id} cannot be completed: ${lack}`);
  }
  if (!isSettled(to) && !settlement.free && row.attempts >= row.max_attempts) {
    throw new Fault(
      'E_TRANSITION',
      `task ${row.id} cannot ${settlement.step}: all ${row.max_attempts} attempts are used up`,
    );
  }
  return to;
}

type Published = Pick<Written, 'outputPath' | 'sha256' | 'bytes' | 'rows' | 'rejected'>;

const UNPUBLISHED: Published = { outputPath: null, sha256: null, bytes: null, rows: null, rejected: null };

const published = ({ outputPath, sha256, bytes, rows, rejectedRows }: Publication): Published => ({
  outputPath,
  sha256,
  bytes,
  rows,
  rejected: rejectedRows,
});

type Latencies = Pick<Written, 'latencyMs' | 'latencies'>;

/** How long its requests took, before its pages leave; while it goes on, nothing is said of them. */
function* readLatencies({ id: task, generation }: HeldTask, to: TaskStatus): Operation<Latencies> {
  const pages = isSettled(to) ? yield* all(latenciesOf, { task, generation }) : [];
  if (pages.length === 0) return { latencyMs: null, latencies: null };
  const distribution = distributionOf(pages.map(({ latency_ms: latencyMs }) => latencyMs));
  return { latencyMs: meanOf(distribution), latencies: writeDistribution(distribution) };
}

function written(settlement: Settlement, status: TaskStatus, latencies: Latencies): Written {
  const { lease, at, publish } = settlement;
  return {
    task: lease.task,
    token: lease.token,
    status,
    completedAt: isSettled(status) ? timeText(at) : null,
    retryAt: timeTextOrNull(status === 'retrying' ? (settlement.retryAt ?? at) : null),
    givenBack: settlement.free ? 1 : 0,
    interrupted: settlement.interrupted ? 1 : 0,
    quarantined: settlement.quarantined ? 1 : 0,
    freshStart: settlement.freshStart ? 1 : 0,
    verdict: settlement.verdict,
    truncated: settlement.truncated,
    code: settlement.code,
    message: settlement.message,
    durationMs: Math.round(settlement.durationMs),
    ...(publish === null ? UNPUBLISHED : published(publish)),
    ...latencies,
  };
}

/** Status, event and counts in one transaction; a completed task's pages leave with it (D19). */
export function* settleTask(settlement: Settlement): Operation<Task | 'lease_lost'> {
  const { lease, at, step } = settlement;
  const before = yield* lockLeasedTask(lease, at);
  if (before === null) return 'lease_lost';
  const to = assertSettlement(before, settlement);
  const after = yield* first(writeSettlement, written(settlement, to, yield* readLatencies(before, to)));
  // The row is locked and its token was checked, so this cannot be: a fault undoes the operation.
  if (after === undefined) throw new Error(`task ${lease.task} changed while it was settled`);
  yield* run(insertEvent, {
    task: lease.task,
    at,
    step,
    from_status: before.status,
    to_status: to,
    attempt: before.attempts,
    actor: lease.owner,
    verdict: settlement.verdict,
    code: settlement.code,
    message: settlement.message,
    duration_ms: Math.round(settlement.durationMs),
  });
  yield* countMove(before.execution_batch, before.scraper_name, before.status, to);
  if (to === 'completed') {
    yield* run(dropPages, { task: lease.task });
    if (before.phase === 'detail') yield* run(dropItems, { task: lease.task });
  }
  return toTask(after);
}
