/**
 * What the rest of the product may ask of the store. Every method is one transaction, run whole inside the store
 * (D3); times are epoch milliseconds here and whatever the dialect needs inside (D27).
 * Writes on behalf of a task carry its lease token: with an old one they change nothing and answer `lease_lost`.
 */
import type { Batch, BatchFilters, BatchName, BatchStatus } from '../core/batch.ts';
import type { DetailItem, PageResult, ResumePoint } from '../core/page.ts';
import type { Instance, Lease } from '../core/lease.ts';
import type { PlannedTask, Task, TaskStep } from '../core/task.ts';
import type { Truncation, Verdict } from '../core/verdict.ts';
import type { NoticeStore } from './notice-contract.ts';
import type { RetentionStore, StoreChores } from './retention-contract.ts';
import type { CommandStore, ScheduleStore } from './schedule-contract.ts';
import type { ReportStore, SchemaInfo, TakeoverReport } from './report-contract.ts';
import type { RequestStore, TokenStore } from './token-contract.ts';
import type { ImportReport, ImportedBatch } from './upkeep-contract.ts';

// The one file of the store that engine and upkeep see: its parts are told here too.
export type {
  Anchor,
  AuditEntry,
  Command,
  CommandAnswer,
  CommandStore,
  NewOccurrence,
  Occurrence,
  OccurrenceChange,
  OccurrenceKey,
  OccurrenceStatus,
  OpenOccurrence,
  Pause,
  PausedSite,
  ScheduleRecord,
  ScheduleStore,
} from './schedule-contract.ts';
export type {
  ReportStore,
  SchemaInfo,
  ScraperProgress,
  TakeoverReport,
  TaskEvent,
  TaskFilter,
} from './report-contract.ts';
export type {
  DatabaseContent,
  ImportReport,
  ImportedBatch,
  ImportedTask,
  Inspection,
  InspectionScope,
  OpenTask,
  StoreUpkeep,
} from './upkeep-contract.ts';

export type {
  BatchSummary,
  CombinationSummary,
  RetentionStore,
  StoreChores,
  UpkeepNote,
} from './retention-contract.ts';

export type { NewNotice, Notice, NoticeChanges, NoticeStore, TaskHappening, Trouble } from './notice-contract.ts';

export type { ApiRequest, ClaimedRequest, RequestStore, StoredToken, TokenRole, TokenStore } from './token-contract.ts';

export type { FigureLine, Figures } from './figures.ts';

export type {
  BatchPlace,
  BatchRead,
  CountLine,
  CollectedLine,
  CoverageLine,
  ErrorLine,
  FiguresRead,
  HistoryLine,
  HostLine,
  MonitorReader,
  MonitorStore,
  NowRead,
  TaskLine,
  TaskPlace,
  TaskQuery,
  TaskRead,
} from './monitor-contract.ts';

export interface BatchPlan {
  readonly name: BatchName;
  readonly startedAt: number;
  readonly deadlineAt: number;
  readonly timeZone: string;
  readonly rehearsal: boolean;
  readonly filters: BatchFilters;
  readonly tasks: readonly PlannedTask[];
  readonly estimatedMinutes: number | null;
}

/** A detail task with its frozen list of listings to visit (D22). */
export interface DetailPlan {
  readonly task: PlannedTask;
  /** The main task it comes from. */
  readonly mainTask: number;
  readonly items: readonly DetailItem[];
  readonly skippedUnchanged: number;
}

