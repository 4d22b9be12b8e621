import type { Migration, MigrationDatabase } from './migration.ts';

/** The product's own tables: the way of the data from a page to a published file, and who runs. */
export const orchestratorTables: Migration = {
  version: 5,
  description: 'Pages, lanes, detail lists, hosts, instances and workers',
  apply: (database) => {
    createLanesAndPages(database);
    createListsAndProcesses(database);
  },
};

function createLanesAndPages(database: MigrationDatabase): void {
  database.exec(`
    -- How many tasks of a lane stand where: kept with every change of status, so that feeding never counts.
    CREATE TABLE lanes (
      execution_batch TEXT NOT NULL REFERENCES execution_batches(batch_id) ON DELETE CASCADE,
      scraper_name TEXT NOT NULL,
      website TEXT NOT NULL,
      pending INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
      running INTEGER NOT NULL DEFAULT 0 CHECK (running >= 0),
      retrying INTEGER NOT NULL DEFAULT 0 CHECK (retrying >= 0),
      settled INTEGER NOT NULL DEFAULT 0 CHECK (settled >= 0),
      PRIMARY KEY (execution_batch, scraper_name)
    ) WITHOUT ROWID;
    CREATE TABLE pages (
      id INTEGER PRIMARY KEY,
      task INTEGER NOT NULL REFERENCES scraping_tasks(id) ON DELETE CASCADE,
      generation INTEGER NOT NULL,
      page_no INTEGER NOT NULL,
      url TEXT NOT NULL,
      next_page INTEGER,
      next_url TEXT,
      truncated TEXT,
      row_count INTEGER NOT NULL,
      reject_count INTEGER NOT NULL,
      fetched_at INTEGER NOT NULL,
      fetched_on TEXT NOT NULL,
      robots TEXT NOT NULL,
      definition TEXT NOT NULL,
      http_status INTEGER NOT NULL,
      wire_bytes INTEGER NOT NULL,
      latency_ms REAL NOT NULL,
      total INTEGER,
      empty INTEGER NOT NULL,
      emptied TEXT NOT NULL,
      rejects TEXT NOT NULL,
      rows TEXT NOT NULL,
      UNIQUE (task, generation, page_no)
    );
  `);
}

function createListsAndProcesses(database: MigrationDatabase): void {
  database.exec(`
    CREATE TABLE detail_items (
      task INTEGER NOT NULL REFERENCES scraping_tasks(id) ON DELETE CASCADE,
      sequence INTEGER NOT NULL,
      listing_id TEXT NOT NULL,
      url TEXT NOT NULL,
      PRIMARY KEY (task, sequence)
    ) WITHOUT ROWID;
    CREATE TABLE hosts (
      host TEXT PRIMARY KEY,
      slowdown REAL NOT NULL,
      circuit_open_until INTEGER,
      circuit_opened_ms INTEGER NOT NULL,
      failures INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE instances (
      id TEXT PRIMARY KEY,
      pid INTEGER NOT NULL,
      start_ticks TEXT NOT NULL,
      boot_id TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      ended_at INTEGER
    ) WITHOUT ROWID;
    CREATE TABLE workers (
      pid INTEGER PRIMARY KEY,
      start_ticks TEXT NOT NULL,
      boot_id TEXT NOT NULL,
      instance TEXT NOT NULL
    );
  `);
}
