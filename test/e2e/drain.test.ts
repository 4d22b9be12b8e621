import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { finished } from '../support/rehearsal.ts';
import { SEVERAL_PAGES } from './catalogues.ts';
import { assertBatchIsWhole, assertDatabaseIsSound } from './invariants.ts';
import { pidOf } from './processes.ts';
import { openScene } from './scene.ts';
import { until } from './until.ts';

const CONFIG = {
  execution: { max_concurrency: 4 },
  websites: { Inm24: { has_detail_scraper: false }, Lam: { has_detail_scraper: false } },
};
const RUNNING = `SELECT COUNT(*) FROM scraping_tasks WHERE status = 'running'`;

test('F3 Ctrl-C stores the pages in flight, releases their tasks free of charge and says how to go on; the next run continues the batch', async (t) => {
  const scene = await openScene(t, { catalogue: SEVERAL_PAGES, config: CONFIG });
  scene.gate.hold();
  const command = scene.spawnRun();
  const end = finished(command);
  await until(() => scene.gate.held.length === 4, 'four pages in flight');
  process.kill(pidOf(command), 'SIGINT');
  await until(() => scene.hasLogged('draining'), 'the drain begins');
  scene.gate.open();
  const { code, stdout } = await end;

  assert.equal(code, 130);
  assert.match(stdout, /`scraping-orchestrator run`/);
  assert.equal(scene.gate.visits.length, 4, 'nothing was asked for after Ctrl-C');
  assert.equal(scene.count('SELECT SUM(pages) FROM scraping_tasks'), 4, 'the pages in flight are stored');
  assert.equal(scene.count(RUNNING), 0);
  assert.deepEqual(
    scene.query(`SELECT task_key FROM scraping_tasks WHERE status = 'pending' AND attempts <> 0`),
    [],
    'attempts are given back',
  );
  assert.equal(scene.count('SELECT SUM(interruptions) FROM scraping_tasks'), 0);
  assertDatabaseIsSound(scene);

  const second = await finished(scene.spawnRun());
  assert.equal(second.code, 0, second.stderr);
  assert.equal(scene.count('SELECT COUNT(*) FROM execution_batches'), 1);
  assertBatchIsWhole(scene);
  const urls = scene.gate.visits.map((visit) => visit.url);
  assert.equal(new Set(urls).size, urls.length, 'no page was fetched twice');
});

test('F3 a second Ctrl-C waits for no page and leaves nothing running; the next run takes the batch up', async (t) => {
  const scene = await openScene(t, { catalogue: SEVERAL_PAGES.slice(0, 4), config: CONFIG });
  scene.gate.hold();
  const command = scene.spawnRun();
  const end = finished(command);
  await until(() => scene.gate.held.length > 0, 'a page in flight');
  process.kill(pidOf(command), 'SIGINT');
  await until(() => scene.hasLogged('draining'), 'the drain begins');
  assert.ok(scene.count(RUNNING) > 0, 'the first one waits for the page');
  process.kill(pidOf(command), 'SIGINT');
  assert.equal((await end).code, 130, 'it ended with the page still held back');
  assert.equal(scene.count(RUNNING), 0);
  assert.deepEqual(
    scene.query(`SELECT task_key FROM scraping_tasks WHERE status = 'pending' AND attempts <> 0`),
    [],
    'attempts are given back',
  );
  assert.equal(scene.count('SELECT COUNT(*) FROM instances WHERE ended_at IS NULL'), 0);

  scene.gate.open();
  // As if it had ended between the transaction of the plan and its journal: the next start writes it again (D9).
  const plan = join(
    scene.tree,
    '.orchestrator',
    String(scene.query('SELECT batch_id FROM execution_batches')[0]?.['batch_id']),
    'plan.jsonl',
  );
  const planned = readFileSync(plan, 'utf8');
  rmSync(plan);
  const second = await finished(scene.spawnRun());
  assert.equal(second.code, 0, second.stderr);
  assertBatchIsWhole(scene);
  assert.equal(readFileSync(plan, 'utf8'), planned);
});
