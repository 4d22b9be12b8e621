import { repairOldRows } from './repair-old-rows.ts';
import type { Migration, MigrationDatabase } from './migration.ts';

/**
 * Rebuilds the user's two tables (SQLite cannot add a constraint to a table): the foreign key, the CHECKs of their
 * document with `cancelled` for tasks, all eight indexes, and the columns the product adds. Their `uk_task_per_batch`
 * is not installed, since their own catalogue breaks it; `task_key` takes its place (D8).
 */
export const constraints: Migration = {
  version: 4,
  description: 'Constraints, task keys and the columns of the orchestrator',
  apply: (database, at) => {
    createMetaAndEvents(database);
    repairOldRows(database, at);
    rebuildBatches(database);
    rebuildTasks(database);
    createIndexes(database);
  },
};

function createMetaAndEvents(database: MigrationDatabase): void {
  database.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE task_events (
      id INTEGER PRIMARY KEY,
      task INTEGER NOT NULL REFERENCES scraping_tasks(id) ON DELETE CASCADE,
      at INTEGER NOT NULL,
      step TEXT NOT NULL,
      from_status TEXT,
      to_status TEXT NOT NULL,
      attempt INTEGER NOT NULL,
      actor TEXT NOT NULL,
      verdict TEXT,
      code TEXT,
      message TEXT,
      duration_ms INTEGER
    );
    CREATE INDEX idx_events_task ON task_events(task, id);
  `);
}

const BATCH_COLUMNS =
  'id, batch_id, month_year, execution_number, started_at, completed_at, total_tasks, completed_tasks, failed_tasks, status, estimated_duration_minutes, actual_duration_minutes';

function rebuildBatches(database: MigrationDatabase): void {
  database.exec(`
    CREATE TABLE new_batches (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      batch_id TEXT UNIQUE NOT NULL,
      month_year TEXT NOT NULL,
      execution_number INTEGER NOT NULL,
      started_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
      completed_at TIMESTAMP,
      total_tasks INTEGER NOT NULL DEFAULT 0,
      completed_tasks INTEGER NOT NULL DEFAULT 0,
      failed_tasks INTEGER NOT NULL DEFAULT 0,
      status TEXT NOT NULL DEFAULT 'running',
      estimated_duration_minutes INTEGER,
      actual_duration_minutes INTEGER,
      deadline_at TIMESTAMP,
      time_zone TEXT NOT NULL DEFAULT 'UTC',
      rehearsal INTEGER NOT NULL DEFAULT 0,
      filters TEXT NOT NULL DEFAULT '{}',
      note TEXT,
      CONSTRAINT ck_batch_status CHECK (status IN ('running', 'completed', 'failed', 'cancelled'))
    );
    INSERT INTO new_batches (${BATCH_COLUMNS}, note)
      SELECT ${BATCH_COLUMNS}, (SELECT value FROM temp.batch_notes WHERE batch_notes.batch = execution_batches.batch_id)
      FROM execution_batches ORDER BY id;
    DROP TABLE execution_batches;
    ALTER TABLE new_batches RENAME TO execution_batches;
    DROP TABLE temp.batch_notes;
  `);
}

const TASK_COLUMNS =
  'id, scraper_name, website, city, operation, product, url, order_num, status, attempts, max_attempts, created_at, started_at, completed_at, error_message, execution_batch, output_path, data_records_extracted, file_size_bytes';

function rebuildTasks(database: MigrationDatabase): void {
  database.exec(`
    CREATE TABLE new_tasks (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      scraper_name TEXT NOT NULL,
      website TEXT NOT NULL,
      city TEXT NOT NULL,
      operation TEXT NOT NULL,
      product TEXT NOT NULL,
      url TEXT NOT NULL,
      order_num INTEGER NOT NULL,
      status TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      max_attempts INTEGER NOT NULL DEFAULT 3,
      created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
      started_at TIMESTAMP,
      completed_at TIMESTAMP,
      error_message TEXT,
      execution_batch TEXT,
      output_path TEXT,
      data_records_extracted INTEGER NOT NULL DEFAULT 0,
      file_size_bytes INTEGER NOT NULL DEFAULT 0,
      task_key TEXT,
      phase TEXT NOT NULL DEFAULT 'main',
      ordinal INTEGER NOT NULL DEFAULT 1,
      verdict TEXT,
      truncated TEXT,
      error_code TEXT,
      retry_at TIMESTAMP,
      interruptions INTEGER NOT NULL DEFAULT 0,
      quarantined INTEGER NOT NULL DEFAULT 0,
      rejected_records INTEGER NOT NULL DEFAULT 0,
      pages INTEGER NOT NULL DEFAULT 0,
      busy_ms INTEGER NOT NULL DEFAULT 0,
      generation INTEGER NOT NULL DEFAULT 1,
      cursor_page INTEGER,
      cursor_url TEXT,
      at_end INTEGER NOT NULL DEFAULT 0,
      fresh_start INTEGER NOT NULL DEFAULT 0,
      lease_no INTEGER NOT NULL DEFAULT 0,
      lease_token TEXT,
      lease_owner TEXT,
      publish_intent TEXT,
      output_sha256 TEXT,
      main_task INTEGER,
      skipped_unchanged INTEGER NOT NULL DEFAULT 0,
      CONSTRAINT uk_task_key UNIQUE (execution_batch, task_key),
      CONSTRAINT ck_task_status CHECK (status IN
        ('pending', 'running', 'completed', 'failed', 'retrying', 'permanently_failed', 'cancelled')),
      CONSTRAINT ck_attempts CHECK (attempts >= 0 AND attempts <= max_attempts),
      CONSTRAINT ck_lease CHECK ((status = 'running') = (lease_token IS NOT NULL)),
      FOREIGN KEY (execution_batch) REFERENCES execution_batches(batch_id)
    );
    INSERT INTO new_tasks (${TASK_COLUMNS}, phase)
      SELECT ${TASK_COLUMNS}, CASE WHEN scraper_name LIKE '%\\_det' ESCAPE '\\' THEN 'detail' ELSE 'main' END
      FROM scraping_tasks ORDER BY id;
    DROP TABLE scraping_tasks;
    ALTER TABLE new_tasks RENAME TO scraping_tasks;
  `);
}

/** The document's eight, then ours: a lane's next task, its next retry. */
function createIndexes(database: MigrationDatabase): void {
  database.exec(`
    CREATE INDEX idx_tasks_status ON scraping_tasks(status);
    CREATE INDEX idx_tasks_batch ON scraping_tasks(execution_batch);
    CREATE INDEX idx_tasks_created ON scraping_tasks(created_at);
    CREATE INDEX idx_tasks_scraper ON scraping_tasks(scraper_name);
    CREATE INDEX idx_tasks_website ON scraping_tasks(website);
    CREATE INDEX idx_batch_progress ON scraping_tasks(execution_batch, status);
    CREATE INDEX idx_batches_date ON execution_batches(started_at);
    CREATE INDEX idx_batches_status ON execution_batches(status);
    CREATE INDEX idx_tasks_lane ON scraping_tasks(execution_batch, scraper_name, status, order_num);
    CREATE INDEX idx_tasks_retry ON scraping_tasks(execution_batch, scraper_name, retry_at) WHERE status = 'retrying';
  `);
}
