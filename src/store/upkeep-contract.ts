/** The database as a whole: what rebuild brings in, what checks and backups look at. */
import type { Batch, BatchStatus } from '../core/batch.ts';
import type { Task, TaskStatus } from '../core/task.ts';

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
