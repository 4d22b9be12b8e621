/** A database as the user's old program left it: no constraints, no `schema_migrations`, words, doubles, loose ends. */
import { DatabaseSync } from 'node:sqlite';

const TABLES = `
  CREATE TABLE execution_batches (
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
  CREATE TABLE scraping_tasks (
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
    output_path TEXT,
    FOREIGN KEY (execution_batch) REFERENCES execution_batches(batch_id)
  );
  CREATE INDEX idx_tasks_status ON scraping_tasks(status);
  CREATE INDEX idx_tasks_batch ON scraping_tasks(execution_batch);
  CREATE TABLE ingested_files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scraper_name TEXT, website TEXT, source_file TEXT, table_name TEXT, rows_ingested INTEGER, ingested_at TIMESTAMP, batch_id TEXT
  );
  CREATE TABLE data_inm24 (source_scraper TEXT, website TEXT, city TEXT, listing_url TEXT, raw_nombre TEXT, raw_precio TEXT);
`;

interface OldTask {
  readonly batch: string | null;
  readonly status: string;
  readonly attempts?: number | null;
  readonly maxAttempts?: number | null;
  readonly startedAt?: string | null;
  readonly error?: string | null;
}

/** Two batches left `running` (one without any success), one `completed` with counts of 0, rows no constraint lets in. */
const TASKS: readonly OldTask[] = [
  { batch: 'Sep25_01', status: 'completed', startedAt: '2025-09-16T10:00:00.123456' },
  { batch: 'Sep25_01', status: 'running', startedAt: '2025-09-16 10:05:00' },
  { batch: 'Sep25_01', status: 'pending' },
  { batch: 'Sep25_01', status: 'failed', error: 'Ejecución fallida (adapter)' },
  { batch: 'Sep25_02', status: 'pending' },
  { batch: 'Sep25_02', status: 'retrying', attempts: 1, error: 'Connection timeout' },
  { batch: 'Sep25_03', status: 'completed' },
  { batch: 'Sep25_03', status: 'exploded' },
  { batch: 'Sep25_03', status: 'failed', attempts: 5 },
  { batch: 'Sep25_03', status: 'failed', attempts: -1, maxAttempts: null },
  { batch: 'Ago25_01', status: 'completed' },
  { batch: null, status: 'failed' },
];

/** Makes the old database; with `version`, also the migrations table of a user who ran the document's own script. */
export function makeOldDatabase(file: string, version = 0): void {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  database.exec(TABLES);
  const batch = database.prepare(
    'INSERT INTO execution_batches (batch_id, month_year, execution_number, started_at, completed_at, total_tasks, status) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  batch.run('Sep25_01', 'Sep25', 1, '2025-09-16 10:00:00', null, 4, 'running');
  batch.run('Sep25_02', 'Sep25', 2, '2025-09-17 10:00:00', null, 1755, 'running');
  batch.run('Sep25_03', 'Sep25', 3, '2025-09-18T10:00:00', '2025-09-18T12:00:00', null, 'completed');
  const task = database.prepare(
    `INSERT INTO scraping_tasks (scraper_name, website, city, operation, product, url, order_num, status, attempts, max_attempts, created_at, started_at, error_message, execution_batch)
     VALUES ('cyt', 'Casas_y_terrenos', 'Guadalajara', 'Venta', 'Casas', 'https://www.casasyterrenos.com/x', 1, ?, ?, ?, '2025-09-16 09:59:00', ?, ?, ?)`,
  );
  for (const { batch: id, status, attempts = 0, maxAttempts = 3, startedAt = null, error = null } of TASKS) {
    task.run(status, attempts, maxAttempts, startedAt, error, id);
  }
  database.exec(`
    INSERT INTO ingested_files (scraper_name, batch_id) VALUES ('cyt', 'Sep25_01');
    INSERT INTO data_inm24 VALUES ('inm24', 'Inmuebles24', 'Zapopan', 'https://x', 'TonalÃ¡', '$ 1');
  `);
  if (version > 0) {
    database.exec(
      'CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, description TEXT NOT NULL, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)',
    );
    for (let each = 1; each <= version; each += 1)
      database.prepare(`INSERT INTO schema_migrations (version, description) VALUES (?, 'theirs')`).run(each);
  }
  if (version >= 3) {
    database.exec(`
      ALTER TABLE execution_batches ADD COLUMN estimated_duration_minutes INTEGER;
      ALTER TABLE scraping_tasks ADD COLUMN data_records_extracted INTEGER DEFAULT 0;
    `);
    database.exec(`
      ALTER TABLE execution_batches ADD COLUMN actual_duration_minutes INTEGER;
      ALTER TABLE scraping_tasks ADD COLUMN file_size_bytes INTEGER DEFAULT 0;
    `);
  }
  database.close();
}
