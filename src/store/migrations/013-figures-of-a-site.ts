import type { Migration } from './migration.ts';

/** Figures of a closed batch are kept for each of its sites too; those kept before are of all sites. */
export const figuresOfASite: Migration = {
  version: 13,
  description: 'Figures of closed batches for each site',
  apply: (database) => {
    database.exec(`
      ALTER TABLE kept_figures RENAME TO kept_figures_of_all;
      CREATE TABLE kept_figures (
        batch_id TEXT NOT NULL REFERENCES batch_summaries(batch_id) ON DELETE CASCADE,
        grouped_by TEXT NOT NULL,
        -- In lower case; '' = of all sites.
        site TEXT NOT NULL,
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
        PRIMARY KEY (batch_id, grouped_by, site, value)
      ) WITHOUT ROWID;
      INSERT INTO kept_figures
        SELECT batch_id, grouped_by, '', value, tasks, completed, failed, pages, settled_pages, retries, row_count,
          file_bytes, work_ms, durations, latencies FROM kept_figures_of_all;
      DROP TABLE kept_figures_of_all;
    `);
  },
};
