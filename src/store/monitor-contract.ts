/** What is read of batches, tasks and the house for people and dashboards: reading only, nothing on the way of a page. */
import type { Batch, BatchStatus } from '../core/batch.ts';
import type { Phase } from '../core/codes.ts';
import type { Task, TaskStatus } from '../core/task.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Figures, FiguresBy } from './figures.ts';
import type { TaskEvent } from './report-contract.ts';
import type { BatchSummary, CombinationSummary } from './retention-contract.ts';
import type { AuditEntry, Occurrence, PausedSite, ScheduleRecord } from './schedule-contract.ts';

/** Tasks of one batch and scraper that stand alike. */
export interface CountLine {
  readonly batch: string;
  readonly scraper: string;
  readonly site: string;
  readonly phase: Phase;
  readonly status: TaskStatus;
  readonly verdict: Verdict | null;
  readonly tasks: number;
  readonly truncated: number;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly pages: number;
  readonly fileBytes: number;
  /** Sum of the running times of settled attempts, ms. */
  readonly busyMs: number;
  /** Attempts after the first. */
  readonly retries: number;
  readonly firstStartedAt: number | null;
  readonly lastCompletedAt: number | null;
  /** Earliest moment at which one of them is tried again; null = none waits. */
  readonly nextRetryAt: number | null;
  /** Until when their portal, or the way to it, is left alone (D15); null = it is not. */
  readonly restsUntil: number | null;
  /** One of their addresses: tells the host. */
  readonly url: string;
}

export interface TaskLine extends Task {
  /** Running time of its settled attempts, ms. */
  readonly busyMs: number;
  /** Mean of its requests; null = not recorded. */
  readonly latencyMs: number | null;
}

/** Each list is "one of these", compared without case; an absent one does not narrow. */
export interface TaskQuery {
  readonly batches: readonly string[];
  readonly sites?: readonly string[] | undefined;
  readonly cities?: readonly string[] | undefined;
  readonly operations?: readonly string[] | undefined;
  readonly products?: readonly string[] | undefined;
  readonly phases?: readonly string[] | undefined;
  readonly statuses?: readonly string[] | undefined;
  readonly verdicts?: readonly string[] | undefined;
  readonly errors?: readonly string[] | undefined;
  /** What URL or error message must contain. */
  readonly text?: string | undefined;
}

export type TaskOrder = 'order' | 'started' | 'duration' | 'rows' | 'pages' | 'attempts' | 'status';

/** Where a page of tasks ended: the value it is sorted by, and the task's id. */
export interface TaskPlace {
  readonly value: string | number;
  readonly id: number;
}

export interface TaskPageRequest {
  readonly query: TaskQuery;
  readonly order: TaskOrder;
  readonly descending: boolean;
  readonly after: TaskPlace | null;
  readonly limit: number;
}

export interface TaskPage {
  readonly tasks: readonly TaskLine[];
  /** null = this was the last page. */
  readonly next: TaskPlace | null;
  readonly total: number;
}

/** Figures of each group, and of all tasks, those without a group included. */
export interface FiguresRead {
  readonly groups: readonly { readonly value: string; readonly figures: Figures }[];
  readonly total: Figures;
}

/** Bare: there are as many as tasks, and nothing else is asked of them. */
export type CollectedLine = readonly [site: string, city: string, operation: string, product: string, rows: number];

export interface CoverageLine {
  readonly id: number;
  readonly site: string;
  readonly city: string;
  readonly operation: string;
  readonly product: string;
  readonly status: TaskStatus;
  readonly verdict: Verdict | null;
  readonly truncated: boolean;
  readonly rows: number;
}

export interface ErrorLine {
  readonly task: number;
  readonly site: string;
  readonly code: string | null;
  readonly verdict: Verdict | null;
  readonly message: string | null;
  /** `retrying`: it is tried again by itself. */
  readonly status: TaskStatus;
  /** Of its last event, epoch ms. */
  readonly at: number;
}

export interface FailureLine extends ErrorLine {
  readonly key: string;
}

export interface PageLine {
  readonly page: number;
  readonly url: string;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly fetchedAt: number;
  readonly robots: string;
}

export interface HistoryLine {
  readonly batch: string;
  readonly status: TaskStatus;
  readonly verdict: Verdict | null;
  readonly rows: number;
  readonly busyMs: number;
}

