/**
 * The tables as Kysely knows them. The user's two tables keep time as UTC text (D27); ours keep epoch milliseconds.
 * docs/database.md describes every column.
 */
import type { Generated } from 'kysely';
import type { BatchStatus } from '../core/batch.ts';
import type { Phase } from '../core/codes.ts';
import type { RobotsMode } from '../core/page.ts';
import type { TaskStatus } from '../core/task.ts';
import type { Truncation, Verdict } from '../core/verdict.ts';
import type { OccurrenceStatus, TaskEvent } from './contract.ts';
import type { BatchSummaryTable, KeptFiguresTable, TaskSummaryTable } from './summary-tables.ts';
import type { NoticeTable, RequestTable, TokenTable, TroubleTable } from './people-tables.ts';

export interface BatchTable {
  id: Generated<number>;
  batch_id: string;
  month_year: string;
  execution_number: number;
  started_at: string;
  completed_at: string | null;
  total_tasks: number;
  completed_tasks: Generated<number>;
  failed_tasks: Generated<number>;
  status: BatchStatus;
  estimated_duration_minutes: number | null;
  actual_duration_minutes: Generated<number | null>;
  deadline_at: string | null;
  time_zone: string;
  rehearsal: number;
  filters: string;
  note: Generated<string | null>;
}

export interface TaskTable {
  id: Generated<number>;
  scraper_name: string;
  website: string;
  city: string;
  operation: string;
  product: string;
  url: string;
  order_num: number;
  status: TaskStatus;
  attempts: Generated<number>;
  max_attempts: number;
  created_at: string;
  started_at: Generated<string | null>;
  completed_at: Generated<string | null>;
  error_message: Generated<string | null>;
  execution_batch: string;
  output_path: Generated<string | null>;
  data_records_extracted: Generated<number>;
  file_size_bytes: Generated<number>;
  task_key: string | null;
  phase: Phase;
  ordinal: number;
  verdict: Generated<Verdict | null>;
  truncated: Generated<Truncation | null>;
  error_code: Generated<string | null>;
  retry_at: Generated<string | null>;
  interruptions: Generated<number>;
  quarantined: Generated<number>;
  rejected_records: Generated<number>;
  pages: Generated<number>;
  busy_ms: Generated<number>;
  generation: Generated<number>;
  cursor_page: Generated<number | null>;
  cursor_url: Generated<string | null>;
  at_end: Generated<number>;
  fresh_start: Generated<number>;
  lease_no: Generated<number>;
  lease_token: Generated<string | null>;
  lease_owner: Generated<string | null>;
  publish_intent: Generated<string | null>;
  output_sha256: Generated<string | null>;
  main_task: number | null;
  skipped_unchanged: number;
  latency_ms: Generated<number | null>;
  latencies: Generated<string | null>;
}

export interface EventTable {
  id: Generated<number>;
  task: number;
  at: number;
  step: TaskEvent['step'];
  from_status: TaskStatus | null;
  to_status: TaskStatus;
  attempt: number;
  actor: string;
  verdict: Verdict | null;
  code: string | null;
  message: string | null;
  duration_ms: number | null;
}

export interface LaneTable {
  execution_batch: string;
  scraper_name: string;
  website: string;
  pending: number;
  running: number;
  retrying: number;
  settled: number;
}

export interface PageTable {
  task: number;
  generation: number;
  page_no: number;
  url: string;
  next_page: number | null;
  next_url: string | null;
  truncated: Truncation | null;
  rows: string;
  rejects: string;
  emptied: string;
  row_count: number;
  reject_count: number;
  fetched_at: number;
  fetched_on: string;
  robots: RobotsMode;
  definition: string;
  http_status: number;
  wire_bytes: number;
  latency_ms: number;
  total: number | null;
  empty: number;
}

export interface DetailItemTable {
  task: number;
  sequence: number;
  listing_id: string;
  url: string;
}

export interface HostTable {
  host: string;
  slowdown: number;
  circuit_open_until: number | null;
  circuit_opened_ms: number;
  failures: number;
  updated_at: number;
}

export interface InstanceTable {
  id: string;
  pid: number;
  start_ticks: string;
  boot_id: string;
  started_at: number;
  ended_at: Generated<number | null>;
}

export interface WorkerTable {
  pid: number;
  start_ticks: string;
  boot_id: string;
  instance: string;
}

export interface ScheduleStateTable {
  schedule: string;
  anchor_at: number;
  every_ms: number | null;
  seen_at: number;
  paused_at: Generated<number | null>;
  paused_by: Generated<string | null>;
}

export interface OccurrenceTable {
  schedule: string;
  due_at: number;
  status: OccurrenceStatus;
  recorded_at: number;
  ended_at: number | null;
  tries: Generated<number>;
  /** Highest number of a batch when it was recorded: a later batch is its own. */
  after_batch: number;
  batch: string | null;
  reason: string | null;
}

export interface PausedSiteTable {
  site: string;
  paused_at: number;
  paused_by: string;
}

export interface CommandTable {
  id: Generated<number>;
  name: string;
  arguments: string;
  actor: string;
  asked_at: number;
  taken_at: Generated<number | null>;
  taken_by: Generated<string | null>;
  answered_at: Generated<number | null>;
  result: Generated<string | null>;
  error: Generated<string | null>;
}

export interface AuditTable {
  id: Generated<number>;
  at: number;
  actor: string;
  action: string;
  details: string;
  outcome: string;
}

export interface Tables {
  execution_batches: BatchTable;
  scraping_tasks: TaskTable;
  task_events: EventTable;
  lanes: LaneTable;
  pages: PageTable;
  detail_items: DetailItemTable;
  hosts: HostTable;
  instances: InstanceTable;
  workers: WorkerTable;
  schedule_state: ScheduleStateTable;
  schedule_occurrences: OccurrenceTable;
  paused_sites: PausedSiteTable;
  commands: CommandTable;
  audit: AuditTable;
  api_tokens: TokenTable;
  api_requests: RequestTable;
  troubles: TroubleTable;
  notices: NoticeTable;
  batch_summaries: BatchSummaryTable;
  task_summaries: TaskSummaryTable;
  kept_figures: KeptFiguresTable;
  upkeep_notes: { name: string; at: number; value: string };
  meta: { key: string; value: string };
  schema_migrations: { version: number; description: string; applied_at: Generated<string> };
}
