import type { Migration } from './migration.ts';

/** What a service asks several times a minute for years: the few rows that wait, never all that ever were. */
export const waitingIndexes: Migration = {
  version: 10,
  description: 'Indexes of waiting commands and occurrences',
  apply: (database) => {
    database.exec(`
      -- Those without an answer stand together at its beginning, the others in the order in which they leave.
      CREATE INDEX idx_commands_answered ON commands(answered_at);
      CREATE INDEX idx_occurrences_open ON schedule_occurrences(due_at) WHERE status IN ('pending', 'queued');
      CREATE INDEX idx_occurrences_due ON schedule_occurrences(due_at);
    `);
  },
};
