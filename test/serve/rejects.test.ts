import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../src/core/task.ts';
import { createRejectWatch } from '../../src/engine/coordinator/watch-rejects.ts';
import { batchPlan, plannedTask, temporaryDirectory } from '../store/given.ts';
import { openFile } from '../store/sqlite-store.ts';
import { recordingLog, steppedClock } from '../upkeep/stepped-clock.ts';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

test('F65 D21 the third task of a site with more than a fifth of its rows rejected pauses the site, once a batch; the next batch goes on', async (t) => {
  const file = join(temporaryDirectory(), 'orchestrator.db');
  const { store } = await openFile(t, file);
  const batch = await store.batches.planBatch(batchPlan([1, 2, 3, 4, 5].map((number) => plannedTask(number))));
  const { log, lines } = recordingLog();
  const watch = createRejectWatch({ store, clock: steppedClock(), log });
  const database = new DatabaseSync(file, { timeout: 5000 });
  t.after(() => database.close());
  const complete = async (order: number, rejected: number): Promise<void> => {
    database
      .prepare(
        `UPDATE scraping_tasks SET status = 'completed', data_records_extracted = ?, rejected_records = ? WHERE order_num = ?`,
      )
      .run(100 - rejected, rejected, order);
    const task = (await store.reports.listTasks({ batch: batch.id })).find(
      ({ orderNum }) => orderNum === order,
    ) as Task;
    await watch.settled(task);
  };
  await complete(1, 21);
  await complete(2, 20);
  await complete(3, 90);
  assert.deepEqual(await store.schedule.pausedSites(), [], 'two so far: a fifth exactly is not too many');
  await complete(4, 50);
  const [paused] = await store.schedule.pausedSites();
  const site = (await store.reports.listTasks({ batch: batch.id }))[0]?.site;
  assert.equal(paused?.site, site);
  assert.ok((await store.tasks.lanes(batch.id, 0)).every((lane) => lane.paused));
  assert.equal(lines.filter(({ event }) => event === 'site_paused').length, 1);

  await store.schedule.setPause({ site: site ?? '', paused: false, actor: 'cli:ana', at: 0 });
  await complete(5, 50);
  assert.deepEqual(await store.schedule.pausedSites(), [], 'a person who let it go on is not contradicted');

  await store.schedule.setPause({ site: site ?? '', paused: true, actor: 'service', at: 0 });
  await store.schedule.setPause({ site: 'Lam', paused: true, actor: 'cli:ana', at: 0 });
  await watch.batchOver();
  assert.deepEqual(
    (await store.schedule.pausedSites()).map((one) => one.site),
    ['Lam'],
    'its own pauses end with the batch, a person’s do not',
  );
});

test('F65 three tasks in a row whose pages are not what they were pause their site; a few odd ones among good ones do not', async (t) => {
  const file = join(temporaryDirectory(), 'orchestrator.db');
  const { store } = await openFile(t, file);
  const batch = await store.batches.planBatch(batchPlan([1, 2, 3, 4, 5, 6].map((number) => plannedTask(number))));
  const { log, lines } = recordingLog();
  const watch = createRejectWatch({ store, clock: steppedClock(), log });
  const tasks = await store.reports.listTasks({ batch: batch.id });
  const settle = async (order: number, more: Partial<Task>): Promise<void> => {
    const task = tasks.find(({ orderNum }) => orderNum === order) as Task;
    await watch.settled({ ...task, ...more });
  };
  const changed = {
    status: 'retrying',
    verdict: 'layout_changed',
    errorMessage: 'price is on 0 of 30 adverts',
  } as const;
  await settle(1, changed);
  await settle(2, changed);
  await settle(2, changed);
  await settle(3, { status: 'completed', verdict: 'ok', rows: 10 });
  await settle(4, changed);
  await settle(5, changed);
  assert.deepEqual(await store.schedule.pausedSites(), [], 'the same task twice is one, and a good one begins anew');
  await settle(6, changed);
  assert.equal((await store.schedule.pausedSites()).length, 1);
  const [paused] = lines.filter(({ event }) => event === 'site_paused');
  assert.match(JSON.stringify(paused), /3 tasks in a row.*price is on 0 of 30 adverts/);
});
