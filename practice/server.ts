/** The practice portals' HTTP server: six portals by Host name on one loopback port, and their control pages. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../src/core/clock.ts';
import { hashOf } from './chance.ts';
import { answerControl } from './control.ts';
import { createMarket } from './market.ts';
import { createPackedPages, encodingFor, pack } from './packing.ts';
import type { Encoding } from './packing.ts';
import { answerFor, firstPageFor, portalOf } from './pages.ts';
import type { Answer, Portal } from './portal.ts';
import type { Practice } from './practice.ts';
import { loadPortals } from './portals.ts';
import { scriptedAnswer } from './scripted.ts';
import { createTrafficLog } from './traffic.ts';
import type { Traffic } from './traffic.ts';
import { createSiteFaults } from './site-faults.ts';
import type { FaultAction, SiteFault } from './site-faults.ts';
import { loadTraps } from './traps.ts';

export interface PracticeOptions {
  /** 0 (the default) = any free port. */
  readonly port?: number;
  readonly seed?: number;
  readonly epoch?: number;
  /** Day the portals believe it is, YYYY-MM-DD; today in Guadalajara by default. */
  readonly today?: string;
  /** Now and then the first request for a page is answered 503 or cut off; false by default. */
  readonly faults?: boolean;
  /** Faults of single portals; they come before the random ones. */
  readonly siteFaults?: readonly SiteFault[];
  /** Results shift by one between two page requests of a search; false by default. */
  readonly shift?: boolean;
  /** Sites whose pages come empty and are filled in by a script. */
  readonly scripted?: readonly string[];
  /** Folder of the catalogue's CSVs, for `/__practice/urls`. */
  readonly urls?: string;
}

