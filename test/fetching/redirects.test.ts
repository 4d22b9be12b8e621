import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whole } from '../../practice/faults/cases.ts';
import type { FaultCase } from '../../practice/faults/server.ts';
import type { FetchFailure, FetchResult } from '../../src/fetching/contract.ts';
import { headersForHop, mayLeadTo } from '../../src/fetching/redirects.ts';
import { withFetcher } from './with-fetcher.ts';
import type { Stage, StageOptions } from './with-fetcher.ts';
import type { TestContext } from 'node:test';

const hop = (location: string, status = '302 Found', ...headers: readonly string[]): FaultCase =>
  whole(status, [`Location: ${location}`, ...headers], '');
const page: FaultCase = whole('200 OK', ['Content-Type: text/html'], '<html><body>casas</body></html>');

/** Two portals on one server: `portal.test` and `other.test`, both on loopback and allowed by name. */
function twoHosts(
  t: TestContext,
  cases: Readonly<Record<string, FaultCase>>,
  options: StageOptions = {},
): Promise<Stage> {
  return withFetcher(t, {
    cases,
    lookup: (_name, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
    settings: { allowedHosts: ['127.0.0.1', 'portal.test', 'other.test', 'www.portal.test'], ...options.settings },
    ...options,
  });
}

function failed(result: FetchResult): FetchFailure {
  assert.ok(result.kind === 'failure', 'expected a failure, got a page');
  return result;
}

test('F56 redirects are followed, each under a permit of its own, and the way is told', async (t) => {
  const stage = await withFetcher(t, {
    cases: { '/a': hop('/b', '301 Moved'), '/b': hop('c?x=1#y', '308 Permanent'), '/c': page },
  });
  const result = await stage.get('/a');
  assert.ok(result.kind === 'page');
  assert.equal(result.url, stage.server.url('/c?x=1'));
  assert.deepEqual(result.redirects, [stage.server.url('/a'), stage.server.url('/b')]);
  assert.deepEqual(
    stage.permits.asked.map(({ url }) => url),
    ['/a', '/b', '/c?x=1'].map(stage.server.url),
  );
});

const DEAD_ENDS: readonly (readonly [string, FaultCase])[] = [
  ['a redirect to itself', hop('/a')],
  ['a redirect without a Location', whole('302 Found', [], '')],
  ['a redirect with an empty Location', whole('302 Found', ['Location: '], '')],
  ['a redirect to a file', hop('file:///etc/passwd')],
  ['a redirect to data', hop('data:text/html,<p>casas</p>')],
  ['a redirect to a script', hop('javascript:alert(1)')],
  ['a redirect to FTP', hop('ftp://portal.test/')],
  ['a redirect to no address', hop('http://[::1')],
  ['a redirect to an address of 3,000 characters', hop(`/${'x'.repeat(3_000)}`)],
];

for (const [name, answer] of DEAD_ENDS) {
  test(`F56 ${name} ends as E_REDIRECT`, async (t) => {
    const stage = await withFetcher(t, { cases: { '/a': answer } });
    assert.equal(failed(await stage.get('/a')).code, 'E_REDIRECT');
    assert.equal(stage.server.requests.length, 1);
    assert.deepEqual(
      stage.permits.reports.map(({ result }) => result),
      ['ok'],
    );
  });
}

test('F56 two pages that lead to each other end as E_REDIRECT', async (t) => {
  const stage = await withFetcher(t, { cases: { '/a': hop('/b'), '/b': hop('/a') } });
  assert.match(failed(await stage.get('/a')).message, /circle/);
  assert.equal(stage.server.requests.length, 2);
});

test('F56 more than five redirects end as E_REDIRECT', async (t) => {
  const cases = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`/${i}`, hop(`/${i + 1}`)]));
  const stage = await withFetcher(t, { cases });
  assert.equal(failed(await stage.get('/0')).code, 'E_REDIRECT');
  assert.equal(stage.server.requests.length, 6);
});

test('F56 a site may send us back to the same address once it has given us a cookie', async (t) => {
  const stage = await withFetcher(t, {
    cases: {
      '/a': (socket, request) => {
        const answer = request.headers['cookie'] === 'seen=1' ? page : hop('/a', '302 Found', 'Set-Cookie: seen=1');
        answer(socket, request);
      },
    },
  });
  assert.equal((await stage.get('/a')).kind, 'page');
});

