/** A service that tells people: the end of a batch goes out as a mail with its report, and a dead mail server slows nothing. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { openScene } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';
import { startMailServer } from '../notifying/smtp.ts';
import { finished } from '../support/rehearsal.ts';
import { startServe } from './service-process.ts';

const CATALOGUE = ['CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta'];
const CLOSED = `SELECT COUNT(*) FROM execution_batches WHERE status = 'completed'`;

test('the end of a batch is mailed once, with its report, which is kept with the batch too', async (t) => {
  const server = await startMailServer(t);
  const scene = await openScene(t, {
    catalogue: CATALOGUE,
    config: {
      notifications: {
        email: { host: '127.0.0.1', port: server.port, to: ['ana@example.com'], authority: './authority.pem' },
      },
    },
  });
  writeFileSync(join(scene.rehearsal.folder, 'authority.pem'), server.authority);
  scene.gate.hold();
  const service = await startServe(t, scene);
  await until(() => scene.gate.held.length === 1, 'the batch is at work');
  // What is before the first look is history, of which nobody is told.
  await until(() => scene.count(`SELECT COUNT(*) FROM upkeep_notes WHERE name = 'notices'`) === 1, 'the first look');
  scene.gate.open();
  await until(() => scene.count(CLOSED) === 1, 'the batch ends');
  await until(() => server.mails.length === 1, 'the mail comes');
  const batch = String(scene.query('SELECT batch_id FROM execution_batches')[0]?.['batch_id']);
  assert.match(server.mails[0] ?? '', /^Subject: .*Lote/m);
  assert.ok(server.mails[0]?.includes(`filename=${batch}.html`), 'the report is attached');
  await until(() => scene.count('SELECT COUNT(*) FROM notices WHERE sent_at IS NOT NULL') === 1, 'it is written down');
  const page = join(scene.tree, '.orchestrator', batch, 'report.html');
  await until(() => existsSync(page), 'the report is kept with the batch');
  assert.match(readFileSync(page, 'utf8'), /Informe del lote/);
  const listed = await finished(scene.rehearsal.spawn('scraping-monitor', ['notify', 'list', '--json']));
  const [sent] = JSON.parse(listed.stdout) as { kind: string; tries: number; lastError: string | null }[];
  assert.deepEqual([sent?.kind, sent?.tries, sent?.lastError], ['batch', 1, null]);
  service.signal('SIGTERM');
  assert.equal((await service.end).code, 0);
  assert.equal(server.mails.length, 1);
});

test('a mail server that takes the connection and says nothing keeps no batch and no stop waiting', async (t) => {
  const silent = createServer((socket) => socket.on('error', () => undefined));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => silent.close());
  const { port } = silent.address() as AddressInfo;
  const scene = await openScene(t, {
    catalogue: CATALOGUE,
    config: {
      notifications: {
        health_report: 'daily',
        email: { host: '127.0.0.1', port, to: ['ana@example.com'], security: 'none' },
      },
    },
  });
  const service = await startServe(t, scene);
  await until(() => scene.count(CLOSED) === 1, 'the batch ends');
  service.signal('SIGTERM');
  assert.equal((await service.end).code, 0);
});

test('notify test says of each channel how it went, in the language of whoever asks, and fails when one fails', async (t) => {
  const server = await startMailServer(t);
  const scene = await openScene(t, {
    catalogue: CATALOGUE,
    config: {
      notifications: {
        email: { host: '127.0.0.1', port: server.port, to: ['ana@example.com'], authority: './authority.pem' },
        webhook: { urls: ['http://127.0.0.1:9/hook'], secrets: ['env:HOOK_SECRET'] },
      },
    },
  });
  writeFileSync(join(scene.rehearsal.folder, 'authority.pem'), server.authority);
  const spawned = (...args: readonly string[]) =>
    finished(
      scene.rehearsal.spawn('scraping-monitor', ['notify', ...args], {
        SCRAPING_LANG: 'es',
        HOOK_SECRET: 'whsec_abcd',
      }),
    );
  const tried = await spawned('test');
  assert.equal(tried.code, 69, tried.stderr);
  assert.match(tried.stdout, /^✓ email: enviado$/m);
  assert.match(tried.stdout, /^✗ webhook: rechazado: el puerto 9 .*allowed_hosts/m);
  assert.equal(server.mails.length, 1);
  assert.equal((await spawned('test', '--channel', 'email')).code, 0);
  const unknown = await spawned('test', '--channel', 'pigeon');
  assert.equal(unknown.code, 64);
  assert.match(unknown.stderr, /email, webhook/);
  assert.doesNotMatch(`${tried.stdout}${tried.stderr}`, /whsec_abcd/);
});
