/** A batch in the foreground tells people as the service does. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { startMailServer } from '../notifying/smtp.ts';
import { finished } from '../support/rehearsal.ts';
import { openScene } from './scene.ts';

const CATALOGUE = ['CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta'];

test('a run in the foreground keeps a report with the batch, and mails it once where mail is configured', async (t) => {
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
  for (const mails of [1, 2]) {
    const { code, stdout, stderr } = await finished(scene.spawnRun());
    assert.equal(code, 0, stderr);
    assert.equal(server.mails.length, mails);
    const [newest] = scene.query('SELECT batch_id FROM execution_batches ORDER BY id DESC LIMIT 1');
    const batch = String(newest?.['batch_id']);
    assert.ok(server.mails.at(-1)?.includes(`filename=${batch}.html`), 'the report is attached');
    const folder = join(scene.tree, '.orchestrator', batch);
    assert.match(readFileSync(join(folder, 'report.html'), 'utf8'), /Informe del lote/);
    assert.ok(existsSync(join(folder, 'report.txt')));
    assert.ok(stdout.includes(join(folder, 'report.html')), stdout);
  }
});

test('a run in the foreground without channels keeps its report and queues nothing', async (t) => {
  const scene = await openScene(t, { catalogue: CATALOGUE });
  assert.equal((await finished(scene.spawnRun())).code, 0);
  assert.equal(scene.count('SELECT COUNT(*) FROM notices'), 0);
  const batch = String(scene.query('SELECT batch_id FROM execution_batches')[0]?.['batch_id']);
  assert.ok(existsSync(join(scene.tree, '.orchestrator', batch, 'report.html')));
});

test('a mail that nobody takes stays in the outbox of a run in the foreground, whose end is as it was', async (t) => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  const scene = await openScene(t, {
    catalogue: CATALOGUE,
    config: {
      notifications: { email: { host: '127.0.0.1', port, to: ['ana@example.com'], security: 'none' } },
    },
  });
  const { code, stderr } = await finished(scene.spawnRun());
  assert.equal(code, 0, stderr);
  assert.equal(scene.count('SELECT COUNT(*) FROM notices WHERE sent_at IS NULL AND tries = 1'), 1);
});