export interface BatchStore {
  /** Batch and all its tasks in one transaction. @throws {Fault} E_BATCH_OPEN when another batch is running. */
  planBatch(plan: BatchPlan): Promise<Batch>;
  /** The one batch that is `running`, or null. */
  openBatch(): Promise<Batch | null>;
  findBatch(id: string): Promise<Batch | null>;
  /** Highest execution number of a month in the database; 0 = none. */
  lastExecutionNumber(monthYear: string): Promise<number>;
  /** Adds detail tasks to an open batch (idempotent by task key); `total_tasks` grows. Returns how many were new. */
  planDetails(batch: string, plans: readonly DetailPlan[], at: number): Promise<number>;
  /** Gives up every open task of the batch (or of one scraper): `permanently_failed` with the code and verdict (D1). */
  giveUp(
    batch: string,
    scraper: string | null,
    trouble: { readonly code: string; readonly verdict: Verdict; readonly message: string },
    at: number,
  ): Promise<number>;
  /** Closes a batch whose tasks are all settled. @throws {Fault} E_TRANSITION when some are not. */
  closeBatch(batch: string, status: Exclude<BatchStatus, 'running'>, at: number): Promise<Batch>;
  /** A person ends the batch: every open task becomes `cancelled`; `closeBatch` follows. Returns how many. */
  cancelOpenTasks(batch: string, reason: string, at: number): Promise<number>;
  /** A person's retry (D29): failed tasks are pending again with three more attempts, a closed batch is running again. */
  reopen(reopening: Reopening): Promise<Batch>;
  /** The wall clock was set: deadline and retries of an open batch move with it. */
  moveWaits(move: WaitMove): Promise<Batch>;
}

export interface WaitMove {
  readonly batch: string;
  readonly byMs: number;
  /** No retry is later than this. */
  readonly latestRetryAt: number;
}

export interface Reopening {
  readonly batch: string;
  /** Failed tasks of the batch, by id. */
  readonly tasks: readonly number[];
  /** Every batch has a deadline, a reopened one too (D1). */
  readonly deadlineAt: number;
  readonly actor: string;
  readonly at: number;
}

/** One lane as it stands: what it could start now. */
export interface LaneState {
  readonly scraper: string;
  readonly site: string;
  readonly pending: number;
  readonly running: number;
  readonly retrying: number;
  readonly settled: number;
  /** The task to start next: a due retry first, then the first pending one by order_num (D23); null = none now. */
  readonly next: number | null;
  /** Earliest `retry_at` of a retry that is not due yet. */
  readonly nextRetryAt: number | null;
  /** A person paused its site: nothing of it starts. */
  readonly paused: boolean;
}

export interface LeasedTask {
  readonly task: Task;
  readonly lease: Lease;
  readonly resume: ResumePoint;
  /** Detail tasks: the frozen list from the cursor on. */
  readonly items: readonly DetailItem[];
}

export type LeaseRefusal = 'not_ready' | 'lane_full';

export interface LeaseRequest {
  readonly task: number;
  readonly owner: string;
  /** Random; the store adds the number of the lease: `8f3a…:42`. */
  readonly token: string;
  readonly at: number;
  /** Tasks of this scraper that may run at once: checked in the same transaction (D6). */
  readonly laneWidth: number;
  /** D17: resume when the newest page is younger than this and read by the same definition. */
  readonly resumeWindowMs: number;
  readonly definition: string;
}

/** What was published of a task: the settlement records it with the status. */
export interface Publication {
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly outputPath: string;
}

/** A completed task's file that was made anew from its kept pages. */
export interface TaskRevision {
  readonly task: number;
  readonly publication: Publication;
  readonly verdict: Verdict;
  readonly at: number;
}

/** What settle-task decided; the store checks fence and transition again and writes status, event and counts together. */
export interface Settlement {
  readonly lease: Lease;
  readonly step: Exclude<TaskStep, 'lease' | 'reopen' | 'cancel'>;
  readonly at: number;
  readonly verdict: Verdict | null;
  readonly truncated: Truncation | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly retryAt: number | null;
  /** Gives the attempt back (D24). */
  readonly free: boolean;
  /** Counts an interruption (D24). */
  readonly interrupted: boolean;
  readonly quarantined: boolean;
  /** Begin anew: generation + 1 at the next lease (D17). */
  readonly freshStart: boolean;
  readonly publish: Publication | null;
  readonly durationMs: number;
}

