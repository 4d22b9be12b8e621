import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { systemClock } from '../../src/core/clock.ts';
import { until } from '../e2e/until.ts';
import { openHouse, sharedHouse } from './house.ts';
import type { ApiHouse } from './house.ts';

const house = sharedHouse({ settings: { maxStreams: 3 } });

interface Event {
  readonly id: string | null;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: number;
}

interface Watching {
  readonly status: number;
  readonly events: readonly Event[];
  readonly ended: () => boolean;
  close(): void;
}

function watch(
  t: TestContext,
  { port }: ApiHouse,
  path: string,
  headers: Record<string, string> = {},
): Promise<Watching> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: `/api/v1${path}`, headers, agent: false }, (response) => {
      resolve(read(response, () => asked.destroy()));
    });
    asked.on('error', reject);
    asked.end();
    t.after(() => asked.destroy());
  });
}

function read(response: IncomingMessage, close: () => void): Watching {
  const events: Event[] = [];
  let text = '';
  let ended = false;
  response.setEncoding('utf8');
  response.on('data', (part: string) => {
    text += part;
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const field = (name: string): string | null =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? null;
      const data = field('data');
      if (data !== null)
        events.push({
          id: field('id'),
          event: field('event') ?? '',
          data: JSON.parse(data) as Event['data'],
          at: performance.now(),
        });
    }
  });
  response.on('close', () => {
    ended = true;
  });
  response.on('error', () => {
    ended = true;
  });
  return { status: response.statusCode ?? 0, events, ended: () => ended, close };
}

const changesOf = ({ events }: Watching, part: string): readonly Event[] =>
  events.filter(({ event, data }) => event === 'change' && Object.hasOwn(data['changed'] as object, part));

async function pause(house: ApiHouse, action: 'pause' | 'resume'): Promise<void> {
  assert.equal((await house.ask('/api/v1/actions', { method: 'POST', body: { action } })).status, 200);
}

test('who begins to watch gets the whole state, then what changed of it; who comes back, what was missed', async (t) => {
  const open = await house();
  const first = await watch(t, open, '/events');
  assert.equal(first.status, 200);
  await until(() => first.events.length > 0, 'the snapshot');
  assert.equal(first.events[0]?.event, 'snapshot');
  assert.equal((first.events[0]?.data['batch'] as { id: string } | undefined)?.id, 'Nov26_01');
  await pause(open, 'pause');
  const [change] = await until(
    () => (changesOf(first, 'schedulePaused').length > 0 ? changesOf(first, 'schedulePaused') : null),
    'the pause',
  );
  assert.deepEqual((change?.data['changed'] as { schedulePaused: boolean } | undefined)?.schedulePaused, true);

  const second = await watch(t, open, '/events', { 'last-event-id': first.events[0]?.id ?? '' });
  await until(() => changesOf(second, 'schedulePaused').length > 0, 'what was missed');
  assert.ok(
    second.events.every(({ event }) => event === 'change'),
    'not everything again',
  );
  second.close();
  const stranger = await watch(t, open, '/events', { 'last-event-id': 'ffffffff-7' });
  await until(() => stranger.events.length > 0, 'an unknown number');
  assert.equal(stranger.events[0]?.event, 'snapshot');
  stranger.close();
  await pause(open, 'resume');
  await until(() => changesOf(first, 'schedulePaused').length === 2, 'the resumption');
  first.close();
});

test('T29 as many live views as allowed, and the next one is told to wait', async (t) => {
  const open = await house();
  const watching = [
    await watch(t, open, '/events'),
    await watch(t, open, '/events'),
    await watch(t, open, '/events/logs'),
  ];
  const { status, headers, json } = await open.ask('/api/v1/events');
  assert.equal(status, 429);
  assert.ok(Number(headers['retry-after']) > 0);
  assert.equal(json()['code'], 'E_TOO_MANY');
  for (const one of watching) one.close();
  await until(async () => {
    const next = await watch(t, open, '/events');
    next.close();
    return next.status === 200;
  }, 'there is room again');
});

test('T13 T29 a live view ends when its token is revoked, or its login', async (t) => {
  const open = await openHouse(t);
  const token = await open.tokenOf('viewer');
  const [stored] = await open.store.tokens.listTokens();
  const byToken = await watch(t, open, '/events', { authorization: `Bearer ${token}` });
  const login = await open.ask('/api/v1/session', { method: 'POST', body: { token } });
  const cookie = (login.headers['set-cookie'] ?? [''])[0]?.split(';', 1)[0] ?? '';
  const bySession = await watch(t, open, '/events/logs', { cookie, 'sec-fetch-site': 'same-origin' });
  assert.deepEqual([byToken.status, bySession.status], [200, 200]);
  assert.equal((await watch(t, open, '/events')).status, 401);
  await open.store.tokens.revokeToken(stored?.id ?? '', 'test', systemClock.now());
  await until(() => byToken.ended() && bySession.ended(), 'both end');
});

test('log lines come as they are written, those that fit, and never one left out', async (t) => {
  const open = await house();
  const file = join(open.made.folder, 'logs', 'orchestrator.log');
  const line = (level: string, number: number): string =>
    `${JSON.stringify({ level, time: new Date().toISOString(), event: 'counted', number })}\n`;
  appendFileSync(file, line('warn', -1));
  const logs = await watch(t, open, '/events/logs?level=warn');
  // Followed from the end: which line is the first is only known once one has come.
  let written = 0;
  await until(() => {
    appendFileSync(file, line('warn', written++));
    return logs.events.length > 0;
  }, 'the first line');
  for (let more = 0; more < 500; more += 1) appendFileSync(file, line(more % 2 === 0 ? 'warn' : 'info', written++));
  appendFileSync(file, line('error', written));
  await until(() => (logs.events.at(-1)?.data['fields'] as { number?: number })?.number === written, 'the last line');
  const levels = new Set(logs.events.map(({ data }) => data['level']));
  assert.deepEqual(levels, new Set(['warn', 'error']));
  assert.ok(logs.events.length >= 251);
  logs.close();
});

test('T29 who does not read costs no memory: events are left out, and later all comes at once', async (t) => {
  const open = await openHouse(t);
  const slow = connect(open.port, '127.0.0.1');
  t.after(() => slow.destroy());
  slow.pause();
  slow.write('GET /api/v1/events HTTP/1.1\r\nhost: localhost\r\n\r\n');
  const fast = await watch(t, open, '/events');
  await until(() => fast.events.length > 0, 'the other one is served meanwhile');
  await pause(open, 'pause');
  await until(() => changesOf(fast, 'schedulePaused').length > 0, 'and told what changes');
  let text = '';
  slow.on('data', (part) => {
    text += part.toString();
  });
  slow.resume();
  await until(() => text.includes('"schedulePaused":true'), 'once it reads, it knows');
});
