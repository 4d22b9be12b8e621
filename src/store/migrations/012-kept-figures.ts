import type { Migration } from './migration.ts';

/** Figures of a closed batch are made once, when it closes; and how long its requests took is known for ever. */
export const keptFigures: Migration = {
  version: 12,
  description: 'Request latencies of tasks; figures of closed batches by site, city, operation, product, day and batch',
  apply: (database) => {
    database.exec(`
      -- Mean of a request, and the distribution of all (src/core/distribution.ts); NULL = not recorded.
      ALTER TABLE scraping_tasks ADD COLUMN latency_ms REAL;
      ALTER TABLE scraping_tasks ADD COLUMN latencies TEXT;
      CREATE TABLE kept_figures (
        batch_id TEXT NOT NULL REFERENCES batch_summaries(batch_id) ON DELETE CASCADE,
        grouped_by TEXT NOT NULL,
        value TEXT NOT NULL,
        tasks INTEGER NOT NULL,
        completed INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        pages INTEGER NOT NULL,
        settled_pages INTEGER NOT NULL,
        retries INTEGER NOT NULL,
        row_count INTEGER NOT NULL,
        file_bytes INTEGER NOT NULL,
        work_ms INTEGER NOT NULL,
        durations TEXT NOT NULL,
        latencies TEXT NOT NULL,
        PRIMARY KEY (batch_id, grouped_by, value)
      ) WITHOUT ROWID;
    `);
  },
};
