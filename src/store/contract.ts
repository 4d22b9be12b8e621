/**
 * What the rest of the product may ask of the store. Every method is one transaction, run whole inside the store
 * (D3); times are epoch milliseconds here and whatever the dialect needs inside (D27).
 * Writes on behalf of a task carry its lease token: with an old one they change nothing and answer `lease_lost`.
 */
import type { Batch, BatchFilters, BatchName, BatchStatus } from '../core/batch.ts';
import type { DetailItem, PageResult, ResumePoint } from '../core/page.ts';
import type { Instance, Lease } from '../core/lease.ts';
import type { PlannedTask, Task, TaskStatus, TaskStep } from '../core/task.ts';
import type { Truncation, Verdict } from '../core/verdict.ts';
import type { RetentionStore, StoreChores } from './retention-contract.ts';

export type {
  BatchSummary,
  CollectedCounts,
  CombinationSummary,
  RetentionStore,
  StoreChores,
  UpkeepNote,
} from './retention-contract.ts';

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

export interface PublishIntent {
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly outputPath: string;
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
  readonly publish: PublishIntent | null;
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
  /** D18 step 1. */
  recordIntent(lease: Lease, intent: PublishIntent): Promise<'recorded' | 'lease_lost'>;
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
  /** Marks the data directory `rehearsal` or `real` once. @throws {Fault} E_REHEARSAL when it is the other one (D33). */
  claimPurpose(purpose: 'rehearsal' | 'real'): Promise<void>;
}

/** `pending`: to be started; `queued`: waits for the running batch; a batch is `started`, a job `done` or `failed`. */
export type OccurrenceStatus = 'pending' | 'queued' | 'started' | 'done' | 'failed' | 'skipped';

export interface ScheduleRecord {
  readonly schedule: string;
  readonly anchorAt: number;
  /** null = at a clock time. */
  readonly everyMs: number | null;
  readonly pausedAt: number | null;
  readonly pausedBy: string | null;
  /** Newest occurrence that has a row. */
  readonly lastDueAt: number | null;
}

export interface Occurrence {
  readonly schedule: string;
  readonly dueAt: number;
  readonly status: OccurrenceStatus;
  readonly recordedAt: number;
  readonly endedAt: number | null;
  /** How often it was tried to start. */
  readonly tries: number;
  readonly batch: string | null;
  /** Why it was skipped, waits or failed. */
  readonly reason: string | null;
}

export interface OpenOccurrence extends Occurrence {
  /** The first batch planned since it was recorded: after a crash, the one it started. */
  readonly batchSince: string | null;
}

/** Which occurrence: these two are the key of its row. */
export interface OccurrenceKey {
  readonly schedule: string;
  readonly dueAt: number;
}

export interface NewOccurrence extends OccurrenceKey {
  readonly status: OccurrenceStatus;
  readonly reason: string | null;
}

export interface OccurrenceChange extends OccurrenceKey {
  readonly status: OccurrenceStatus;
  readonly reason: string | null;
  readonly batch: string | null;
  /** Counts a try. */
  readonly tried: boolean;
  readonly at: number;
}

export interface Anchor {
  readonly schedule: string;
  readonly anchorAt: number;
  readonly everyMs: number | null;
  /** The batch that ran at the anchor: the first occurrence is its. */
  readonly batch: string | null;
  readonly at: number;
}

export interface Pause {
  /** null = the schedule of batches. */
  readonly site: string | null;
  readonly paused: boolean;
  readonly actor: string;
  readonly at: number;
}

/** When what starts by itself is due, and what became of each occurrence. */
export interface ScheduleStore {
  schedules(): Promise<readonly ScheduleRecord[]>;
  /** Makes a schedule's record, or gives it another anchor and interval. */
  anchorSchedule(anchor: Anchor): Promise<void>;
  /** One transaction; an occurrence that has a row already is left as it is. Returns how many are new. */
  recordOccurrences(occurrences: readonly NewOccurrence[], at: number): Promise<number>;
  /** Those `pending` or `queued`, oldest first. */
  openOccurrences(): Promise<readonly OpenOccurrence[]>;
  changeOccurrence(change: OccurrenceChange): Promise<void>;
  /** Newest first; null = of every schedule. */
  listOccurrences(schedule: string | null, limit: number): Promise<readonly Occurrence[]>;
  /** Latest time that is known to have been (F21); 0 = none. */
  lastSeen(): Promise<number>;
  /** Remembers the time; `trust` = it is right although it is earlier: later occurrences are forgotten. */
  saveSeen(at: number, trust: boolean): Promise<void>;
  setPause(pause: Pause): Promise<void>;
  pausedSites(): Promise<readonly PausedSite[]>;
}

export interface PausedSite {
  readonly site: string;
  readonly pausedAt: number;
  readonly pausedBy: string;
}

/** What a person asked of a running service (D29): a row that the service takes up and answers. */
export interface Command {
  readonly id: number;
  readonly name: string;
  readonly arguments: unknown;
  readonly actor: string;
  readonly askedAt: number;
  readonly takenAt: number | null;
  readonly answeredAt: number | null;
  readonly answer: CommandAnswer | null;
}

export type CommandAnswer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: string; readonly message: string; readonly cure: string } };

export interface AuditEntry {
  readonly at: number;
  /** `cli:ana`, `service`. */
  readonly actor: string;
  readonly action: string;
  readonly details: unknown;
  /** `done`, or the code of the fault. */
  readonly outcome: string;
}

