/** What stays, what leaves, and what the file needs now and then: part of the store's contract. */

/** What was collected, in all tasks of a batch or of one combination. */
export interface CollectedCounts {
  readonly tasks: number;
  readonly completed: number;
  /** Failed, permanently failed and cancelled (D25). */
  readonly failed: number;
  readonly truncated: number;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly pages: number;
  readonly fileBytes: number;
  readonly busyMs: number;
}

/** What stays of a batch for ever (D34). */
export interface BatchSummary extends CollectedCounts {
  readonly batch: string;
  readonly status: string;
  readonly startedAt: number;
  readonly completedAt: number | null;
  readonly rehearsal: boolean;
}

/** What stays of a (site, city, operation, product) of a batch for ever (D34). */
export interface CombinationSummary extends CollectedCounts {
  readonly site: string;
  readonly city: string;
  readonly operation: string;
  readonly product: string;
  readonly phase: string;
}

/** What upkeep remembers from one run to the next. */
export interface UpkeepNote {
  readonly at: number;
  /** Any JSON value. */
  readonly value: unknown;
}

/** Rows leave at their age, a part at a time (D19, D34); what stays of them, and upkeep's own notes. */
export interface RetentionStore {
  /** Closed batches that ended before `before`, oldest first. */
  batchesClosedBefore(before: number): Promise<readonly string[]>;
  /** Closed batches without a summary of their present end. */
  batchesToSum(): Promise<readonly string[]>;
  /** False when the batch is open, or its tasks are leaving already. */
  summariseBatch(batch: string, at: number): Promise<boolean>;
  /** Up to `limit` tasks of a closed batch with their events, and the batch row with the last one; summed up first. */
  removeTasks(batch: string, limit: number, at: number): Promise<{ readonly tasks: number; readonly gone: boolean }>;
  /** The page rows of up to `limit` failed tasks of a closed batch; a retry of them begins with the first page. */
  removeFailedPages(batch: string, limit: number): Promise<{ readonly tasks: number; readonly pages: number }>;
  /** Instances that ended before `before`. */
  removeInstances(before: number): Promise<number>;
  /** Newest first. */
  batchSummaries(limit: number): Promise<readonly BatchSummary[]>;
  combinationSummaries(batch: string): Promise<readonly CombinationSummary[]>;
  saveNote(name: string, note: UpkeepNote): Promise<void>;
  loadNote(name: string): Promise<UpkeepNote | null>;
}

/** Chores that need the only writing connection, outside any transaction; everything else waits for them. */
export interface StoreChores {
  /** Bytes of the file, and of its pages that hold nothing. */
  fileSpace(): Promise<{ readonly bytes: number; readonly unusedBytes: number }>;
  /** Rewrites the file without its unused pages. Needs as much free disk as the file has; 12 ms a MB. */
  vacuum(): Promise<void>;
  /** Moves the WAL into the file and empties it; `complete` = no reader was in the way. */
  checkpoint(): Promise<{ readonly complete: boolean }>;
  /** Builds every index anew: the cure when a check found one that disagrees with its table. */
  reindex(): Promise<void>;
}
