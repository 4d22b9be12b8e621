import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SEVERAL_PAGES } from '../e2e/catalogues.ts';
import { assertBatchIsWhole, assertDatabaseIsSound } from '../e2e/invariants.ts';
import { openScene } from '../e2e/scene.ts';
import type { Scene } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';
import { finished } from '../support/rehearsal.ts';
import { logged, startServe, statusOf } from './service-process.ts';
import { makeStuckDatabase } from './stuck-database.ts';

const NO_DETAILS = { Inm24: { has_detail_scraper: false }, Lam: { has_detail_scraper: false } };
const CONFIG = { execution: { max_concurrency: 2 }, websites: NO_DETAILS };
const ONE_PAGE = 'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta';
const RUNNING = `SELECT COUNT(*) FROM scraping_tasks WHERE status = 'running'`;
const CLOSED = `SELECT COUNT(*) FROM execution_batches WHERE status <> 'running'`;

function taskStates(scene: Scene): readonly unknown[] {
  return scene.query('SELECT status, attempts, interruptions FROM scraping_tasks').map((task) => Object.values(task));
}

test('a first start makes its folders and its database, runs the batch that is due, writes status.json, and stops with 0', async (t) => {
  const scene = await openScene(t, { catalogue: [ONE_PAGE], config: CONFIG });
  for (const made of ['Base_de_Datos', 'logs', 'backups'])
    rmSync(join(scene.rehearsal.folder, made), { recursive: true });
  // What an earlier service left is no hindrance.
  writeFileSync(scene.rehearsal.config.monitoring.status_file, '{"stage": "runn');
  const service = await startServe(t, scene);
  await until(() => scene.count(CLOSED) === 1, 'the batch is over');
  await until(
    () => (statusOf(scene)?.['lastBatch'] as { status?: string } | null)?.status === 'completed',
    'the status says so',
  );
  const second = await finished(scene.rehearsal.spawn('scraping-orchestrator', ['serve']));
  assert.equal(second.code, 73, 'F12 a second service on the same data directory');
  assert.match(second.stderr, new RegExp(`process ${service.pid}\\b`));
  service.signal('SIGTERM');
  assert.equal((await service.end).code, 0);
  assert.equal(statusOf(scene)?.['stage'], 'stopped');
  assert.equal(logged(scene, 'crashed').length, 0);
  assert.equal(scene.count('SELECT COUNT(*) FROM workers'), 0);
  assertBatchIsWhole(scene);
});

test('F3 F14 a bad file on SIGHUP changes nothing and is named; SIGTERM stores the pages in flight and releases; a restart goes on', async (t) => {
  const scene = await openScene(t, { catalogue: SEVERAL_PAGES.slice(0, 4), config: CONFIG });
  scene.gate.hold();
  const service = await startServe(t, scene);
  await until(() => scene.gate.held.length === 2, 'two pages in flight');

  const good = readFileSync(scene.rehearsal.configFile, 'utf8');
  appendFileSync(scene.rehearsal.configFile, 'execution2: {\n');
  service.signal('SIGHUP');
  const [failure] = await until(
    () => (logged(scene, 'reload_failed').length > 0 ? logged(scene, 'reload_failed') : null),
    'the reload fails',
  );
  assert.equal(failure?.['code'], 'E_CONFIG');
  assert.equal(typeof failure?.['line'], 'number');
  assert.equal(scene.gate.held.length, 2, 'the pages in flight stay in flight');

  const folder = join(scene.rehearsal.folder, 'sites');
  mkdirSync(folder);
  writeFileSync(scene.rehearsal.configFile, good);
  writeFileSync(join(folder, 'Bad.yaml'), 'code: Bad\nhosts: {');
  service.signal('SIGHUP');
  await until(() => logged(scene, 'reload_failed').length === 2, 'a bad definition');
  assert.match(String(logged(scene, 'reload_failed')[1]?.['file']), /Bad\.yaml/);
  rmSync(join(folder, 'Bad.yaml'));

  writeFileSync(scene.rehearsal.configFile, good.replace('max_concurrency: 2', 'max_concurrency: 3'));
  service.signal('SIGHUP');
  await until(() => logged(scene, 'draining').length === 1, 'the engine is replaced');
  scene.gate.passOne();
  scene.gate.passOne();
  await until(() => scene.gate.held.length === 3, 'the batch goes on, with three slots');
  assert.equal(logged(scene, 'reloaded').length, 1);
  assert.equal(scene.count('SELECT SUM(pages) FROM scraping_tasks'), 2, 'the pages in flight were stored');

  service.signal('SIGTERM');
  await until(() => logged(scene, 'draining').length === 2, 'it drains');
  scene.gate.open();
  assert.equal((await service.end).code, 0);
  assert.equal(scene.count(RUNNING), 0);
  assert.equal(scene.count('SELECT SUM(interruptions) FROM scraping_tasks'), 0);
  assert.ok(
    taskStates(scene).every(
      (state) => JSON.stringify(state) === JSON.stringify(['pending', 0, 0]) || (state as unknown[])[0] === 'completed',
    ),
    'attempts are given back',
  );
  assertDatabaseIsSound(scene);

  const again = await startServe(t, scene);
  await until(() => scene.count(CLOSED) === 1, 'the same batch ends');
  again.signal('SIGINT');
  assert.equal((await again.end).code, 0);
  const urls = scene.gate.visits.map((visit) => visit.url);
  assert.equal(new Set(urls).size, urls.length, 'no page was fetched twice');
  assertBatchIsWhole(scene);
});

