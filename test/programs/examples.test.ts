import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { dayOf } from '../../src/core/batch.ts';
import { expectedListing, publishedRows } from '../support/expected.ts';
import { startBatch } from '../e2e/scene.ts';
import { openProgramScene } from './program-scene.ts';

const EDIFICIOS = 'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta';
const TERRENOS = 'CyT,Tlaj,Ven,Terr,https://www.casasyterrenos.com/jalisco/tlajomulco-de-zuniga/terrenos/venta';

function needs(t: TestContext, program: string, argument: string): boolean {
  if (spawnSync(program, [argument]).error === undefined) return true;
  assert.ok(process.env['CI'] !== 'true', `${program} must be there`);
  t.skip(`${program} is not installed: its example was NOT tested`);
  return false;
}

for (const [example, program, keys, firstRows] of [
  ['command-python', 'python3', ['listing_id', 'title', 'price', 'operation', 'municipality'], undefined],
  ['command-shell', 'curl', ['listing_id', 'price', 'operation'], 40],
] as const) {
  test(`the ${example} example collects what the portal shows, through the same check and publish`, async (t) => {
    if (!needs(t, program, '--version')) return;
    const scene = await openProgramScene(t, { example, catalogue: [TERRENOS, EDIFICIOS] });
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
    for (const task of tasks) {
      const truth = await expectedListing(scene.rehearsal, task, dayOf(batch.startedAt, batch.timeZone));
      const expected = truth.rows.slice(0, firstRows);
      const got = publishedRows(scene.rehearsal, batch, task);
      const pick = (rows: typeof got) => rows.map((row) => keys.map((key) => row[key]));
      assert.deepEqual(pick(got), pick(expected));
    }
  });
}