export interface PracticePortals {
  /** `http://127.0.0.1:8123`; send the portal's name in the Host header. */
  readonly origin: string;
  readonly port: number;
  stats(): Traffic;
  setEpoch(epoch: number): void;
  /** Other faults of single portals from here on. */
  setFaults(rules: readonly SiteFault[]): void;
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 75_000;
const CACHE_BYTES = 96 * 1024 * 1024;
/** One page in so many fails at its first request when faults are on. */
const FAULT_EVERY = 150;

export function todayInGuadalajara(now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Mexico_City' }).format(now);
}

async function preparePractice(
  options: PracticeOptions,
): Promise<Practice & { readonly cache: ReturnType<typeof createPackedPages> }> {
  const [portals, traps] = await Promise.all([loadPortals(), loadTraps()]);
  const cache = createPackedPages(CACHE_BYTES);
  const seed = options.seed ?? 1;
  const today = options.today ?? todayInGuadalajara(systemClock.now());
  const market = createMarket({ seed, epoch: options.epoch ?? 0, today });
  const practice = {
    rehearsal: { portals, traps, market, shift: options.shift ?? false },
    urls: options.urls ?? new URL('../urls/', import.meta.url).pathname,
    traffic: createTrafficLog(() => systemClock.monotonic()),
    cache,
    setEpoch: (epoch: number): void => {
      practice.rehearsal = { ...practice.rehearsal, market: createMarket({ seed, epoch, today }) };
      cache.clear();
    },
  };
  return practice;
}

/** The host a visitor means, without its port. */
const hostOf = (request: IncomingMessage): string => (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();

/** @throws {Error} when the port is taken. */
export async function startPracticePortals(options: PracticeOptions = {}): Promise<PracticePortals> {
  const practice = await preparePractice(options);
  const failedOnce = new Set<string>();
  let siteFaults = createSiteFaults(options.siteFaults ?? []);

  /** true when this request was made to fail. */
  const fail = (key: string, response: ServerResponse): boolean => {
    if (options.faults !== true || hashOf('fault', key) % FAULT_EVERY !== 0 || failedOnce.has(key)) return false;
    failedOnce.add(key);
    if (hashOf('cut', key) % 2 === 0) response.destroy();
    else
      response
        .writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain; charset=utf-8' })
        .end('Service Unavailable');
    return true;
  };

  const answerAt = (url: URL, portal: Portal): Answer =>
    options.scripted?.includes(portal.site) === true
      ? scriptedAnswer(url, (plain) => answerFor(practice.rehearsal, portal, plain))
      : answerFor(practice.rehearsal, portal, url);

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const host = hostOf(request);
    const portal = portalOf(practice.rehearsal, host);
    if (portal === null) {
      response
        .writeHead(421, { 'content-type': 'text/plain; charset=utf-8' })
        .end(`No practice portal answers to "${host}".\n`);
      return;
    }
    // Joined, not resolved: "//else/where" is a path of this host.
    const address = `https://${host}${request.url ?? '/'}`;
    if (!URL.canParse(address)) {
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end('Bad Request\n');
      return;
    }
    const url = new URL(address);
    const encoding = encodingFor(request.headers['accept-encoding'] ?? '');
    const key = `${host}${url.pathname}${url.search}`;
    const fault = siteFaults.next(portal.site, request.url ?? '/');
    if (fault !== null) {
      answerFaulty(fault, { practice, portal, url, encoding }, request, response);
      return;
    }
    if (url.pathname !== '/robots.txt' && fail(key, response)) return;
    const page = practice.cache.get(`${encoding} ${key}`, () => pack(answerAt(url, portal), encoding));
    response.writeHead(page.status, page.headers).end(request.method === 'HEAD' ? undefined : page.body);
  };

  const server = createServer((request, response) => {
    if ((request.url ?? '').startsWith('/__practice/')) {
      answerControl(practice, request, response);
      return;
    }
    const finish = practice.traffic.begin(hostOf(request), request.headers['user-agent'] ?? '');
    response.once('finish', () => finish(response.statusCode));
    response.once('close', () => finish(0));
    try {
      serve(request, response);
    } catch (error) {
      // A fault of the practice portals themselves must be seen, not taken for a portal's.
      console.error(`practice portals: ${request.headers.host ?? ''}${request.url ?? ''}:`, error);
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
          .end('The practice portal itself failed.\n');
    }
  });
  // Longer than a polite crawler's pauses, so that its kept connections stay good.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await listen(server, options.port ?? 0);
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    stats: () => practice.traffic.read(),
    setEpoch: (epoch) => practice.setEpoch(epoch),
    setFaults: (rules) => {
      siteFaults = createSiteFaults(rules);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Asked {
  readonly practice: Practice;
  readonly portal: Portal;
  readonly url: URL;
  readonly encoding: Encoding;
}

function answerFaulty(fault: FaultAction, asked: Asked, request: IncomingMessage, response: ServerResponse): void {
  if (fault.kind === 'raw') {
    writeRaw(fault, request, response);
    return;
  }
  const page = pack(faultyPage(fault, asked), asked.encoding);
  response.writeHead(page.status, page.headers).end(request.method === 'HEAD' ? undefined : page.body);
}

function faultyPage(fault: Exclude<FaultAction, { kind: 'raw' }>, { practice, portal, url }: Asked): Answer {
  switch (fault.kind) {
    case 'answer':
      return fault.answer;
    case 'edit':
      return fault.edit(answerFor(practice.rehearsal, portal, url));
    case 'first-page':
      return firstPageFor(practice.rehearsal, portal, url);
  }
}

/** The case writes to the connection itself; the server's own answer never comes, so the connection ends with it. */
function writeRaw(
  fault: Extract<FaultAction, { kind: 'raw' }>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { socket } = request;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
  // The client breaks the connection on purpose, and so may the case.
  socket.on('error', () => {});
  socket.once('close', () => response.destroy());
  fault.answer(socket, { method: request.method ?? 'GET', target: request.url ?? '/', headers, onConnection: 1 });
  if (!fault.staysOpen && !socket.destroyed) socket.end();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
