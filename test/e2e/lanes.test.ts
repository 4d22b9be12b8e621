import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SHORT_LANES } from './catalogues.ts';
import { assertBatchIsWhole } from './invariants.ts';
import { HOSTS, openScene, startBatch } from './scene.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

const NO_DETAILS = { Inm24: { has_detail_scraper: false }, Lam: { has_detail_scraper: false } };

test('eight tasks of six sites run at once with the configuration as it comes (D23)', async (t) => {
  const scene = await openScene(t, { catalogue: SHORT_LANES, config: { websites: NO_DETAILS } });
  assert.equal(scene.rehearsal.config.execution.max_concurrency, 8);
  scene.gate.hold();
  const running = await startBatch(t, scene);
  await until(() => scene.gate.held.length === 8, 'eight pages in flight');
  const perSite = scene.query(
    `SELECT website, COUNT(*) AS tasks FROM scraping_tasks WHERE status = 'running' GROUP BY website ORDER BY website`,
  );
  assert.deepEqual(Object.fromEntries(perSite.map((row) => [row['website'], row['tasks']])), {
    CyT: 1,
    Inm24: 2,
    Lam: 1,
    Mit: 2,
    Prop: 1,
    Tro: 1,
  });
  scene.gate.open();
  assert.equal((await running.ended)?.completedTasks, SHORT_LANES.length);
  await running.stop();
  assertBatchIsWhole(scene);
  assertStartedInOrder(scene);
});

test('with four slots Inm24 keeps one, the others go round the remaining sites, and each site keeps its order (SPEC §3)', async (t) => {
  const scene = await openScene(t, {
    catalogue: SHORT_LANES,
    config: { execution: { max_concurrency: 4 }, websites: NO_DETAILS },
  });
  scene.gate.hold();
  const running = await startBatch(t, scene);
  await until(() => scene.gate.held.length === 4, 'four pages in flight');
  assert.deepEqual(inFlight(scene), ['CyT', 'Inm24', 'Lam', 'Mit'], 'first turns by priority');
  // One page a task: a page let through ends its task, and its slot goes to the lane whose turn it is.
  for (const [ends, follows] of [
    ['CyT', 'Prop'],
    ['Inm24', 'Inm24'],
    ['Lam', 'Tro'],
    ['Mit', 'CyT'],
    ['Inm24', 'Inm24'],
    ['Prop', 'Lam'],
  ] as const) {
    const before = inFlight(scene);
    scene.gate.passOne(HOSTS[ends]);
    const visits = scene.gate.visits.length + 1;
    await until(() => scene.gate.visits.length === visits, `a page of ${follows} after one of ${ends}`);
    assert.equal(scene.gate.visits.at(-1)?.host, HOSTS[follows], `the slot of ${ends} goes to ${follows}`);
    assert.deepEqual(inFlight(scene), [...without(before, ends), follows].sort());
  }
  scene.gate.open();
  assert.equal((await running.ended)?.completedTasks, SHORT_LANES.length);
  await running.stop();
  assertBatchIsWhole(scene);
  assertStartedInOrder(scene);
});

/** Sites of the pages that are held back, sorted. */
function inFlight(scene: Scene): readonly string[] {
  const siteOf = Object.fromEntries(Object.entries(HOSTS).map(([site, host]) => [host, site]));
  return scene.gate.held.map((visit) => siteOf[visit.host] ?? visit.host).sort();
}

function without(sites: readonly string[], site: string): readonly string[] {
  const index = sites.indexOf(site);
  return sites.filter((_, at) => at !== index);
}

function assertStartedInOrder(scene: Scene): void {
  const starts = scene.query(
    `SELECT t.scraper_name AS scraper, t.order_num AS number FROM task_events e JOIN scraping_tasks t ON t.id = e.task WHERE e.step = 'lease' ORDER BY e.id`,
  );
  for (const [scraper, numbers] of Map.groupBy(starts, (start) => start['scraper'])) {
    const started = numbers.map((start) => Number(start['number']));
    assert.deepEqual(
      started,
      started.toSorted((a, b) => a - b),
      `${scraper} starts its tasks in order`,
    );
  }
}
