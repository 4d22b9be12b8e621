import { rowKey } from '../../core/listing.ts';
import type { Row } from '../../core/listing.ts';
import type { DetailItem, ResumePoint } from '../../core/page.ts';
import { nextStatus } from '../../core/task.ts';
import type { LeasedTask, LeaseRefusal, LeaseRequest } from '../contract.ts';
import { toTask } from '../rows.ts';
import type { TaskRow } from '../rows.ts';
import { all, first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { readTime, timeText } from '../times.ts';
import { laneDelta } from './lane-counts.ts';
import { lockBatch, lockTask } from './find-rows.ts';
import { insertEvent, NO_DETAILS } from './task-events.ts';

/** Takes a place in the lane, or changes nothing when it is full: one atomic step, in any database (D6). */
const enterLane = statement(
  (dialect, p: Parameters<{ batch: string; scraper: string; width: number; pending: number; retrying: number }>) =>
    dialect.db
      .updateTable('lanes')
      .set((eb) => ({
        running: eb('running', '+', 1),
        pending: eb('pending', '+', p('pending')),
        retrying: eb('retrying', '+', p('retrying')),
      }))
      .where('execution_batch', '=', p('batch'))
      .where('scraper_name', '=', p('scraper'))
      .where('running', '<', p('width')),
);

interface Taking {
  readonly task: number;
  readonly at: string;
  readonly token: string;
  readonly owner: string;
  readonly generation: number;
  readonly pages: number;
  readonly rows: number;
  readonly rejected: number;
  readonly cursorPage: number | null;
  readonly cursorUrl: string | null;
  readonly atEnd: number;
}

const takeTask = statement((dialect, p: Parameters<Taking>) =>
  dialect.db
    .updateTable('scraping_tasks')
    .set((eb) => ({
      status: 'running',
      attempts: eb('attempts', '+', 1),
      started_at: p('at'),
      completed_at: null,
      retry_at: null,
      lease_no: eb('lease_no', '+', 1),
      lease_token: p('token'),
      lease_owner: p('owner'),
      generation: p('generation'),
      fresh_start: 0,
      pages: p('pages'),
      data_records_extracted: p('rows'),
      rejected_records: p('rejected'),
      cursor_page: p('cursorPage'),
      cursor_url: p('cursorUrl'),
      at_end: p('atEnd'),
    }))
    .where('id', '=', p('task'))
    .where('status', 'in', ['pending', 'retrying'])
    .returningAll(),
);

const newestPage = statement((dialect, p: Parameters<{ task: number; generation: number }>) =>
  dialect.db
    .selectFrom('pages')
    .select(['fetched_at', 'definition'])
    .where('task', '=', p('task'))
    .where('generation', '=', p('generation'))
    .orderBy('page_no', 'desc')
    .limit(1),
);

const rowsOfPages = statement((dialect, p: Parameters<{ task: number; generation: number }>) =>
  dialect.db
    .selectFrom('pages')
    .select('rows')
    .where('task', '=', p('task'))
    .where('generation', '=', p('generation'))
    .orderBy('page_no'),
);

const dropPages = statement((dialect, p: Parameters<{ task: number }>) =>
  dialect.db.deleteFrom('pages').where('task', '=', p('task')),
);

const itemsFrom = statement((dialect, p: Parameters<{ task: number; sequence: number }>) =>
  dialect.db
    .selectFrom('detail_items')
    .select(['sequence', 'listing_id', 'url'])
    .where('task', '=', p('task'))
    .where('sequence', '>=', p('sequence'))
    .orderBy('sequence'),
);

/**
 * D17: pages of an earlier attempt count while they are fresh and read by the same definition. A task whose pages are
 * all there lacks only the publishing and always resumes (D18), unless a fresh start was asked for.
 */
function* canResume(row: TaskRow, request: LeaseRequest): Operation<boolean> {
  if (row.fresh_start === 1) return false;
  if (row.at_end === 1 || row.pages === 0) return true;
  const newest = yield* first(newestPage, { task: row.id, generation: row.generation });
  if (newest === undefined) return true;
  return newest.definition === request.definition && request.at - newest.fetched_at < request.resumeWindowMs;
}

function* keysOf(row: TaskRow): Operation<readonly string[]> {
  if (row.phase === 'detail' || row.at_end === 1 || row.pages === 0) return [];
  const pages = yield* all(rowsOfPages, { task: row.id, generation: row.generation });
  const rows = pages.flatMap((page) => JSON.parse(page.rows) as readonly Row[]);
  return rows.map(rowKey).filter((key) => key !== null);
}

function* itemsOf(row: TaskRow): Operation<readonly DetailItem[]> {
  if (row.phase === 'main' || row.at_end === 1) return [];
  const items = yield* all(itemsFrom, { task: row.id, sequence: row.cursor_page ?? 0 });
  return items.map((item) => ({ sequence: item.sequence, listingId: item.listing_id, url: item.url }));
}

function isDue(row: TaskRow, at: number): boolean {
  if (nextStatus(row.status, 'lease') === null || row.attempts >= row.max_attempts) return false;
  return row.status === 'pending' || (readTime(row.retry_at) ?? at) <= at;
}

const resumed = (
  row: TaskRow,
): Pick<Taking, 'generation' | 'pages' | 'rows' | 'rejected' | 'cursorPage' | 'cursorUrl' | 'atEnd'> => ({
  generation: row.generation,
  pages: row.pages,
  rows: row.data_records_extracted,
  rejected: row.rejected_records,
  cursorPage: row.cursor_page,
  cursorUrl: row.cursor_url,
  atEnd: row.at_end,
});

const anew = (row: TaskRow): ReturnType<typeof resumed> => ({
  generation: row.generation + 1,
  pages: 0,
  rows: 0,
  rejected: 0,
  cursorPage: null,
  cursorUrl: null,
  atEnd: 0,
});

function resumePoint(row: TaskRow, keys: readonly string[]): ResumePoint {
  return {
    generation: row.generation,
    cursor: row.cursor_page === null ? null : { page: row.cursor_page, url: row.cursor_url ?? '' },
    atEnd: row.at_end === 1,
    pages: row.pages,
    rows: row.data_records_extracted,
    keys,
  };
}

/** Lease, place in the lane, attempt and point of resumption, in one transaction; the token grows with each lease. */
export function* leaseTask(request: LeaseRequest): Operation<LeasedTask | LeaseRefusal> {
  const row = yield* lockTask(request.task);
  if (row === undefined || !isDue(row, request.at)) return 'not_ready';
  const { status } = yield* lockBatch(row.execution_batch);
  if (status !== 'running') return 'not_ready';
  const { pending, retrying } = laneDelta(row.status, 'running');
  const entered = yield* run(enterLane, {
    batch: row.execution_batch,
    scraper: row.scraper_name,
    width: request.laneWidth,
    pending,
    retrying,
  });
  if (entered === 0) return 'lane_full';

  const resumes = yield* canResume(row, request);
  if (!resumes) yield* run(dropPages, { task: row.id });
  const token = `${request.token}:${row.lease_no + 1}`;
  const taken = yield* first(takeTask, {
    ...(resumes ? resumed(row) : anew(row)),
    task: row.id,
    at: timeText(request.at),
    token,
    owner: request.owner,
  });
  // The row is locked, so this cannot be: a fault undoes the whole operation, place in the lane included.
  if (taken === undefined) throw new Error(`task ${row.id} changed while it was leased`);
  yield* run(insertEvent, {
    ...NO_DETAILS,
    task: row.id,
    at: request.at,
    step: 'lease',
    from_status: row.status,
    to_status: 'running',
    attempt: taken.attempts,
    actor: request.owner,
  });
  return {
    task: toTask(taken),
    lease: { task: row.id, token, owner: request.owner },
    resume: resumePoint(taken, yield* keysOf(taken)),
    items: yield* itemsOf(taken),
  };
}
