/** The tables of what stays of closed batches. */
/** What was collected: the same columns in both kinds of summary. */
interface CountColumns {
  tasks: number;
  completed: number;
  failed: number;
  truncated: number;
  row_count: number;
  rejected: number;
  pages: number;
  file_bytes: number;
  busy_ms: number;
}

export interface BatchSummaryTable extends CountColumns {
  batch_id: string;
  status: string;
  started_at: number;
  completed_at: number | null;
  rehearsal: number;
  summed_at: number;
  /** 1 = its tasks are leaving: the sums stand. */
  removing: number;
  counts: string | null;
}

export interface TaskSummaryTable extends CountColumns {
  batch_id: string;
  website: string;
  city: string;
  operation: string;
  product: string;
  phase: string;
}

/** Figures of a closed batch, by one value of what they are grouped by. */
export interface KeptFiguresTable {
  batch_id: string;
  grouped_by: string;
  /** In lower case; empty = of all sites. */
  site: string;
  value: string;
  tasks: number;
  completed: number;
  failed: number;
  pages: number;
  settled_pages: number;
  retries: number;
  row_count: number;
  file_bytes: number;
  work_ms: number;
  durations: string;
  latencies: string;
}
