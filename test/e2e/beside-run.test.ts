import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askOperator } from '../../src/app/view/ask-operator.ts';
import type { OperatorAnswer, Question } from '../../src/app/view/ask-operator.ts';
import { finished } from '../support/rehearsal.ts';
import { SEVERAL_PAGES } from './catalogues.ts';
import { openScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

const CONFIG = {
  execution: { max_concurrency: 1 },
  websites: { Inm24: { has_detail_scraper: false }, Lam: { has_detail_scraper: false } },
};
const OPEN = `SELECT COUNT(*) FROM scraping_tasks WHERE status IN ('pending', 'running', 'retrying')`;

const ask = (scene: Scene, name: Question['name'], args: Question['args'] = {}): Promise<OperatorAnswer> =>
  askOperator(scene.rehearsal.config, { name, args, actor: 'cli:ana' });

test('D29 beside a batch in the foreground a site is paused and resumed; what only a service can do is refused with the reason', async (t) => {
  const scene = await openScene(t, { catalogue: SEVERAL_PAGES.slice(0, 3), config: CONFIG });
  scene.gate.hold();
  const run = finished(scene.spawnRun());
  await until(() => scene.gate.held.length === 1, 'a page in flight');
  const running = String(scene.query(`SELECT website FROM scraping_tasks WHERE status = 'running'`)[0]?.['website']);
  const others = [
    ...new Set(scene.query('SELECT website FROM scraping_tasks').map((row) => String(row['website']))),
  ].filter((site) => site !== running);
  for (const site of others) assert.equal((await ask(scene, 'pause', { site })).by, 'service');
  await assert.rejects(ask(scene, 'run-now'), { code: 'E_BATCH_OPEN', message: /a batch runs in the foreground/ });

  scene.gate.open();
  await until(
    () =>
      scene.count(`SELECT COUNT(*) FROM scraping_tasks WHERE website = '${running}' AND status <> 'completed'`) === 0,
    'what is not paused ends',
  );
  assert.ok(scene.count(OPEN) > 0, 'nothing of the others started');
  assert.equal(
    scene.count(
      `SELECT COUNT(*) FROM task_events e JOIN scraping_tasks t ON t.id = e.task WHERE t.website <> '${running}' AND e.step = 'lease'`,
    ),
    0,
  );
  for (const site of others) await ask(scene, 'resume', { site });
  const { code, stderr } = await run;
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    scene
      .query('SELECT action, outcome FROM audit ORDER BY id')
      .map((row) => `${String(row['action'])} ${String(row['outcome'])}`),
    [...others.map(() => 'pause done'), 'run-now E_BATCH_OPEN', ...others.map(() => 'resume done')],
  );
});

test('D29 a batch in the foreground is cancelled from beside it: it ends, with what was published kept', async (t) => {
  const scene = await openScene(t, { catalogue: SEVERAL_PAGES.slice(0, 3), config: CONFIG });
  scene.gate.hold();
  const run = finished(scene.spawnRun());
  await until(() => scene.gate.held.length === 1, 'a page in flight');
  await ask(scene, 'cancel');
  scene.gate.open();
  const { code, stdout } = await run;
  assert.equal(code, 1);
  assert.match(stdout, /The batch was cancelled; what was collected until then stays in the tree\./);
  assert.equal(scene.count(OPEN), 0);
  assert.equal(scene.count(`SELECT COUNT(*) FROM execution_batches WHERE status = 'cancelled'`), 1);
});
