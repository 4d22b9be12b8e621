/**
 * Takes over the rows of the user's old program before the tables get their constraints: history stays, what would
 * break a constraint is repaired, and what was left running is closed with a reason. Every change to a task leaves an
 * event `takeover`, every change to a batch a note.
 */
import { MONTHS, parseBatchId } from '../../core/batch.ts';
import type { TakeoverReport } from '../contract.ts';
import { timeText } from '../times.ts';
import type { MigrationDatabase } from './migration.ts';

const ABANDONED = 'the old program ended without finishing it; closed when the database was taken over';
const OPEN = `('pending', 'running', 'retrying')`;
const STATUSES = `('pending', 'running', 'completed', 'failed', 'retrying', 'permanently_failed', 'cancelled')`;

/** Does nothing, and reports nothing, in a database without rows. */
export function repairOldRows(database: MigrationDatabase, at: number): void {
  database.exec('CREATE TEMP TABLE batch_notes (batch TEXT PRIMARY KEY, value TEXT NOT NULL)');
  const found = database.all(
    'SELECT (SELECT count(*) FROM execution_batches) + (SELECT count(*) FROM scraping_tasks) AS n',
  );
  if (found[0]?.['n'] === 0) return;
  const repairedBatches = repairBatches(database) + addMissingBatches(database, at);
  const repairedTasks = repairTasks(database, at);
  normaliseTimes(database, at);
  const closedTasks = closeTasks(database, at);
  const closedBatches = closeBatches(database);
  const report: TakeoverReport = { closedBatches, closedTasks, repairedRows: repairedBatches + repairedTasks };
  database.run(`INSERT INTO meta (key, value) VALUES ('takeover', ?)`, JSON.stringify(report));
}

/** Unknown statuses and missing numbers of batches. */
function repairBatches(database: MigrationDatabase): number {
  database.exec(`
    INSERT INTO temp.batch_notes
      SELECT batch_id, 'status was ' || coalesce('"' || status || '"', 'missing') || '; repaired when the database was taken over'
      FROM execution_batches WHERE coalesce(status, '') NOT IN ('running', 'completed', 'failed', 'cancelled');
  `);
  const repaired = database.run(`
    UPDATE execution_batches SET status = 'failed'
    WHERE coalesce(status, '') NOT IN ('running', 'completed', 'failed', 'cancelled')`);
  database.exec(`
    UPDATE execution_batches SET
      total_tasks = coalesce(total_tasks, (SELECT count(*) FROM scraping_tasks WHERE execution_batch = batch_id)),
      completed_tasks = coalesce(completed_tasks, 0),
      failed_tasks = coalesce(failed_tasks, 0)
    WHERE total_tasks IS NULL OR completed_tasks IS NULL OR failed_tasks IS NULL;
  `);
  return repaired;
}

/** Tasks that name a batch which is not there get one, so that their history stays readable. */
function addMissingBatches(database: MigrationDatabase, at: number): number {
  const missing = database.all(`
    SELECT execution_batch AS id, min(created_at) AS began, count(*) AS tasks
    FROM scraping_tasks
    WHERE execution_batch IS NOT NULL AND execution_batch NOT IN (SELECT batch_id FROM execution_batches)
    GROUP BY execution_batch ORDER BY min(id)`);
  for (const { id, began, tasks } of missing) {
    const name = parseBatchId(String(id));
    database.run(
      `INSERT INTO execution_batches (batch_id, month_year, execution_number, started_at, total_tasks, status)
       VALUES (?, ?, ?, ?, ?, 'running')`,
      String(id),
      name?.monthYear ?? `${MONTHS[0]}70`,
      name?.executionNumber ?? 0,
      typeof began === 'string' ? began : timeText(at),
      Number(tasks),
    );
    note(database, String(id), 'its row was missing; made again when the database was taken over');
  }
  return missing.length;
}

function note(database: MigrationDatabase, batch: string, value: string): void {
  database.run(
    `INSERT INTO temp.batch_notes VALUES (?, ?) ON CONFLICT (batch) DO UPDATE SET value = value || '; ' || excluded.value`,
    batch,
    value,
  );
}

/** What is wrong with a row, as SQL, and how it is put right: the constraints of migration 4, one by one. */
const TASK_REPAIRS = [
  { wrong: `status NOT IN ${STATUSES}`, message: `'status was "' || status || '"'`, set: `status = 'failed'` },
  {
    wrong: 'coalesce(attempts, -1) < 0',
    message: `'attempts was ' || coalesce(attempts, 'missing')`,
    set: 'attempts = 0',
  },
  { wrong: 'max_attempts IS NULL', message: `'max_attempts was missing'`, set: 'max_attempts = max(3, attempts)' },
  {
    wrong: 'attempts > max_attempts',
    message: `'attempts ' || attempts || ' was above max_attempts ' || max_attempts`,
    set: 'max_attempts = attempts',
  },
] as const;

