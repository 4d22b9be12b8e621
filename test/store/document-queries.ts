/** Every query of the user's database document, word for word, with what it must find in the batch of the test. */
export interface DocumentQuery {
  readonly name: string;
  readonly sql: string;
  /** The index it must use; null where it reads a whole (small) table by its nature. */
  readonly index: string | null;
  readonly expected: readonly Readonly<Record<string, unknown>>[];
}

export const DOCUMENT_QUERIES: readonly DocumentQuery[] = [
  {
    name: 'newest batch',
    sql: 'SELECT * FROM execution_batches ORDER BY started_at DESC LIMIT 1;',
    index: 'idx_batches_date',
    expected: [
      {
        batch_id: 'Nov26_01',
        month_year: 'Nov26',
        execution_number: 1,
        total_tasks: 6,
        completed_tasks: 2,
        failed_tasks: 2,
        status: 'running',
      },
    ],
  },
  {
    name: 'progress of a batch',
    sql: `SELECT status, COUNT(*) as count
      FROM scraping_tasks
      WHERE execution_batch = 'Nov26_01'
      GROUP BY status;`,
    index: 'idx_batch_progress',
    expected: [
      { status: 'completed', count: 2 },
      { status: 'failed', count: 2 },
      { status: 'retrying', count: 1 },
      { status: 'running', count: 1 },
    ],
  },
  {
    name: 'recent failures',
    sql: `SELECT scraper_name, website, error_message
      FROM scraping_tasks
      WHERE status = 'failed'
        AND created_at >= datetime('now', '-7 days')
      ORDER BY created_at DESC;`,
    index: '(idx_tasks_created|idx_tasks_status)',
    expected: [
      { scraper_name: 'inm24', website: 'Inm24', error_message: 'The portal refuses us' },
      { scraper_name: 'lam', website: 'Lam', error_message: 'The portal refuses us' },
    ],
  },
  {
    name: 'statistics by scraper',
    sql: `SELECT scraper_name,
             COUNT(*) as total,
             SUM(CASE WHEN status = 'completed' THEN 1 ELSE 0 END) as completed,
             SUM(CASE WHEN status = 'failed' THEN 1 ELSE 0 END) as failed
      FROM scraping_tasks
      WHERE created_at >= datetime('now', '-30 days')
      GROUP BY scraper_name;`,
    index: '(idx_tasks_scraper|idx_tasks_created)',
    expected: [
      { scraper_name: 'inm24', total: 4, completed: 2, failed: 1 },
      { scraper_name: 'lam', total: 2, completed: 0, failed: 1 },
    ],
  },
  {
    name: 'state of the last batch',
    sql: `SELECT
          batch_id,
          status,
          started_at,
          completed_at,
          total_tasks,
          completed_tasks,
          failed_tasks,
          ROUND(
              CASE
                  WHEN total_tasks > 0 THEN (completed_tasks * 100.0 / total_tasks)
                  ELSE 0
              END, 2
          ) as progress_percentage
      FROM execution_batches
      ORDER BY started_at DESC
      LIMIT 1;`,
    index: 'idx_batches_date',
    expected: [
      {
        batch_id: 'Nov26_01',
        status: 'running',
        completed_at: null,
        total_tasks: 6,
        completed_tasks: 2,
        failed_tasks: 2,
        progress_percentage: 33.33,
      },
    ],
  },
  {
    name: 'progress of the current batch',
    sql: `SELECT
          eb.batch_id,
          eb.started_at,
          eb.total_tasks,
          COUNT(st.id) as current_tasks,
          SUM(CASE WHEN st.status = 'completed' THEN 1 ELSE 0 END) as completed,
          SUM(CASE WHEN st.status = 'running' THEN 1 ELSE 0 END) as running,
          SUM(CASE WHEN st.status = 'pending' THEN 1 ELSE 0 END) as pending,
          SUM(CASE WHEN st.status = 'failed' THEN 1 ELSE 0 END) as failed
      FROM execution_batches eb
      LEFT JOIN scraping_tasks st ON eb.batch_id = st.execution_batch
      WHERE eb.status = 'running'
      GROUP BY eb.batch_id, eb.started_at, eb.total_tasks;`,
    index: 'idx_batches_status',
    expected: [
      { batch_id: 'Nov26_01', total_tasks: 6, current_tasks: 6, completed: 2, running: 1, pending: 0, failed: 2 },
    ],
  },
  {
    name: 'active tasks',
    sql: `SELECT
          scraper_name,
          website,
          city,
          operation,
          product,
          started_at,
          ROUND(
              (julianday('now') - julianday(started_at)) * 24 * 60, 2
          ) as duration_minutes
      FROM scraping_tasks
      WHERE status = 'running'
      ORDER BY started_at;`,
    index: 'idx_tasks_status',
    expected: [{ scraper_name: 'inm24', website: 'Inm24', city: 'Gdl', operation: 'Ven', product: 'Dep' }],
  },
  {
    name: 'performance by scraper',
    sql: `SELECT
          scraper_name,
          COUNT(*) as total_executions,
          SUM(CASE WHEN status = 'completed' THEN 1 ELSE 0 END) as successful,
          SUM(CASE WHEN status = 'failed' THEN 1 ELSE 0 END) as failed,
          ROUND(
              SUM(CASE WHEN status = 'completed' THEN 1 ELSE 0 END) * 100.0 / COUNT(*), 2
          ) as success_rate,
          AVG(attempts) as avg_attempts,
          AVG(
              CASE
                  WHEN completed_at IS NOT NULL AND started_at IS NOT NULL
                  THEN (julianday(completed_at) - julianday(started_at)) * 24 * 60
                  ELSE NULL
              END
          ) as avg_duration_minutes
      FROM scraping_tasks
      WHERE created_at >= datetime('now', '-30 days')
      GROUP BY scraper_name
      ORDER BY success_rate DESC;`,
    index: '(idx_tasks_scraper|idx_tasks_created)',
    expected: [
      { scraper_name: 'inm24', total_executions: 4, successful: 2, failed: 1, success_rate: 50, avg_attempts: 1 },
      { scraper_name: 'lam', total_executions: 2, successful: 0, failed: 1, success_rate: 0, avg_attempts: 1.5 },
    ],
  },
  {
    name: 'trend by day',
    sql: `SELECT
          DATE(created_at) as date,
          COUNT(*) as total_tasks,
          SUM(CASE WHEN status = 'completed' THEN 1 ELSE 0 END) as completed_tasks,
          ROUND(
              SUM(CASE WHEN status = 'completed' THEN 1 ELSE 0 END) * 100.0 / COUNT(*), 2
          ) as daily_success_rate
      FROM scraping_tasks
      WHERE created_at >= datetime('now', '-7 days')
      GROUP BY DATE(created_at)
      ORDER BY date;`,
    index: 'idx_tasks_created',
    expected: [{ total_tasks: 6, completed_tasks: 2, daily_success_rate: 33.33 }],
  },
  {
    name: 'most frequent errors',
    sql: `SELECT
          error_message,
          COUNT(*) as frequency,
          GROUP_CONCAT(DISTINCT scraper_name) as affected_scrapers,
          MAX(created_at) as last_occurrence
      FROM scraping_tasks
      WHERE status = 'failed'
        AND error_message IS NOT NULL
        AND created_at >= datetime('now', '-7 days')
      GROUP BY error_message
      ORDER BY frequency DESC
      LIMIT 10;`,
    index: '(idx_tasks_created|idx_tasks_status)',
    expected: [{ error_message: 'The portal refuses us', frequency: 2, affected_scrapers: 'inm24,lam' }],
  },
  {
    name: 'tasks with several failures',
    sql: `SELECT
          scraper_name,
          website,
          city,
          url,
          attempts,
          error_message,
          created_at
      FROM scraping_tasks
      WHERE attempts >= 2
        AND status IN ('failed', 'retrying')
      ORDER BY attempts DESC, created_at DESC;`,
    index: 'idx_tasks_status',
    expected: [{ scraper_name: 'lam', attempts: 2, error_message: 'Connection reset' }],
  },
  {
    name: 'incomplete batches',
    sql: `SELECT
          eb.batch_id,
          eb.started_at,
          eb.total_tasks,
          eb.completed_tasks,
          eb.failed_tasks,
          (eb.total_tasks - eb.completed_tasks - eb.failed_tasks) as pending_tasks
      FROM execution_batches eb
      WHERE eb.total_tasks > (eb.completed_tasks + eb.failed_tasks)
        AND eb.started_at >= datetime('now', '-7 days')
      ORDER BY eb.started_at DESC;`,
    index: 'idx_batches_date',
    expected: [{ batch_id: 'Nov26_01', total_tasks: 6, completed_tasks: 2, failed_tasks: 2, pending_tasks: 2 }],
  },
  {
    name: 'completed tasks in order',
    sql: `SELECT * FROM scraping_tasks
      WHERE execution_batch = 'Nov26_01'
        AND status = 'completed'
      ORDER BY completed_at;`,
    index: 'idx_batch_progress',
    expected: [
      { order_num: 1, status: 'completed', data_records_extracted: 2, file_size_bytes: 4096, output_path: 'a.csv' },
      { order_num: 2, status: 'completed', data_records_extracted: 2, file_size_bytes: 4096, output_path: 'a.csv' },
    ],
  },
  {
    name: 'tasks a scraper in a week',
    sql: `SELECT scraper_name, COUNT(*) AS n
      FROM scraping_tasks
      WHERE created_at >= datetime('now', '-7 days')
      GROUP BY scraper_name;`,
    index: '(idx_tasks_scraper|idx_tasks_created)',
    expected: [
      { scraper_name: 'inm24', n: 4 },
      { scraper_name: 'lam', n: 2 },
    ],
  },
  {
    name: 'figures of the database',
    sql: `SELECT
          'Database Size' as metric,
          ROUND(page_count * page_size / 1024.0 / 1024.0, 2) || ' MB' as value
      FROM pragma_page_count(), pragma_page_size()
      UNION ALL
      SELECT
          'Total Tables' as metric,
          COUNT(*) as value
      FROM sqlite_master
      WHERE type = 'table'
      UNION ALL
      SELECT
          'Total Indexes' as metric,
          COUNT(*) as value
      FROM sqlite_master
      WHERE type = 'index';`,
    index: null,
    expected: [{ metric: 'Database Size' }, { metric: 'Total Tables' }, { metric: 'Total Indexes' }],
  },
];