test('F3 a second SIGTERM ends at once and leaves nothing running', async (t) => {
  const scene = await openScene(t, { catalogue: SEVERAL_PAGES.slice(0, 2), config: CONFIG });
  scene.gate.hold();
  const service = await startServe(t, scene);
  await until(() => scene.gate.held.length === 2, 'pages in flight');
  service.signal('SIGTERM');
  await until(() => logged(scene, 'draining').length === 1, 'it drains');
  service.signal('SIGTERM');
  assert.equal((await service.end).code, 0, 'it ended with the pages still held back');
  assert.equal(scene.count(RUNNING), 0);
  assert.deepEqual(new Set(taskStates(scene).map((state) => JSON.stringify(state))), new Set(['["pending",0,0]']));
});

test('F2 a service killed outright is followed by one that frees its tasks at once, ends its workers and goes on', async (t) => {
  const scene = await openScene(t, { catalogue: SEVERAL_PAGES.slice(0, 3), config: CONFIG });
  scene.gate.hold();
  const first = await startServe(t, scene);
  await until(() => scene.gate.held.length === 2, 'pages in flight');
  first.signal('SIGKILL');
  await first.end;
  assert.equal(scene.count(RUNNING), 2);
  scene.gate.open();
  const second = await startServe(t, scene);
  await until(() => scene.count(CLOSED) === 1, 'the batch ends');
  assert.equal(logged(scene, 'recovered')[0]?.['releasedTasks'], 2);
  second.signal('SIGTERM');
  await second.end;
  assertBatchIsWhole(scene);
});

test(`the user's own story: eight batches left running and tasks stuck are closed with reasons by one start, and a new batch completes`, async (t) => {
  const scene = await openScene(t, { catalogue: [ONE_PAGE], config: { ...CONFIG, execution: { max_concurrency: 1 } } });
  makeStuckDatabase(scene.rehearsal.config.database.path);
  const service = await startServe(t, scene);
  const open = scene.query(
    `SELECT batch_id FROM execution_batches WHERE status = 'running' AND batch_id LIKE 'Sep25%'`,
  );
  assert.deepEqual(open, []);
  assert.equal(
    scene.count(
      `SELECT COUNT(*) FROM scraping_tasks WHERE execution_batch LIKE 'Sep25%' AND status IN ('pending', 'running', 'retrying')`,
    ),
    0,
  );
  assert.equal(
    scene.count(
      `SELECT COUNT(*) FROM scraping_tasks WHERE execution_batch LIKE 'Sep25%' AND status = 'cancelled' AND coalesce(error_message, '') = ''`,
    ),
    0,
    'each with its reason',
  );
  const asked = await finished(scene.rehearsal.spawn('scraping-monitor', ['run-now']));
  assert.ok(asked.code === 0 || /E_BATCH_OPEN/.test(asked.stderr), asked.stderr);
  await until(
    () =>
      scene.count(
        `SELECT COUNT(*) FROM execution_batches WHERE batch_id NOT LIKE 'Sep25%' AND status = 'completed'`,
      ) === 1,
    'a new batch completes',
  );
  assert.equal(scene.count(`SELECT completed_tasks FROM execution_batches WHERE batch_id NOT LIKE 'Sep25%'`), 1);
  service.signal('SIGTERM');
  assert.equal((await service.end).code, 0);
  assertDatabaseIsSound(scene);
});