function repairTasks(database: MigrationDatabase, at: number): number {
  const repaired = new Set<unknown>();
  for (const { wrong, message, set } of TASK_REPAIRS) {
    for (const row of database.all(`SELECT id FROM scraping_tasks WHERE ${wrong}`)) repaired.add(row['id']);
    database.run(
      `INSERT INTO task_events (task, at, step, from_status, to_status, attempt, actor, message)
       SELECT id, ?, 'takeover', CASE WHEN status IN ${STATUSES} THEN status END,
         CASE WHEN status IN ${STATUSES} THEN status ELSE 'failed' END, max(coalesce(attempts, 0), 0), 'takeover', ${message}
       FROM scraping_tasks WHERE ${wrong}`,
      at,
    );
    database.exec(`UPDATE scraping_tasks SET ${set} WHERE ${wrong}`);
  }
  database.exec(`
    UPDATE scraping_tasks SET data_records_extracted = coalesce(data_records_extracted, 0), file_size_bytes = coalesce(file_size_bytes, 0)
    WHERE data_records_extracted IS NULL OR file_size_bytes IS NULL;
  `);
  return repaired.size;
}

const TIMES = [
  ['execution_batches', 'started_at'],
  ['execution_batches', 'completed_at'],
  ['scraping_tasks', 'created_at'],
  ['scraping_tasks', 'started_at'],
  ['scraping_tasks', 'completed_at'],
] as const;

/** Python also writes `T` and microseconds: such text would not compare with `datetime('now')` (D27). */
function normaliseTimes(database: MigrationDatabase, at: number): void {
  for (const [table, column] of TIMES) {
    database.exec(`
      UPDATE ${table} SET ${column} = strftime('%Y-%m-%d %H:%M:%f', ${column})
      WHERE ${column} GLOB '*[TZ]*' AND strftime('%Y-%m-%d %H:%M:%f', ${column}) IS NOT NULL`);
  }
  database.run(
    'UPDATE execution_batches SET started_at = coalesce(completed_at, ?) WHERE started_at IS NULL',
    timeText(at),
  );
  database.run(
    'UPDATE scraping_tasks SET created_at = coalesce(started_at, completed_at, ?) WHERE created_at IS NULL',
    timeText(at),
  );
}

/** Open tasks were never finished and nobody works on them: cancelled, as far as anyone can know. */
function closeTasks(database: MigrationDatabase, at: number): number {
  database.run(
    `INSERT INTO task_events (task, at, step, from_status, to_status, attempt, actor, message)
     SELECT id, ?, 'takeover', status, 'cancelled', attempts, 'takeover', ? FROM scraping_tasks WHERE status IN ${OPEN}`,
    at,
    ABANDONED,
  );
  return database.run(
    `UPDATE scraping_tasks SET status = 'cancelled', completed_at = coalesce(completed_at, started_at, created_at),
       error_message = coalesce(error_message || '; ', '') || ?
     WHERE status IN ${OPEN}`,
    ABANDONED,
  );
}

/** A batch left `running` ended with its last task; its counts are counted again, since the old program did not. */
function closeBatches(database: MigrationDatabase): number {
  const stuck = database.all(`SELECT batch_id FROM execution_batches WHERE status = 'running'`);
  for (const { batch_id: id } of stuck) {
    const batch = String(id);
    database.run(
      `UPDATE execution_batches SET
         completed_tasks = (SELECT count(*) FROM scraping_tasks WHERE execution_batch = ?1 AND status = 'completed'),
         failed_tasks = (SELECT count(*) FROM scraping_tasks WHERE execution_batch = ?1 AND status <> 'completed'),
         total_tasks = (SELECT count(*) FROM scraping_tasks WHERE execution_batch = ?1),
         completed_at = coalesce(completed_at, (SELECT max(completed_at) FROM scraping_tasks WHERE execution_batch = ?1), started_at),
         status = CASE WHEN EXISTS (SELECT 1 FROM scraping_tasks WHERE execution_batch = ?1 AND status = 'completed')
           THEN 'completed' ELSE 'failed' END
       WHERE batch_id = ?1`,
      batch,
    );
    note(database, batch, ABANDONED);
  }
  return stuck.length;
}
