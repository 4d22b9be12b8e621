import assert from 'node:assert/strict';
import fs from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import type { Inspection, Store } from '../../../src/store/contract.ts';
import { sqliteUpkeep } from '../../../src/store/sqlite/upkeep.ts';
import { createDatabaseCleanup } from '../../../src/upkeep/cleanup/remove-old-rows.ts';
import { CHECK_NOTE, createDatabaseMaintenance } from '../../../src/upkeep/maintenance/maintain-database.ts';
import { createWalWatch } from '../../../src/upkeep/maintenance/wal-watch.ts';
import { batchPlan, leased, page, plannedTask, settled, settlement, T0 } from '../../store/given.ts';
import { DAY, treeScene } from './tree-scene.ts';
import type { TreeScene } from './tree-scene.ts';

const MIB = 1024 * 1024;

async function failedBatch(store: Store, executionNumber: number, endedAt: number, tasks = 3): Promise<string> {
  const name = { monthYear: 'Nov26', executionNumber };
  const plan = Array.from({ length: tasks }, (_, index) => plannedTask(index + 1));
  const { id } = await store.batches.planBatch(batchPlan(plan, { name, startedAt: endedAt - DAY }));
  for (const task of await store.reports.listTasks({ batch: id })) {
    const { lease, resume } = await leased(store, task.id);
    await store.tasks.commitPage(lease, resume.generation, page(1));
    await settled(store, settlement(lease, { step: 'fail', verdict: 'forbidden', code: 'E_ROBOTS', at: endedAt }));
  }
  await store.batches.closeBatch(id, 'failed', endedAt);
  return id;
}

describe('the weekly clean-up', () => {
  it('sums batches up, drops pages of failed tasks after a week, and tasks after six months', async (t) => {
    const s = await treeScene(t);
    const now = s.clock.now();
    await failedBatch(s.store, 1, now - 200 * DAY);
    const month = await failedBatch(s.store, 2, now - 30 * DAY);
    const fresh = await failedBatch(s.store, 3, now - 2 * DAY);
    // As in a database that was taken over or made anew from the tree.
    const database = new DatabaseSync(s.file);
    database.exec('DELETE FROM task_summaries; DELETE FROM batch_summaries');
    database.close();
    const cleanup = createDatabaseCleanup({ ...s, keepMonths: 6 });
    assert.deepEqual(await cleanup.runOnce(), {
      summed_batches: 3,
      removed_pages: 6,
      removed_batches: 1,
      removed_tasks: 3,
      removed_instances: 0,
    });
    assert.deepEqual(
      (await s.store.reports.listBatches(9)).map(({ id }) => id),
      [fresh, month],
    );
    assert.equal((await s.store.retention.batchSummaries(9)).length, 3);
    assert.deepEqual(await cleanup.runOnce(), {
      summed_batches: 0,
      removed_pages: 0,
      removed_batches: 0,
      removed_tasks: 0,
      removed_instances: 0,
    });
  });

  it('goes on where it was interrupted, and the sums count what was there at first', async (t) => {
    const s = await treeScene(t);
    const id = await failedBatch(s.store, 1, s.clock.now() - 200 * DAY, 450);
    await s.store.retention.removeTasks(id, 200, s.clock.now());
    const summary = await createDatabaseCleanup({ ...s, keepMonths: 6 }).runOnce();
    assert.deepEqual([summary['removed_batches'], summary['removed_tasks']], [1, 250]);
    assert.equal((await s.store.retention.batchSummaries(1))[0]?.tasks, 450);
  });
});

