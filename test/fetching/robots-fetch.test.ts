import assert from 'node:assert/strict';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { makeCertificate } from '../../practice/faults/certificate.ts';
import { raw, whole } from '../../practice/faults/cases.ts';
import { startFaultServer } from '../../practice/faults/server.ts';
import type { FaultCase, FaultServer } from '../../practice/faults/server.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createRobotsFetcher } from '../../src/fetching/robots-fetch.ts';
import type { RobotsFile } from '../../src/fetching/robots-fetch.ts';
import { openPermits } from './open-permits.ts';
import type { OpenPermits } from './open-permits.ts';
import { LIMITS } from './with-fetcher.ts';

interface Read {
  readonly file: RobotsFile;
  readonly permits: OpenPermits;
  readonly server: FaultServer;
}

async function read(
  t: TestContext,
  answer: FaultCase,
  more: Readonly<Record<string, FaultCase>> = {},
  limits = LIMITS,
): Promise<Read> {
  const server = await startFaultServer((path) => more[path] ?? (path === '/robots.txt' ? answer : null));
  const permits = openPermits();
  const settings = { limits, userAgent: 'PracticeBot/1.0', allowedHosts: ['127.0.0.1'], rehearsalOrigin: null };
  const fetcher = createRobotsFetcher(settings, { clock: systemClock });
  t.after(async () => {
    await fetcher.close();
    await server.close();
  });
  const file = await fetcher.fetchRobots(
    { site: 'Inm24', url: server.url('/robots.txt') },
    permits,
    new AbortController().signal,
  );
  return { file, permits, server };
}

const TEXT = 'User-agent: *\nDisallow: /panel\n';

test('robots.txt is read as it is, under a permit of its own', async (t) => {
  const { file, permits } = await read(t, whole('200 OK', [], TEXT));
  assert.deepEqual(file, { kind: 'file', text: TEXT });
  assert.deepEqual(
    permits.asked.map(({ purpose }) => purpose),
    ['robots'],
  );
  assert.deepEqual(
    permits.reports.map(({ result }) => result),
    ['ok'],
  );
});

test('F71 a robots.txt compressed against our wish is read too', async (t) => {
  const { file } = await read(t, whole('200 OK', ['Content-Encoding: gzip'], gzipSync(TEXT)));
  assert.deepEqual(file, { kind: 'file', text: TEXT });
});

test('F71 only the first 500 KiB are read, and a rule cut in two is dropped', async (t) => {
  const line = `Disallow: /${'x'.repeat(88)}\n`;
  const { file } = await read(t, raw('200 OK', ['Content-Length: 104857600'], `User-agent: *\n${line.repeat(8_000)}`));
  assert.ok(file.kind === 'file');
  assert.ok(file.text.length <= 500 * 1_024 && file.text.length > 499 * 1_024);
  assert.ok(file.text.endsWith(line));
});

test('F71 a gzip bomb for a robots.txt is not unpacked: the host counts as unreachable', async (t) => {
  const { file } = await read(t, whole('200 OK', ['Content-Encoding: gzip'], gzipSync(Buffer.alloc(16 << 20))));
  assert.equal(file.kind, 'unreachable');
});

for (const [status, kind, result] of [
  ['404 Not Found', 'absent', 'ok'],
  ['401 Unauthorized', 'absent', 'ok'],
  ['403 Forbidden', 'absent', 'ok'],
  ['429 Too Many Requests', 'unreachable', 'slow_down'],
  ['500 Internal Server Error', 'unreachable', 'server_error'],
  ['503 Service Unavailable', 'unreachable', 'server_error'],
] as const) {
  test(`F71 status ${status} makes robots.txt ${kind}`, async (t) => {
    const { file, permits } = await read(t, whole(status, [], 'no'));
    assert.equal(file.kind, kind);
    assert.deepEqual(
      permits.reports.map((report) => report.result),
      [result],
    );
  });
}

test('F71 a Retry-After of robots.txt is handed on', async (t) => {
  const { file, permits } = await read(t, whole('503 Service Unavailable', ['Retry-After: 120'], ''));
  assert.ok(file.kind === 'unreachable');
  assert.equal(file.retryAfterMs, 120_000);
  assert.equal(permits.reports[0]?.retryAfterMs, 120_000);
});

test('F71 a server that says nothing makes robots.txt unreachable', async (t) => {
  const { file, permits } = await read(t, () => {}, {}, { ...LIMITS, totalMs: 150 });
  assert.equal(file.kind, 'unreachable');
  assert.deepEqual(
    permits.reports.map(({ result }) => result),
    ['network'],
  );
});

test('F71 five redirects are followed, each under its own permit', async (t) => {
  const hop = (to: string): FaultCase => whole('301 Moved', [`Location: ${to}`], '');
  const hops = { '/1': hop('/2'), '/2': hop('/3'), '/3': hop('/4'), '/4': hop('/5'), '/5': whole('200 OK', [], TEXT) };
  const { file, permits } = await read(t, hop('/1'), hops);
  assert.equal(file.kind, 'file');
  assert.equal(permits.asked.length, 6);
});

test('F71 redirects without end mean that there is no file', async (t) => {
  const { file, permits } = await read(t, whole('302 Found', ['Location: /robots.txt'], ''));
  assert.equal(file.kind, 'absent');
  assert.equal(permits.asked.length, 6);
});

test('T2 a robots.txt that leads to a private address is not followed', async (t) => {
  const { file, permits } = await read(
    t,
    whole('302 Found', ['Location: http://169.254.169.254/latest/meta-data/'], ''),
  );
  assert.equal(file.kind, 'unreachable');
  assert.equal(permits.asked.length, 1);
});

test('F44 robots.txt of a site that takes its certificate as it is is read; of any other it is unreachable', async (t) => {
  const day = 86_400_000;
  const made = makeCertificate({ host: 'portal.test', from: Date.now() - day, to: Date.now() + day });
  const server = createTlsServer(made, (_request, response) => response.end(TEXT));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const settings = {
    limits: LIMITS,
    userAgent: 'PracticeBot/1.0',
    allowedHosts: ['portal.test'],
    rehearsalOrigin: null,
  };
  const fetcher = createRobotsFetcher(settings, {
    clock: systemClock,
    lookup: (_name, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
    wayOf: (site) => ({ proxies: null, ignoresCertificates: site === 'Casas' }),
  });
  t.after(async () => {
    await fetcher.close();
    server.closeAllConnections();
    server.close();
  });
  const url = `https://portal.test:${(server.address() as AddressInfo).port}/robots.txt`;
  const kinds: string[] = [];
  for (const site of ['Casas', 'Lotes'])
    kinds.push((await fetcher.fetchRobots({ site, url }, openPermits(), new AbortController().signal)).kind);
  assert.deepEqual(kinds, ['file', 'unreachable']);
});
