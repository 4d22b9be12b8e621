import type { Migration } from './migration.ts';

/** The user's migration 002, as their document writes it. */
export const performanceIndexes: Migration = {
  version: 2,
  description: 'Performance indexes',
  apply: (database) => {
    database.exec(`
      CREATE INDEX IF NOT EXISTS idx_tasks_status ON scraping_tasks(status);
      CREATE INDEX IF NOT EXISTS idx_tasks_batch ON scraping_tasks(execution_batch);
      CREATE INDEX IF NOT EXISTS idx_tasks_created ON scraping_tasks(created_at);
      CREATE INDEX IF NOT EXISTS idx_batches_date ON execution_batches(started_at);
    `);
  },
};
