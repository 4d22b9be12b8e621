import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { openVault } from '../../src/app/parts/open-page-vault.ts';
import { ask, openHouse, sharedHouse } from './house.ts';

const plainHouse = sharedHouse();

const PAUSE = { action: 'pause', site: 'Inm24' } as const;

test('T10 another name than ours is answered with 421, whatever is asked for', async (t) => {
  const house = await openHouse(t, { settings: { allowedHosts: ['Panel.Example'] } });
  for (const path of ['/', '/api/v1/status', '/health', '/nothing', '/assets/x.js']) {
    for (const host of [
      'evil.example',
      'evil.example:8080',
      '127.0.0.1.evil.example',
      'localhost.evil',
      '10.9.8.7',
      '[::2]',
      '127.0.0.2',
    ]) {
      const { status, json } = await house.ask(path, { headers: { host } });
      assert.equal(status, 421, `${host} ${path}`);
      assert.equal(json()['code'], 'E_HOST');
    }
  }
  for (const host of [
    'localhost',
    'LOCALHOST:1',
    `127.0.0.1:${house.port}`,
    '[::1]',
    'panel.example',
    'panel.example.:443',
  ])
    assert.equal((await house.ask('/health', { headers: { host } })).status, 200, host);
});

test('T10 X-Forwarded-Host counts from a trusted proxy alone', async (t) => {
  const headers = { 'x-forwarded-host': 'evil.example' };
  const house = await openHouse(t);
  assert.equal((await house.ask('/health', { headers })).status, 200, 'it is not believed');
  const behind = await openHouse(t, { settings: { trustedProxies: ['127.0.0.1'], allowedHosts: ['panel.example'] } });
  assert.equal((await behind.ask('/health', { headers })).status, 421);
  const good = { 'x-forwarded-host': 'panel.example', host: 'inside' };
  assert.equal((await behind.ask('/health', { headers: good })).status, 200);
});

test('T9 a page of another site gets 403 for whatever it has a browser send', async () => {
  const house = await plainHouse();
  const own = `http://127.0.0.1:${house.port}`;
  const attacks = [
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: own },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1' },
    { origin: `http://127.0.0.1:${house.port}.evil.example` },
  ];
  const bodies = [
    { raw: JSON.stringify(PAUSE), type: 'application/json' },
    { raw: JSON.stringify(PAUSE), type: 'text/plain' },
    { raw: 'action=pause&site=Inm24', type: 'application/x-www-form-urlencoded' },
    { raw: '', type: 'multipart/form-data; boundary=x' },
  ];
  for (const attack of attacks) {
    assert.equal((await house.ask('/api/v1/status', { headers: attack })).status, 403, JSON.stringify(attack));
    assert.equal((await house.ask('/metrics', { headers: attack })).status, 403, JSON.stringify(attack));
    for (const { raw, type } of bodies) {
      const headers = { ...attack, 'content-type': type };
      const { status } = await house.ask('/api/v1/actions', { method: 'POST', raw, headers });
      assert.equal(status, 403, JSON.stringify(headers));
    }
  }
  assert.deepEqual(await house.store.schedule.pausedSites(), []);
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  assert.equal((await house.ask('/', { headers: link })).status, 503, 'a link to the dashboard is no attack');
  const body = { action: 'resume', site: 'Inm24' };
  for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: own }, { 'sec-fetch-site': 'none' }, {}])
    assert.equal((await house.ask('/api/v1/actions', { method: 'POST', body, headers })).status, 200);
});

test('T9 writes need JSON, even without a browser', async () => {
  const house = await plainHouse();
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'application/json-patch+json',
  ]) {
    const asking = { method: 'POST', raw: JSON.stringify(PAUSE), headers: { 'content-type': type } };
    const { status, json } = await house.ask('/api/v1/actions', asking);
    assert.equal(status, 415, type);
    assert.equal(json()['code'], 'E_MEDIA_TYPE');
  }
  assert.deepEqual(await house.store.schedule.pausedSites(), []);
});

