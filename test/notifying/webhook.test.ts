import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createGuard } from '../../src/fetching/guard.ts';
import { createSlack } from '../../src/notifying/slack.ts';
import { refuseWebhook, signedHeaders } from '../../src/notifying/webhook-signature.ts';
import { createWebhook } from '../../src/notifying/webhook.ts';
import { hidingValues } from '../../src/telemetry/redact.ts';
import { message, T0, trouble } from './messages.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OLD_SECRET = 'whsec_b2xkIHNlY3JldCBvZiBsYXN0IG1vbnRo';
const clock = { now: () => T0, monotonic: () => 0, sleep: async () => undefined };

interface Received {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

interface Receiver {
  readonly address: string;
  readonly received: readonly Received[];
}

async function startReceiver(
  t: TestContext,
  answer: (response: ServerResponse, request: IncomingMessage) => void = (response) => response.end(),
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      received.push({ headers: request.headers as Received['headers'], body });
      answer(response, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}

const allowed = { guard: createGuard(['127.0.0.1']), hide: (text: string) => text };
const webhookTo = (address: string, secrets: readonly string[] = [SECRET], deps = allowed) =>
  createWebhook({ name: 'webhook', least: 'info', address, secrets }, { ...deps, clock });

test('T15 the signature is the one of the specification', () => {
  const body = '{"test": 2432232314}';
  const headers = signedHeaders([SECRET], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, body);
  assert.deepEqual(headers, {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('T15 a changed byte, another id, an old message and a foreign secret are refused; both secrets of a rotation fit', () => {
  const body = '{"a":1}';
  const headers = { ...signedHeaders([OLD_SECRET, SECRET], 'msg_1', T0, body) };
  const refuse = (changes: Readonly<Record<string, string>>, text = body, at = T0, secrets = [SECRET]) =>
    refuseWebhook(secrets, { ...headers, ...changes }, text, at);
  assert.equal(refuse({}), null);
  assert.equal(refuse({}, body, T0, [OLD_SECRET]), null, 'a receiver that has the old secret still');
  assert.match(refuse({}, '{"a":2}') ?? '', /signature/);
  assert.match(refuse({ 'webhook-id': 'msg_2' }) ?? '', /signature/);
  assert.match(refuse({ 'webhook-timestamp': String(T0 / 1000 + 1) }) ?? '', /signature/);
  assert.match(refuse({}, body, T0, ['whsec_AAAA']) ?? '', /signature/);
  assert.match(refuse({}, body, T0 + 301_000) ?? '', /too old/);
  assert.match(refuse({}, body, T0 - 301_000) ?? '', /future/);
  assert.match(refuse({ 'webhook-timestamp': 'now' }) ?? '', /no number/);
  assert.match(refuseWebhook([SECRET], {}, body, T0) ?? '', /missing/);
});

test('a webhook carries the facts and the words, signed; a receiver takes it', async (t) => {
  const receiver = await startReceiver(t);
  const sent = message({ kind: 'troubles', items: [trouble()] }, 'msg_9');
  assert.deepEqual(await webhookTo(receiver.address).send(sent), { kind: 'sent' });
  const [got] = receiver.received;
  assert.equal(refuseWebhook([SECRET], got?.headers ?? {}, got?.body ?? '', T0), null);
  const told = JSON.parse(got?.body ?? '') as Record<string, unknown>;
  assert.deepEqual(
    [told['type'], told['severity'], told['timestamp']],
    ['scraping.troubles', 'warning', '2026-11-22T10:01:00.000Z'],
  );
  assert.deepEqual(told['data'], { kind: 'troubles', items: [trouble()] });
});

test('T16 an address that is not public gets nothing, however it is written, unless its host was named', async (t) => {
  const receiver = await startReceiver(t);
  const deps = { ...allowed, guard: createGuard([]) };
  const port = new URL(receiver.address).port;
  const spelled = [
    '127.0.0.1',
    'localhost',
    '127.1',
    '0x7f000001',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
    '10.0.0.1',
  ];
  for (const host of spelled) {
    const answer = await webhookTo(`http://${host}:${port}/hook`, [SECRET], deps).send(message());
    assert.equal(answer.kind, 'never', host);
    assert.match(JSON.stringify(answer), /not public|neither 80 nor 443/, host);
  }
  assert.equal((await webhookTo('file:///etc/passwd').send(message())).kind, 'never');
  assert.equal((await webhookTo('no address').send(message())).kind, 'never');
  assert.equal(receiver.received.length, 0);
});

test('T16 a name that leads to an address that is not public is found out before anything is connected', async () => {
  const guard = {
    refuseUrl: () => null,
    refuseAddresses: (host: string, addresses: readonly string[]) => createGuard([]).refuseAddresses(host, addresses),
  };
  const answer = await webhookTo('http://localhost:9/hook', [SECRET], { ...allowed, guard }).send(message());
  assert.equal(answer.kind, 'later');
  assert.match(JSON.stringify(answer), /not a public address/);
});

test('T16 no redirect is followed', async (t) => {
  const inside = await startReceiver(t);
  const receiver = await startReceiver(t, (response) => response.writeHead(307, { location: inside.address }).end());
  const answer = await webhookTo(receiver.address).send(message());
  assert.equal(answer.kind, 'never');
  assert.match(JSON.stringify(answer), /redirects are not followed/);
  assert.equal(inside.received.length, 0);
});

test('T16 an answer without an end is left after 64 KB', async (t) => {
  let wrote = 0;
  const receiver = await startReceiver(t, (response) => {
    response.writeHead(200);
    const write = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384, 'x'))) wrote += 16_384;
      if (!response.destroyed) response.once('drain', write);
    };
    write();
  });
  assert.deepEqual(await webhookTo(receiver.address).send(message()), { kind: 'sent' });
  assert.ok(wrote < 50_000_000, 'the connection was closed');
});

test('what is not now is tried later, and when the receiver says; what is wrong for good is not', async (t) => {
  let status = 0;
  const receiver = await startReceiver(t, (response) =>
    response.writeHead(status, { 'retry-after': '120' }).end('<busy>'),
  );
  const kinds: Record<number, string> = {};
  for (status of [200, 204, 301, 400, 401, 404, 408, 410, 429, 500, 503])
    kinds[status] = (await webhookTo(receiver.address).send(message())).kind;
  assert.deepEqual(kinds, {
    200: 'sent',
    204: 'sent',
    301: 'never',
    400: 'never',
    401: 'never',
    404: 'never',
    408: 'later',
    410: 'never',
    429: 'later',
    500: 'later',
    503: 'later',
  });
  status = 503;
  assert.deepEqual(await webhookTo(receiver.address).send(message()), {
    kind: 'later',
    reason: 'the receiver answered 503: <busy>',
    afterMs: 120_000,
  });
});

test('Slack gets text in which nothing of a portal acts as a link or a mention, and its address is never told', async (t) => {
  const receiver = await startReceiver(t);
  const address = `${receiver.address}/T000/B000/very-secret-part`;
  const slack = createSlack({ least: 'warning', address }, allowed);
  const items = [trouble({ facts: { message: '<!channel> <https://evil.example|click> & more' } })];
  assert.deepEqual(await slack.send(message({ kind: 'troubles', items })), { kind: 'sent' });
  const { text } = JSON.parse(receiver.received[0]?.body ?? '') as { text: string };
  assert.match(text, /^⚠️ \*\[Scraping\] Inm24: blocked by the portal\*\n/);
  assert.ok(text.includes('&lt;!channel&gt; &lt;https://evil.example|click&gt; &amp; more'));
  assert.ok(text.includes('scraping-monitor errors --site Inm24 --verdict blocked'));
  const closed = createSlack(
    { least: 'info', address: 'http://localhost:1/services/very-secret-part' },
    {
      guard: { refuseUrl: () => 'no: very-secret-part', refuseAddresses: () => null },
      hide: hidingValues(['very-secret-part']),
    },
  );
  assert.doesNotMatch(JSON.stringify(await closed.send(message())), /very-secret-part/);
});

test('T15 the verifier of docs/notifications.md takes what is genuine, and nothing altered, old or seen before', async (t) => {
  const document = readFileSync(new URL('../../docs/notifications.md', import.meta.url), 'utf8');
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(document) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'verifier-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'verifier.mjs'), code);
  const { isGenuine } = (await import(join(folder, 'verifier.mjs'))) as {
    isGenuine: (secret: string, headers: object, body: string, seen: Set<string>) => boolean;
  };
  const body = '{"a":1}';
  const headersAt = (now: number): object => signedHeaders([OLD_SECRET, SECRET], 'msg_1', now, body);
  const seen = new Set<string>();
  assert.equal(isGenuine(SECRET, headersAt(Date.now()), `${body} `, seen), false);
  assert.equal(isGenuine('whsec_AAAA', headersAt(Date.now()), body, seen), false);
  assert.equal(isGenuine(SECRET, headersAt(Date.now() - 301_000), body, seen), false);
  assert.equal(isGenuine(SECRET, headersAt(Date.now()), body, seen), true);
  assert.equal(isGenuine(SECRET, headersAt(Date.now()), body, seen), false, 'a replay');
});
