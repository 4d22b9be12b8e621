import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseConfig } from '../../src/config/load.ts';
import { channelNames } from '../../src/app/people/channel-names.ts';
import { openChannels } from '../../src/app/people/open-channels.ts';
import { readSecret } from '../../src/app/parts/read-secret.ts';
import { systemClock } from '../../src/core/clock.ts';

const location = { environment: {}, workingDirectory: '/' };
const config = (text: string) => parseConfig(text, '/config.yaml', location).config;

const faultOf = async (run: () => unknown): Promise<string> => {
  try {
    await run();
  } catch (error) {
    return String(error);
  }
  return assert.fail('it was taken');
};

test('a secret in the configuration itself is refused, wherever it may be named', async () => {
  for (const option of [
    'email: { password: hunter2 }',
    'slack: { address: https://hooks.slack.com/T/B/x }',
    'webhook: { secrets: [whsec_abc] }',
  ]) {
    const fault = await faultOf(() => config(`notifications: { ${option} }`));
    assert.match(fault, /expected where the secret is kept: file:\/path, env:NAME or credential:NAME/, option);
  }
  assert.match(
    await faultOf(() => config('notifications: { webhook: { urls: ["https://ana:pw@example.com"] } }')),
    /without a password/,
  );
});

test('a channel that is half configured is told before the night it is needed', async () => {
  const half = (text: string) => faultOf(() => config(`notifications: { ${text} }`));
  assert.match(await half('email: { host: mail.example.com }'), /email\.to.*nobody would get the mails/);
  assert.match(await half('email: { host: m.example.com, to: [a@example.com], user: ana }'), /email\.password/);
  assert.match(await half('webhook: { urls: ["https://example.com/hook"] }'), /always signed/);
  assert.match(await half('email: { to: ["no address"] }'), /expected a mail address/);
});

test('channels have names of their own, and without a word in the configuration there is none', () => {
  assert.deepEqual(channelNames(config('')), []);
  const text = `notifications:
  email: { host: mail.example.com, to: [ana@example.com], least: warning }
  slack: { address: env:SLACK }
  webhook: { urls: ["https://a.example/1", "https://a.example/2"], secrets: ["env:HOOK"] }`;
  assert.deepEqual(
    channelNames(config(text)).map(({ name, least }) => `${name} ${least}`),
    ['email warning', 'slack info', 'webhook info', 'webhook-2 info'],
  );
});

test('T17 secrets come from files, the environment or systemd; a fault names the place and never the content', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'smtp'), 'correct horse\n');
  writeFileSync(join(folder, 'empty'), '\n');
  const environment = { SMTP: 'from the environment', CREDENTIALS_DIRECTORY: folder };
  assert.equal(await readSecret(`file:${folder}/smtp`, 'x', {}), 'correct horse');
  assert.equal(await readSecret('env:SMTP', 'x', environment), 'from the environment');
  assert.equal(await readSecret('credential:smtp', 'x', environment), 'correct horse');
  for (const [place, said] of [
    [`file:${folder}/nowhere`, /notifications\.email\.password: .*nowhere cannot be read/],
    [`file:${folder}/empty`, /is empty or not set/],
    ['env:NOT_SET', /NOT_SET is empty or not set/],
    ['credential:smtp', /no CREDENTIALS_DIRECTORY/],
  ] as const) {
    const fault = await faultOf(() => readSecret(place, 'notifications.email.password', {}));
    assert.match(fault, said);
    assert.doesNotMatch(fault, /correct horse/);
  }
  const text = `notifications: { email: { host: m.example.com, to: [a@example.com], user: ana, password: "file:${folder}/smtp" } }`;
  assert.deepEqual(
    (await openChannels(config(text), systemClock, {})).map(({ name }) => name),
    ['email'],
  );
});
