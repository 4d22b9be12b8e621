/** A definition tried from within the service, on a page that is fetched as a task would fetch it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testSite } from '../../src/app/trial/test-site.ts';
import { definitionTrial } from '../../src/app/trial/try-definition.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { SiteTestView } from '../../src/monitoring/site-test-shape.ts';
import { chromiumOrSkip } from '../browser/chromium.ts';
import { openScene } from '../e2e/scene.ts';
import type { Scene } from '../e2e/scene.ts';
import { openPermits } from '../fetching/open-permits.ts';
import { deadProxy, httpProxy } from '../fetching/practice-proxies.ts';

const SEARCH = 'https://www.casasyterrenos.com/jalisco/tlajomulco-de-zuniga/terrenos/venta';
const TERRENOS = `CyT,Tlaj,Ven,Terr,${SEARCH}`;

function tryPage(scene: Scene): Promise<SiteTestView> {
  const permits = openPermits();
  const trial = definitionTrial({ config: () => scene.rehearsal.config, permits: () => permits, clock: systemClock });
  return trial({ site: 'CyT', url: SEARCH });
}

const asked = (scene: Scene): readonly string[] =>
  scene.gate.visits.map(({ url }) => new URL(url, 'http://x').pathname);

test("a trial takes its site's proxies, in the service and in the command, robots.txt included", async (t) => {
  const own = await httpProxy(t, 'own');
  const addresses = ['gone http://127.0.0.1:1', `own http://127.0.0.1:${own.proxy.port}`];
  const scene = await openScene(t, {
    catalogue: [TERRENOS],
    config: { security: { proxies: { addresses } }, websites: { CyT: { proxies: ['own'] } } },
  });
  scene.gate.open();
  assert.equal((await tryPage(scene)).verdict, 'ok');
  assert.equal(own.tunnels.length, 1);
  const read = await testSite(scene.rehearsal.config, { site: 'CyT', from: SEARCH, baseUrl: null, detail: false });
  assert.equal(read.kind === 'read' && read.extraction.kind, 'content', JSON.stringify(read));
  assert.equal(own.tunnels.length, 3, 'the page, and robots.txt, which the command asks for itself');
});

test('F62 a trial through proxies that do not work says so, and asks the portal nothing', async (t) => {
  const gone = deadProxy('gone');
  const scene = await openScene(t, {
    catalogue: [TERRENOS],
    config: { security: { proxies: { addresses: [`gone http://${gone.host}:${gone.port}`] } } },
  });
  scene.gate.open();
  const view = await tryPage(scene);
  assert.deepEqual([view.verdict, view.error?.code], ['network', 'E_PROXY']);
  const read = await testSite(scene.rehearsal.config, { site: 'CyT', from: SEARCH, baseUrl: null, detail: false });
  assert.equal(read.kind === 'not_fetched' && read.failure.code, 'E_PROXY');
  assert.deepEqual(scene.gate.visits, []);
});

test('a trial of a site with fetch: auto has the browser fill in a page that comes without content, and reads that', async (t) => {
  if (chromiumOrSkip(t) === null) return;
  const scene = await openScene(t, {
    catalogue: [TERRENOS],
    portals: { scripted: ['CyT'] },
    config: { websites: { CyT: { fetch: 'auto' } } },
  });
  scene.gate.open();
  const view = await tryPage(scene);
  assert.equal(view.verdict, 'ok', view.error?.message);
  assert.ok(view.rows.length > 20, `${view.rows.length} rows`);
  assert.ok(asked(scene).includes('/datos/pagina'), 'the script asked for its data');
});

test('a trial without a browser says which package is missing', async (t) => {
  const scene = await openScene(t, {
    catalogue: [TERRENOS],
    portals: { scripted: ['CyT'] },
    config: { websites: { CyT: { fetch: 'browser' } }, browser: { program: '/nowhere/chromium' } },
  });
  scene.gate.open();
  const view = await tryPage(scene);
  assert.deepEqual([view.verdict, view.error?.code], ['resources', 'E_NO_BROWSER']);
  assert.match(view.error?.message ?? '', /\/nowhere\/chromium/);
});
