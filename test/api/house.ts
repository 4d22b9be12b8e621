/** The API over a small installation: the real monitor, store and server, on a port of loopback. */
import { mkdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { after } from 'node:test';
import type { ApiDeps, ApiSettings } from '../../src/api/contract.ts';
import { createApiServer } from '../../src/api/server.ts';
import { openServiceMonitor } from '../../src/app/service/open-service-monitor.ts';
import { definitionTrial } from '../../src/app/trial/try-definition.ts';
import type { Config } from '../../src/config/contract.ts';
import { parseConfig } from '../../src/config/load.ts';
import { systemClock } from '../../src/core/clock.ts';
import { Fault } from '../../src/core/errors.ts';
import type { PermitSource } from '../../src/core/politeness.ts';
import type { Role } from '../../src/monitoring/house-shape.ts';
import { createTokenCheck, createTokenDesk } from '../../src/monitoring/token-desk.ts';
import { reportPage } from '../../src/reporting/report-page.ts';
import type { Store } from '../../src/store/contract.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { operatorHandlers } from '../../src/upkeep/schedule/operator-handlers.ts';
import { installation, recordingLog, workInTree } from '../upkeep/installation.ts';
import type { Installation } from '../upkeep/installation.ts';

type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: () => Readonly<Record<string, unknown>>;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Headers;
  readonly token?: string | null;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string;
}

export interface ApiHouse {
  readonly made: Installation;
  readonly config: Config;
  readonly store: Store;
  readonly port: number;
  readonly log: ReturnType<typeof recordingLog>;
  ask(path: string, asking?: Asking): Promise<Answer>;
  /** Makes a token of this role and returns its secret. */
  tokenOf(role: Role): Promise<string>;
}

export interface HouseOptions {
  readonly settings?: Partial<ApiSettings>;
  readonly deps?: Partial<ApiDeps>;
}

const SETTINGS: ApiSettings = {
  basePath: '',
  allowedHosts: [],
  trustedProxies: [],
  requestsPerMinute: 100_000,
  loginsPerMinute: 100_000,
  maxConnections: 2048,
  maxStreams: 100,
  sessionMs: 3_600_000,
};

/** Nothing is fetched in these tests. */
const NO_PERMITS: PermitSource = {
  acquire: () => Promise.reject(new Error('no permits in this test')),
  report: () => undefined,
};

/** One for all tests of a file; each leaves it as the next may find it. */
export function sharedHouse(options: HouseOptions = {}): () => Promise<ApiHouse> {
  const closing: (() => unknown)[] = [];
  let house: Promise<ApiHouse> | null = null;
  after(async () => {
    for (const close of closing) await close();
  });
  return () => (house ??= openHouse({ after: (close: () => unknown) => void closing.push(close) }, options));
}

type Ending = { readonly after: (close: () => unknown) => void };

export async function openHouse(t: Ending, { settings, deps }: HouseOptions = {}): Promise<ApiHouse> {
  const atTheEnd: (() => unknown)[] = [];
  t.after(async () => {
    for (const close of atTheEnd.toReversed()) await close();
  });
  const made = installation({ after: (remove) => void atTheEnd.push(remove as () => unknown) });
  mkdirSync(join(made.folder, 'logs'));
  await workInTree(made);
  const store = await made.openStore();
  const file = join(made.folder, 'config.yaml');
  const loaded = parseConfig(
    [
      `database: { path: ${made.database} }`,
      `data: { directory: ${made.tree}, urls: ${join(made.folder, 'urls')} }`,
      `scrapers: { definitions: [${join(made.folder, 'sites')}] }`,
      `backup: { directory: ${made.backups} }`,
      `logging: { directory: ${join(made.folder, 'logs')} }`,
      `monitoring: { status_file: ${join(made.folder, 'status.json')} }`,
    ].join('\n'),
    file,
    { environment: {}, workingDirectory: made.folder },
  );
  const { config } = loaded;
  const log = recordingLog();
  const clock = systemClock;
  const monitor = openServiceMonitor({
    loaded: () => loaded,
    store,
    clock,
    live: () => ({
      service: { state: 'idle', version: '0', pid: process.pid, startedAt: null, troubles: [], slots: null },
      pagesPerMinute: [],
      cpuShare: null,
      ownMemoryBytes: null,
      startMs: null,
    }),
    handlers: operatorHandlers(
      { store, clock, batchEveryMs: 86_400_000, deadlineMs: 3_600_000, sites: () => ['Inm24', 'CyT'] },
      {
        runNow: () => Promise.reject(new Fault('E_BATCH_OPEN', 'batch Nov26_01 is open')),
        takeUp: async () => undefined,
        reload: async () => ({ sites: 6, file }),
      },
    ),
    backUp: async () => ({ backup: 'none' }),
  });
  const metrics = createMetrics({ version: '0', parts: () => [], log });
  const server = await createApiServer({
    settings: { ...SETTINGS, ...settings },
    monitorFor: (language) => monitor.in(language),
    tokens: createTokenCheck({ tokens: store.tokens, clock }),
    requests: store.requests,
    testSite: definitionTrial({ config: () => config, permits: () => NO_PERMITS, clock }),
    audit: (entry) => store.commands.recordAudit({ ...entry, at: clock.now() }),
    readiness: async () => ({ ready: true, checks: [{ name: 'store', ok: true }] }),
    metrics: () => metrics.text(),
    reportPage,
    isOwnUser: async () => true,
    webFolder: join(made.folder, 'web'),
    clock,
    log,
    ...deps,
  });
  const { port } = await server.listen('127.0.0.1', 0);
  atTheEnd.push(async () => {
    await server.close();
    await monitor.close();
    await store.close();
  });
  return {
    made,
    config,
    store,
    port,
    log,
    ask: (path, asking) => ask(port, path, asking),
    tokenOf: async (role) =>
      (await createTokenDesk({ tokens: store.tokens, clock }).create({ name: role, role, expiresAt: null }, 'test'))
        .secret,
  };
}

/** One request over a connection of its own, with whatever headers. */
export function ask(port: number, path: string, asking: Asking = {}): Promise<Answer> {
  const { method = 'GET', token = null, body, raw = body === undefined ? undefined : JSON.stringify(body) } = asking;
  const headers: Record<string, string | readonly string[]> = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...asking.headers,
  };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', port, path, method, headers: headers as Record<string, string>, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: () => JSON.parse(text) as Readonly<Record<string, unknown>>,
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(raw);
  });
}
