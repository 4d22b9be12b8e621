/**
 * The way a task id takes from the coordinator to an agent. The store decides who may run what (D6): a queue only
 * carries ids and wakes agents; a lost or doubled message is harmless.
 */
export interface TaskMessage {
  readonly batch: string;
  readonly task: number;
  readonly scraper: string;
}

export interface Queue {
  /** Hands a task to whichever agent takes next. */
  offer(message: TaskMessage): void;
  /** The next task; null once the queue is closed or `signal` aborts. Who has to wait for one wakes the coordinator. */
  take(signal: AbortSignal): Promise<TaskMessage | null>;
  /** Whoever took a task has leased it: the store tells where it stands from now on, and its offer is over. */
  leased(task: number): void;
  /** The tasks that were told as leased since this was asked last. */
  takeLeased(): readonly number[];
  /** An agent tells the coordinator that something changed (a task was settled or a lease refused, a lane has room). */
  notify(): void;
  /** Resolves at the next `notify`, after `ms`, or when `signal` aborts, whichever comes first. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Messages offered and not yet taken. */
  readonly depth: number;
  /** Takers that wait for a task. */
  readonly waiting: number;
  close(): void;
}
