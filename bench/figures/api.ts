/** The API over years of history: how soon it answers, how far its live views are behind, what slow and hostile callers cost. */
import { Agent } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, quantile } from '../support/ask.ts';
import type { Door } from '../support/ask.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { install } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { NOWHERE } from '../support/nothing.ts';
import { paints } from '../support/paint.ts';
import type { Paint } from '../support/paint.ts';
import { rssMb } from '../support/processes.ts';
import { startServe, stopServe, untilLogged } from '../support/serve.ts';
import { withYears } from '../support/years.ts';

const TASKS = 1_000_000;
const EACH = 60;
const WARM_UP = 3;
const CHANGES = 20;
const SLOW_CLIENTS = 100;
const SLOW_SECONDS = 20;
const SILENT = 500;
const ATTACK_SECONDS = 5;
const PAINTS = 10;
const P95 = 0.95;
const P99 = 0.99;

const READS = [
  '/status',
  '/batches?limit=50',
  '/batches/last',
  '/batches/last/coverage',
  '/batches/last/report',
  '/tasks?limit=50',
  '/tasks?batch=last&status=failed&sort=duration&order=desc&limit=50',
  '/tasks?batch=last&text=departamento&limit=50',
  '/tasks/1000',
  '/errors',
  '/statistics?by=site&last=10',
  '/statistics?by=day&last=10',
  '/statistics?by=city&last=24',
  '/statistics?by=city&last=10&site=Inm24',
  '/trend?last=50',
  '/sites',
  '/catalogue',
  '/schedule',
  '/logs?limit=200',
  '/backups',
  '/settings',
  '/audit?limit=50',
] as const;

export const api: Figure = {
  name: 'api',
  title: `The API over ${TASKS} tasks of history`,
  measure: async () => {
    const installation = install(NOWHERE, null, {
      schedule: { batches: false },
      api: { port: 0, requests_per_minute: 1_000_000, logins_per_minute: 1000 },
      monitoring: { min_free_mb: 0, min_free_percent: 0 },
    });
    await withYears(installation, TASKS);
    const startedAt = Date.now();
    const child = startServe(installation);
    const agent = new Agent({ keepAlive: true });
    try {
      await untilLogged(installation, 'api_open', startedAt);
      const door = { port: portOf(installation), agent };
      const reads = await readAll(door);
      const painted = await paints(door.port, PAINTS);
      const behind = await lag(door);
      const slow = await slowClients(door, child.pid ?? 0);
      const beside = { silent: await besideSilence(door), wrong: await besideWrongTokens(door) };
      return {
        measures: [
          ...reads,
          ...paintMeasures(painted),
          figure('a change: asked to seen by who watches, worst', 'ms', 1000, [Math.max(...behind)]),
          figure(`${SLOW_CLIENTS} live views that nobody reads, ${SLOW_SECONDS} s of changes: RSS grows`, 'MB', 30, [
            slow,
          ]),
          figure(`GET /status beside ${SILENT} silent connections, p99`, 'ms', 200, [beside.silent]),
          figure('GET /status beside wrong tokens as fast as they go, p99', 'ms', 200, [beside.wrong]),
        ],
        notes: [
          `Each read ${EACH} times, one after the other, after ${WARM_UP}; whole answers over a kept connection, caller and service on the same machine.`,
          ...(painted === null ? ['No Chromium, or no built dashboard: its first paint was not measured.'] : []),
          'A change is a pause or resumption of the schedule; its time begins before the request that asks for it.',
        ],
      };
    } finally {
      agent.destroy();
      await stopServe(child);
    }
  },
};

function paintMeasures(painted: readonly Paint[] | null): readonly Measure[] {
  if (painted === null) return [];
  const p95 = (pick: (one: Paint) => number): readonly number[] => [quantile(painted.map(pick), P95)];
  return [
    figure(
      'the dashboard: first paint, p95',
      'ms',
      1000,
      p95(({ firstMs }) => firstMs),
    ),
    {
      ...figure(
        '  until it shows how things stand, p95',
        'ms',
        0,
        p95(({ wholeMs }) => wholeMs),
      ),
      target: null,
    },
  ];
}