test('F56 another site is not followed, unless the definition names it', async (t) => {
  const stage = await twoHosts(t, { '/a': hop('http://other.test/b'), '/b': page });
  const url = `http://portal.test:${stage.server.port}/a`;
  assert.equal(failed(await stage.get(url)).code, 'E_REDIRECT_HOST');
  assert.equal(stage.server.requests.length, 1);
});

test('a redirect may lead to the site itself, with or without www, and to what the definition names with its subdomains', () => {
  assert.ok(mayLeadTo('www.mitula.mx', 'mitula.mx', []));
  assert.ok(mayLeadTo('mitula.mx', 'www.mitula.mx', []));
  assert.ok(mayLeadTo('www.lamudi.com.mx', 'casas.mitula.mx', ['lamudi.com.mx']));
  assert.ok(!mayLeadTo('evil-lamudi.com.mx', 'casas.mitula.mx', ['lamudi.com.mx']));
  assert.ok(!mayLeadTo('trovit.com.mx', 'casas.mitula.mx', ['lamudi.com.mx']));
});

test('T30 a cookie of one host is not sent to another, nor are credentials of an address or a definition', async (t) => {
  const stage = await twoHosts(t, {
    '/set': whole('200 OK', ['Set-Cookie: secret=1', 'Content-Type: text/html'], '<html>1</html>'),
    '/go': (socket, request) => hop(`http://user:pass@other.test:${stage.server.port}/end`)(socket, request),
    '/end': page,
  });
  const at = (path: string): string => `http://portal.test:${stage.server.port}${path}`;
  const more = { allowedHosts: ['other.test'], headers: { Authorization: 'Bearer x' } };
  await stage.get(at('/set'), more);
  const result = await stage.get(at('/go'), more);
  assert.ok(result.kind === 'page', JSON.stringify(result));
  const [, go, end] = stage.server.requests;
  assert.equal(go?.headers['cookie'], 'secret=1');
  assert.equal(go?.headers['authorization'], 'Bearer x');
  assert.equal(end?.headers['cookie'], undefined);
  assert.equal(end?.headers['authorization'], undefined);
  assert.equal(end?.headers['referer'], undefined);
  assert.ok(!result.url.includes('pass'));
});

for (const [from, to, kept] of [
  ['https://a.mx/x', 'https://a.mx/y', true],
  ['https://a.mx/', 'http://a.mx/', false],
  ['http://a.mx/', 'http://a.mx:81/', false],
  ['https://a.mx/', 'https://www.a.mx/', false],
] as const) {
  test(`F56 T30 credentials ${kept ? 'stay' : 'do not go along'} from ${from} to ${to}`, () => {
    const headers = { Authorization: 'x', cookie: 'a=1', 'Proxy-Authorization': 'y', accept: '*/*' };
    const onward = headersForHop(headers, new URL(from), new URL(to));
    assert.deepEqual(onward, kept ? headers : { accept: '*/*' });
  });
}

test('T30 a cookie of one site is not sent for another site, even to the same host', async (t) => {
  const stage = await withFetcher(t, {
    cases: { '/set': whole('200 OK', ['Set-Cookie: a=1', 'Set-Cookie: b=2; Path=/'], 'ok'), '/see': page },
  });
  await stage.get('/set', { site: 'Mit' });
  await stage.get('/see', { site: 'Mit' });
  await stage.get('/see', { site: 'Tro' });
  assert.deepEqual(
    stage.server.requests.map(({ headers }) => headers['cookie']),
    [undefined, 'a=1; b=2', undefined],
  );
});

test('T30 a cookie for a foreign domain or a public suffix, or that is none, is not kept', async (t) => {
  const stage = await twoHosts(t, {
    '/set': whole(
      '200 OK',
      [
        'Set-Cookie: a=1; Domain=other.test',
        'Set-Cookie: b=1; Domain=com',
        'Set-Cookie: =; ;',
        'Set-Cookie: c=1; Expires=yesterday',
      ],
      'ok',
    ),
    '/see': page,
  });
  const at = (path: string): string => `http://portal.test:${stage.server.port}${path}`;
  await stage.get(at('/set'));
  await stage.get(at('/see'));
  assert.equal(stage.server.requests[1]?.headers['cookie'], 'c=1');
});
