import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { requireAccess } from '../../src/api/require-access.ts';
import { openHouse } from './house.ts';
import type { ApiHouse } from './house.ts';

/** What is not here needs `viewer`: a change of this list is a decision. */
const OTHERS: Readonly<Record<string, string>> = {
  'GET /session': 'public',
  'POST /session': 'public',
  'DELETE /session': 'public',
  'GET /audit': 'operator',
  'POST /actions': 'operator',
  'POST /sites/{site}/test': 'operator',
  'GET /tokens': 'admin',
  'POST /tokens': 'admin',
  'DELETE /tokens/{token}': 'admin',
};
const RANKS = ['public', 'viewer', 'operator', 'admin'];
const EXAMPLES = { batch: 'last', task: '1', site: 'Inm24', token: 'nobody' } as const;

interface Described {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly role: string;
  readonly stream: boolean;
}

async function routesOf(house: ApiHouse): Promise<readonly Described[]> {
  const { paths } = (await house.ask('/api/v1/openapi.json')).json() as {
    paths: Record<string, Record<string, { 'x-role': string; responses: Record<string, { content?: object }> }>>;
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path: `/api/v1${path.replaceAll(/\{(\w+)\}/g, (_all, name: keyof typeof EXAMPLES) => EXAMPLES[name])}`,
      role: operation['x-role'],
      stream: Object.hasOwn(operation.responses['200']?.content ?? {}, 'text/event-stream'),
    })),
  );
}

test('T11 T12 every route asks for its role: without a token 401, below it 403, from it on neither', async (t) => {
  const house = await openHouse(t);
  const tokens = {
    viewer: await house.tokenOf('viewer'),
    operator: await house.tokenOf('operator'),
    admin: await house.tokenOf('admin'),
  };
  const routes = await routesOf(house);
  assert.ok(routes.length >= 26, `${routes.length} routes`);
  const seen: Record<string, string> = {};
  for (const { name, method, path, role, stream } of routes) {
    if (role !== 'viewer') seen[name] = role;
    // A body that no shape takes: whoever may ask gets as far as 400, and nothing happens.
    const asking = method === 'POST' ? { method, body: { no: 'such key' } } : { method };
    if (role !== 'public') assert.equal((await house.ask(path, asking)).status, 401, `${name} without a token`);
    for (const [who, token] of Object.entries(tokens)) {
      const may = RANKS.indexOf(who) >= RANKS.indexOf(role);
      if (stream && may) continue;
      const { status } = await house.ask(path, { ...asking, token });
      if (may) assert.ok(status !== 401 && status !== 403 && status < 500, `${name} as ${who}: ${status}`);
      else assert.equal(status, 403, `${name} as ${who}`);
    }
  }
  assert.deepEqual(seen, OTHERS);
});

test('T11 a route that does not say who may use it keeps the server from starting', () => {
  const app = Fastify();
  requireAccess(app);
  app.get('/said', { config: { access: 'public' } }, () => '');
  assert.throws(() => app.get('/forgotten', () => ''), /GET \/forgotten does not say who may use it/);
});

test('T9 what changes something is not done by GET, and every other method is refused by name', async (t) => {
  const house = await openHouse(t);
  const token = await house.tokenOf('admin');
  const routes = await routesOf(house);
  const paths = new Map<string, string[]>();
  for (const { path, method } of routes) paths.set(path, [...(paths.get(path) ?? []), method]);
  for (const [path, methods] of paths) {
    const known = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
      if (known.includes(method)) continue;
      const { status, headers } = await house.ask(path, { method, token });
      assert.equal(status, 405, `${method} ${path}`);
      if (method !== 'TRACE') assert.deepEqual(headers.allow?.split(', ').toSorted(), known.toSorted(), path);
    }
  }
});

test('T11 a bad token is refused even where the user of this machine would be let in', async (t) => {
  const house = await openHouse(t);
  assert.equal((await house.ask('/api/v1/status')).status, 200, 'nobody has a token: this machine may');
  for (const authorization of ['Bearer x', 'Basic YTpi', 'Bearer', `Bearer so_000000000000_${'a'.repeat(43)}`]) {
    const { status, headers } = await house.ask('/api/v1/status', { headers: { authorization } });
    assert.equal(status, 401, authorization);
    assert.match(String(headers['www-authenticate']), /^Bearer/);
  }
});

test('T10 T11 the user of this machine needs no token as long as nobody has one, and is told apart from a proxy, another user and another name', async (t) => {
  let ownUser = true;
  const house = await openHouse(t, {
    settings: { allowedHosts: ['panel.example'] },
    deps: { isOwnUser: async () => ownUser },
  });
  const status = async (headers: Record<string, string> = {}) =>
    (await house.ask('/api/v1/status', { headers })).status;
  assert.equal(await status(), 200);
  assert.equal(await status({ 'x-forwarded-for': '203.0.113.9' }), 401, 'through a proxy');
  assert.equal(await status({ forwarded: 'for=203.0.113.9' }), 401, 'through a proxy');
  assert.equal(await status({ host: 'panel.example' }), 401, 'under another name');
  ownUser = false;
  assert.equal(await status(), 401, "another user's program");
  ownUser = true;
  assert.equal((await house.ask('/api/v1/tokens')).status, 403, 'making tokens is for the command line');
  await house.tokenOf('viewer');
  assert.equal(await status(), 401, 'there is a token now');
});
