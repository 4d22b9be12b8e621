import type { Migration } from './migration.ts';

/** The user's migration 001, as their document writes it. A database of their old program has these tables already. */
export const initialSchema: Migration = {
  version: 1,
  description: 'Initial schema creation',
  apply: (database) => {
    database.exec(`
      CREATE TABLE IF NOT EXISTS execution_batches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        batch_id TEXT UNIQUE NOT NULL,
        month_year TEXT NOT NULL,
        execution_number INTEGER NOT NULL,
        started_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        completed_at TIMESTAMP,
        total_tasks INTEGER,
        completed_tasks INTEGER DEFAULT 0,
        failed_tasks INTEGER DEFAULT 0,
        status TEXT DEFAULT 'running'
      );
      CREATE TABLE IF NOT EXISTS scraping_tasks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        scraper_name TEXT NOT NULL,
        website TEXT NOT NULL,
        city TEXT NOT NULL,
        operation TEXT NOT NULL,
        product TEXT NOT NULL,
        url TEXT NOT NULL,
        order_num INTEGER NOT NULL,
        status TEXT NOT NULL,
        attempts INTEGER DEFAULT 0,
        max_attempts INTEGER DEFAULT 3,
        created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        started_at TIMESTAMP,
        completed_at TIMESTAMP,
        error_message TEXT,
        execution_batch TEXT,
        output_path TEXT
      );
    `);
  },
};
