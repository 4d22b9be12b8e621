import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { migrateSqlite } from '../../src/store/sqlite/migrate-file.ts';
import { temporaryDirectory } from './given.ts';

test('docs/database.md names every table, column and index that is there', (t) => {
  const file = join(temporaryDirectory(t), 'orchestrator.db');
  migrateSqlite(file);
  const database = new DatabaseSync(file, { readOnly: true });
  t.after(() => database.close());
  const names = database
    .prepare(
      `SELECT s.name AS owner, c.name FROM sqlite_schema s, pragma_table_info(s.name) c WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite_%'
       UNION SELECT name, name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
       UNION SELECT name, name FROM sqlite_schema WHERE type = 'index' AND name IN ('idx_tasks_lane', 'idx_tasks_retry', 'idx_events_task', 'idx_commands_answered', 'idx_occurrences_open', 'idx_occurrences_due')`,
    )
    .all();
  assert.ok(names.length > 100);
  const text = readFileSync(join(import.meta.dirname, '../../docs/database.md'), 'utf8');
  const missing = names
    .filter(({ name }) => !text.includes(`\`${String(name)}\``))
    .map(({ owner, name }) => `${String(owner)}.${String(name)}`);
  assert.deepEqual(missing, []);
});

test("the document's eight indexes are there, and no index is unknown", (t) => {
  const file = join(temporaryDirectory(t), 'orchestrator.db');
  migrateSqlite(file);
  const database = new DatabaseSync(file, { readOnly: true });
  t.after(() => database.close());
  const indexes = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
    .all();
  assert.deepEqual(
    indexes.map(({ name }) => name),
    [
      'idx_batch_progress',
      'idx_batches_date',
      'idx_batches_status',
      'idx_commands_answered',
      'idx_events_task',
      'idx_occurrences_due',
      'idx_occurrences_open',
      'idx_tasks_batch',
      'idx_tasks_created',
      'idx_tasks_lane',
      'idx_tasks_retry',
      'idx_tasks_scraper',
      'idx_tasks_status',
      'idx_tasks_website',
    ],
  );
});
