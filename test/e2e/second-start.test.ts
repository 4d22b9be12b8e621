import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openOrchestrator } from '../../src/app/foreground/open-orchestrator.ts';
import type { Config } from '../../src/config/contract.ts';
import { isFault } from '../../src/core/errors.ts';
import type { Log } from '../../src/telemetry/contract.ts';
import { finished } from '../support/rehearsal.ts';
import { assertBatchIsWhole } from './invariants.ts';
import { pidOf } from './processes.ts';
import { openScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

const CATALOGUE = ['CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta'];
const CONFIG = { execution: { max_concurrency: 1 } };
const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

test('F12 a second orchestrator on the same data directory ends with 73 and names the first, which goes on undisturbed', async (t) => {
  const scene = await openScene(t, { catalogue: CATALOGUE, config: CONFIG });
  scene.gate.hold();
  const first = scene.spawnRun();
  const end = finished(first);
  await until(() => scene.gate.held.length === 1, 'the first one at work');
  const second = await finished(scene.spawnRun());
  assert.equal(second.code, 73);
  assert.match(second.stderr, new RegExp(`process ${pidOf(first)}\\b`));
  assert.match(second.stderr, /E_INSTANCE_HELD/);
  assert.equal(second.stderr.split(scene.rehearsal.folder).length, 2, `the folder is named once: ${second.stderr}`);
  scene.gate.open();
  assert.equal((await end).code, 0);
  assert.equal(scene.gate.visits.length, 1);
  assertBatchIsWhole(scene);
});

/** The same directories, meant for real work. Nothing is run with it: it could reach the real portals. */
function realConfig(scene: Scene): Config {
  const { config } = scene.rehearsal;
  return { ...config, security: { ...config.security, rehearsal: { ...config.security.rehearsal, portals: null } } };
}

test('D33 real work is refused in a directory of rehearsals, which stays usable', async (t) => {
  const scene = await openScene(t, { catalogue: CATALOGUE, config: CONFIG });
  await (await scene.open()).close();
  await assert.rejects(
    openOrchestrator({ config: realConfig(scene), log: SILENT }),
    (error) => isFault(error) && error.code === 'E_REHEARSAL',
  );
  await (await scene.open()).close();
});

test('D33 a rehearsal is refused in a directory of real work: exit code 78, nothing asked for, nothing planned', async (t) => {
  const scene = await openScene(t, { catalogue: CATALOGUE, config: CONFIG });
  await (await openOrchestrator({ config: realConfig(scene), log: SILENT })).close();
  const { code, stderr } = await finished(scene.spawnRun());
  assert.equal(code, 78);
  assert.match(stderr, /E_REHEARSAL/);
  assert.equal(scene.gate.visits.length, 0);
  assert.equal(scene.count('SELECT COUNT(*) FROM execution_batches'), 0);
});
