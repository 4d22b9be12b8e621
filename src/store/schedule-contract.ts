/** The schedule and what operators ask for, as the store keeps them. */

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
  takeCommands(taking: {
    readonly instance: string;
    readonly at: number;
    readonly notBefore: number;
  }): Promise<readonly Command[]>;
  /** The answer and its entry in the audit trail. */
  answerCommand(id: number, answer: CommandAnswer, at: number): Promise<void>;
  findCommand(id: number): Promise<Command | null>;
  /** Takes a command back; false = it was taken up meanwhile. */
  withdrawCommand(id: number): Promise<boolean>;
  recordAudit(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  listAudit(limit: number): Promise<readonly AuditEntry[]>;
}
