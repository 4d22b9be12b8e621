import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { isFault } from '../../src/core/errors.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import type { PermitReport } from '../../src/core/politeness.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createHttpFetcher } from '../../src/fetching/http.ts';
import { startFaultServer } from '../../practice/faults/server.ts';
import { whole } from '../../practice/faults/cases.ts';
import type { FaultCase } from '../../practice/faults/server.ts';
import { openPermits } from './open-permits.ts';
import { LIMITS, withFetcher } from './with-fetcher.ts';
import type { Stage, StageOptions } from './with-fetcher.ts';

const page: FaultCase = whole('200 OK', ['Content-Type: text/html'], '<html><body>casas</body></html>');

test('requests say honestly who asks, and what is understood', async (t) => {
  const stage = await withFetcher(t);
  await stage.get('/page', { headers: { 'user-agent': 'Mozilla/5.0', 'accept-encoding': 'zstd', 'x-site': 'yes' } });
  const headers = stage.server.requests[0]?.headers ?? {};
  assert.equal(headers['user-agent'], 'PracticeBot/1.0 (+http://example.org/bot)');
  assert.equal(headers['accept-encoding'], 'gzip, br, deflate');
  assert.match(headers['accept'] ?? '', /text\/html/);
  assert.match(headers['accept-language'] ?? '', /^es-MX/);
  assert.equal(headers['x-site'], 'yes');
  assert.equal(headers['referer'], undefined);
});

const STATUSES: readonly (readonly [string, readonly string[], ErrorCode, PermitReport['result']])[] = [
  ['404 Not Found', [], 'E_NOT_FOUND', 'ok'],
  ['410 Gone', [], 'E_NOT_FOUND', 'ok'],
  ['401 Unauthorized', [], 'E_FORBIDDEN', 'blocked'],
  ['403 Forbidden', [], 'E_FORBIDDEN', 'blocked'],
  ['451 Unavailable', [], 'E_FORBIDDEN', 'blocked'],
  ['429 Too Many Requests', ['Retry-After: 120'], 'E_RATE_LIMITED', 'slow_down'],
  ['429 Too Many Requests', [], 'E_RATE_LIMITED', 'slow_down'],
  ['503 Service Unavailable', ['Retry-After: 120'], 'E_RATE_LIMITED', 'slow_down'],
  ['503 Service Unavailable', [], 'E_SERVER', 'server_error'],
  ['500 Internal Server Error', [], 'E_SERVER', 'server_error'],
  ['202 Accepted', [], 'E_HTTP_STATUS', 'ok'],
  ['204 No Content', [], 'E_HTTP_STATUS', 'ok'],
];

for (const [status, headers, code, result] of STATUSES) {
  test(`F57 F58 F59 status ${status}${headers.length > 0 ? ' with Retry-After' : ''} is ${code}, and the governor hears ${result}`, async (t) => {
    const stage = await withFetcher(t, {
      cases: { '/x': whole(status, headers, status.startsWith('204') ? '' : 'no') },
    });
    const failure = await stage.get('/x');
    assert.ok(failure.kind === 'failure');
    assert.equal(failure.code, code);
    assert.equal(failure.status, Number(status.slice(0, 3)));
    assert.equal(failure.retryAfterMs, headers.length > 0 ? 120_000 : null);
    assert.equal(failure.until !== null, code === 'E_RATE_LIMITED');
    assert.deepEqual(
      stage.permits.reports.map((report) => report.result),
      [result],
    );
    assert.equal(stage.permits.reports[0]?.retryAfterMs, headers.length > 0 ? 120_000 : undefined);
  });
}

test('F67 a page in Latin-1 that declares nothing comes out right', async (t) => {
  const stage = await withFetcher(t, {
    cases: {
      '/x': whole('200 OK', ['Content-Type: text/html'], Buffer.from('<html>Tonalá, jardín, baño</html>', 'latin1')),
    },
  });
  const result = await stage.get('/x');
  assert.ok(result.kind === 'page');
  assert.equal(result.text, '<html>Tonalá, jardín, baño</html>');
  assert.equal(result.charset, 'windows-1252');
});

for (const url of [
  'no address',
  '',
  'ftp://portal.test/',
  'file:///etc/passwd',
  'javascript:1',
  `http://portal.test/${'x'.repeat(2_100)}`,
]) {
  test(`T27 ${JSON.stringify(url.slice(0, 40))} is refused without a permit or a connection`, async (t) => {
    const permits = openPermits();
    const fetcher = createHttpFetcher(
      { limits: LIMITS, userAgent: 'Bot/1.0', allowedHosts: [], rehearsalOrigin: null },
      { permits, clock: systemClock },
    );
    t.after(() => fetcher.close());
    const result = await fetcher.fetch(
      { site: 'Inm24', url, purpose: 'list', allowedHosts: [] },
      new AbortController().signal,
    );
    assert.ok(result.kind === 'failure');
    assert.equal(result.code, 'E_URL');
    assert.equal(permits.asked.length, 0);
  });
}

