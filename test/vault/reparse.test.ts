import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { reparseBatch } from '../../src/app/trial/reparse-batch.ts';
import { testSite } from '../../src/app/trial/test-site.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { systemClock } from '../../src/core/clock.ts';
import { isFault } from '../../src/core/errors.ts';
import { query } from '../e2e/database.ts';
import { assertBatchIsWhole } from '../e2e/invariants.ts';
import { openScene } from '../e2e/scene.ts';
import type { Scene } from '../e2e/scene.ts';
import { finished, ROOT } from '../support/rehearsal.ts';

const TERRENOS = 'CyT,Tlaj,Ven,Terr,https://www.casasyterrenos.com/jalisco/tlajomulco-de-zuniga/terrenos/venta';

/** Our own definition with a change: a text that must stand in it, and what takes its place. */
function changeDefinition(scene: Scene, from: string, to: string): void {
  const text = readFileSync(join(ROOT, 'sites/cyt.yaml'), 'utf8');
  assert.ok(text.includes(from));
  mkdirSync(join(scene.rehearsal.folder, 'sites'), { recursive: true });
  writeFileSync(join(scene.rehearsal.folder, 'sites', 'cyt.yaml'), text.replace(from, to));
}

const requests = (scene: Scene): number => scene.gate.visits.length;

test('a corrected definition is tried on kept pages, shown, and put in place; the portal is not asked', async (t) => {
  const scene = await openScene(t, { catalogue: [TERRENOS], config: { pages: { keep: 'all' } } });
  scene.gate.open();
  changeDefinition(scene, 'path: neighborhood }', 'path: wrong }');
  const batch = await scene.rehearsal.run(NO_FILTERS);
  const { config } = scene.rehearsal;
  const facts = () =>
    query(config.database.path, 'SELECT output_sha256, data_records_extracted FROM scraping_tasks')[0];
  const before = { facts: facts(), requests: requests(scene) };
  changeDefinition(scene, 'path: name }', 'path: name }');

  const shown = await reparseBatch(config, { site: 'CyT', batch: batch.id, dryRun: true }, systemClock);
  const [task] = shown.tasks;
  assert.ok(task !== undefined && task.differences !== null);
  assert.deepEqual([task.pages, task.unreadable, task.written], [2, [], false]);
  const { differences } = task;
  assert.deepEqual(
    [differences.added, differences.removed, Object.keys(differences.changed)],
    [0, 0, ['neighbourhood']],
  );
  assert.ok((differences.changed['neighbourhood']?.rows ?? 0) > 20);
  assert.equal(differences.changed['neighbourhood']?.example.before, '');
  assert.deepEqual(facts(), before.facts, 'a dry run changes nothing');

  const done = await reparseBatch(config, { site: 'CyT', batch: batch.id, dryRun: false }, systemClock);
  assert.equal(done.tasks[0]?.written, true);
  assert.notEqual(facts()?.['output_sha256'], before.facts?.['output_sha256']);
  assert.equal(facts()?.['data_records_extracted'], before.facts?.['data_records_extracted']);
  assertBatchIsWhole(scene);
  const again = await reparseBatch(config, { site: 'CyT', batch: batch.id, dryRun: true }, systemClock);
  assert.deepEqual(again.tasks[0]?.differences?.changed, {});
  assert.equal(requests(scene), before.requests);
});

test('pages that could not be read are kept by default, and `site test --from-vault` takes the newest of them', async (t) => {
  const scene = await openScene(t, {
    catalogue: [TERRENOS],
    config: { execution: { retry: { max_attempts: 1, delay: '100ms' } } },
  });
  scene.gate.open();
  changeDefinition(scene, 'propertyData.properties[*]', 'propertyData.moved[*]');
  const text = readFileSync(join(scene.rehearsal.folder, 'sites', 'cyt.yaml'), 'utf8');
  const broken = text
    .replaceAll('propertyData.properties[*]', 'propertyData.moved[*]')
    .replace('div[class~="mx-2"][class~="w-[320px]"]', 'div.moved');
  writeFileSync(join(scene.rehearsal.folder, 'sites', 'cyt.yaml'), broken);
  const batch = await scene.rehearsal.run(NO_FILTERS);
  assert.equal(batch.completedTasks, 0);
  const { config } = scene.rehearsal;
  const vault = { site: 'CyT', from: null, baseUrl: null, detail: false, fromVault: true };
  const still = await testSite(config, vault);
  assert.equal(still.kind === 'read' && still.extraction.kind, 'layout_changed');
  changeDefinition(scene, 'path: name }', 'path: name }');
  const asked = requests(scene);
  const cured = await testSite(config, vault);
  assert.equal(cured.kind === 'read' && cured.extraction.kind, 'content');
  const shown = await reparseBatch(config, { site: 'CyT', batch: batch.id, dryRun: true }, systemClock);
  assert.equal(shown.tasks[0]?.cured, 1);
  assert.match(shown.tasks[0]?.obstacle ?? '', /permanently_failed.*retry -b/);
  const said = await finished(
    scene.rehearsal.spawn('scraping-orchestrator', ['reparse', '--site', 'CyT', '--batch', batch.id, '--dry-run']),
  );
  assert.match(said.stdout, /1 pages? can be read that could not be before/);
  assert.equal(requests(scene), asked);
  await assert.rejects(
    reparseBatch(config, { site: 'Mit', batch: batch.id, dryRun: true }, systemClock),
    (error) => isFault(error) && error.code === 'E_NOTHING_TO_DO' && /pages\.keep/.test(error.cure),
  );
});