test('T7 T8 every answer carries the strict policy, and nothing of the API is stored by a browser', async () => {
  const house = await plainHouse();
  for (const path of ['/', '/api/v1/status', '/api/v1/nothing', '/health', '/x.js']) {
    const { headers } = await house.ask(path);
    assert.equal(
      headers['content-security-policy'],
      "default-src 'none';script-src 'self';style-src 'self';connect-src 'self';img-src 'self' data:;base-uri 'none';form-action 'self';frame-ancestors 'none';require-trusted-types-for 'script'",
      path,
    );
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
    assert.equal(headers['access-control-allow-origin'], undefined);
    assert.equal(headers['x-powered-by'] ?? headers['server'], undefined);
    if (path.startsWith('/api/')) assert.equal(headers['cache-control'], 'no-store');
  }
});

test('T14 an address that asks too often is told to wait, and when; wrong tokens sooner than that', async (t) => {
  const house = await openHouse(t, { settings: { requestsPerMinute: 20, loginsPerMinute: 3 } });
  const token = await house.tokenOf('viewer');
  const wrong = async () => (await house.ask('/api/v1/status', { token: `${token}x` })).status;
  assert.deepEqual([await wrong(), await wrong(), await wrong(), await wrong()], [401, 401, 401, 429]);
  assert.equal((await house.ask('/api/v1/status', { token })).status, 200, 'a good token is not held up by wrong ones');
  const statuses: number[] = [];
  for (let asked = 0; asked < 20; asked += 1) statuses.push((await house.ask('/health')).status);
  assert.equal(statuses[0], 200);
  assert.equal(statuses.at(-1), 429);
  const { headers, json } = await house.ask('/health', { headers: { 'accept-language': 'es-MX' } });
  assert.ok(Number(headers['retry-after']) > 0);
  assert.equal(json()['detail'], 'Llegaron demasiadas solicitudes desde su dirección.');
});

test('T14 behind a trusted proxy each visitor has a limit of their own', async (t) => {
  const house = await openHouse(t, { settings: { requestsPerMinute: 10, trustedProxies: ['127.0.0.1'] } });
  const from = (address: string) => ask(house.port, '/health', { headers: { 'x-forwarded-for': address } });
  for (let asked = 0; asked < 12; asked += 1) await from('203.0.113.1');
  assert.equal((await from('203.0.113.1')).status, 429);
  assert.equal((await from('203.0.113.2')).status, 200);
});

test('T8 a page of a portal is text to save, and may run nothing wherever it is opened', async (t) => {
  const house = await openHouse(t);
  assert.equal((await house.ask('/api/v1/tasks/2/problem-page')).status, 404);
  const evil = '<script>alert(document.cookie)</script><svg onload=alert(1)>ñ';
  const sha256 = createHash('sha256').update(evil).digest('hex');
  const staging = join(house.made.folder, 'staging');
  mkdirSync(staging);
  writeFileSync(join(staging, `${sha256}.zst`), zstdCompressSync(evil));
  const url = 'https://www.inmuebles24.com/search-2.html';
  await openVault(house.config).keep(
    staging,
    {
      sha256,
      url,
      requestedUrl: url,
      startUrl: url,
      page: 1,
      purpose: 'list',
      status: 200,
      fetchedAt: Date.now(),
      fetchedOn: '2026-11-22',
      problem: 'E_LAYOUT',
    },
    { batch: 'Nov26_01', task: 2, site: 'Inm24', generation: 1 },
  );
  const { status, headers, text } = await house.ask('/api/v1/tasks/2/problem-page');
  assert.equal(status, 200);
  assert.equal(text, evil);
  assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
  assert.equal(headers['content-disposition'], 'attachment; filename="task-2.txt"');
  assert.equal(headers['content-security-policy'], "sandbox; default-src 'none'");
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal((await house.ask('/api/v1/tasks/2')).json()['hasProblemPage'], true);
  assert.equal((await house.ask('/api/v1/tasks/1')).json()['hasProblemPage'], false);
});
