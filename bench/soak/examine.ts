/** What a database tells after years of batches: whether anything is stuck, missed or doubled, and which rows are left. */
import { DatabaseSync } from 'node:sqlite';
import { readTime } from '../../src/store/times.ts';

export interface Findings {
  /** Batches that run, tasks that are not settled, lanes with something to do. */
  readonly stuck: { readonly batches: number; readonly tasks: number; readonly lanes: number };
  /** Of the jobs: how many a job and a status, `backup done`. */
  readonly jobOccurrences: Readonly<Record<string, number>>;
  readonly keptBatches: readonly { readonly id: string; readonly completedAt: number; readonly tasks: number }[];
  readonly summaries: readonly { readonly id: string; readonly tasks: number; readonly completed: number }[];
  /** Tasks over all combinations' summaries. */
  readonly summedTasks: number;
  /** When the clean-up ran last, epoch ms; 0 = never. */
  readonly lastCleanUp: number;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

export function examine(file: string): Findings {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  const all = (sql: string): readonly Record<string, unknown>[] => database.prepare(sql).all();
  const number = (sql: string): number => Number(Object.values(all(sql)[0] ?? {})[0] ?? 0);
  try {
    return {
      stuck: {
        batches: number(`SELECT COUNT(*) FROM execution_batches WHERE status = 'running'`),
        tasks: number(`SELECT COUNT(*) FROM scraping_tasks WHERE status IN ('pending', 'running', 'retrying')`),
        lanes: number('SELECT COUNT(*) FROM lanes WHERE pending + running + retrying > 0'),
      },
      jobOccurrences: Object.fromEntries(
        all(
          `SELECT schedule || ' ' || status AS what, COUNT(*) AS times FROM schedule_occurrences
           WHERE schedule <> 'batches' GROUP BY schedule, status`,
        ).map((row) => [String(row['what']), Number(row['times'])]),
      ),
      keptBatches: all(
        `SELECT batch_id, completed_at, (SELECT COUNT(*) FROM scraping_tasks WHERE execution_batch = batch_id) AS tasks
         FROM execution_batches ORDER BY id`,
      ).map((row) => ({
        id: String(row['batch_id']),
        completedAt: readTime(String(row['completed_at'])) ?? 0,
        tasks: Number(row['tasks']),
      })),
      summaries: all('SELECT batch_id, tasks, completed FROM batch_summaries ORDER BY started_at').map((row) => ({
        id: String(row['batch_id']),
        tasks: Number(row['tasks']),
        completed: Number(row['completed']),
      })),
      summedTasks: number('SELECT SUM(tasks) FROM task_summaries'),
      lastCleanUp: number(
        `SELECT MAX(recorded_at) FROM schedule_occurrences WHERE schedule = 'clean_up' AND status = 'done'`,
      ),
      rows: Object.fromEntries(
        all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`).map(
          ({ name }) => [String(name), number(`SELECT COUNT(*) FROM "${String(name)}"`)],
        ),
      ),
    };
  } finally {
    database.close();
  }
}
