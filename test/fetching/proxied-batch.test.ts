import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { openScene, startBatch } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';
import { assertRowsAreRight } from '../e2e/right-rows.ts';
import { httpProxy, httpsProxy, socksProxy } from './practice-proxies.ts';

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

test('F62 nothing goes around the proxies of a site: without one that works neither page nor robots.txt is asked for', async (t) => {
  const scene = await openScene(t, {
    catalogue: [TERRENOS],
    config: {
      security: {
        proxies: { addresses: ['gone http://127.0.0.1:1', 'well http://127.0.0.1:2'] },
      },
      websites: { CyT: { proxies: ['gone'] } },
    },
  });
  scene.gate.open();
  const running = await startBatch(t, scene);
  const task = await until(
    () =>
      scene.query(
        'SELECT status, verdict, error_code, error_message, attempts FROM scraping_tasks WHERE retry_at IS NOT NULL',
      )[0],
    'the task waits',
  );
  await running.stop();
  assert.deepEqual(
    [task['status'], task['verdict'], task['error_code'], task['attempts']],
    ['retrying', 'network', 'E_PROXY', 0],
  );
  assert.match(String(task['error_message']), /no proxy works: gone rest/);
  assert.deepEqual(scene.gate.visits, []);
});

test('a batch goes through an HTTPS proxy whose authority NODE_EXTRA_CA_CERTS names', async (t) => {
  const secrets = mkdtempSync(join(tmpdir(), 'secrets-'));
  const { proxy, tunnels, cert } = await httpsProxy(t, 'office', { user: 'team', password: CANARY });
  const authority = join(secrets, 'office.pem');
  writeFileSync(authority, cert);
  // The workers read it when they start; this process, which asks for robots.txt, has started long ago.
  const before = { name: process.env['NODE_EXTRA_CA_CERTS'], known: getCACertificates() };
  process.env['NODE_EXTRA_CA_CERTS'] = authority;
  setDefaultCACertificates([...before.known, cert]);
  t.after(() => {
    if (before.name === undefined) delete process.env['NODE_EXTRA_CA_CERTS'];
    else process.env['NODE_EXTRA_CA_CERTS'] = before.name;
    setDefaultCACertificates(before.known);
    rmSync(secrets, { recursive: true, force: true });
  });
  const place = join(secrets, 'proxy');
  writeFileSync(place, `https://team:${CANARY}@localhost:${proxy.port}\n`);
  const scene = await openScene(t, {
    catalogue: [EDIFICIOS],
    config: { security: { proxies: { addresses: [`office file:${place}`] } } },
  });
  scene.gate.open();
  const running = await startBatch(t, scene);
  const batch = await running.ended;
  assert.equal(batch?.completedTasks, 1);
  assert.ok(tunnels.length >= 2, 'one of the worker, one for robots.txt');
});

function filesWith(text: string, folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile() && readFileSync(file).includes(text));
}
