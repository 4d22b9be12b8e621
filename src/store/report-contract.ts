/** What people are shown of batches and tasks: reading only. */
import type { Batch } from '../core/batch.ts';
import type { Task, TaskStatus, TaskStep } from '../core/task.ts';
import type { Verdict } from '../core/verdict.ts';

export interface TaskFilter {
  readonly batch?: string | undefined;
  readonly sites?: readonly string[] | undefined;
  readonly cities?: readonly string[] | undefined;
  readonly operations?: readonly string[] | undefined;
  readonly products?: readonly string[] | undefined;
  readonly statuses?: readonly TaskStatus[] | undefined;
  readonly verdicts?: readonly Verdict[] | undefined;
  readonly limit?: number | undefined;
}

/** One line a scraper of a batch: what status, the summary table and the progress bars show. */
export interface ScraperProgress {
  readonly scraper: string;
  readonly site: string;
  readonly total: number;
  readonly byStatus: Readonly<Record<TaskStatus, number>>;
  readonly byVerdict: Readonly<Partial<Record<Verdict, number>>>;
  readonly truncated: number;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly pages: number;
  readonly fileBytes: number;
  readonly firstStartedAt: number | null;
  readonly lastCompletedAt: number | null;
  /** The newest that is `completed`; the one above counts failures too. */
  readonly lastSuccessAt: number | null;
  /** Sum of the running times of settled tasks, ms. */
  readonly busyMs: number;
}

export interface TaskEvent {
  readonly task: number;
  readonly at: number;
  readonly step: TaskStep | 'plan' | 'lease_lost' | 'takeover' | 'page' | 'rebuild' | 'reparse';
  readonly from: TaskStatus | null;
  readonly to: TaskStatus;
  readonly attempt: number;
  readonly actor: string;
  readonly verdict: Verdict | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly durationMs: number | null;
}

/** Reading only: for people. */
export interface ReportStore {
  /** Newest first. */
  listBatches(limit: number): Promise<readonly Batch[]>;
  /** Newest batch by start, open or not. */
  latestBatch(): Promise<Batch | null>;
  findBatch(id: string): Promise<Batch | null>;
  progress(batch: string): Promise<readonly ScraperProgress[]>;
  listTasks(filter: TaskFilter): Promise<readonly Task[]>;
  taskEvents(task: number): Promise<readonly TaskEvent[]>;
}

export interface SchemaInfo {
  readonly version: number;
  readonly latest: number;
  readonly applied: readonly { readonly version: number; readonly description: string; readonly appliedAt: string }[];
  readonly sqliteVersion: string;
}

/** What taking over a database of the user's old program changed. */
export interface TakeoverReport {
  readonly closedBatches: number;
  readonly closedTasks: number;
  readonly repairedRows: number;
}