describe('the database file', () => {
  const maintenance = (s: TreeScene, upkeep: { inspect: () => Promise<Inspection> } | null = null, freeBytes = 1e12) =>
    createDatabaseMaintenance({ ...s, upkeep: upkeep ?? sqliteUpkeep(s.file), freeBytes: async () => freeBytes });

  it('is left alone while a batch runs', async (t) => {
    const s = await treeScene(t);
    await s.store.batches.planBatch(batchPlan([plannedTask(1)]));
    assert.deepEqual(await maintenance(s).runOnce(), { done: false, why: 'a batch is running' });
  });

  it('is checked whole in a quiet moment, and not rewritten for little', async (t) => {
    const s = await treeScene(t);
    assert.deepEqual(await maintenance(s).runOnce(), {
      done: true,
      check: 'ok',
      reindexed: false,
      vacuum: 'not worth it',
    });
    assert.deepEqual((await s.store.retention.loadNote(CHECK_NOTE))?.value, { problem: null, reindexed: false });
  });

  it('is rewritten when a fifth of it is unused, unless the disk lacks room for the copy', async (t) => {
    const s = await treeScene(t);
    const text = 'x'.repeat(900_000);
    for (let i = 0; i < 24; i += 1) await s.store.retention.saveNote(`note ${i}`, { at: 1, value: text });
    for (let i = 0; i < 24; i += 1) await s.store.retention.saveNote(`note ${i}`, { at: 1, value: '' });
    assert.equal((await maintenance(s, null, MIB).runOnce())['vacuum'], 'too little free disk');
    assert.match(String((await maintenance(s).runOnce())['vacuum']), /^2\d MB to 0 MB$/);
    assert.ok(fs.statSync(s.file).size < MIB);
  });

  it('gets its indexes built anew only after a check failed, and is checked again', async (t) => {
    const s = await treeScene(t);
    const answers: Inspection[] = [{ state: 'broken', problem: 'row 3 missing from index idx_tasks_status' }];
    const real = sqliteUpkeep(s.file);
    const upkeep = {
      inspect: async () => answers.shift() ?? (await real.inspect(s.file, { depth: 'full', digest: false })),
    };
    const summary = await maintenance(s, upkeep).runOnce();
    assert.deepEqual([summary['check'], summary['reindexed']], ['ok', true]);
    assert.equal((await maintenance(s, upkeep).runOnce())['reindexed'], false);
  });

  it('an index that disagrees with its table is cured by REINDEX', async (t) => {
    const s = await treeScene(t);
    await failedBatch(s.store, 1, T0 + DAY, 5);
    // Entries of an index are taken away behind SQLite's back, as a failing disk or an old bug would.
    await s.store.chores.checkpoint();
    const database = new DatabaseSync(s.file);
    database.enableDefensive(false);
    database.exec('PRAGMA writable_schema = ON');
    database.exec(
      `UPDATE sqlite_schema SET sql = 'CREATE INDEX idx_tasks_status ON scraping_tasks(status) WHERE id > 3' WHERE name = 'idx_tasks_status'`,
    );
    database.close();
    const again = new DatabaseSync(s.file);
    again.enableDefensive(false);
    again.exec('REINDEX idx_tasks_status; PRAGMA writable_schema = ON');
    again.exec(
      `UPDATE sqlite_schema SET sql = 'CREATE INDEX idx_tasks_status ON scraping_tasks(status)' WHERE name = 'idx_tasks_status'`,
    );
    again.exec('PRAGMA schema_version = 4711');
    again.close();
    const summary = await maintenance(s).runOnce();
    assert.deepEqual([summary['check'], summary['reindexed']], ['ok', true]);
    assert.match(
      String(s.logged.find(({ event }) => event === 'database_check_failed')?.fields['problem']),
      /idx_tasks_status/,
    );
  });

  it('that stays damaged is told, remembered and never vacuumed', async (t) => {
    const s = await treeScene(t);
    const broken: Inspection = { state: 'broken', problem: 'page 7 is never used' };
    const summary = await maintenance(s, { inspect: async () => broken }).runOnce();
    assert.deepEqual([summary['check'], summary['vacuum']], ['page 7 is never used', 'not over a damaged file']);
    assert.deepEqual((await s.store.retention.loadNote(CHECK_NOTE))?.value, {
      problem: 'page 7 is never used',
      reindexed: true,
    });
  });
});

describe('F23 the write-ahead log', () => {
  it('is emptied above 64 MB', async (t) => {
    const s = await treeScene(t);
    const wal = `${s.file}-wal`;
    const watch = createWalWatch({ walBytes: async () => fs.statSync(wal).size, chores: s.store.chores, log: s.log });
    // A reader keeps automatic checkpoints from starting over at the file's beginning.
    const reader = new DatabaseSync(s.file, { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM upkeep_notes').all();
    // SQLite leaves pages alone whose bytes do not change: each text is another one.
    for (let i = 0; fs.statSync(wal).size <= 64 * MIB; i += 1)
      await s.store.retention.saveNote(`note ${i % 3}`, { at: i, value: String(i % 10).repeat(5 * MIB) });
    const held = await watch.runOnce();
    assert.deepEqual([held['emptied'], held['claiming']], [false, true]);
    assert.ok(s.logged.some(({ event }) => event === 'wal_held_by_reader'));
    reader.exec('COMMIT');
    reader.close();
    const freed = await watch.runOnce();
    assert.deepEqual([freed['emptied'], fs.statSync(wal).size], [true, 0]);
  });

  it('stops the start of tasks above 512 MB, says why, and lets them start again once it has shrunk', async (t) => {
    const s = await treeScene(t);
    let size = 600 * MIB;
    const watch = createWalWatch({
      walBytes: async () => size,
      chores: { checkpoint: async () => ({ complete: false }) },
      log: s.log,
    });
    assert.equal(watch.stopReason, null);
    assert.equal((await watch.runOnce())['claiming'], false);
    await watch.runOnce();
    assert.match(watch.stopReason ?? '', /600 MB/);
    size = 10 * MIB;
    assert.equal((await watch.runOnce())['claiming'], true);
    assert.equal(watch.stopReason, null);
    const events = s.logged.map(({ event }) => event).filter((event) => event.startsWith('claiming'));
    assert.deepEqual(events, ['claiming_stopped', 'claiming_resumed'], 'each is told once');
  });
});
