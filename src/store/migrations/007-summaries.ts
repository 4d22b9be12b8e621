import type { Migration } from './migration.ts';

/** What stays for ever of a batch whose tasks have left (D34), and what upkeep remembers between its runs. */
export const summaries: Migration = {
  version: 7,
  description: 'Summaries of batches and of what they collected; notes of upkeep',
  apply: (database) => {
    database.exec(`
      -- removing = 1: its tasks are leaving, and the sums are no longer to be made again from them.
      CREATE TABLE batch_summaries (
        batch_id TEXT PRIMARY KEY,
        status TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        completed_at INTEGER,
        rehearsal INTEGER NOT NULL,
        tasks INTEGER NOT NULL,
        completed INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        truncated INTEGER NOT NULL,
        row_count INTEGER NOT NULL,
        rejected INTEGER NOT NULL,
        pages INTEGER NOT NULL,
        file_bytes INTEGER NOT NULL,
        busy_ms INTEGER NOT NULL,
        summed_at INTEGER NOT NULL,
        removing INTEGER NOT NULL DEFAULT 0
      ) WITHOUT ROWID;
      CREATE TABLE task_summaries (
        batch_id TEXT NOT NULL REFERENCES batch_summaries(batch_id),
        website TEXT NOT NULL,
        city TEXT NOT NULL,
        operation TEXT NOT NULL,
        product TEXT NOT NULL,
        phase TEXT NOT NULL,
        tasks INTEGER NOT NULL,
        completed INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        truncated INTEGER NOT NULL,
        row_count INTEGER NOT NULL,
        rejected INTEGER NOT NULL,
        pages INTEGER NOT NULL,
        file_bytes INTEGER NOT NULL,
        busy_ms INTEGER NOT NULL,
        PRIMARY KEY (batch_id, website, city, operation, product, phase)
      ) WITHOUT ROWID;
      CREATE TABLE upkeep_notes (
        name TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        value TEXT NOT NULL
      ) WITHOUT ROWID;
    `);
  },
};
