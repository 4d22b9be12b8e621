import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLog } from '../../src/telemetry/log.ts';
import { logFolder } from './log-folder.ts';

/** Planted values: what a password, a token, a key and a connection string look like, quotes and accents included. */
const CANARIES = [
  'canary-7f3a91',
  'c4n"ry\\pass word',
  'ñandú-secreto-é',
  'xoxb-1234567890-canary',
  'p@ss/w0rd?&=canary',
];

test('T17 a secret of the configuration is in no line, whatever field, text or form carries it', (t) => {
  const file = join(logFolder(t), 'orchestrator.log');
  const log = createLog({ level: 'debug', destination: file, secrets: CANARIES });
  for (const secret of CANARIES) {
    log.info(`connecting with ${secret}`, {
      note: secret,
      [`field ${secret}`]: 1,
      deep: { list: [{ text: `<<${secret}>>` }] },
    });
    log.warn('asked', {
      url: `https://x.mx/?q=${encodeURIComponent(secret)}`,
      header: Buffer.from(secret).toString('base64'),
    });
    log.error('failed', { error: new Error(`refused: ${secret}`, { cause: secret }) });
    log.debug('json', { body: JSON.stringify({ inner: secret }) });
  }
  log.close();
  const text = fs.readFileSync(file, 'utf8');
  for (const secret of CANARIES) {
    for (const form of [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
    ])
      assert.ok(!text.includes(form), form);
  }
  for (const line of text.trim().split('\n')) JSON.parse(line);
  assert.match(text, /\[hidden\]/);
});

test('T17 a value too short to be a secret hides nothing', (t) => {
  const file = join(logFolder(t), 'orchestrator.log');
  const log = createLog({ level: 'info', destination: file, secrets: ['', 'a', 'info'] });
  log.info('a plain event');
  log.close();
  assert.match(fs.readFileSync(file, 'utf8'), /"event":"a plain event"/);
});

test('started by systemd, the journal gets every line with its priority; started otherwise, stderr stays silent', (t) => {
  const folder = logFolder(t);
  const program = `
    import fs from 'node:fs';
    import { openLogs } from ${JSON.stringify(join(import.meta.dirname, '../../src/telemetry/open-logs.ts'))};
    const { dev, ino } = fs.fstatSync(2);
    const stream = process.argv[2] === 'journal' ? dev + ':' + ino : '1:1';
    const logs = openLogs({ directory: process.argv[1], level: 'info', environment: { JOURNAL_STREAM: stream } });
    logs.orchestrator.info('started');
    logs.cleanup.error('broken');
  `;
  const run = (how: string): string =>
    spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program, folder, how],
      { encoding: 'utf8' },
    ).stderr;
  const lines = run('journal').trim().split('\n');
  assert.deepEqual(
    lines.map((line) => line.slice(0, 3)),
    ['<6>', '<3>'],
  );
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line.slice(3)) as { event: string }).event),
    ['started', 'broken'],
  );
  assert.equal(run('terminal'), '');
});