export interface TaskStore {
  /** Every lane of the batch, with counts and what it could start at `at`. */
  lanes(batch: string, at: number): Promise<readonly LaneState[]>;
  leaseTask(request: LeaseRequest): Promise<LeasedTask | LeaseRefusal>;
  /** Rows and cursor in one transaction (D16). `repeated` = this page of this generation is there already. */
  commitPage(lease: Lease, generation: number, page: PageResult): Promise<'committed' | 'repeated' | 'lease_lost'>;
  /** The committed pages of the task's current generation, in order. */
  readPages(task: number): Promise<readonly PageResult[]>;
  /** The same for who holds the lease and is about to publish (D18 step 1). @throws {Fault} E_TRANSITION before the last page. */
  pagesToPublish(lease: Lease): Promise<readonly PageResult[] | 'lease_lost'>;
  settleTask(settlement: Settlement): Promise<Task | 'lease_lost'>;
  /**
   * Frees every task leased by anyone but `owner`: pending again, free of charge, one interruption each (D14). The third
   * on the same page is quarantined instead (D24): `permanently_failed`, counted as settled. Returns all of them.
   */
  releaseOrphans(owner: string, at: number): Promise<readonly Task[]>;
  findTask(id: number): Promise<Task | null>;
  /** Completed main tasks of a scraper in a batch, by order_num: what detail planning reads. */
  completedTasks(batch: string, scraper: string): Promise<readonly Task[]>;
}

/** One host's governor state that survives a restart (D5). */
export interface HostState {
  readonly host: string;
  /** Pace: how many times slower than its own delay the host is treated now; 1 = normal. */
  readonly slowdown: number;
  readonly circuitOpenUntil: number | null;
  readonly circuitOpenedMs: number;
  readonly failures: number;
  readonly updatedAt: number;
}

export interface HostStore {
  loadHosts(): Promise<readonly HostState[]>;
  saveHost(state: HostState): Promise<void>;
}

export interface WorkerRecord {
  readonly pid: number;
  readonly startTicks: string;
  readonly bootId: string;
  readonly instance: string;
}

/** Who runs here: instances and their worker processes (D14, D31), and the marks of the data directory. */
export interface InstanceStore {
  registerInstance(instance: Instance): Promise<void>;
  endInstance(id: string, at: number): Promise<void>;
  recordWorker(worker: WorkerRecord): Promise<void>;
  forgetWorker(pid: number): Promise<void>;
  /** Workers of instances other than `instance`: leftovers to end before the first permit. */
  leftoverWorkers(instance: string): Promise<readonly WorkerRecord[]>;
  /** How often an orchestrator started since then (epoch ms). */
  startsSince(since: number): Promise<number>;
  /** Marks the data directory `rehearsal` or `real` once. @throws {Fault} E_REHEARSAL when it is the other one (D33). */
  claimPurpose(purpose: 'rehearsal' | 'real'): Promise<void>;
}

export interface Store {
  readonly batches: BatchStore;
  readonly tasks: TaskStore;
  readonly hosts: HostStore;
  readonly instances: InstanceStore;
  readonly schedule: ScheduleStore;
  readonly commands: CommandStore;
  readonly retention: RetentionStore;
  readonly tokens: TokenStore;
  readonly requests: RequestStore;
  readonly notices: NoticeStore;
  readonly chores: StoreChores;
  readonly reports: ReportStore;
  schema(): Promise<SchemaInfo>;
  /** Adds what the tree knows and the database does not; a task that has ended in the database is left as it is. */
  importBatch(imported: ImportedBatch): Promise<ImportReport>;
  /** Notes that a completed task's file was made anew. */
  reviseTask(revision: TaskRevision): Promise<'revised' | 'not_completed'>;
  /** What was changed when this database was taken over from the old program; null when it was not. */
  takeover(): Promise<TakeoverReport | null>;
  /** Checkpoints and closes; later calls reject. */
  close(): Promise<void>;
}
