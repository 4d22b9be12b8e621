/** Faults F42–F64 through a whole task: each ends in its own kind of outcome, costs so many requests, and stores nothing of a broken page. */
import assert from 'node:assert/strict';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ErrorCode } from '../../src/core/errors.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Proxy } from '../../src/fetching/contract.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { BLOCK_PAGES } from '../../practice/faults/block-pages.ts';
import { makeCertificate } from '../../practice/faults/certificate.ts';
import { WHOLE_PAGE, raw, whole } from '../../practice/faults/cases.ts';
import type { FaultCase } from '../../practice/faults/server.ts';
import { deadProxy, httpProxy, silentProxy, socksProxy } from '../fetching/practice-proxies.ts';
import { DEFINITION, taskStage } from './run-task.ts';
import type { TaskEnd, TaskSettings } from './run-task.ts';

const HTML = 'Content-Type: text/html; charset=utf-8';
const page = (body: string): FaultCase => whole('200 OK', [HTML], `<!doctype html><html><body>${body}</body></html>`);
const moved = (to: string): FaultCase => whole('302 Found', [`Location: ${to}`]);

interface Row {
  readonly name: string;
  readonly path: string;
  readonly kind: Outcome['kind'];
  readonly verdict: Verdict;
  readonly code: ErrorCode;
  readonly requests: number;
  readonly settings?: TaskSettings;
}

const row = (
  name: string,
  path: string,
  kind: Outcome['kind'],
  verdict: Verdict,
  code: ErrorCode,
  requests: number,
  settings?: TaskSettings,
): Row => ({ name, path, kind, verdict, code, requests, ...(settings === undefined ? {} : { settings }) });

const retried = (
  name: string,
  path: string,
  code: ErrorCode,
  verdict: Verdict = 'network',
  settings?: TaskSettings,
): Row => row(name, path, 'retry', verdict, code, 3, settings);

const answer = (path: string, answers: FaultCase): TaskSettings => ({ cases: { [path]: answers } });

