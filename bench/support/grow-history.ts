/** Years of past batches in a database: copies of the one it has, with their tasks, events and lanes, by SQL in bulk. */
import { DatabaseSync } from 'node:sqlite';
import { MONTHS } from '../../src/core/batch.ts';

const FIRST_YEAR = 27;

/** The database must hold one closed batch with all its tasks; afterwards it has about `tasks` of them, a batch a day before it. */
export function growHistory(file: string, tasks: number): void {
  const database = new DatabaseSync(file);
  // Nobody minds losing what can be made again.
  database.exec('PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -200000; BEGIN');
  const one = (sql: string): number => Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0);
  const size = one('SELECT COUNT(*) FROM scraping_tasks');
  const last = one('SELECT MAX(id) FROM scraping_tasks');
  const columns = (table: string): string =>
    database
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map((row) => String(row['name']))
      .join(', ');
  const copy = (table: string, changed: Readonly<Record<string, string>>, where: string): void => {
    const names = columns(table);
    const values = names
      .split(', ')
      .map((name) => changed[name] ?? name)
      .join(', ');
    database.exec(`INSERT INTO ${table} (${names}) SELECT ${values} FROM ${table} WHERE ${where}`);
  };
  const original = String(Object.values(database.prepare('SELECT batch_id FROM execution_batches').get() ?? {})[0]);
  for (let number = 1; number < Math.round(tasks / size); number += 1) {
    const month = `${MONTHS[number % MONTHS.length]}${FIRST_YEAR + (Math.floor(number / MONTHS.length) % 60)}`;
    const execution = 10 + Math.floor(number / (MONTHS.length * 60));
    const batch = `'${month}_${execution}'`;
    const shift = number * last;
    const before = (column: string): string => `strftime('%Y-%m-%d %H:%M:%f', ${column}, '-${number} days')`;
    copy(
      'execution_batches',
      {
        id: 'NULL',
        batch_id: batch,
        month_year: `'${month}'`,
        execution_number: String(execution),
        started_at: before('started_at'),
        completed_at: before('completed_at'),
      },
      `batch_id = '${original}'`,
    );
    copy('lanes', { execution_batch: batch }, `execution_batch = '${original}'`);
    copy('scraping_tasks', { id: `id + ${shift}`, execution_batch: batch }, `execution_batch = '${original}'`);
    copy('task_events', { id: 'NULL', task: `task + ${shift}` }, `task <= ${last}`);
  }
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}
