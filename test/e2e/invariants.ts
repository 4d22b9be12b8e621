/** What must be so whenever a batch is over, whatever happened to it (the invariants of ARCHITECTURE.md). */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Scene } from './scene.ts';

/** Every file below a folder, as paths relative to it, sorted. */
export function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Files of results: the journal and the staging folder apart. */
export function resultFiles(tree: string): readonly string[] {
  return filesBelow(tree).filter((path) => !path.startsWith('.'));
}

/** The tree's bytes as far as they must be the same whatever happened (D11): manifests without attempt and times. */
export function snapshot(tree: string): Readonly<Record<string, string>> {
  return Object.fromEntries(resultFiles(tree).map((path) => [path, comparable(path, readFileSync(join(tree, path)))]));
}

function comparable(path: string, bytes: Buffer): string {
  if (!path.endsWith('.manifest.json')) return createHash('sha256').update(bytes).digest('hex');
  const {
    attempt: _attempt,
    startedAt: _startedAt,
    completedAt: _completedAt,
    ...rest
  } = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  return JSON.stringify(rest);
}

/** I1 to I6 of a batch that has ended; `completed` = every task must have completed. */
export function assertBatchIsWhole(scene: Scene): void {
  assertDatabaseIsSound(scene);
  assertEveryTaskIsSettled(scene);
  assertFilesAreThoseOfTheTasks(scene);
  assertJournalIsWhole(scene);
  assert.deepEqual(filesBelow(join(scene.tree, '.staging')), [], 'I4: leftovers in the staging folder');
}

/** I6 */
export function assertDatabaseIsSound(scene: Scene): void {
  assert.deepEqual(
    scene.query('PRAGMA integrity_check').map((row) => row['integrity_check']),
    ['ok'],
  );
  assert.deepEqual(scene.query('PRAGMA foreign_key_check'), []);
}

/** I1, I5, I7: each task is over, each lease has one end, and the counts kept beside the tasks agree with them. */
function assertEveryTaskIsSettled(scene: Scene): void {
  assert.deepEqual(
    scene.query(`SELECT id, status FROM scraping_tasks WHERE status IN ('pending', 'running', 'retrying')`),
    [],
  );
  assert.deepEqual(
    scene.query(`SELECT id FROM scraping_tasks WHERE lease_token IS NOT NULL OR lease_owner IS NOT NULL`),
    [],
  );
  const ends = `step IN ('complete', 'retry', 'defer', 'fail', 'exhaust', 'release')`;
  const unbalanced = scene.query(
    `SELECT task FROM task_events GROUP BY task HAVING SUM(step = 'lease') <> SUM(${ends})`,
  );
  assert.deepEqual(unbalanced, [], 'I7: one end for each lease');
  const miscounted = scene.query(
    `SELECT b.batch_id FROM execution_batches b JOIN (
       SELECT execution_batch, COUNT(*) AS total, SUM(status = 'completed') AS completed,
              SUM(status IN ('failed', 'permanently_failed', 'cancelled')) AS failed
       FROM scraping_tasks GROUP BY execution_batch) t ON t.execution_batch = b.batch_id
     WHERE b.total_tasks <> t.total OR b.completed_tasks <> t.completed OR b.failed_tasks <> t.failed OR b.status = 'running'`,
  );
  assert.deepEqual(miscounted, [], 'I1: the batch counts its tasks');
  assert.deepEqual(scene.query('SELECT * FROM lanes WHERE pending <> 0 OR running <> 0 OR retrying <> 0'), []);
  assert.deepEqual(
    scene.query(`SELECT p.task FROM pages p JOIN scraping_tasks t ON t.id = p.task WHERE t.status = 'completed'`),
    [],
    'D19',
  );
}

/** I2, I3: a completed task has its file as the manifest and the database say, and no other file is there. */
function assertFilesAreThoseOfTheTasks(scene: Scene): void {
  const expected: string[] = [];
  for (const task of scene.query(`SELECT * FROM scraping_tasks WHERE status = 'completed'`)) {
    const path = String(task['output_path']);
    const csv = readFileSync(join(scene.tree, path));
    const manifestPath = path.replace(/\.csv$/, '.manifest.json');
    const manifest = JSON.parse(readFileSync(join(scene.tree, manifestPath), 'utf8')) as Record<string, unknown>;
    const rows = parse(csv, { columns: true }) as readonly Readonly<Record<string, string>>[];
    const seen = { rows: rows.length, bytes: csv.length, sha256: createHash('sha256').update(csv).digest('hex') };
    assert.deepEqual({ rows: manifest['rows'], bytes: manifest['bytes'], sha256: manifest['sha256'] }, seen, path);
    assert.deepEqual(
      { rows: task['data_records_extracted'], bytes: task['file_size_bytes'], sha256: task['output_sha256'] },
      seen,
      path,
    );
    assert.equal(manifest['task'], task['task_key'], path);
    const keys = rows.map((row) => row['listing_id'] || row['url']);
    assert.equal(new Set(keys).size, keys.length, `I3: ${path} has a listing twice`);
    expected.push(path, manifestPath);
    if (task['rejected_records'] !== 0) expected.push(path.replace(/\.csv$/, '_rejected.csv'));
  }
  assert.deepEqual(resultFiles(scene.tree), expected.sort(), 'I2: the files of completed tasks and no others');
}

/** D9: the plan, an outcome for every settled task, and the close. */
function assertJournalIsWhole(scene: Scene): void {
  for (const { batch_id: batch } of scene.query('SELECT batch_id FROM execution_batches')) {
    const outcomes = scene
      .query(`SELECT scraper_name, order_num FROM scraping_tasks WHERE execution_batch = '${batch}'`)
      .map((task) => `outcomes/${task['scraper_name']}/${task['order_num']}.json`);
    assert.deepEqual(
      // The report is made for people after the close: nothing is rebuilt from it, and a crash may come first.
      filesBelow(join(scene.tree, '.orchestrator', String(batch))).filter((file) => !/^report\.(html|txt)$/.test(file)),
      ['close.json', 'fields.jsonl', 'plan.jsonl', ...outcomes].sort(),
    );
  }
}
