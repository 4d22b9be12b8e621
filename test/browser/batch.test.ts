import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { assertBatchIsWhole } from '../e2e/invariants.ts';
import { assertRowsAreRight } from '../e2e/right-rows.ts';
import { openScene, startBatch } from '../e2e/scene.ts';
import type { Scene } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';
import { chromiumOrSkip } from './chromium.ts';

const TERRENOS = 'CyT,Tlaj,Ven,Terr,https://www.casasyterrenos.com/jalisco/tlajomulco-de-zuniga/terrenos/venta';
const EDIFICIOS = 'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta';

function open(t: TestContext, fetch: string, scripted: readonly string[], more: object = {}): Promise<Scene> {
  return openScene(t, {
    catalogue: [TERRENOS, EDIFICIOS],
    portals: { scripted },
    // One slot: its worker keeps the site's browser and scripts from task to task.
    config: { websites: { CyT: { fetch } }, execution: { max_concurrency: 1 }, ...more },
  });
}

const paths = (scene: Scene): readonly string[] =>
  scene.gate.visits.map(({ url }) => new URL(url, 'http://x').pathname);
const times = (all: readonly string[], path: string): number => all.filter((one) => one === path).length;

test('fetch: auto fills pages in that come without content: every row is right, a script is asked for once, and nothing that is not needed', async (t) => {
  if (chromiumOrSkip(t) === null) return;
  const scene = await open(t, 'auto', ['CyT']);
  scene.gate.open();
  const running = await startBatch(t, scene);
  const batch = await running.ended;
  assert.ok(batch !== null);
  const tasks = await running.orchestrator.reports.listTasks({ batch: batch.id });
  assert.deepEqual(
    tasks.map((task) => [task.status, task.errorMessage]),
    [
      ['completed', null],
      ['completed', null],
    ],
  );
  await assertRowsAreRight(scene, running, batch);
  const asked = paths(scene);
  const pages = tasks.reduce((sum, task) => sum + task.pages, 0);
  assert.equal(times(asked, '/datos/pagina'), pages, 'one request for the data of each page');
  assert.equal(times(asked, '/assets/app.js'), 1, 'the script once a lane');
  for (const unneeded of ['/assets/app.css', '/assets/logo.png', '/latest/meta-data', '/tag.js', '/api/sugerencias'])
    assert.equal(times(asked, unneeded), 0, unneeded);
  assert.ok(scene.gate.visits.every(({ url }) => !url.includes('169.254') && !url.includes('metrics')));
  await running.stop();
  await until(() => browsers(scene).length === 0, 'no browser is left');
  assertBatchIsWhole(scene);
});

test('fetch: auto asks no browser when the page has its content', async (t) => {
  const scene = await open(t, 'auto', [], { browser: { program: '/nowhere/chromium' } });
  scene.gate.open();
  const running = await startBatch(t, scene);
  const batch = await running.ended;
  assert.ok(batch !== null);
  assert.equal(batch.completedTasks, 2);
  await assertRowsAreRight(scene, running, batch);
});

test('where no browser is installed the task fails for good, and the message names the package', async (t) => {
  const scene = await open(t, 'browser', ['CyT'], { browser: { program: '/nowhere/chromium' } });
  scene.gate.open();
  const running = await startBatch(t, scene);
  const batch = await running.ended;
  assert.ok(batch !== null);
  for (const task of await running.orchestrator.reports.listTasks({ batch: batch.id })) {
    assert.deepEqual([task.status, task.errorCode], ['failed', 'E_NO_BROWSER']);
    assert.match(task.errorMessage ?? '', /\/nowhere\/chromium cannot be run/);
  }
});

/** Browsers that belong to the scene: their profile lies in its folder. */
function browsers(scene: Scene): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(scene.rehearsal.folder);
    } catch {
      return false;
    }
  });
}
