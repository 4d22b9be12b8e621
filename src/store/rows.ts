/** Rows of the tables to the shapes of `core` and back. */
import type { Selectable } from 'kysely';
import type { Batch, BatchFilters } from '../core/batch.ts';
import { NO_FILTERS } from '../core/batch.ts';
import type { PageResult } from '../core/page.ts';
import type { Task } from '../core/task.ts';
import type { BatchTable, PageTable, TaskTable } from './tables.ts';
import { readTime } from './times.ts';

export type BatchRow = Selectable<BatchTable>;
export type TaskRow = Selectable<TaskTable>;

/** A page as it crosses the thread and lies in the database: what is large is JSON text, written and read once. */
export type StoredPage = Omit<PageTable, 'task' | 'generation'>;

/** Rows taken over from an old database may lack a start: they count from the epoch. */
const UNKNOWN_TIME = 0;

export function toBatch(row: BatchRow): Batch {
  const startedAt = readTime(row.started_at) ?? UNKNOWN_TIME;
  return {
    id: row.batch_id,
    monthYear: row.month_year,
    executionNumber: row.execution_number,
    startedAt,
    completedAt: readTime(row.completed_at),
    deadlineAt: readTime(row.deadline_at) ?? startedAt,
    totalTasks: row.total_tasks,
    completedTasks: row.completed_tasks,
    failedTasks: row.failed_tasks,
    status: row.status,
    timeZone: row.time_zone,
    rehearsal: row.rehearsal === 1,
    filters: { ...NO_FILTERS, ...(JSON.parse(row.filters) as Partial<BatchFilters>) },
  };
}

export function toTask(row: TaskRow): Task {
  return {
    id: row.id,
    batch: row.execution_batch,
    scraper: row.scraper_name,
    phase: row.phase,
    site: row.website,
    city: row.city,
    operation: row.operation,
    product: row.product,
    url: row.url,
    orderNum: row.order_num,
    ordinal: row.ordinal,
    status: row.status,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    interruptions: row.interruptions,
    createdAt: readTime(row.created_at) ?? UNKNOWN_TIME,
    startedAt: readTime(row.started_at),
    completedAt: readTime(row.completed_at),
    retryAt: readTime(row.retry_at),
    errorCode: row.error_code,
    errorMessage: row.error_message,
    verdict: row.verdict,
    truncated: row.truncated,
    outputPath: row.output_path,
    rows: row.data_records_extracted,
    rejectedRows: row.rejected_records,
    pages: row.pages,
    fileBytes: row.file_size_bytes,
  };
}

export function storePage(page: PageResult): StoredPage {
  return {
    page_no: page.page,
    url: page.url,
    next_page: page.next?.page ?? null,
    next_url: page.next?.url ?? null,
    truncated: page.truncated,
    rows: JSON.stringify(page.rows),
    rejects: JSON.stringify(page.rejects),
    emptied: JSON.stringify(page.emptied),
    row_count: page.rows.length,
    reject_count: page.rejects.length,
    fetched_at: page.fetchedAt,
    fetched_on: page.fetchedOn,
    robots: page.robots,
    definition: page.definition,
    http_status: page.httpStatus,
    wire_bytes: page.wireBytes,
    latency_ms: page.latencyMs,
    total: page.total,
    empty: page.empty ? 1 : 0,
  };
}

export function toPage(row: StoredPage): PageResult {
  return {
    page: row.page_no,
    url: row.url,
    next: row.next_page === null ? null : { page: row.next_page, url: row.next_url ?? '' },
    truncated: row.truncated,
    rows: JSON.parse(row.rows) as PageResult['rows'],
    rejects: JSON.parse(row.rejects) as PageResult['rejects'],
    emptied: JSON.parse(row.emptied) as PageResult['emptied'],
    fetchedAt: row.fetched_at,
    fetchedOn: row.fetched_on,
    robots: row.robots,
    definition: row.definition,
    httpStatus: row.http_status,
    wireBytes: row.wire_bytes,
    latencyMs: row.latency_ms,
    total: row.total,
    empty: row.empty === 1,
  };
}