test('T27 a header that would carry another header is refused, and nothing is sent', async (t) => {
  const stage = await withFetcher(t);
  const result = await stage.get('/page', { headers: { 'x-site': 'a\r\nx-evil: 1' } });
  assert.ok(result.kind === 'failure');
  assert.equal(result.code, 'E_DEFINITION');
  assert.equal(stage.server.requests.length, 0);
  assert.deepEqual(
    stage.permits.reports.map((report) => report.result),
    ['unused'],
  );
});

test('what robots.txt forbids is not asked', async (t) => {
  const stage = await withFetcher(t, { permits: openPermits(() => ({ kind: 'forbidden', rule: 'Disallow: /casas' })) });
  const result = await stage.get('/page');
  assert.ok(result.kind === 'failure');
  assert.equal(result.code, 'E_ROBOTS');
  assert.match(result.message, /Disallow: \/casas/);
  assert.equal(stage.server.connections(), 0);
});

test('D15 a wait the governor names is handed on with its instant', async (t) => {
  const stage = await withFetcher(t, {
    permits: openPermits(() => ({ kind: 'wait', until: 4_711, code: 'E_CIRCUIT_OPEN', message: 'it rests' })),
  });
  const result = await stage.get('/page');
  assert.ok(result.kind === 'failure');
  assert.deepEqual([result.code, result.until], ['E_CIRCUIT_OPEN', 4_711]);
});

test('how robots.txt was treated is recorded with the page', async (t) => {
  const stage = await withFetcher(t, {
    permits: openPermits(() => ({ kind: 'granted', permit: 1, robots: 'ignore' })),
  });
  const result = await stage.get('/page');
  assert.ok(result.kind === 'page');
  assert.equal(result.robots, 'ignore');
});

test('D5 a permit that took more than a second to arrive is given back, and another is asked for', async (t) => {
  let asked = 0;
  const permits = openPermits(() => ({
    kind: 'granted',
    permit: ++asked,
    robots: 'respect',
    grantedAt: Date.now() - (asked === 1 ? 5_000 : 0),
  }));
  const stage = await withFetcher(t, { permits });
  assert.equal((await stage.get('/page')).kind, 'page');
  assert.deepEqual(
    permits.reports.map(({ permit, result }) => [permit, result]),
    [
      [1, 'unused'],
      [2, 'ok'],
    ],
  );
  assert.equal(stage.server.requests.length, 1);
});

function rehearse(
  t: TestContext,
  cases: StageOptions['cases'] = { '/casas.html': page },
): Promise<Stage & { readonly origin: string }> {
  return startFaultServer((path) => cases?.[path] ?? null).then(async (portals) => {
    const stage = await withFetcher(t, { settings: { allowedHosts: [], rehearsalOrigin: portals.origin } });
    t.after(() => portals.close());
    return { ...stage, server: portals, origin: portals.origin };
  });
}

test("D33 a rehearsal asks the one loopback origin under the portal's own name, and the governor sees the portal", async (t) => {
  const stage = await rehearse(t, {
    '/casas.html': page,
    '/go': whole('301 Moved', ['Location: https://www.lamudi.com.mx/casas.html'], ''),
  });
  const result = await stage.get('https://www.inmuebles24.com/casas.html?x=1');
  assert.ok(result.kind === 'page', JSON.stringify(result));
  assert.equal(result.url, 'https://www.inmuebles24.com/casas.html?x=1');
  const redirected = await stage.get('https://casas.mitula.mx/go', { allowedHosts: ['lamudi.com.mx'] });
  assert.ok(redirected.kind === 'page');
  assert.equal(redirected.url, 'https://www.lamudi.com.mx/casas.html');
  assert.deepEqual(
    stage.server.requests.map(({ headers }) => headers['host']),
    ['www.inmuebles24.com', 'casas.mitula.mx', 'www.lamudi.com.mx'],
  );
  assert.deepEqual(
    stage.permits.asked.map(({ url }) => new URL(url).hostname),
    ['www.inmuebles24.com', 'casas.mitula.mx', 'www.lamudi.com.mx'],
  );
});

test('D33 T1 a rehearsal opens no door: addresses of this machine stay refused', async (t) => {
  const stage = await rehearse(t);
  for (const url of [
    'http://127.0.0.1/',
    `${stage.origin}/casas.html`,
    'http://169.254.169.254/',
    'http://localhost/',
  ]) {
    const result = await stage.get(url);
    assert.ok(result.kind === 'failure');
    assert.equal(result.code, 'E_ADDRESS', url);
  }
  assert.equal(stage.server.connections(), 0);
});

for (const origin of [
  'https://127.0.0.1:8080',
  'http://10.0.0.1:8080',
  'http://example.org',
  'http://127.0.0.1:8080/path',
  'http://user@127.0.0.1:1',
  'nonsense',
]) {
  test(`D33 a rehearsal at ${origin} is refused`, () => {
    const settings = { limits: LIMITS, userAgent: 'Bot/1.0', allowedHosts: [], rehearsalOrigin: origin };
    assert.throws(
      () => createHttpFetcher(settings, { permits: openPermits(), clock: systemClock }),
      (error) => isFault(error) && error.code === 'E_CONFIG',
    );
  });
}
