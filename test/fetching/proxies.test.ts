import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { systemClock } from '../../src/core/clock.ts';
import type { PermitReport } from '../../src/core/politeness.ts';
import type { FetchResult, Proxy } from '../../src/fetching/contract.ts';
import { createHttpFetcher } from '../../src/fetching/http.ts';
import { ProxyRing } from '../../src/fetching/proxy-ring.ts';
import { httpProxy, socksProxy } from './practice-proxies.ts';

const LOGIN = { user: 'team', password: 'canary-pw-9182' };
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

for (const [name, open] of [
  ['HTTP', httpProxy],
  ['SOCKS5', socksProxy],
] as const) {
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

test('a proxy that fails is left for the next one within the same request, and rests', async (t) => {
  const broken = await httpProxy(t, 'broken', undefined, 502);
  const well = await socksProxy(t, 'well');
  const gone: Proxy = { name: 'gone', kind: 'http', host: '127.0.0.1', port: 1, user: '', password: '' };
  const scene = await openScene(t, [gone, broken.proxy, well.proxy]);
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

test('tasks take the proxies in turn; one that fails rests longer each time, one that works is well again', () => {
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
  const choice = (session: number): string => {
    const chosen = ring.choose(null, session);
    return chosen.kind === 'proxy' ? chosen.proxy.name : chosen.kind;
  };
  assert.deepEqual([0, 1, 2, 2].map(choice), ['a', 'b', 'a', 'a']);
  ring.failed(a);
  assert.deepEqual([0, 1].map(choice), ['b', 'b']);
  now = 60_000;
  assert.equal(choice(0), 'a');
  ring.failed(a);
  now = 60_000 + 119_999;
  assert.equal(choice(0), 'b');
  ring.failed(b);
  assert.deepEqual(ring.choose(null, 0), { kind: 'resting', names: ['a', 'b'], until: 180_000 });
  now = 180_000;
  ring.worked(a);
  assert.equal(choice(0), 'a');
});
