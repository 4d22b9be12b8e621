import assert from 'node:assert/strict';
import { test } from 'node:test';
import { raw, whole } from '../../practice/faults/cases.ts';
import { startFaultServer } from '../../practice/faults/server.ts';
import { seededRandom, systemClock } from '../../src/core/clock.ts';
import { createGovernor } from '../../src/fetching/governor.ts';
import { createHttpFetcher } from '../../src/fetching/http.ts';
import { createRobotsFetcher } from '../../src/fetching/robots-fetch.ts';
import { LIMITS } from './with-fetcher.ts';

const RULES = 'User-agent: *\nDisallow: /*pagina-*.html\nAllow: /*pagina-2.html\n';

test('governor, robots.txt and fetcher together: rules first, once a host, and what they forbid is never asked', async (t) => {
  const portals = await startFaultServer((path) => {
    if (path === '/robots.txt') return whole('200 OK', ['Content-Type: text/plain'], RULES);
    if (path === '/gone.html') return raw('302 Found', ['Location: /casas-pagina-9.html', 'Content-Length: 0']);
    return whole('200 OK', ['Content-Type: text/html'], '<html><body>casas</body></html>');
  });
  const settings = { limits: LIMITS, userAgent: 'PracticeBot/1.0', allowedHosts: [], rehearsalOrigin: portals.origin };
  const robots = createRobotsFetcher(settings, { clock: systemClock });
  const governor = createGovernor({
    politenessOf: () => ({
      delayMs: 5,
      jitterMs: 2,
      requestsPerMinute: 60_000,
      burst: 100,
      concurrency: 2,
      robots: 'respect',
    }),
    clock: systemClock,
    random: seededRandom(1),
    fetchRobots: robots.fetchRobots,
    userAgent: settings.userAgent,
  });
  const fetcher = createHttpFetcher(settings, { permits: governor, clock: systemClock });
  t.after(async () => {
    await fetcher.close();
    await governor.close();
    await robots.close();
    await portals.close();
  });
  const get = async (url: string): Promise<string> => {
    const signal = new AbortController().signal;
    const result = await fetcher.fetch({ site: 'Inm24', url, purpose: 'list', allowedHosts: [] }, signal);
    return result.kind === 'page' ? 'page' : result.code;
  };
  const site = 'https://www.inmuebles24.com';
  assert.deepEqual(await Promise.all([get(`${site}/casas.html`), get(`${site}/casas-pagina-2.html`)]), [
    'page',
    'page',
  ]);
  assert.equal(await get(`${site}/casas-pagina-6.html`), 'E_ROBOTS');
  assert.equal(await get(`${site}/gone.html`), 'E_ROBOTS', 'a redirect is held to the rules too');
  assert.equal(await get('https://www.lamudi.com.mx/casas.html'), 'page');
  const asked = portals.requests.map(({ headers, target }) => `${headers['host']}${target}`);
  assert.equal(asked[0], 'www.inmuebles24.com/robots.txt');
  assert.equal(asked.filter((address) => address === 'www.inmuebles24.com/robots.txt').length, 1);
  assert.ok(asked.includes('www.lamudi.com.mx/robots.txt'));
  assert.ok(!asked.some((address) => /pagina-[69]/.test(address)));
  assert.deepEqual(
    governor.snapshot().map(({ host, granted }) => [host, granted]),
    [
      ['www.inmuebles24.com', 4],
      ['www.lamudi.com.mx', 2],
    ],
  );
});
