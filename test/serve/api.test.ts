import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { request } from 'node:http';
import { test } from 'node:test';
import { ask } from '../api/house.ts';
import { openScene } from '../e2e/scene.ts';
import type { Scene } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';
import { createTokenDesk } from '../../src/monitoring/token-desk.ts';
import { systemClock } from '../../src/core/clock.ts';
import { openMailbox } from '../../src/store/sqlite/open-mailbox.ts';
import { logged, startServe } from './service-process.ts';

const ONE_PAGE = 'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta';
const config = (api: Readonly<Record<string, unknown>>) => ({
  api: { enabled: true, port: 0, ...api },
  schedule: { batches: false },
});

async function doorOf(scene: Scene, opening = 0): Promise<{ readonly port: number; readonly host: string }> {
  const line = await until(() => logged(scene, 'api_open')[opening], 'the API opens');
  return { port: Number(line['port']), host: String(line['host']) };
}

test('a service tells how it stands, starts a batch that is asked for over HTTP, shows it as it runs, and closes its door at the end', async (t) => {
  const scene = await openScene(t, { catalogue: [ONE_PAGE], config: config({}) });
  scene.gate.hold();
  const service = await startServe(t, scene);
  const { port, host } = await doorOf(scene);
  assert.equal(host, '127.0.0.1');
  assert.equal((await ask(port, '/health')).status, 200);
  const ready = await ask(port, '/ready');
  assert.deepEqual(ready.json(), {
    ready: true,
    checks: ['service', 'store', 'disk'].map((name) => ({ name, ok: true })),
  });
  assert.match((await ask(port, '/metrics')).text, /^# HELP /);
  assert.equal((await ask(port, '/api/v1/status')).json()['batch'], null);

  let seen = '';
  const watching = request({ host, port, path: '/api/v1/events', agent: false }, (response) => {
    response.on('data', (part: Buffer) => {
      seen += part.toString();
    });
    response.on('error', () => undefined);
  });
  watching.on('error', () => undefined);
  watching.end();
  await until(() => seen.includes('event: snapshot'), 'the state');
  const headers = { 'idempotency-key': 'tonight' };
  const run = { method: 'POST', body: { action: 'run-now' }, headers };
  const answer = await ask(port, '/api/v1/actions', run);
  assert.equal(answer.status, 200, answer.text);
  assert.equal((await ask(port, '/api/v1/actions', run)).text, answer.text, 'asked twice, done once');
  assert.equal(scene.count('SELECT COUNT(*) FROM execution_batches'), 1);
  await until(() => /event: change\ndata: .*"running":\[\{/.test(seen), 'who watches sees its task run');
  scene.gate.open();
  await until(() => /"batch":\{[^{}]*"status":"completed"/.test(seen), 'and the batch end');
  const actor = scene.query('SELECT actor, action, outcome FROM audit').map((line) => ({ ...line }));
  assert.deepEqual(actor, [{ actor: 'api:local', action: 'run-now', outcome: 'done' }]);

  service.signal('SIGTERM');
  assert.equal((await service.end).code, 0);
  await assert.rejects(ask(port, '/health'), { code: 'ECONNREFUSED' });
  assert.deepEqual(logged(scene, 'crashed'), []);
});

test('T11 without a token the API stays on this machine, whatever the configuration says; the first token opens it', async (t) => {
  const scene = await openScene(t, { catalogue: [ONE_PAGE], config: config({ host: '0.0.0.0' }) });
  await startServe(t, scene);
  const first = await doorOf(scene);
  assert.equal(first.host, '127.0.0.1');
  const why = await until(() => logged(scene, 'api_for_this_machine_only')[0], 'the log says why');
  assert.match(String(why['advice']), /token create/);
  assert.equal((await ask(first.port, '/api/v1/status')).status, 200);

  const mailbox = openMailbox(scene.rehearsal.config.database.path);
  const { secret } = await createTokenDesk({ tokens: mailbox.tokens, clock: systemClock }).create(
    { name: 'panel', role: 'viewer', expiresAt: null },
    'cli:test',
  );
  mailbox.close();
  const second = await doorOf(scene, 1);
  assert.equal(second.host, '0.0.0.0');
  assert.equal((await ask(second.port, '/api/v1/status')).status, 401);
  assert.equal((await ask(second.port, '/api/v1/status', { token: secret })).status, 200);
});

test('a port that is taken is named, the work goes on, and the door opens once it is free', async (t) => {
  const other = createServer();
  await new Promise<void>((listening) => {
    other.listen(0, '127.0.0.1', listening);
  });
  t.after(() => other.close());
  const { port } = other.address() as AddressInfo;
  const scene = await openScene(t, { catalogue: [ONE_PAGE], config: config({ port }) });
  await startServe(t, scene);
  const [failure] = await until(
    () => (logged(scene, 'service_failed').length > 0 ? logged(scene, 'service_failed') : null),
    'it says so',
  );
  assert.equal(failure?.['code'], 'E_API_ADDRESS');
  assert.match(String(failure?.['error']), new RegExp(`127\\.0\\.0\\.1 port ${port}: .*EADDRINUSE`));
  other.close();
  assert.equal((await doorOf(scene)).port, port);
  assert.equal((await ask(port, '/ready')).status, 200);
});
