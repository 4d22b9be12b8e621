import type { Migration } from './migration.ts';

/** A lane's index holds the tasks that wait, not those of years: two writes of it less a task, and none of its size. */
export const waitingTasksIndex: Migration = {
  version: 14,
  description: 'Index of the tasks that wait in a lane',
  apply: (database) => {
    database.exec(`
      DROP INDEX idx_tasks_lane;
      CREATE INDEX idx_tasks_lane ON scraping_tasks(execution_batch, scraper_name, order_num) WHERE status = 'pending';
    `);
  },
};
