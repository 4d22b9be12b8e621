/** What the team's first program left behind: Sep25_01 to _08 all running, tasks made anew each time, twenty of them stuck. */
import { DatabaseSync } from 'node:sqlite';

const TABLES = `
  CREATE TABLE execution_batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT, batch_id TEXT UNIQUE NOT NULL, month_year TEXT NOT NULL, execution_number INTEGER NOT NULL,
    started_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, completed_at TIMESTAMP, total_tasks INTEGER,
    completed_tasks INTEGER DEFAULT 0, failed_tasks INTEGER DEFAULT 0, status TEXT DEFAULT 'running');
  CREATE TABLE scraping_tasks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, scraper_name TEXT NOT NULL, website TEXT NOT NULL, city TEXT NOT NULL, operation TEXT NOT NULL,
    product TEXT NOT NULL, url TEXT NOT NULL, order_num INTEGER NOT NULL, status TEXT NOT NULL, attempts INTEGER DEFAULT 0,
    max_attempts INTEGER DEFAULT 3, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, started_at TIMESTAMP, completed_at TIMESTAMP,
    error_message TEXT, execution_batch TEXT, output_path TEXT, FOREIGN KEY (execution_batch) REFERENCES execution_batches(batch_id));
  CREATE INDEX idx_tasks_status ON scraping_tasks(status);
  CREATE INDEX idx_tasks_batch ON scraping_tasks(execution_batch);
  CREATE TABLE ingested_files (id INTEGER PRIMARY KEY AUTOINCREMENT, scraper_name TEXT, website TEXT, source_file TEXT, table_name TEXT,
    rows_ingested INTEGER, ingested_at TIMESTAMP, batch_id TEXT);
  CREATE TABLE scraper_metadata (id INTEGER PRIMARY KEY AUTOINCREMENT, scraper_name TEXT, table_name TEXT, columns_json TEXT, last_updated TIMESTAMP);
`;

const BATCHES = 8;
const TASKS_A_BATCH = 40;
const STUCK = 20;

export function makeStuckDatabase(file: string): void {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  database.exec(TABLES);
  const batch = database.prepare(
    `INSERT INTO execution_batches (batch_id, month_year, execution_number, total_tasks) VALUES (?, 'Sep25', ?, 1755)`,
  );
  const task = database.prepare(
    `INSERT INTO scraping_tasks (scraper_name, website, city, operation, product, url, order_num, status, error_message, execution_batch)
     VALUES ('inm24', 'Inmuebles24', 'Zapopan', 'venta-r', 'Casas', 'https://www.inmuebles24.com/x', ?, ?, ?, ?)`,
  );
  database.exec('BEGIN');
  for (let number = 1; number <= BATCHES; number += 1) {
    const id = `Sep25_0${number}`;
    batch.run(id, number);
    for (let order = 1; order <= TASKS_A_BATCH; order += 1) {
      const isStuck = number === BATCHES && order <= STUCK;
      const failed = !isStuck && order % 10 === 0;
      // The same search occurs twice within a batch, as in theirs.
      task.run(
        Math.ceil(order / 2),
        isStuck ? 'running' : failed ? 'failed' : 'pending',
        failed ? 'Ejecución fallida (adapter)' : null,
        id,
      );
    }
  }
  database.exec('COMMIT');
  database.close();
}
