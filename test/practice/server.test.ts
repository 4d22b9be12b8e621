import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as fc from '../support/chance.ts';
import type { ListTruth, Truth } from '../../practice/pages.ts';
import type { Traffic } from '../../practice/traffic.ts';
import { startPracticePortals } from '../../practice/server.ts';
import type { PracticePortals } from '../../practice/server.ts';
import { ask, askRaw, control } from './practice-client.ts';

const CASAS_GDL = 'https://www.inmuebles24.com/casas-en-venta-en-guadalajara.html';
let practice: PracticePortals;

before(async () => {
  practice = await startPracticePortals({ today: '2026-11-22' });
});
after(() => practice.close());

const truthOf = (port: number, url: string): Promise<Truth> =>
  control<Truth>(port, `truth?url=${encodeURIComponent(url)}`);

async function listTruthOf(port: number, url: string): Promise<ListTruth> {
  const truth = await truthOf(port, url);
  assert.ok(truth.kind === 'list', `${url}: ${truth.kind}`);
  return truth;
}

test("a host that is no portal is answered 421, an unknown path with the portal's own 404 page", async () => {
  assert.equal((await ask(practice.port, 'http://example.com/')).status, 421);
  const missing = await ask(practice.port, 'https://www.inmuebles24.com/nada-de-esto');
  assert.equal(missing.status, 404);
  assert.match(missing.text, /No encontramos la página que buscas/);
});

test('no path, however odd, makes the server fail: it is a page, a 404 or a 400', async () => {
  const hosts = (await control<readonly { readonly hosts: readonly string[] }[]>(practice.port, 'portals')).map(
    ({ hosts }) => hosts[0] ?? '',
  );
  const odd = fc.oneof(
    fc.webPath(),
    fc.constantFrom(
      '//else/where',
      '/%',
      '/%E0%A4%A',
      '/?page=1&page=2',
      '/casas-en-venta-en-zapopan-pagina-0.html',
      '/jalisco//casas/venta',
    ),
    fc
      .string({ maxLength: 30 })
      .map((text) => `/${encodeURIComponent(text.toWellFormed())}?page=${encodeURIComponent(text.toWellFormed())}`),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...hosts), odd, async (host, path) => {
      const { status } = await askRaw(practice.port, host, path);
      assert.ok([200, 400, 404, 410].includes(status), `${host}${path}: ${status}`);
    }),
    { numRuns: 150, seed: 5 },
  );
});

test('the same page comes identical in every encoding a client accepts, and unpacked to one that accepts none', async () => {
  const [plain, gzip, brotli, refused] = await Promise.all(
    ['identity', 'gzip', 'gzip, br', 'br;q=0, gzip;q=0.0'].map((accept) => ask(practice.port, CASAS_GDL, { accept })),
  );
  assert.equal(plain?.headers['content-encoding'], undefined);
  assert.equal(refused?.headers['content-encoding'], undefined);
  assert.equal(gzip?.headers['content-encoding'], 'gzip');
  assert.equal(brotli?.headers['content-encoding'], 'br');
  for (const packed of [gzip, brotli, refused]) assert.equal(packed?.text, plain?.text);
});

test("every portal serves its robots.txt, and Inm24's forbids result pages after the fifth", async () => {
  for (const { hosts } of await control<readonly { readonly hosts: readonly string[] }[]>(practice.port, 'portals')) {
    const robots = await ask(practice.port, `https://${hosts[0] ?? ''}/robots.txt`);
    assert.equal(robots.status, 200);
    assert.match(robots.text, /^User-agent: \*/m);
  }
  const { text } = await ask(practice.port, 'https://www.inmuebles24.com/robots.txt');
  assert.match(text, /^Disallow: \/\*pagina-\*\.html$/m);
  assert.match(text, /^Allow: \/\*-pagina-5\.html$/m);
  assert.doesNotMatch(text, /pagina-6/);
});

test('the truth of a search is all its pages in order, and a page past the last is not there', async () => {
  const { pages, total, empty } = await listTruthOf(practice.port, CASAS_GDL);
  assert.equal(pages.length, Math.ceil(total / 30));
  assert.equal(pages.flatMap(({ rows }) => rows).length, total);
  assert.equal(empty, false);
  assert.equal(pages[0]?.url, CASAS_GDL);
  assert.deepEqual((await listTruthOf(practice.port, pages[2]?.url ?? '')).pages, pages);
  for (const { url } of pages) assert.equal((await ask(practice.port, url)).status, 200);
  const past = CASAS_GDL.replace('.html', `-pagina-${pages.length + 1}.html`);
  assert.equal((await ask(practice.port, past)).status, 404);
});

test('every row of a search links to a detail page that is there', async () => {
  const { pages } = await listTruthOf(
    practice.port,
    'https://www.inmuebles24.com/departamentos-en-renta-en-zapopan.html',
  );
  const urls = pages.flatMap(({ rows }) => rows.map((row) => String(row['url']))).slice(0, 12);
  assert.ok(urls.length > 5);
  for (const url of urls) {
    assert.equal((await ask(practice.port, url)).status, 200);
    const truth = await truthOf(practice.port, url);
    assert.ok(truth.kind === 'detail' && truth.row['url'] === url);
  }
});