function figure(name: string, unit: string, most: number, values: readonly number[]): Measure {
  return { name, unit, digits: 1, target: { kind: 'at most', value: most }, values };
}

function portOf({ folder }: Installation): number {
  const line = readFileSync(join(folder, 'logs', 'orchestrator.log'), 'utf8')
    .split('\n')
    .find((text) => text.includes('"api_open"'));
  return (JSON.parse(line ?? '{}') as { readonly port: number }).port;
}

async function readAll(door: Door): Promise<readonly Measure[]> {
  const measures: Measure[] = [];
  for (const path of READS) {
    const times: number[] = [];
    for (let asked = -WARM_UP; asked < EACH; asked += 1) {
      const { status, ms, text } = await ask(door, `/api/v1${path}`);
      if (status !== 200) throw new Error(`${path} was answered with ${status}: ${text.slice(0, 300)}`);
      if (asked >= 0) times.push(ms);
    }
    measures.push(figure(`GET ${path}, p95`, 'ms', 50, [quantile(times, P95)]));
  }
  return measures;
}

async function lag(door: Door): Promise<readonly number[]> {
  const watching = openStream(door.port);
  let text = '';
  watching.on('data', (part) => {
    text += part.toString();
  });
  const times: number[] = [];
  for (let change = 0; change < CHANGES; change += 1) {
    const paused = change % 2 === 0;
    text = '';
    const begun = performance.now();
    await steer(door, paused);
    while (!text.includes(`"schedulePaused":${paused}`)) await pause(5);
    times.push(performance.now() - begun);
    // At any moment between two looks.
    await pause((change * 37) % 400);
  }
  watching.destroy();
  return times;
}

async function steer(door: Door, paused: boolean): Promise<void> {
  const { status, text } = await ask(door, '/api/v1/actions', {
    method: 'POST',
    body: { action: paused ? 'pause' : 'resume' },
  });
  if (status !== 200) throw new Error(`the schedule was not steered: ${status} ${text}`);
}

function openStream(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('GET /api/v1/events HTTP/1.1\r\nhost: localhost\r\n\r\n');
  return socket;
}

/** Clients that ask for the stream and then read nothing, while the state changes as fast as it can. */
async function slowClients(door: Door, pid: number): Promise<number> {
  await pause(2000);
  const before = rssMb(pid);
  const clients = Array.from({ length: SLOW_CLIENTS }, () => openStream(door.port).pause());
  const end = performance.now() + SLOW_SECONDS * 1000;
  let most = 0;
  for (let change = 0; performance.now() < end; change += 1) {
    await steer(door, change % 2 === 0);
    most = Math.max(most, rssMb(pid));
  }
  await steer(door, false);
  for (const client of clients) client.destroy();
  return most - before;
}

async function besideSilence(door: Door): Promise<number> {
  const silent = Array.from({ length: SILENT }, () => {
    const socket = connect({ port: door.port, host: '127.0.0.1', localAddress: '127.0.0.66' });
    socket.on('error', () => undefined);
    socket.write('GET /api/v1/status HTTP/1.1\r\nhost: loc');
    return socket;
  });
  await pause(500);
  const p99 = await besidesWhat(door);
  for (const socket of silent) socket.destroy();
  return p99;
}

async function besideWrongTokens(door: Door): Promise<number> {
  const attackers = new Agent({ keepAlive: true, maxSockets: 20 });
  const over = new AbortController();
  const headers = { authorization: `Bearer so_000000000000_${'a'.repeat(43)}` };
  const attack = async (): Promise<void> => {
    while (!over.signal.aborted)
      await ask({ ...door, agent: attackers }, '/api/v1/status', { headers, from: '127.0.0.66' });
  };
  const attacks = Array.from({ length: 20 }, attack);
  const p99 = await besidesWhat(door);
  over.abort();
  await Promise.all(attacks);
  attackers.destroy();
  return p99;
}

async function besidesWhat(door: Door): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + ATTACK_SECONDS * 1000;
  while (performance.now() < end) times.push((await ask(door, '/api/v1/status')).ms);
  return quantile(times, P99);
}
