import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finished } from '../support/rehearsal.ts';
import { assertBatchIsWhole } from './invariants.ts';
import { movableClock } from './movable-clock.ts';
import { assertRowsAreRight } from './right-rows.ts';
import { HOSTS, openScene, startBatch } from './scene.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

const NO_DETAILS = { Inm24: { has_detail_scraper: false }, Lam: { has_detail_scraper: false } };
const EXECUTION = { max_concurrency: 2, retry: { delay: '100ms', strategy: 'linear' } };
const ONE_PAGE = 'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta';
const TWO_PAGES = 'Tro,Zap,Ven,Bod,https://casas.trovit.com.mx/venta-bodegas-zapopan';
const HOUR = 3_600_000;

function attemptsOf(scene: Scene): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    scene.query('SELECT task_key, attempts FROM scraping_tasks').map((task) => [task['task_key'], task['attempts']]),
  );
}

test('portals that now and then answer 503 or cut a page off cost a moment, not a row and not an attempt', async (t) => {
  const scene = await openScene(t, {
    portals: { faults: true },
    // The practice portals fail the first request for these two: one with 503, one in the middle.
    catalogue: [
      'Lam,Salt,Ven,Cons,https://www.lamudi.com.mx/jalisco/el-salto/offices/medico-consulting/for-sale/',
      'Lam,Gdl,Ren,Cons,https://www.lamudi.com.mx/jalisco/guadalajara/offices/medico-consulting/for-rent/',
      ONE_PAGE,
    ],
    config: { execution: EXECUTION, websites: NO_DETAILS },
  });
  const running = await startBatch(t, scene);
  const batch = await running.ended;
  const statuses = scene.rehearsal.portals.stats()[HOSTS.Lam]?.statuses ?? {};
  assert.equal(statuses['503'], 1);
  assert.equal(
    scene.gate.visits.filter((visit) => visit.host === HOSTS.Lam).length,
    4,
    'each was asked for a second time',
  );
  assert.ok(batch !== null);
  assert.equal(batch.completedTasks, 3);
  assert.deepEqual(attemptsOf(scene), { 'lam:1': 1, 'lam:2': 1, 'cyt:1': 1 });
  await assertRowsAreRight(scene, running, batch);
  await running.stop();
  assertBatchIsWhole(scene);
});

test('a page that fails through a whole attempt is charged; the next attempt goes on from there with the right rows', async (t) => {
  const scene = await openScene(t, { catalogue: [TWO_PAGES, ONE_PAGE], config: { execution: EXECUTION } });
  scene.gate.hold(HOSTS.Tro);
  const running = await startBatch(t, scene);
  const first = await until(() => scene.gate.held[0], 'the first page of Tro');
  const { pages } = (await scene.rehearsal.truth(first.url)) as { readonly pages: readonly { readonly url: string }[] };
  const second = pages[1]?.url ?? '';
  // Three requests are one attempt: a page is asked for twice more before the task is put off.
  scene.gate.fail(second, 3);
  scene.gate.open();
  const batch = await running.ended;
  assert.deepEqual(attemptsOf(scene), { 'tro:1': 2, 'cyt:1': 1 });
  const [retry] = scene.query(`SELECT verdict, code, message FROM task_events WHERE step = 'retry'`);
  assert.deepEqual({ verdict: retry?.['verdict'], code: retry?.['code'] }, { verdict: 'network', code: 'E_SERVER' });
  assert.ok(String(retry?.['message']).includes('500'), String(retry?.['message']));
  assert.equal(scene.gate.visits.filter((visit) => visit.url === first.url).length, 1, 'the first page was kept');
  assert.ok(batch !== null);
  await assertRowsAreRight(scene, running, batch);
  await running.stop();
  assertBatchIsWhole(scene);
});

test('F57 a portal that is down costs its own tasks alone: the others complete, and at the deadline its tasks end with their reason (D1)', async (t) => {
  const clock = movableClock();
  const scene = await openScene(t, { catalogue: [TWO_PAGES, ONE_PAGE], config: { execution: EXECUTION } });
  scene.gate.refuse(HOSTS.Tro);
  const running = await startBatch(t, scene, clock);
  await until(
    () => scene.count(`SELECT COUNT(*) FROM scraping_tasks WHERE status = 'completed'`) === 1,
    'the other portal',
  );
  await until(
    () =>
      scene.count(
        `SELECT COUNT(*) FROM scraping_tasks WHERE status = 'retrying' AND error_code = 'E_ROBOTS_UNREACHABLE'`,
      ) === 1,
    'a task that waits',
  );
  assert.deepEqual(attemptsOf(scene), { 'tro:1': 0, 'cyt:1': 1 }, 'waiting is free of charge');
  clock.advance(scene.rehearsal.config.execution.batch_deadline + HOUR);
  const batch = await running.ended;
  assert.deepEqual({ status: batch?.status, failed: batch?.failedTasks }, { status: 'completed', failed: 1 });
  const [task] = scene.query(
    `SELECT status, error_code, verdict, error_message FROM scraping_tasks WHERE website = 'Tro'`,
  );
  assert.equal(task?.['status'], 'permanently_failed');
  assert.equal(task?.['error_code'], 'E_BATCH_DEADLINE');
  assert.ok(task?.['verdict'] !== null && String(task?.['error_message']).includes(running.batch));
  await running.stop();
});

test('a search that is gone ends its task with the verdict, the batch completes with gaps, and the exit code is 5', async (t) => {
  const gone = 'CyT,Zptl,Ren,Cas,https://www.casasyterrenos.com/jalisco/zapotlanejo/no-such-product/renta';
  const scene = await openScene(t, { catalogue: [gone, ONE_PAGE], config: { execution: EXECUTION } });
  const { code, stdout } = await finished(scene.spawnRun());
  assert.equal(code, 5, stdout);
  assert.deepEqual(
    scene
      .query('SELECT task_key, status, verdict, error_code FROM scraping_tasks ORDER BY order_num')
      .map((task) => Object.values(task)),
    [
      ['cyt:1', 'failed', 'gone', 'E_NOT_FOUND'],
      ['cyt:2', 'completed', 'ok', null],
    ],
  );
  assertBatchIsWhole(scene);
});
