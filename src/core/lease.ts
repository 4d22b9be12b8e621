/** A worker's claim on a task. Every later write carries the token; with an old one it changes nothing (D14). */
export interface Lease {
  readonly task: number;
  /** Random id + growing number: `8f3a…:42`. */
  readonly token: string;
  /** Instance (process start) that holds it. */
  readonly owner: string;
}

/** Who runs: enough to tell, after any crash, whether a lease's owner can still be alive (D14, D31). */
export interface Instance {
  /** Random, one a process start. */
  readonly id: string;
  readonly pid: number;
  /** Kernel's start time of the process, in clock ticks since boot. */
  readonly startTicks: string;
  readonly bootId: string;
  readonly startedAt: number;
}
