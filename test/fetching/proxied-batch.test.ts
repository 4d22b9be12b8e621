import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openScene, startBatch } from '../e2e/scene.ts';
import { assertRowsAreRight } from '../e2e/right-rows.ts';
import { httpProxy, socksProxy } from './practice-proxies.ts';

const TERRENOS = 'CyT,Tlaj,Ven,Terr,https://www.casasyterrenos.com/jalisco/tlajomulco-de-zuniga/terrenos/venta';
const EDIFICIOS = 'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta';
const CANARY = 'canary-pw-6604';

test('T17 a batch through proxies is right, though one refuses us, and their passwords stand nowhere', async (t) => {
  const secrets = mkdtempSync(join(tmpdir(), 'secrets-'));
  t.after(() => rmSync(secrets, { recursive: true, force: true }));
  const good = await socksProxy(t, 'good', { user: 'team', password: CANARY });
  const bad = await httpProxy(t, 'bad', { user: 'team', password: 'another' });
  const keep = (name: string, kind: string, port: number): string => {
    const file = join(secrets, name);
    writeFileSync(file, `${kind}://team:${CANARY}@127.0.0.1:${port}\n`);
    return `${name} file:${file}`;
  };
  const addresses = [keep('bad', 'http', bad.proxy.port), keep('good', 'socks5', good.proxy.port)];
  const gate = await openScene(t, { catalogue: [TERRENOS, EDIFICIOS] });
  const scene = await openScene(t, {
    catalogue: [TERRENOS, EDIFICIOS],
    config: {
      security: { proxies: { addresses }, rehearsal: { portals: gate.rehearsal.portals.origin, delay_ms: 0 } },
    },
  });
  const running = await startBatch(t, scene);
  const batch = await running.ended;
  assert.ok(batch !== null);
  assert.equal(batch.completedTasks, 2);
  await assertRowsAreRight(scene, running, batch);
  assert.ok(good.tunnels.length > 0);
  assert.doesNotMatch(JSON.stringify(scene.log), new RegExp(CANARY));
  await running.stop();
  assert.deepEqual(filesWith(CANARY, scene.rehearsal.folder), []);
});

function filesWith(text: string, folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile() && readFileSync(file).includes(text));
}
