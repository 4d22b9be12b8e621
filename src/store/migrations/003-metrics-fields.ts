import { columnsOf } from './migration.ts';
import type { Migration } from './migration.ts';

const FIELDS = [
  ['execution_batches', 'estimated_duration_minutes', 'INTEGER'],
  ['execution_batches', 'actual_duration_minutes', 'INTEGER'],
  ['scraping_tasks', 'data_records_extracted', 'INTEGER DEFAULT 0'],
  ['scraping_tasks', 'file_size_bytes', 'INTEGER DEFAULT 0'],
] as const;

/** The user's migration 003: "add fields if they do not exist", which SQLite's ALTER TABLE cannot say by itself. */
export const metricsFields: Migration = {
  version: 3,
  description: 'Additional metrics fields',
  apply: (database) => {
    for (const [table, column, type] of FIELDS) {
      if (!columnsOf(database, table).has(column)) database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    }
  },
};