/** `RETRY`, `FAIL`, `DEFER`, `BLOCKED` and `SUSPECT` of the fault matrix are retry, failed, deferred and suspect here. */
const ROWS: readonly Row[] = [
  retried('F45 a page that drips in', '/F45-drip', 'E_TIMEOUT_TOTAL', 'timeout', { limits: { totalMs: 60 } }),
  retried('F45 a body of less than 1 KB a second', '/F45-drip', 'E_TIMEOUT_TOTAL', 'timeout', {
    limits: { slowMs: 60 },
  }),
  retried('F45 a server that says nothing', '/F45-silent', 'E_TIMEOUT_HEADERS', 'timeout', {
    limits: { headersMs: 60 },
  }),
  retried('F46 a reset in the body', '/F46-reset-in-body', 'E_RESET'),
  retried('F47 a body shorter than announced', '/F47-length-too-large', 'E_TRUNCATED'),
  retried('F48 a body longer than announced', '/F48-length-too-small', 'E_TRUNCATED'),
  row('F49 two lengths', '/F49-two-lengths', 'failed', 'network', 'E_FRAMING', 2),
  row('F49 a length and chunks', '/F49-length-and-chunked', 'failed', 'network', 'E_FRAMING', 2),
  retried('F50 no last chunk', '/F50-no-last-chunk', 'E_TRUNCATED'),
  retried('F50 a bad chunk size', '/F50-bad-chunk-size', 'E_TRUNCATED'),
  ...['gzip', 'br', 'deflate'].map((coding) => retried(`F51 half a ${coding}`, `/F51-${coding}-half`, 'E_TRUNCATED')),
  ...['gzip-is-plain', 'gzip-garbage', 'unknown', 'six-layers'].map((name) =>
    row(`F52 ${name}`, `/F52-${name}`, 'failed', 'network', 'E_ENCODING', 2),
  ),
  row('F53 T23 a gzip bomb', '/F53-gzip-bomb', 'failed', 'resources', 'E_TOO_LARGE', 1),
  row('F53 T23 a brotli bomb', '/F53-br-bomb', 'failed', 'resources', 'E_TOO_LARGE', 1),
  row('F54 a body without end', '/F54-endless', 'failed', 'resources', 'E_TOO_LARGE', 1),
  row('F54 a page of 50 MB', '/F54-announced', 'failed', 'resources', 'E_TOO_LARGE', 1),
  ...['header-flood', 'nul', 'not-http', 'http-0.9'].map((name) =>
    retried(`F55 ${name}`, `/F55-${name}`, 'E_PROTOCOL_HTTP'),
  ),
  retried('F55 an empty reply', '/F55-empty', 'E_RESET'),
  row('F56 a redirect to itself', '/x', 'failed', 'network', 'E_REDIRECT', 1, answer('/x', moved('/x'))),
  row('F56 a redirect to nowhere', '/x', 'failed', 'network', 'E_REDIRECT', 1, answer('/x', whole('302 Found', []))),
  row(
    'F56 a redirect to a file',
    '/x',
    'failed',
    'network',
    'E_REDIRECT',
    1,
    answer('/x', moved('file:///etc/passwd')),
  ),
  row(
    "F56 T2 a redirect to the cloud's metadata",
    '/x',
    'failed',
    'gone',
    'E_REDIRECT_HOST',
    1,
    answer('/x', moved('http://169.254.169.254/')),
  ),
  retried('F57 a server error', '/x', 'E_SERVER', 'network', answer('/x', whole('500 Internal Server Error', []))),
  row(
    'F58 too many requests',
    '/x',
    'deferred',
    'network',
    'E_RATE_LIMITED',
    1,
    answer('/x', whole('429 Too Many Requests', ['Retry-After: 120'])),
  ),
  row(
    'F58 a wait of ten years',
    '/x',
    'suspect',
    'blocked',
    'E_FORBIDDEN',
    1,
    answer('/x', whole('429 Too Many Requests', ['Retry-After: 315360000'])),
  ),
  row(
    'F59 forbidden',
    '/x',
    'suspect',
    'blocked',
    'E_FORBIDDEN',
    1,
    answer('/x', whole('403 Forbidden', [HTML], 'no')),
  ),
  row(
    'F59 unavailable for legal reasons',
    '/x',
    'suspect',
    'blocked',
    'E_FORBIDDEN',
    1,
    answer('/x', whole('451 Unavailable', [])),
  ),
  row('F63 a challenge with status 200', '/x', 'suspect', 'blocked', 'E_BLOCKED', 1, answer('/x', challenge)),
  row(
    'F64 a page without listings that does not say so',
    '/x',
    'suspect',
    'layout_changed',
    'E_LAYOUT',
    1,
    answer('/x', page('<p>hola</p>')),
  ),
  row(
    'F67 a page that cannot be read',
    '/x',
    'suspect',
    'invalid',
    'E_CHARSET',
    1,
    answer('/x', whole('200 OK', ['Content-Type: text/html; charset=shift_jis'], Buffer.alloc(4_000, 0xff))),
  ),
];

function challenge(...args: Parameters<FaultCase>): void {
  const block = BLOCK_PAGES.find(({ system, status }) => system === 'datadome' && status === 200);
  whole('200 OK', [HTML], block?.html)(...args);
}

function assertEnd(end: TaskEnd, wanted: Row): void {
  const { outcome } = end;
  assert.equal(outcome.kind, wanted.kind, JSON.stringify(outcome));
  assert.ok('code' in outcome, JSON.stringify(outcome));
  assert.deepEqual([outcome.verdict, outcome.code], [wanted.verdict, wanted.code], outcome.message);
  assert.deepEqual(end.pages, [], 'nothing of it is stored');
}

for (const wanted of ROWS) {
  test(`${wanted.name} ends as ${wanted.kind}/${wanted.verdict} (${wanted.code}) after ${wanted.requests} requests`, async (t) => {
    const stage = await taskStage(t, wanted.settings);
    const end = await stage.run(wanted.path);
    assertEnd(end, wanted);
    assert.equal(end.requests, wanted.requests);
  });
}

test('F43 a refused connection is tried twice more, a second and two later, and then put off', async (t) => {
  const stage = await taskStage(t);
  await stage.server.close();
  const end = await stage.run('/page');
  assertEnd(end, row('', '', 'retry', 'network', 'E_CONNECT', 0));
  assert.deepEqual(end.pauses, [1_000, 2_000]);
});

