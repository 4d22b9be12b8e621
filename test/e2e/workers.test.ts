import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { SEVERAL_PAGES } from './catalogues.ts';
import { assertBatchIsWhole, resultFiles } from './invariants.ts';
import { movableClock } from './movable-clock.ts';
import { isGone, isStopped, processOf } from './processes.ts';
import type { Process } from './processes.ts';
import { assertRowsAreRight } from './right-rows.ts';
import { openScene, startBatch } from './scene.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

const RETRY = { delay: '100ms', strategy: 'linear' };
const NO_DETAILS = { Inm24: { has_detail_scraper: false }, Lam: { has_detail_scraper: false } };
const MINUTE = 60_000;
/** Two pages. */
const ONE_SEARCH = 'CyT,Tlaj,Ven,Terr,https://www.casasyterrenos.com/jalisco/tlajomulco-de-zuniga/terrenos/venta';

function onlyWorker(scene: Scene): Process {
  const [worker, ...others] = scene.query('SELECT pid FROM workers');
  assert.equal(others.length, 0);
  return processOf(Number(worker?.['pid']));
}

function change(scene: Scene, sql: string): void {
  const database = new DatabaseSync(scene.rehearsal.config.database.path, { timeout: 5000 });
  database.exec(sql);
  database.close();
}

async function stop(worker: Process): Promise<void> {
  process.kill(worker.pid, 'SIGSTOP');
  await until(() => isStopped(worker), 'the worker stops');
}

test('F1 a worker killed at work is seen, its task is charged and goes on from its last page; no other task notices', async (t) => {
  const scene = await openScene(t, {
    catalogue: SEVERAL_PAGES,
    config: { execution: { max_concurrency: 4, retry: RETRY }, websites: NO_DETAILS },
  });
  scene.gate.hold();
  const running = await startBatch(t, scene);
  await until(() => scene.gate.held.length === 4, 'four first pages');
  const firstPages = new Set(scene.gate.held.map((visit) => visit.url));
  for (let page = 0; page < 4; page += 1) scene.gate.passOne();
  await until(
    () => scene.gate.held.length === 4 && scene.gate.held.every((visit) => !firstPages.has(visit.url)),
    'four second pages',
  );
  assert.equal(scene.count('SELECT SUM(pages) FROM scraping_tasks'), 4);

  process.kill(Number(scene.query('SELECT pid FROM workers')[0]?.['pid']), 'SIGKILL');
  await until(
    () => scene.count(`SELECT COUNT(*) FROM task_events WHERE code = 'E_WORKER_DIED'`) === 1,
    'the death is told',
  );
  const [death] = scene.query(`SELECT task, step, attempt, message FROM task_events WHERE code = 'E_WORKER_DIED'`);
  assert.deepEqual({ step: death?.['step'], attempt: death?.['attempt'] }, { step: 'retry', attempt: 1 });
  assert.match(String(death?.['message']), /SIGKILL/);
  scene.gate.open();
  const batch = await running.ended;

  assert.ok(batch !== null);
  assert.equal(batch.completedTasks, SEVERAL_PAGES.length);
  assert.deepEqual(
    scene
      .query('SELECT id, attempts FROM scraping_tasks WHERE attempts <> 1')
      .map((task) => [task['id'], task['attempts']]),
    [[death?.['task'], 2]],
  );
  const again = scene.gate.visits.map((visit) => visit.url).filter((url, index, all) => all.indexOf(url) !== index);
  assert.equal(again.length, 1, 'only the page in flight was fetched again');
  assert.ok(
    again.every((url) => !firstPages.has(url)),
    'and it was no page that had been stored',
  );
  await assertRowsAreRight(scene, running, batch);
  await running.stop();
  assertBatchIsWhole(scene);
});

test('F4 a worker that makes no progress is ended, its task is charged as E_HUNG and tried again', async (t) => {
  const clock = movableClock();
  const scene = await openScene(t, {
    catalogue: [ONE_SEARCH],
    config: { execution: { max_concurrency: 1, retry: RETRY } },
  });
  scene.gate.hold();
  const running = await startBatch(t, scene, clock);
  await until(() => scene.gate.held.length === 1, 'a page in flight');
  const worker = onlyWorker(scene);
  await stop(worker);
  clock.advance(scene.rehearsal.config.execution.progress_timeout + MINUTE);
  await until(
    () =>
      scene.count(
        `SELECT COUNT(*) FROM task_events WHERE step = 'retry' AND code = 'E_HUNG' AND verdict = 'timeout'`,
      ) === 1,
    'it is called hung',
  );
  await until(() => isGone(worker), 'the stopped worker is ended');
  scene.gate.open();
  const batch = await running.ended;
  assert.equal(scene.count(`SELECT attempts FROM scraping_tasks WHERE status = 'completed'`), 2);
  assert.ok(batch !== null);
  await assertRowsAreRight(scene, running, batch);
  await running.stop();
  assertBatchIsWhole(scene);
});

test('F5 a worker that wakes up after its task was taken away writes nothing, and is ended', async (t) => {
  const clock = movableClock();
  const scene = await openScene(t, {
    catalogue: [ONE_SEARCH],
    config: { execution: { max_concurrency: 1, batch_deadline: '1m' } },
  });
  scene.gate.hold();
  const running = await startBatch(t, scene, clock);
  await until(() => scene.gate.held.length === 1, 'a page in flight');
  const worker = onlyWorker(scene);
  await stop(worker);
  scene.gate.open();
  // Another owner takes the task, as another agent would, while its page waits for the stopped worker.
  change(
    scene,
    `UPDATE scraping_tasks SET lease_token = 'another:2', lease_owner = 'another', lease_no = lease_no + 1`,
  );
  const before = scene.query('SELECT * FROM scraping_tasks');
  process.kill(worker.pid, 'SIGCONT');
  await until(() => scene.log.some(({ event }) => event === 'lease_lost'), 'its page is refused');
  await until(() => isGone(worker), 'it is ended');
  assert.deepEqual(scene.query('SELECT * FROM scraping_tasks'), before);
  // The new owner never ends it: the deadline does (D1).
  clock.advance(MINUTE + 1);
  assert.equal((await running.ended)?.status, 'failed');
  await running.stop();
  assert.deepEqual(
    scene.query('SELECT status, error_code FROM scraping_tasks').map((task) => [task['status'], task['error_code']]),
    [['permanently_failed', 'E_BATCH_DEADLINE']],
  );
  assert.equal(scene.count('SELECT COUNT(*) FROM pages'), 0);
  assert.deepEqual(resultFiles(scene.tree), []);
  assert.equal(
    scene.count(`SELECT COUNT(*) FROM task_events WHERE step = 'lease_lost'`),
    1,
    'silent to the task, still an event',
  );
});
