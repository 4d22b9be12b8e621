import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { whole } from '../../practice/faults/cases.ts';
import { makeCertificate } from '../../practice/faults/certificate.ts';
import { startFaultServer } from '../../practice/faults/server.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { PermitReport } from '../../src/core/politeness.ts';
import type { FetchResult, Proxy } from '../../src/fetching/contract.ts';
import type { Lookup } from '../../src/fetching/connections.ts';
import { createHttpFetcher } from '../../src/fetching/http.ts';
import { ProxyRing } from '../../src/fetching/proxy-ring.ts';
import { createRobotsFetcher } from '../../src/fetching/robots-fetch.ts';
import { openTunnel } from '../../src/fetching/tunnel.ts';
import { openPermits } from './open-permits.ts';
import { LIMITS, withFetcher } from './with-fetcher.ts';
import { deadProxy, httpProxy, httpsProxy, socksProxy } from './practice-proxies.ts';

const LOGIN = { user: 'team', password: 'canary-pw-9182' };
const DAY_MS = 86_400_000;
const URL_ASKED = 'http://portal.example/zapopan';

interface Scene {
  readonly reports: PermitReport[];
  readonly origin: string;
  readonly fetch: (more?: { readonly proxies?: readonly string[]; readonly session?: number }) => Promise<FetchResult>;
}

async function openScene(t: TestContext, proxies: readonly Proxy[], rehearsal = true): Promise<Scene> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<p>${request.headers.host}</p>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const reports: PermitReport[] = [];
  const fetcher = createHttpFetcher(
    {
      limits: {
        connectMs: 20_000,
        headersMs: 20_000,
        totalMs: 60_000,
        slowMs: 60_000,
        wireBytes: 1e6,
        decodedBytes: 1e6,
        redirects: 3,
        headerBytes: 65_536,
      },
      userAgent: 'PracticeBot/1.0 (+http://example.org/bot)',
      allowedHosts: [],
      rehearsalOrigin: rehearsal ? origin : null,
      proxies,
    },
    {
      permits: {
        acquire: async () => ({ kind: 'granted', permit: 1, robots: 'respect' }),
        report: (report) => void reports.push(report),
      },
      clock: systemClock,
      lookup: (_, found) => found(null, [{ address: '10.0.0.7', family: 4 }]),
    },
  );
  t.after(async () => {
    await fetcher.close();
    server.closeAllConnections();
    server.close();
  });
  return {
    reports,
    origin,
    fetch: (more = {}) =>
      fetcher.fetch(
        { site: 'Casas', url: URL_ASKED, purpose: 'list', allowedHosts: [], ...more },
        new AbortController().signal,
      ),
  };
}

const PLAIN_PROXIES = [
  ['HTTP', httpProxy],
  ['SOCKS5', socksProxy],
] as const;
for (const [name, open] of PLAIN_PROXIES) {
  test(`a page comes through a ${name} proxy that wants a login, over one kept tunnel`, async (t) => {
    const { proxy, tunnels } = await open(t, 'mx1', LOGIN);
    const scene = await openScene(t, [proxy]);
    for (let page = 0; page < 2; page += 1) {
      const result = await scene.fetch();
      assert.equal(result.kind === 'page' && result.text, '<p>portal.example</p>');
    }
    assert.deepEqual(tunnels, [new URL(scene.origin).host]);
  });

  test(`T17 a ${name} proxy that refuses our login is said without its password, and costs the portal nothing`, async (t) => {
    const { proxy } = await open(t, 'mx1', LOGIN);
    const scene = await openScene(t, [{ ...proxy, password: 'canary-wrong-5555' }]);
    const result = await scene.fetch();
    assert.ok(result.kind === 'failure');
    assert.equal(result.code, 'E_PROXY');
    assert.ok(result.until !== null && result.until > Date.now(), 'it is tried again, free of charge');
    assert.doesNotMatch(JSON.stringify(result), /canary/);
    assert.deepEqual([...new Set(scene.reports.map((report) => report.result))], ['unused']);
  });
}