test('F42 F43 a resolver or a host that never answers is given up at the deadline of the connect', async (t) => {
  const stage = await taskStage(t, {
    limits: { connectMs: 50 },
    lookup: () => {},
  });
  const end = await stage.run('http://portal.test/');
  assertEnd(end, row('', '', 'retry', 'timeout', 'E_TIMEOUT_CONNECT', 0));
});

const NAMES: readonly (readonly [string, Outcome['kind'], ErrorCode, readonly number[]])[] = [
  ['ENOTFOUND', 'failed', 'E_DNS', [60_000]],
  ['EAI_AGAIN', 'retry', 'E_RESOLVER', [1_000, 2_000]],
  ['ESERVFAIL', 'retry', 'E_RESOLVER', [1_000, 2_000]],
  ['ETIMEOUT', 'retry', 'E_RESOLVER', [1_000, 2_000]],
];
for (const [error, kind, code, pauses] of NAMES) {
  test(`F42 a resolver that says ${error} gives ${kind} (${code})`, async (t) => {
    const stage = await taskStage(t, {
      lookup: (name, callback) => callback(Object.assign(new Error(`${error} ${name}`), { code: error }), []),
    });
    const end = await stage.run('http://portal.test/');
    assertEnd(end, row('', '', kind, 'network', code, 0));
    assert.deepEqual(end.pauses, pauses);
  });
}

const DAY = 86_400_000;

/** @param trusted whether this process holds its signature to be good */
async function secureServer(t: TestContext, host: string, from: number, to: number, trusted = false): Promise<number> {
  const made = makeCertificate({ host, from, to });
  if (trusted) {
    const before = getCACertificates();
    setDefaultCACertificates([...before, made.cert]);
    t.after(() => setDefaultCACertificates(before));
  }
  const server = createTlsServer(made, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(WHOLE_PAGE);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

const toLoopback: TaskSettings['lookup'] = (_name, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);

const CERTIFICATES: readonly (readonly [string, string, number, number, boolean, RegExp])[] = [
  ['has expired', 'portal.test', -30 * DAY, -DAY, true, /CERT_HAS_EXPIRED/],
  ['is not valid yet', 'portal.test', DAY, 2 * DAY, true, /CERT_NOT_YET_VALID/],
  ['is made out to another host', 'other.test', -DAY, DAY, true, /ERR_TLS_CERT_ALTNAME_INVALID/],
  ['signs itself', 'portal.test', -DAY, DAY, false, /DEPTH_ZERO_SELF_SIGNED_CERT/],
];
for (const [name, host, from, to, trusted, words] of CERTIFICATES) {
  test(`F44 a certificate that ${name} fails the task at once, and its dates are told`, async (t) => {
    const port = await secureServer(t, host, Date.now() + from, Date.now() + to, trusted);
    const stage = await taskStage(t, { lookup: toLoopback });
    const end = await stage.run(`https://portal.test:${port}/`);
    assertEnd(end, row('', '', 'failed', 'network', 'E_TLS', 0));
    assert.deepEqual(end.pauses, [], 'no storm of retries');
    const { message } = end.outcome as { readonly message: string };
    assert.match(message, words);
    assert.ok(message.includes(String(new Date(Date.now() + to).getUTCFullYear())), message);
  });
}

test('F44 a certificate that holds is taken', async (t) => {
  const port = await secureServer(t, 'portal.test', Date.now() - DAY, Date.now() + DAY, true);
  const stage = await taskStage(t, { lookup: toLoopback });
  assert.equal((await stage.run(`https://portal.test:${port}/`)).outcome.kind, 'done');
});

test('F44 a server that speaks an old protocol only fails the task at once', async (t) => {
  const server = createTlsServer(
    {
      ...makeCertificate({ host: 'portal.test', from: Date.now() - DAY, to: Date.now() + DAY }),
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    },
    (_request, response) => response.end(WHOLE_PAGE),
  );
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => server.close());
  const stage = await taskStage(t, { lookup: toLoopback });
  const end = await stage.run(`https://portal.test:${(server.address() as AddressInfo).port}/`);
  assertEnd(end, row('', '', 'failed', 'network', 'E_TLS', 0));
});

test('F44 a site may take its certificate as it is; others still do not', async (t) => {
  const port = await secureServer(t, 'portal.test', Date.now() - DAY, Date.now() + DAY);
  const stage = await taskStage(t, { lookup: toLoopback, definition: `${DEFINITION}certificates: ignore\n` });
  const end = await stage.run(`https://portal.test:${port}/`);
  assert.equal(end.outcome.kind, 'done', JSON.stringify(end.outcome));
  assert.equal(end.pages[0]?.rows.length, 300);
});

test('F61 a portal that speaks HTTP/2 is asked in HTTP/1.1, where no stream can be reset under a page', async (t) => {
  const { createSecureServer } = await import('node:http2');
  const versions: string[] = [];
  const server = createSecureServer(
    { ...makeCertificate({ host: 'portal.test', from: Date.now() - DAY, to: Date.now() + DAY }), allowHTTP1: true },
    (request, response) => {
      versions.push(request.httpVersion);
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(WHOLE_PAGE);
    },
  );
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => server.close());
  const stage = await taskStage(t, { lookup: toLoopback, definition: `${DEFINITION}certificates: ignore\n` });
  const end = await stage.run(`https://portal.test:${(server.address() as AddressInfo).port}/`);
  assert.equal(end.outcome.kind, 'done', JSON.stringify(end.outcome));
  assert.deepEqual(versions, ['1.1']);
});