export interface CommandStore {
  postCommand(command: Pick<Command, 'name' | 'arguments' | 'actor' | 'askedAt'>): Promise<number>;
  /** How many nobody has taken; reading only, since it is asked every second. */
  waitingCommands(): Promise<number>;
  /** Takes what was asked since `notBefore`, oldest first; what is older, or was taken by a service that ended, is answered with an error. */
  takeCommands(taking: { readonly instance: string; readonly at: number; readonly notBefore: number }): Promise<readonly Command[]>;
  /** The answer and its entry in the audit trail. */
  answerCommand(id: number, answer: CommandAnswer, at: number): Promise<void>;
  findCommand(id: number): Promise<Command | null>;
  /** Takes a command back; false = it was taken up meanwhile. */
  withdrawCommand(id: number): Promise<boolean>;
  recordAudit(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  listAudit(limit: number): Promise<readonly AuditEntry[]>;
}

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
  /** Sum of the running times of settled tasks, ms. */
  readonly busyMs: number;
}

export interface TaskEvent {
  readonly task: number;
  readonly at: number;
  readonly step: TaskStep | 'plan' | 'lease_lost' | 'takeover' | 'page' | 'rebuild';
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

/** A task as the journal and its manifest know it. */
export interface ImportedTask extends Omit<Task, 'id'> {
  /** Of the published CSV; null = none was published. */
  readonly sha256: string | null;
  readonly skippedUnchanged: number;
}

/** A batch as the output tree knows it: what `rebuild` and recovery put back (D9). */
export interface ImportedBatch {
  readonly batch: Pick<
    Batch,
    'id' | 'monthYear' | 'executionNumber' | 'startedAt' | 'deadlineAt' | 'timeZone' | 'rehearsal' | 'filters'
  >;
  readonly tasks: readonly ImportedTask[];
  /** null = the batch is open. */
  readonly close: { readonly status: Exclude<BatchStatus, 'running'>; readonly completedAt: number } | null;
  readonly at: number;
  /** Who imports, for the events: `rebuild`, `recovery`. */
  readonly actor: string;
}

export interface ImportReport {
  readonly batchAdded: boolean;
  readonly tasksAdded: number;
  /** Tasks that were open in the database and have ended according to the tree. */
  readonly tasksEnded: number;
}

/** What a database holds, as far as two of them are compared. */
export interface DatabaseContent {
  readonly schemaVersion: number;
  /** Rows by table. */
  readonly counts: Readonly<Record<string, number>>;
  /** SHA-256 of every value of every row, in the order of the keys; null = not asked for. */
  readonly digest: string | null;
  /** Time of the last event: of two states of one installation the later one has the later event. 0 = none. */
  readonly lastEventAt: number;
}

/** A task that is not settled, as far as the journal may know more of it. */
export interface OpenTask {
  readonly batch: string;
  readonly scraper: string;
  readonly orderNum: number;
  readonly status: TaskStatus;
  /** Every page is committed: only publishing was left. */
  readonly atEnd: boolean;
}

/** What a database file is, looked at without changing it. */
export type Inspection =
  | {
      readonly state: 'sound';
      readonly content: DatabaseContent;
      readonly batches: readonly Pick<Batch, 'id' | 'status'>[];
      /** Batches of which a summary stays when their tasks have left. */
      readonly summarised: readonly string[];
      readonly openTasks: readonly OpenTask[];
    }
  | { readonly state: 'missing' }
  /** The user's first system's: the store takes it over. */
  | { readonly state: 'old program' }
  /** Another program's: not ours to move. */
  | { readonly state: 'foreign' }
  /** An older schema of ours, sound as far as it goes: the store migrates it. */
  | { readonly state: 'older'; readonly content: DatabaseContent }
  | { readonly state: 'newer'; readonly version: number }
  | { readonly state: 'broken'; readonly problem: string };

export interface InspectionScope {
  /**
   * `full`: every page, every index against its table, every foreign key. `start`: the same for files up to 64 MB and
   * after a crash, else only what shows without reading everything.
   */
  readonly depth: 'full' | 'start';
  readonly digest: boolean;
}

/** What upkeep asks of the database file. Each call runs in a thread of its own: none holds up the store or the loop. */
export interface StoreUpkeep {
  /** Copies the committed state into the new file `target`, beside a working store; returns what it holds. */
  copyTo(target: string): Promise<DatabaseContent>;
  /** @throws {Fault} E_IO, E_DIRECTORY, E_STORE when the file cannot be read at all; damage is an answer. */
  inspect(file: string, scope: InspectionScope): Promise<Inspection>;
  /** Moves everything from the WAL into the file, which is then all there is; nobody else may have it open. */
  settle(file: string): Promise<void>;
}

export interface Store {
  readonly batches: BatchStore;
  readonly tasks: TaskStore;
  readonly hosts: HostStore;
  readonly instances: InstanceStore;
  readonly schedule: ScheduleStore;
  readonly commands: CommandStore;
  readonly retention: RetentionStore;
  readonly chores: StoreChores;
  readonly reports: ReportStore;
  schema(): Promise<SchemaInfo>;
  /** Adds what the tree knows and the database does not; a task that has ended in the database is left as it is. */
  importBatch(imported: ImportedBatch): Promise<ImportReport>;
  /** What was changed when this database was taken over from the old program; null when it was not. */
  takeover(): Promise<TakeoverReport | null>;
  /** Checkpoints and closes; later calls reject. */
  close(): Promise<void>;
}
