import type { Migration } from './migration.ts';

/** A closed batch is counted once, when it closes: a list of batches need not count its tasks each time it is shown. */
export const keptCounts: Migration = {
  version: 11,
  description: 'Counts of closed batches by scraper, status and verdict',
  apply: (database) => {
    // JSON; NULL = summed up before counts were kept.
    database.exec('ALTER TABLE batch_summaries ADD COLUMN counts TEXT');
  },
};