test('F62 a proxy that fails is left for the next one within the same request, and rests', async (t) => {
  const broken = await httpProxy(t, 'broken', undefined, 502);
  const well = await socksProxy(t, 'well');
  const scene = await openScene(t, [deadProxy('gone'), broken.proxy, well.proxy]);
  for (let session = 0; session < 6; session += 1) assert.equal((await scene.fetch({ session })).kind, 'page');
  assert.equal(broken.tunnels.length, 1);
  assert.deepEqual(scene.reports.map((report) => report.result).sort(), [
    'ok',
    'ok',
    'ok',
    'ok',
    'ok',
    'ok',
    'unused',
    'unused',
  ]);
});

test('a site has its own proxies, or none', async (t) => {
  const [first, second] = [await httpProxy(t, 'first'), await httpProxy(t, 'second')];
  const scene = await openScene(t, [first.proxy, second.proxy]);
  for (let session = 0; session < 3; session += 1) await scene.fetch({ proxies: ['second'], session });
  assert.deepEqual([first.tunnels.length, second.tunnels.length], [0, 1]);
  await scene.fetch({ proxies: [] });
  assert.deepEqual([first.tunnels.length, second.tunnels.length], [0, 1], 'direct');
});

test('T3 a name that leads to an address of ours is refused before any proxy hears of it', async (t) => {
  const { proxy, tunnels } = await httpProxy(t, 'mx1');
  const scene = await openScene(t, [proxy], false);
  const result = await scene.fetch();
  assert.equal(result.kind === 'failure' && result.code, 'E_ADDRESS');
  assert.deepEqual(tunnels, []);
});

test('F62 tasks take the proxies in turn; one that fails rests longer each time, one that works is well again', () => {
  let now = 0;
  const proxies = ['a', 'b'].map((name): Proxy => ({
    name,
    kind: 'http',
    host: name,
    port: 1,
    user: '',
    password: '',
  }));
  const [a, b] = proxies;
  assert.ok(a !== undefined && b !== undefined);
  const ring = new ProxyRing(proxies, { now: () => now, monotonic: () => now, sleep: async () => undefined });
  const choice = (session: number, site = 'Casas'): string => {
    const chosen = ring.choose(site, null, session);
    return chosen.kind === 'proxy' ? chosen.proxy.name : chosen.kind;
  };
  assert.deepEqual(
    [0, 1, 2, 2].map((session) => choice(session)),
    ['a', 'b', 'a', 'a'],
  );
  ring.failed('Casas', a);
  assert.deepEqual(
    [0, 1].map((session) => choice(session)),
    ['b', 'b'],
  );
  assert.equal(choice(0, 'Lotes'), 'a', 'it may be the portal that is down: other sites go on through it');
  now = 60_000;
  assert.equal(choice(0), 'a');
  ring.failed('Casas', a);
  now = 60_000 + 119_999;
  assert.equal(choice(0), 'b');
  ring.failed('Casas', b);
  assert.deepEqual(ring.choose('Casas', null, 0), { kind: 'resting', names: ['a', 'b'], until: 180_000 });
  now = 180_000;
  ring.worked('Casas', a);
  assert.equal(choice(0), 'a');
});

test('an HTTPS proxy whose certificate is known is used, with its login; one that is unknown is not', async (t) => {
  const { proxy, tunnels, cert } = await httpsProxy(t, 'mx1', LOGIN);
  const scene = await openScene(t, [proxy]);
  const unknown = await scene.fetch();
  assert.ok(unknown.kind === 'failure' && unknown.code === 'E_PROXY', JSON.stringify(unknown));
  trust(t, cert);
  const known = await openScene(t, [proxy]);
  for (let page = 0; page < 2; page += 1) {
    const result = await known.fetch();
    assert.equal(result.kind === 'page' && result.text, '<p>portal.example</p>', JSON.stringify(result));
  }
  assert.deepEqual(tunnels, [new URL(known.origin).host], 'one kept tunnel; the refused connection asked for none');
});

test('an HTTPS proxy that nobody vouches for is refused, and the way out of it told', async (t) => {
  const { proxy, tunnels } = await httpsProxy(t, 'mx1', LOGIN);
  let message = '';
  await openTunnel(proxy, 'portal.example', 80, 20_000).catch((error: Error) => (message = error.message));
  assert.match(message, /the proxy mx1 \(localhost:\d+\): .*DEPTH_ZERO_SELF_SIGNED_CERT.*NODE_EXTRA_CA_CERTS/);
  assert.doesNotMatch(message, /canary/);
  assert.deepEqual(tunnels, []);
});

