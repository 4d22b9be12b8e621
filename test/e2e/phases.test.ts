import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertBatchIsWhole } from './invariants.ts';
import { HOSTS, openScene, startBatch } from './scene.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

const LAM = 'https://www.lamudi.com.mx/jalisco/el-salto/offices/medico-consulting/for-sale/';
/** Lam's second search finds what its first one found: both belong to the first. */
const CATALOGUE = [
  `Lam,Salt,Ven,Cons,${LAM}`,
  `Lam,Salt,Ven,Ofc,${LAM}`,
  'Lam,Gdl,Ren,LocCP,https://www.lamudi.com.mx/jalisco/guadalajara/comercial/comercial-agricultura/for-rent/',
  'Tro,Jnctl,Ren,Bod,https://casas.trovit.com.mx/renta-bodegas-juanacatlan',
];
const DETAILS = `SELECT order_num, status FROM scraping_tasks WHERE phase = 'detail' ORDER BY order_num`;

async function openPhases(t: Parameters<typeof openScene>[0], barrier: 'site' | 'batch'): Promise<Scene> {
  const scene = await openScene(t, {
    catalogue: CATALOGUE,
    config: { execution: { max_concurrency: 2, phase_barrier: barrier } },
  });
  scene.gate.hold(HOSTS.Tro);
  return scene;
}

test(`barrier site: a site's details begin when its own searches are over, while another site still searches (D23)`, async (t) => {
  const scene = await openPhases(t, 'site');
  const running = await startBatch(t, scene);
  await until(
    () => scene.count(`SELECT COUNT(*) FROM scraping_tasks WHERE phase = 'detail' AND status = 'completed'`) === 2,
    'details of Lam',
  );
  assert.equal(scene.count(`SELECT COUNT(*) FROM scraping_tasks WHERE website = 'Tro' AND status = 'running'`), 1);
  scene.gate.open();
  const batch = await running.ended;
  await running.stop();
  assert.equal(batch?.totalTasks, 6, 'the details count as tasks');
  assertBatchIsWhole(scene);
});

test('details are planned from what was published: each listing is visited once, by the lowest order_num that found it (D22)', async (t) => {
  const scene = await openPhases(t, 'site');
  scene.gate.open();
  const running = await startBatch(t, scene);
  await running.ended;
  await running.stop();
  assert.deepEqual(
    scene.query(DETAILS).map((task) => task['order_num']),
    [1, 3],
    'nothing is left for the second search: it has no detail task',
  );
  const published = scene
    .query(`SELECT data_records_extracted AS rows FROM scraping_tasks WHERE scraper_name = 'lam' ORDER BY order_num`)
    .map((task) => Number(task['rows']));
  const [first = 0, second = 0, third = 0] = published;
  assert.ok(first > 0 && second === first && third > 0);
  const visited = scene.gate.visits.map((visit) => visit.url).filter((url) => url.includes('/detalle/'));
  assert.equal(visited.length, first + third);
  assert.equal(new Set(visited).size, visited.length);
  assertBatchIsWhole(scene);
});

test('barrier batch: no detail begins before every search of the batch is over (D23)', async (t) => {
  const scene = await openPhases(t, 'batch');
  const running = await startBatch(t, scene);
  await until(
    () => scene.count(`SELECT COUNT(*) FROM scraping_tasks WHERE scraper_name = 'lam' AND status = 'completed'`) === 3,
    'the searches of Lam',
  );
  assert.deepEqual(scene.query(DETAILS), []);
  scene.gate.open();
  await running.ended;
  await running.stop();
  const lastSearch = scene.count(
    `SELECT MAX(e.id) FROM task_events e JOIN scraping_tasks t ON t.id = e.task WHERE t.phase = 'main' AND e.step = 'complete'`,
  );
  const firstDetail = scene.count(
    `SELECT MIN(e.id) FROM task_events e JOIN scraping_tasks t ON t.id = e.task WHERE t.phase = 'detail'`,
  );
  assert.ok(firstDetail > lastSearch);
  assertBatchIsWhole(scene);
});
