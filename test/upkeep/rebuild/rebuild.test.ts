import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { rebuildDatabase } from '../../../src/app/house/rebuild-database.ts';
import { NO_FILTERS } from '../../../src/core/batch.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { isFault } from '../../../src/core/errors.ts';
import { finished, rehearse } from '../../support/rehearsal.ts';
import type { Rehearsal } from '../../support/rehearsal.ts';

type Row = Readonly<Record<string, unknown>>;

function query(file: string, sql: string): readonly Row[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}

/** Every column of a batch but its row number and what only the database knew (the estimate). */
const BATCHES = `SELECT batch_id, month_year, execution_number, started_at, completed_at, total_tasks, completed_tasks, failed_tasks,
  status, actual_duration_minutes, deadline_at, time_zone, rehearsal, filters FROM execution_batches ORDER BY batch_id`;

/** Every column of a task but ids, what leases and cursors leave behind, and the working time of earlier attempts. */
const TASKS = `SELECT execution_batch, scraper_name, website, city, operation, product, url, order_num, status, attempts, max_attempts,
  created_at, started_at, completed_at, error_message, output_path, data_records_extracted, file_size_bytes, task_key, phase, ordinal,
  verdict, truncated, error_code, retry_at, interruptions, rejected_records, pages, output_sha256, skipped_unchanged,
  (SELECT m.task_key FROM scraping_tasks m WHERE m.id = t.main_task) AS main_task
  FROM scraping_tasks t ORDER BY execution_batch, scraper_name, order_num`;

const LANES = 'SELECT * FROM lanes ORDER BY execution_batch, scraper_name';

const known = (file: string): unknown => ({
  batches: query(file, BATCHES),
  tasks: query(file, TASKS),
  lanes: query(file, LANES),
});

const CATALOGUE = [
  'Lam,Gdl,Ren,Casa,https://www.lamudi.com.mx/jalisco/guadalajara/casa/for-rent/',
  'CyT,Zap,Ven,Casa,https://www.casasyterrenos.com/jalisco/zapopan/casas/venta',
  'CyT,Zap,Ven,Casa,https://www.casasyterrenos.com/esto/no/existe',
];

/** Two batches, the second with another set of sites. */
async function worked(rehearsal: Rehearsal): Promise<void> {
  const retry = await rehearsal.run(NO_FILTERS);
  assert.notEqual(retry.status, 'running');
  await rehearsal.run({ ...NO_FILTERS, sites: ['CyT'] });
}

/** One page a search: few details, and all the same of every kind. */
const CONFIG = { execution: { max_pages: 1, retry: { max_attempts: 1 } } };

test('a database rebuilt from the output tree has the same batches, tasks and counts (D9)', async (t) => {
  const rehearsal = await rehearse(t, { catalogue: CATALOGUE, config: CONFIG });
  await worked(rehearsal);
  const file = rehearsal.config.database.path;
  const before = known(file);
  assert.ok(
    query(file, `SELECT id FROM scraping_tasks WHERE phase = 'detail' AND status = 'completed'`).length > 0,
    'details are among them',
  );
  assert.ok(
    query(file, `SELECT id FROM scraping_tasks WHERE status = 'failed' OR status = 'permanently_failed'`).length > 0,
    'failures are among them',
  );

  const { keptIn, replay } = await rebuildDatabase(rehearsal.config, systemClock);
  assert.deepEqual(known(file), before);
  assert.deepEqual(query(file, 'PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
  assert.deepEqual([replay.batches, replay.batchesAdded, replay.damage], [2, 2, []]);
  assert.ok(keptIn !== null && existsSync(join(keptIn, 'orchestrator.db')), 'the former database is kept');
  assert.deepEqual(known(join(keptIn, 'orchestrator.db')), before, 'as it was');

  // Work goes on with it: the next batch gets the next number.
  const next = await rehearsal.run({ ...NO_FILTERS, sites: ['Lam'] });
  assert.equal(next.executionNumber, 3);
});

test('a published main task is rebuilt from plan and manifest when a power cut took its outcome, or cut it short', async (t) => {
  const rehearsal = await rehearse(t, { catalogue: CATALOGUE, config: CONFIG });
  await worked(rehearsal);
  const file = rehearsal.config.database.path;
  const before = known(file);
  const outcomes = join(rehearsal.config.data.directory, '.orchestrator');
  const published = query(
    file,
    `SELECT execution_batch AS batch, scraper_name AS scraper, order_num AS n FROM scraping_tasks
     WHERE phase = 'main' AND status = 'completed' ORDER BY id`,
  ).map(({ batch, scraper, n }) => join(outcomes, String(batch), 'outcomes', String(scraper), `${String(n)}.json`));
  assert.ok(published.length > 1);
  published.forEach((path, i) => (i % 2 === 0 ? rmSync(path) : truncateSync(path, 0)));
  const { replay } = await rebuildDatabase(rehearsal.config, systemClock);
  assert.deepEqual(known(file), before);
  assert.equal(replay.damage.length, Math.floor(published.length / 2), 'what was cut short is named');
});

test('a start that finds no database where there was data makes it again from the tree, and says so (F25)', async (t) => {
  const rehearsal = await rehearse(t, { catalogue: CATALOGUE, config: CONFIG });
  await worked(rehearsal);
  const file = rehearsal.config.database.path;
  const before = known(file);
  for (const companion of ['', '-wal', '-shm']) rmSync(`${file}${companion}`, { force: true });
  const child = rehearsal.spawn('scraping-orchestrator', ['run', '--quiet', '--site', 'CyT']);
  const { stderr } = await finished(child);
  assert.match(stderr, /was recovered: it is missing, and there was data/);
  assert.match(stderr, /2 batches and \d+ tasks added/);
  assert.match(stderr, /Lost: the history of attempts/);
  assert.equal(query(file, 'SELECT * FROM execution_batches').length, 3, 'and the run went on');
  const reports = readdirSync(join(rehearsal.folder, 'quarantine'));
  assert.deepEqual([reports.length, /^recovery-.*\.json$/.test(reports[0] ?? '')], [1, true]);
  const rows = (known(file) as { readonly tasks: readonly Row[] }).tasks.filter(
    (task) => !String(task['execution_batch']).endsWith('_03'),
  );
  assert.deepEqual(rows, (before as { readonly tasks: readonly Row[] }).tasks);
});

test('rebuild without a journal touches nothing', async (t) => {
  const rehearsal = await rehearse(t, { catalogue: CATALOGUE });
  const orchestrator = await rehearsal.open();
  await orchestrator.close();
  await assert.rejects(
    rebuildDatabase(rehearsal.config, systemClock),
    (error) => isFault(error) && error.code === 'E_NOTHING_TO_DO',
  );
  assert.ok(existsSync(rehearsal.config.database.path));
  assert.equal(existsSync(join(rehearsal.folder, 'quarantine')), false);
});