export interface TaskRead {
  readonly task: TaskLine;
  readonly events: readonly TaskEvent[];
  readonly pages: readonly PageLine[];
  /** The same search in earlier batches, newest first. */
  readonly history: readonly HistoryLine[];
}

/** A host that is slowed down or shut. */
export interface HostLine {
  readonly host: string;
  readonly slowdown: number;
  readonly circuitOpenUntil: number | null;
  readonly failures: number;
}

export interface BatchRead {
  readonly batch: Batch;
  readonly counts: readonly CountLine[];
}

/** All of one moment. */
export interface NowRead {
  /** The open batch, else the newest; null = none yet. */
  readonly batch: BatchRead | null;
  readonly running: readonly TaskLine[];
  /** Newest first. */
  readonly failures: readonly FailureLine[];
  readonly hosts: readonly HostLine[];
  readonly pausedSites: readonly PausedSite[];
  readonly schedules: readonly ScheduleRecord[];
}

/** Where a page of batches ended. */
export interface BatchPlace {
  /** Batches whose rows have left are told after those that are there (D34). */
  readonly left: boolean;
  readonly startedAt: number;
  readonly id: string;
}

export interface BatchPage {
  readonly batches: readonly (BatchRead | { readonly summary: BatchSummary })[];
  readonly next: BatchPlace | null;
}

/** A point of the trend: a site in a batch. */
export interface TrendLine {
  readonly batch: string;
  readonly startedAt: number;
  readonly site: string;
  readonly tasks: number;
  readonly completed: number;
  readonly failed: number;
  readonly rows: number;
  readonly pages: number;
  readonly retries: number;
  readonly busyMs: number;
}

export interface ScheduleRead {
  readonly records: readonly ScheduleRecord[];
  /** Newest first. */
  readonly occurrences: readonly Occurrence[];
  readonly pausedSites: readonly PausedSite[];
}

export interface MonitorStore {
  /** @param failures how many of the newest failures */
  readNow(failures: number): Promise<NowRead>;
  /** Newest first. */
  readBatches(after: BatchPlace | null, limit: number): Promise<BatchPage>;
  /** null id = the open one, else the newest; one whose tasks have left comes as its summary (D34). */
  readBatch(id: string | null): Promise<BatchRead | { readonly summary: BatchSummary } | null>;
  /** Ids of the newest `limit` batches that are there, newest first; of those that began before a batch, when given. */
  readBatchIds(
    before: string | null,
    limit: number,
  ): Promise<readonly { readonly id: string; readonly status: BatchStatus }[]>;
  readTasks(request: TaskPageRequest): Promise<TaskPage>;
  readTask(id: number): Promise<TaskRead | null>;
  /** What tasks that failed, or wait for another try after a failure, say. */
  readErrors(query: TaskQuery): Promise<readonly ErrorLine[]>;
  /**
   * Of whole closed batches from what was kept at their close, their days in their own zone; else from the tasks, their days in `timeZone`.
   */
  readFigures(query: TaskQuery, by: FiguresBy, timeZone: string): Promise<FiguresRead>;
  readCoverage(batch: string): Promise<readonly CoverageLine[]>;
  /** Of main tasks that were completed: what the next batch is compared with. */
  readCollected(batch: string): Promise<readonly CollectedLine[]>;
  readCombinations(batch: string): Promise<readonly CombinationSummary[]>;
  /** One line a site of the newest `limit` batches, oldest batch first. */
  readTrend(limit: number): Promise<readonly TrendLine[]>;
  readSchedule(schedule: string | null, limit: number): Promise<ScheduleRead>;
  /** Newest first; those before an id, when given. */
  readAudit(before: number | null, limit: number): Promise<readonly (AuditEntry & { readonly id: number })[]>;
  readHosts(): Promise<readonly HostLine[]>;
  /** Codes that the tasks of a batch have. */
  readCodes(batch: string): Promise<{
    readonly sites: readonly string[];
    readonly cities: readonly string[];
    readonly operations: readonly string[];
    readonly products: readonly string[];
  }>;
}

/** The same over a connection of its own. */
export interface MonitorReader extends MonitorStore {
  close(): Promise<void>;
}
