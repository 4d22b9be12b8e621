import { Fault } from '../../core/errors.ts';
import type { Lease } from '../../core/lease.ts';
import type { StoredPage } from '../rows.ts';
import { all, first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { lockLeasedTask, taskRow } from './find-rows.ts';
import type { HeldTask } from './find-rows.ts';

interface Advance {
  readonly task: number;
  readonly token: string;
  readonly generation: number;
  readonly page: number;
  readonly nextPage: number | null;
  readonly nextUrl: string | null;
  readonly atEnd: number;
  readonly rows: number;
  readonly rejected: number;
}

/** The fence, the generation and the order of the pages are one WHERE: whatever is wrong changes nothing. */
const advanceCursor = statement((dialect, p: Parameters<Advance>) =>
  dialect.db
    .updateTable('scraping_tasks')
    .set((eb) => ({
      cursor_page: p('nextPage'),
      cursor_url: p('nextUrl'),
      at_end: p('atEnd'),
      pages: eb('pages', '+', 1),
      data_records_extracted: eb('data_records_extracted', '+', p('rows')),
      rejected_records: eb('rejected_records', '+', p('rejected')),
      // A page got through: whatever interrupted the task before, it was not this page (D24).
      interruptions: 0,
    }))
    .where('id', '=', p('task'))
    .where('lease_token', '=', p('token'))
    .where('status', '=', 'running')
    .where('generation', '=', p('generation'))
    .where('at_end', '=', 0)
    .where((eb) => eb.or([eb('cursor_page', 'is', null), eb('cursor_page', '=', p('page'))])),
);

const insertPage = statement(
  (dialect, p: Parameters<StoredPage & { readonly task: number; readonly generation: number }>) =>
    dialect.db.insertInto('pages').values({
      task: p('task'),
      generation: p('generation'),
      page_no: p('page_no'),
      url: p('url'),
      next_page: p('next_page'),
      next_url: p('next_url'),
      truncated: p('truncated'),
      rows: p('rows'),
      rejects: p('rejects'),
      emptied: p('emptied'),
      row_count: p('row_count'),
      reject_count: p('reject_count'),
      fetched_at: p('fetched_at'),
      fetched_on: p('fetched_on'),
      robots: p('robots'),
      definition: p('definition'),
      http_status: p('http_status'),
      wire_bytes: p('wire_bytes'),
      latency_ms: p('latency_ms'),
      total: p('total'),
      empty: p('empty'),
    }),
);

const pageThere = statement((dialect, p: Parameters<{ task: number; generation: number; page: number }>) =>
  dialect.db
    .selectFrom('pages')
    .select('page_no')
    .where('task', '=', p('task'))
    .where('generation', '=', p('generation'))
    .where('page_no', '=', p('page')),
);

const pagesOf = statement((dialect, p: Parameters<{ task: number; generation: number }>) =>
  dialect.db
    .selectFrom('pages')
    .selectAll()
    .where('task', '=', p('task'))
    .where('generation', '=', p('generation'))
    .orderBy('page_no'),
);

function outOfOrder(row: HeldTask, generation: number, page: StoredPage): Fault {
  const place = `page ${page.page_no} of generation ${generation} of task ${row.id}`;
  if (row.generation !== generation)
    return new Fault('E_PROTOCOL', `${place}: the task is in generation ${row.generation}`);
  if (row.at_end === 1) return new Fault('E_PROTOCOL', `${place} came after its last page`);
  return new Fault('E_PROTOCOL', `${place} came, page ${row.cursor_page ?? 1} was expected`);
}

/** D16: rows and cursor together or not at all. */
export function* commitPage(
  lease: Lease,
  generation: number,
  page: StoredPage,
): Operation<'committed' | 'repeated' | 'lease_lost'> {
  if (page.next_page !== null && page.next_page <= page.page_no) {
    throw new Fault(
      'E_PROTOCOL',
      `page ${page.page_no} of task ${lease.task} says that page ${page.next_page} comes next`,
    );
  }
  const advanced = yield* run(advanceCursor, {
    task: lease.task,
    token: lease.token,
    generation,
    page: page.page_no,
    nextPage: page.next_page,
    nextUrl: page.next_url,
    atEnd: page.next_page === null ? 1 : 0,
    rows: page.row_count,
    rejected: page.reject_count,
  });
  if (advanced === 1) {
    yield* run(insertPage, { ...page, task: lease.task, generation });
    return 'committed';
  }
  const row = yield* lockLeasedTask(lease, page.fetched_at);
  if (row === null) return 'lease_lost';
  if ((yield* first(pageThere, { task: lease.task, generation, page: page.page_no })) !== undefined) return 'repeated';
  throw outOfOrder(row, generation, page);
}

export function* readPages(task: number): Operation<readonly StoredPage[]> {
  const row = yield* taskRow(task);
  return row === undefined ? [] : yield* all(pagesOf, { task, generation: row.generation });
}

/**
 * D18 step 1: the pages that a task publishes, for the holder of its lease alone; the refusal of an old lease becomes an
 * event. Only a task whose pages are all committed may publish.
 */
export function* pagesToPublish(lease: Lease): Operation<readonly StoredPage[] | 'lease_lost'> {
  const row = yield* lockLeasedTask(lease, null);
  if (row === null) return 'lease_lost';
  if (row.at_end === 0) {
    throw new Fault('E_TRANSITION', `task ${lease.task} cannot be published: its last page is not committed`);
  }
  return yield* all(pagesOf, { task: lease.task, generation: row.generation });
}
