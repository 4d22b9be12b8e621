/** Tasks for people: pages of them, one with its story, and what failing ones say. */
import type {
  ErrorLine,
  FailureLine,
  HistoryLine,
  PageLine,
  TaskLine,
  TaskOrder,
  TaskPage,
  TaskPageRequest,
  TaskQuery,
  TaskRead,
} from '../../monitor-contract.ts';
import type { TaskEvent } from '../../report-contract.ts';
import { toTask } from '../../rows.ts';
import type { TaskRow } from '../../rows.ts';
import { all, first, plain } from '../../statement.ts';
import type { Operation } from '../../statement.ts';
import { taskFilter } from './task-filter.ts';

/** What `toTask` reads, and the times: the long columns of the engine stay where they are. */
const COLUMNS = `id, execution_batch, scraper_name, phase, website, city, operation, product, url, order_num, ordinal,
  status, attempts, max_attempts, interruptions, created_at, started_at, completed_at, retry_at, error_code,
  error_message, verdict, truncated, output_path, data_records_extracted, rejected_records, pages, file_size_bytes,
  busy_ms, latency_ms`;

const toLine = (row: TaskRow): TaskLine => ({ ...toTask(row), busyMs: row.busy_ms, latencyMs: row.latency_ms });

/** What each order sorts by; never null, so that places can be compared. */
const SORTED_BY: Readonly<Record<TaskOrder, string>> = {
  order: 'id',
  started: `coalesce(started_at, '')`,
  duration: 'busy_ms',
  rows: 'data_records_extracted',
  pages: 'pages',
  attempts: 'attempts',
  status: 'status',
};

export function* readTasks({ query, order, descending, after, limit }: TaskPageRequest): Operation<TaskPage> {
  if (query.batches.length === 0) return { tasks: [], next: null, total: 0 };
  const { where, args } = taskFilter(query);
  const [{ total } = { total: 0 }] = yield* all(
    plain<typeof args, { total: number }>(() => `SELECT count(*) AS total FROM scraping_tasks WHERE ${where}`),
    args,
  );
  const key = SORTED_BY[order];
  const beyond = after === null ? '' : ` AND (${key}, id) ${descending ? '<' : '>'} (:afterValue, :afterId)`;
  const way = descending ? 'DESC' : 'ASC';
  const rows = yield* all(
    plain<typeof args, TaskRow & { readonly sorted_by: string | number }>(
      () => `SELECT ${COLUMNS}, ${key} AS sorted_by FROM scraping_tasks WHERE ${where}${beyond}
        ORDER BY ${key} ${way}, id ${way} LIMIT :limit`,
    ),
    { ...args, limit: limit + 1, ...(after === null ? {} : { afterValue: after.value, afterId: after.id }) },
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? { value: last.sorted_by, id: last.id } : null;
  return { tasks: shown.map(toLine), next, total };
}

const oneTask = plain<{ id: number }, TaskRow>(() => `SELECT ${COLUMNS} FROM scraping_tasks WHERE id = :id`);
const itsEvents = plain<{ id: number }, Omit<TaskEvent, 'from' | 'to' | 'durationMs'> & EventColumns>(
  () => `SELECT task, at, step, from_status, to_status, attempt, actor, verdict, code, message, duration_ms
    FROM task_events WHERE task = :id ORDER BY id`,
);
const itsPages = plain<{ id: number }, PageLine>(
  () => `SELECT page_no AS page, url, row_count AS "rows", reject_count AS "rejectedRows", fetched_at AS "fetchedAt", robots
    FROM pages WHERE task = :id
    AND generation = (SELECT generation FROM scraping_tasks WHERE id = :id) ORDER BY page_no`,
);
/** Batch by batch through the index of lanes: a lane has hundreds of tasks, the history millions. */
const sameSearch = plain<{ id: number; scraper: string; url: string }, HistoryLine>(
  () => `SELECT t.execution_batch AS batch, t.status, t.verdict, t.data_records_extracted AS "rows", t.busy_ms AS "busyMs"
    FROM (SELECT batch_id, started_at FROM execution_batches ORDER BY started_at DESC, id DESC LIMIT 40) b
    CROSS JOIN scraping_tasks t
    WHERE t.execution_batch = b.batch_id AND t.scraper_name = :scraper AND t.url = :url AND t.id < :id
    ORDER BY b.started_at DESC, t.id DESC LIMIT 24`,
);

interface EventColumns {
  readonly from_status: TaskEvent['from'];
  readonly to_status: TaskEvent['to'];
  readonly duration_ms: number | null;
}

export function* readTask(id: number): Operation<TaskRead | null> {
  const row = yield* first(oneTask, { id });
  if (row === undefined) return null;
  const events = yield* all(itsEvents, { id });
  return {
    task: toLine(row),
    events: events.map(({ from_status: from, to_status: to, duration_ms: durationMs, ...event }) => ({
      ...event,
      from,
      to,
      durationMs,
    })),
    pages: yield* all(itsPages, { id }),
    history: yield* all(sameSearch, { id, scraper: row.scraper_name, url: row.url }),
  };
}

/** A task that waits for its next try after a failure has failed, too, until that succeeds. */
const SAYS_WHY = `status IN ('failed', 'permanently_failed', 'retrying') AND error_code IS NOT NULL`;
const LAST_EVENT = `coalesce((SELECT max(e.at) FROM task_events e WHERE e.task = scraping_tasks.id), 0)`;

export function* readErrors(query: TaskQuery): Operation<readonly ErrorLine[]> {
  if (query.batches.length === 0) return [];
  const { where, args } = taskFilter(query);
  return yield* all(
    plain<typeof args, ErrorLine>(
      () => `SELECT id AS task, website AS site, error_code AS code, verdict, error_message AS message, status, ${LAST_EVENT} AS at
        FROM scraping_tasks WHERE ${where} AND ${SAYS_WHY} ORDER BY id`,
    ),
    args,
  );
}

const running = plain<{ batch: string }, TaskRow>(
  () =>
    `SELECT ${COLUMNS} FROM scraping_tasks WHERE execution_batch = :batch AND status = 'running' ORDER BY started_at, id`,
);
/** It waits its turn, free of charge: of a task that failed, the newest failures tell. */
const ONLY_WAITS = `status = 'retrying' AND error_code IN ('E_PERMIT_WAIT', 'E_CIRCUIT_OPEN')`;
const failures = plain<{ batch: string; limit: number }, FailureLine>(
  () => `SELECT id AS task, task_key AS key, website AS site, error_code AS code, verdict, error_message AS message,
      status, ${LAST_EVENT} AS at
    FROM scraping_tasks WHERE execution_batch = :batch AND ${SAYS_WHY} AND NOT (${ONLY_WAITS})
    ORDER BY at DESC, id DESC LIMIT :limit`,
);

export function* readRunning(batch: string): Operation<readonly TaskLine[]> {
  return (yield* all(running, { batch })).map(toLine);
}

export function* readFailures(batch: string, limit: number): Operation<readonly FailureLine[]> {
  return (yield* all(failures, { batch, limit })).map((line) => ({ ...line, key: line.key ?? String(line.task) }));
}
