import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openVault } from '../../src/app/parts/open-page-vault.ts';
import { startBatch, openScene } from '../e2e/scene.ts';

const TERRENOS = 'CyT,Tlaj,Ven,Terr,https://www.casasyterrenos.com/jalisco/tlajomulco-de-zuniga/terrenos/venta';

test('every page of a batch is kept when asked for, in the order of its search', async (t) => {
  const scene = await openScene(t, { catalogue: [TERRENOS], config: { pages: { keep: 'all' } } });
  scene.gate.open();
  const running = await startBatch(t, scene);
  const batch = await running.ended;
  await running.stop();
  const vault = openVault(scene.rehearsal.config);
  const pages = await vault.pagesOf(batch?.id ?? '');
  assert.deepEqual(
    pages.map(({ page, site, status, problem, purpose }) => [page, site, status, problem, purpose]),
    [
      [1, 'CyT', 200, null, 'list'],
      [2, 'CyT', 200, null, 'list'],
    ],
  );
  assert.match(await vault.read(pages[0]?.sha256 ?? ''), /__NEXT_DATA__/);
});