test('an HTTPS portal keeps its own certificate through an HTTPS proxy: TLS within TLS', async (t) => {
  const { proxy, tunnels, cert } = await httpsProxy(t, 'mx1', LOGIN);
  const now = Date.now();
  const made = makeCertificate({ host: 'portal.test', from: now - DAY_MS, to: now + DAY_MS });
  const portal = createHttpsServer(made, (_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<p>${'casa '.repeat(100_000)}</p>`);
  });
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    portal.closeAllConnections();
    portal.close();
  });
  const url = `https://portal.test:${(portal.address() as AddressInfo).port}/`;
  trust(t, cert);
  const strange = await withFetcher(t, { settings: { proxies: [proxy] }, lookup: publicName });
  const refused = await strange.get(url);
  assert.equal(refused.kind === 'failure' && refused.code, 'E_TLS', JSON.stringify(refused));
  trust(t, made.cert);
  const stage = await withFetcher(t, { settings: { proxies: [proxy] }, lookup: publicName });
  const result = await stage.get(url);
  assert.equal(result.kind === 'page' && result.text.length, 500_007, JSON.stringify(result).slice(0, 300));
  assert.equal(tunnels.length, 2);
});

for (const [name, open] of PLAIN_PROXIES) {
  test(`robots.txt goes through its site's own ${name} proxy, not through another and not directly`, async (t) => {
    const [first, own] = [await httpProxy(t, 'first'), await open(t, 'own', LOGIN)];
    const robots = await openRobots(t, [first.proxy, own.proxy], ['own']);
    const file = await robots.read();
    assert.deepEqual(file, { kind: 'file', text: 'User-agent: *\nDisallow: /panel\n' });
    assert.deepEqual([first.tunnels.length, own.tunnels.length], [0, 1]);
    assert.deepEqual(robots.results(), ['ok']);
  });
}

test('F62 robots.txt is read through the next proxy when one fails; when all do the site waits, and its host is not blamed', async (t) => {
  const well = await httpProxy(t, 'well');
  const some = await openRobots(t, [deadProxy('gone'), well.proxy], null);
  assert.equal((await some.read()).kind, 'file');
  assert.deepEqual(some.results(), ['unused', 'ok']);
  const none = await openRobots(t, [deadProxy('gone'), (await httpProxy(t, 'full', undefined, 503)).proxy], null);
  const file = await none.read();
  assert.ok(file.kind === 'wait' && file.code === 'E_PROXY', JSON.stringify(file));
  assert.match(file.message, /no proxy works: gone, full rest/);
  assert.deepEqual(none.results(), ['unused', 'unused']);
});

/** A robots reader of one site whose portal is a server of this test. */
async function openRobots(t: TestContext, proxies: readonly Proxy[], own: readonly string[] | null) {
  const server = await startFaultServer(() => whole('200 OK', [], 'User-agent: *\nDisallow: /panel\n'));
  const permits = openPermits();
  const settings = {
    limits: LIMITS,
    userAgent: 'Bot/1.0',
    allowedHosts: ['portal.test'],
    rehearsalOrigin: null,
    proxies,
  };
  const fetcher = createRobotsFetcher(settings, {
    clock: systemClock,
    lookup: publicName,
    wayOf: () => ({ proxies: own, ignoresCertificates: false }),
  });
  t.after(async () => {
    await fetcher.close();
    await server.close();
  });
  const url = `http://portal.test:${server.port}/robots.txt`;
  return {
    read: () => fetcher.fetchRobots({ site: 'Casas', url }, permits, new AbortController().signal),
    results: () => permits.reports.map(({ result }) => result),
  };
}

function publicName(_: string, found: Parameters<Lookup>[1]): void {
  found(null, [{ address: '127.0.0.1', family: 4 }]);
}

function trust(t: TestContext, cert: string): void {
  const before = getCACertificates();
  setDefaultCACertificates([...before, cert]);
  t.after(() => setDefaultCACertificates(before));
}