test('F61 a server that answers in HTTP/2 all the same, and goes away, is tried again on new connections', async (t) => {
  const server = createHttp2Server();
  server.on('session', (session) => session.goaway());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => server.close());
  const stage = await taskStage(t);
  const end = await stage.run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  assert.equal(end.outcome.kind, 'retry', JSON.stringify(end.outcome));
  assert.ok('verdict' in end.outcome && end.outcome.verdict === 'network');
  assert.deepEqual(end.pauses, [1_000, 2_000]);
});

const PROXIES: readonly (readonly [string, (t: TestContext) => Promise<Proxy>])[] = [
  ['is down', async () => deadProxy('mx1')],
  ['wants another login (407)', async (t) => (await httpProxy(t, 'mx1', undefined, 407)).proxy],
  ['opens no tunnel (502)', async (t) => (await httpProxy(t, 'mx1', undefined, 502)).proxy],
  ['takes the connection and says nothing', async (t) => (await silentProxy(t, 'mx1')).proxy],
  ['does not reach the host (SOCKS)', async (t) => (await socksProxy(t, 'mx1', undefined, 4)).proxy],
];
for (const [what, open] of PROXIES) {
  test(`F62 a proxy that ${what} defers the task, free of charge, and the portal is not blamed; another proxy takes over`, async (t) => {
    const proxy = await open(t);
    const limits = { connectMs: 500 };
    const alone = await (await taskStage(t, { proxies: [proxy], limits })).run('/page');
    assertEnd(alone, row('', '', 'deferred', 'network', 'E_PROXY', 0));
    const { until, message } = alone.outcome as Extract<Outcome, { kind: 'deferred' }>;
    assert.ok(until > Date.now() && until <= Date.now() + 60_000, 'the shortest rest of a proxy');
    assert.match(message, /no proxy works: mx1 rest/);
    assert.deepEqual([alone.heard, alone.pauses], [['unused'], []]);
    const well = await socksProxy(t, 'mx2');
    // The tasks take turns: the second proxy's is the first run, the failing one's the other.
    const stage = await taskStage(t, { proxies: [well.proxy, proxy], limits });
    const both = await stage.run('/page');
    assert.equal(both.outcome.kind, 'done', JSON.stringify(both.outcome));
    assert.deepEqual(both.heard, ['unused', 'ok']);
    assert.deepEqual(well.tunnels, [new URL(stage.server.url('/')).host]);
  });
}

test('F64 no results is a result only when the page says so', async (t) => {
  const stage = await taskStage(t, answer('/x', page('<p id="no-results">Sin resultados</p>')));
  const end = await stage.run('/x');
  assert.equal(end.outcome.kind, 'done');
  assert.deepEqual([end.pages[0]?.empty, end.pages[0]?.rows.length], [true, 0]);
});

test('F48 the connection of a body longer than announced is not used again', async (t) => {
  const stage = await taskStage(t, answer('/x', raw('200 OK', [HTML, 'Content-Length: 5'], 'hello and more')));
  await stage.run('/x');
  await stage.run('/page');
  assert.ok(stage.server.requests.every(({ onConnection }) => onConnection === 1));
});
