import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openScene } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';
import { finished } from '../support/rehearsal.ts';
import { logged, startServe, statusOf } from './service-process.ts';

const ONE_PAGE = 'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta';

test('F7 the tenth start within five minutes starts nothing, shows why and refuses what people ask for, until a reload', async (t) => {
  const scene = await openScene(t, { catalogue: [ONE_PAGE] });
  const { rehearsal } = scene;
  assert.equal((await finished(rehearsal.spawn('scraping-orchestrator', ['db', 'migrate']))).code, 0);
  const database = new DatabaseSync(rehearsal.config.database.path);
  const started = database.prepare(
    `INSERT INTO instances (id, pid, start_ticks, boot_id, started_at, ended_at) VALUES (?, 1, '1', 'boot', ?, ?)`,
  );
  for (let start = 1; start < 10; start += 1) started.run(`crashed-${start}`, Date.now() - start * 1000, Date.now());
  database.close();

  const service = await startServe(t, scene);
  assert.equal(logged(scene, 'safe_mode').length, 1);
  await until(() => statusOf(scene)?.['stage'] === 'safe', 'the status says so');
  assert.match(JSON.stringify(statusOf(scene)?.['degraded']), /safe mode: .* 10 times/);
  const refused = await finished(rehearsal.spawn('scraping-monitor', ['run-now', '--json']));
  assert.equal(refused.code, 75, refused.stderr);
  assert.match(refused.stdout + refused.stderr, /E_SAFE_MODE/);
  assert.equal(scene.count('SELECT COUNT(*) FROM execution_batches'), 0, 'nor did the batch that is due start');

  service.signal('SIGHUP');
  await until(() => logged(scene, 'reloaded').length === 1, 'a reload ends it');
  assert.equal((await finished(rehearsal.spawn('scraping-monitor', ['run-now', '--json']))).code, 0);
  await until(
    () => scene.count(`SELECT COUNT(*) FROM execution_batches WHERE status = 'completed'`) === 1,
    'the batch is over',
  );
  service.signal('SIGTERM');
  assert.equal((await service.end).code, 0);
});
