import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROLES } from '../../src/monitoring/house-shape.ts';
import { openHouse, sharedHouse } from './house.ts';
import type { ApiHouse } from './house.ts';

const plainHouse = sharedHouse();
const SAME = { 'sec-fetch-site': 'same-origin' };

async function login(house: ApiHouse, token: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await house.ask('/api/v1/session', { method: 'POST', body: { token }, headers });
  const [cookie = ''] = answer.headers['set-cookie'] ?? [];
  return { answer, line: cookie, cookie: cookie.split(';', 1)[0] ?? '' };
}

test('T9 T13 a login gives a cookie that scripts and other sites cannot use, and it ends with logout', async () => {
  const house = await plainHouse();
  const token = await house.tokenOf('operator');
  const { answer, line, cookie } = await login(house, token);
  assert.equal(answer.status, 201);
  assert.match(line, /^__Host-scraping-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/);
  assert.ok(!line.includes(token.slice(-43)));
  const headers = { cookie, ...SAME };
  assert.equal((await house.ask('/api/v1/status', { headers })).status, 200);
  assert.deepEqual((await house.ask('/api/v1/session', { headers })).json()['user'], {
    name: 'operator',
    role: 'operator',
    by: 'session',
  });
  const pause = { method: 'POST', body: { action: 'pause', site: 'Inm24' } };
  assert.equal((await house.ask('/api/v1/actions', { ...pause, headers })).status, 200);
  assert.equal(
    (await house.ask('/api/v1/actions', { ...pause, headers: { cookie } })).status,
    403,
    'nothing says which page asks',
  );
  assert.equal(
    (await house.ask('/api/v1/actions', { ...pause, headers: { cookie, 'sec-fetch-site': 'cross-site' } })).status,
    403,
  );
  assert.equal((await house.ask('/api/v1/status', { headers: { cookie: `${cookie}x` } })).status, 401);
  const out = await house.ask('/api/v1/session', { method: 'DELETE', headers });
  assert.equal(out.status, 204);
  assert.match(String(out.headers['set-cookie']), /Max-Age=0/);
  assert.equal((await house.ask('/api/v1/status', { headers })).status, 401);
  const trail = (await house.store.commands.listAudit(10)).map(({ actor, action }) => `${actor} ${action}`);
  assert.ok(trail.includes('web:operator login'), trail.join());
  assert.ok(trail.includes('web:operator pause'), trail.join());
});

test('T13 over HTTPS behind a proxy the cookie is bound to the host; over plain HTTP by name it is the best there is', async (t) => {
  const settings = { trustedProxies: ['127.0.0.1'], allowedHosts: ['panel.example'] };
  const house = await openHouse(t, { settings });
  const token = await house.tokenOf('viewer');
  const host = { host: 'panel.example' };
  const secure = { ...host, 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };
  assert.match((await login(house, token, secure)).line, /^__Host-scraping-session=.*; Secure$/);
  const plain = await login(house, token, host);
  assert.match(plain.line, /^scraping-session=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
  assert.equal((await house.ask('/api/v1/status', { headers: { ...host, cookie: plain.cookie } })).status, 200);
});

test('T13 revoking a token ends it at once, and its logins with it', async () => {
  const house = await plainHouse();
  const admin = await house.tokenOf('admin');
  const made = await house.ask('/api/v1/tokens', {
    method: 'POST',
    token: admin,
    body: { name: 'night shift', role: 'operator', expiresAt: '2099-01-01T00:00:00.000Z' },
    headers: { 'idempotency-key': 'night' },
  });
  assert.equal(made.status, 201);
  const { token, secret } = made.json() as unknown as { token: { id: string; createdBy: string }; secret: string };
  assert.equal(token.createdBy, 'api:admin');
  const again = await house.ask('/api/v1/tokens', {
    method: 'POST',
    token: admin,
    body: { name: 'night shift', role: 'operator', expiresAt: '2099-01-01T00:00:00.000Z' },
    headers: { 'idempotency-key': 'night' },
  });
  assert.equal(again.status, 409, 'made once, shown once');
  assert.ok(!again.text.includes(secret.slice(-43)));
  const { cookie } = await login(house, secret);
  const asked = async () => [
    (await house.ask('/api/v1/status', { token: secret })).status,
    (await house.ask('/api/v1/status', { headers: { cookie, ...SAME } })).status,
  ];
  assert.deepEqual(await asked(), [200, 200]);
  assert.equal((await house.ask(`/api/v1/tokens/${token.id}`, { method: 'DELETE', token: admin })).status, 200);
  assert.deepEqual(await asked(), [401, 401]);
  assert.equal((await login(house, secret)).answer.status, 401);
  assert.equal((await house.ask('/api/v1/tokens/nobody', { method: 'DELETE', token: admin })).status, 404);
  const told = JSON.stringify([
    house.log.lines,
    await house.store.commands.listAudit(100),
    (await house.ask('/api/v1/tokens', { token: admin })).text,
  ]);
  assert.ok(!told.includes(secret.slice(-43)), 'the secret stands nowhere');
});

test('T13 a token in the address is no token', async () => {
  const house = await plainHouse();
  const token = await house.tokenOf('admin');
  for (const query of [`token=${token}`, `access_token=${token}`])
    assert.equal((await house.ask(`/api/v1/status?${query}`)).status, 401);
  assert.ok(!JSON.stringify(house.log.lines).includes(token));
});

test('T20 a role cannot be made up', async () => {
  const house = await plainHouse();
  const token = await house.tokenOf('admin');
  const make = async (body: unknown) => (await house.ask('/api/v1/tokens', { method: 'POST', token, body })).status;
  for (const role of ['root', 'Admin', '', null, ['admin']]) assert.equal(await make({ name: 'x', role }), 400);
  assert.equal(await make({ name: 'x', role: 'viewer', id: '0' }), 400);
  assert.equal(await make({ name: ' ', role: 'viewer' }), 400);
  assert.equal(await make({ name: 'x', role: 'viewer', expiresAt: '2020-01-01T00:00:00.000Z' }), 400);
  for (const role of ROLES) assert.equal(await make({ name: 'x', role }), 201);
});