test('between epochs adverts leave and their detail pages say so; the epoch is set over HTTP', async () => {
  const own = await startPracticePortals({ today: '2026-11-22' });
  try {
    const before = (await listTruthOf(own.port, CASAS_GDL)).pages.flatMap(({ rows }) => rows);
    const page = await ask(own.port, CASAS_GDL);
    assert.deepEqual(await control(own.port, 'epoch', { method: 'POST', body: '{"epoch": 1}' }), { epoch: 1 });
    const after = new Set(
      (await listTruthOf(own.port, CASAS_GDL)).pages.flatMap(({ rows }) => rows.map((row) => row['listing_id'])),
    );
    const gone = before.find((row) => !after.has(row['listing_id'] ?? null));
    assert.ok(gone !== undefined);
    const detail = await ask(own.port, String(gone['url']));
    assert.equal(detail.status, 410);
    assert.match(detail.text, /ya no está disponible/);
    assert.notEqual((await ask(own.port, CASAS_GDL)).text, page.text, 'the cache forgets the old epoch');
  } finally {
    await own.close();
  }
});

test('an epoch that is none is refused with the value seen', async () => {
  for (const body of ['{"epoch": -1}', '{"epoch": 1.5}', 'nonsense', '{}']) {
    const reply = await ask(practice.port, 'http://x/__practice/epoch', { method: 'POST', body });
    assert.equal(reply.status, 400);
    assert.ok(reply.text.includes(body.replaceAll('"', '\\"')));
  }
});

test('when results shift, each page begins with the last row of the page before, and no advert is lost', async () => {
  const shifting = await startPracticePortals({ today: '2026-11-22', shift: true });
  try {
    const still = (await listTruthOf(practice.port, CASAS_GDL)).pages.flatMap(({ rows }) =>
      rows.map((row) => row['listing_id']),
    );
    const { pages } = await listTruthOf(shifting.port, CASAS_GDL);
    for (const [index, page] of pages.entries()) {
      if (index > 0) assert.equal(page.rows[0]?.['listing_id'], pages[index - 1]?.rows.at(-1)?.['listing_id']);
    }
    const seen = [...new Set(pages.flatMap(({ rows }) => rows.map((row) => row['listing_id'])))];
    assert.deepEqual(seen, still);
  } finally {
    await shifting.close();
  }
});

test("stats count each host's requests, the shortest gap between starts and the most in flight", async () => {
  const own = await startPracticePortals({ today: '2026-11-22' });
  try {
    await ask(own.port, CASAS_GDL);
    assert.equal(own.stats()['www.inmuebles24.com']?.minGapMs, null);
    await Promise.all([ask(own.port, CASAS_GDL), ask(own.port, 'https://www.casasyterrenos.com/robots.txt')]);
    await control(own.port, 'stats');
    const stats: Traffic = own.stats();
    const { requests, statuses, minGapMs, starts, userAgents } =
      stats['www.inmuebles24.com'] ?? assert.fail('no stats');
    assert.deepEqual(
      { requests, statuses, userAgents },
      { requests: 2, statuses: { 200: 2 }, userAgents: ['practice-test'] },
    );
    assert.equal(minGapMs, (starts[1] ?? 0) - (starts[0] ?? 0));
    assert.equal(stats['www.casasyterrenos.com']?.requests, 1);
    assert.deepEqual(
      Object.keys(stats).sort(),
      ['www.casasyterrenos.com', 'www.inmuebles24.com'],
      'control pages are not counted',
    );
  } finally {
    await own.close();
  }
});

test('faults strike a page at its first request only, and only when asked for', async () => {
  const faulty = await startPracticePortals({ today: '2026-11-22', faults: true });
  try {
    const { pages } = await listTruthOf(faulty.port, CASAS_GDL);
    const urls = pages.flatMap(({ rows }) => rows.map((row) => String(row['url'])));
    const statusOf = (url: string): Promise<number> =>
      ask(faulty.port, url).then(
        ({ status }) => status,
        () => 0,
      );
    const first = await Promise.all(urls.map(statusOf));
    assert.ok(
      first.some((status) => status !== 200),
      'some page failed',
    );
    assert.ok((await Promise.all(urls.map(statusOf))).every((status) => status === 200));
  } finally {
    await faulty.close();
  }
});

test("the catalogue's searches are listed with their totals", async () => {
  const urls = await control<readonly { readonly url: string; readonly total: number | null }[]>(
    practice.port,
    'urls?site=Tro',
  );
  assert.equal(urls.length, 81);
  for (const { total } of urls) assert.ok(typeof total === 'number');
});

test('every trap is served at its address, and its truth names it', async () => {
  const traps = await control<readonly { readonly name: string; readonly site: string; readonly url: string }[]>(
    practice.port,
    'traps',
  );
  assert.equal(new Set(traps.map(({ url }) => url)).size, traps.length, 'addresses are distinct');
  assert.equal(new Set(traps.map(({ site, name }) => `${site} ${name}`)).size, traps.length, 'names are distinct');
  for (const { url, name } of traps) {
    const truth = await truthOf(practice.port, url);
    assert.ok(truth.kind === 'trap' && truth.trap.name === name, url);
    await ask(practice.port, url);
  }
});
