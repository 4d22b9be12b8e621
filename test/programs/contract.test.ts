import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { movableClock } from '../e2e/movable-clock.ts';
import { until } from '../e2e/until.ts';
import { listing, printing, runScript, URL_OF_SEARCH } from './program-run.ts';

const DONE = { kind: 'done', verdict: 'ok' };
const ids = (rows: readonly { readonly [field: string]: unknown }[]) => rows.map((row) => row['listing_id']);

test('a page line commits its rows together with the place to go on', async (t) => {
  const script = printing(listing(1), listing(2), '{"page":1,"next":"b"}', listing(3), '{"page":2,"next":null}');
  const { outcome, pages } = await runScript(t, { script });
  assert.deepEqual(outcome, DONE);
  assert.deepEqual(
    pages.map((page) => [page.page, page.url, ids(page.rows), page.next]),
    [
      [1, URL_OF_SEARCH, ['1', '2'], { page: 2, url: 'b' }],
      [2, 'b', ['3'], null],
    ],
  );
  assert.deepEqual([pages[0]?.rows[0]?.['site'], pages[0]?.rows[0]?.['position']], ['Casas', 1]);
});

test('the task comes as one JSON line, where to go on included, and the same as variables', async (t) => {
  const script = `cat > task.json; echo "$SCRAPING_PAGE $SCRAPING_NEXT $SCRAPING_CITY" > variables; ${printing(listing(9), '{"page":3}')}`;
  const { outcome, pages, folder } = await runScript(t, {
    script,
    resume: { cursor: { page: 3, url: 'c' }, pages: 2, rows: 4, keys: ['id:1'] },
  });
  assert.deepEqual(outcome, DONE);
  assert.deepEqual(
    pages.map(({ page, url, next }) => [page, url, next]),
    [[3, 'c', null]],
  );
  const task = JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8')) as Record<string, unknown>;
  assert.deepEqual(
    [task['contract'], task['site'], task['phase'], task['url'], task['resume'], task['delay_seconds']],
    [1, 'Casas', 'main', URL_OF_SEARCH, { page: 3, next: 'c' }, 2],
  );
  assert.equal(readFileSync(join(folder, 'variables'), 'utf8'), '3 c Zap\n');
});

test('a program that begins anew although it was told where to go on doubles nothing', async (t) => {
  const script = printing(listing(1), '{"page":1,"next":"b"}', listing(2), '{"page":2,"next":null}');
  const { outcome, pages } = await runScript(t, {
    script,
    resume: { cursor: { page: 2, url: 'b' }, pages: 1, rows: 1, keys: ['id:1'] },
  });
  assert.deepEqual(outcome, DONE);
  assert.deepEqual(
    pages.map((page) => [page.page, ids(page.rows)]),
    [[2, ['2']]],
  );
});

test('without page lines nothing is committed before the good end, then all of it, however much it is', async (t) => {
  const many = `cat > /dev/null; i=0; while [ $i -lt 2500 ]; do i=$((i+1)); echo "{\\"listing_id\\":\\"$i\\"}"; done`;
  const good = await runScript(t, { script: many });
  assert.deepEqual(good.outcome, DONE);
  assert.deepEqual(
    good.pages.map((page) => [page.page, page.rows.length, page.next?.page ?? null]),
    [
      [1, 1000, 2],
      [2, 1000, 3],
      [3, 500, null],
    ],
  );
  const bad = await runScript(t, { script: `${many}; exit 1` });
  assert.equal(bad.outcome.kind, 'retry');
  assert.deepEqual(bad.pages, []);
});

test('no rows are an answer only when the program says that the portal shows none', async (t) => {
  const silent = await runScript(t, { script: 'cat > /dev/null' });
  assert.deepEqual(
    [silent.outcome.kind, 'code' in silent.outcome && silent.outcome.code, silent.pages.length],
    ['suspect', 'E_LAYOUT', 0],
  );
  const proven = await runScript(t, { script: printing('{"empty":true}') });
  assert.deepEqual(proven.outcome, DONE);
  assert.deepEqual(
    proven.pages.map(({ rows, empty, next }) => [rows.length, empty, next]),
    [[0, true, null]],
  );
});

for (const [code, kind, verdict, error] of [
  [1, 'retry', 'resources', 'E_PROGRAM'],
  [65, 'suspect', 'layout_changed', 'E_LAYOUT'],
  [66, 'failed', 'gone', 'E_NOT_FOUND'],
  [69, 'retry', 'network', 'E_CONNECT'],
  [75, 'retry', 'network', 'E_PROGRAM'],
  [77, 'suspect', 'blocked', 'E_BLOCKED'],
  [78, 'failed', 'invalid', 'E_PROGRAM'],
] as const) {
  test(`exit code ${code} is ${kind}, ${verdict}, and the last words are in the message`, async (t) => {
    const script = `${printing(listing(1))}echo 'no luck today' >&2; exit ${code}`;
    const { outcome, pages } = await runScript(t, { script });
    assert.ok('code' in outcome);
    assert.deepEqual([outcome.kind, outcome.verdict, outcome.code], [kind, verdict, error]);
    assert.match(outcome.message, new RegExp(`exit code ${code}.*no luck today`));
    assert.deepEqual(pages, []);
  });
}

test('a program may say how long to wait', async (t) => {
  const { outcome } = await runScript(t, { script: `${printing('{"retry_after": 90}')}exit 75` });
  assert.equal('retryAfterMs' in outcome && outcome.retryAfterMs, 90_000);
});

test('a program that is not there fails for good and is named', async (t) => {
  const { outcome } = await runScript(t, { script: '', program: ['./no-such-program', '--fast'] });
  assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code], ['failed', 'E_PROGRAM_START']);
  assert.match('message' in outcome ? outcome.message : '', /no-such-program --fast.*ENOENT/);
});

test('a line that is no JSON ends the run and is shown with its number', async (t) => {
  const { outcome } = await runScript(t, { script: printing(listing(1), 'Traceback (most recent call last):') });
  assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code], ['retry', 'E_PROGRAM_OUTPUT']);
  assert.match('message' in outcome ? outcome.message : '', /line 2 .*Traceback.*standard error/);
});

for (const [what, lines, said] of [
  ['skips a page', ['{"page":2}'], /page 2 when page 1/],
  ['goes on behind its last page', ['{"page":1}', listing(2)], /after the page that it called the last/],
  ['ends a page that is no number', ['{"page":"two"}'], /page/],
] as const) {
  test(`a program that ${what} breaks the contract`, async (t) => {
    const { outcome } = await runScript(t, { script: printing(listing(1), ...lines) });
    assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code], ['retry', 'E_PROGRAM_OUTPUT']);
    assert.match('message' in outcome ? outcome.message : '', said);
  });
}

test('F68 pages that repeat what came before end the search, and a cap ends it as truncated', async (t) => {
  const script =
    'cat > /dev/null; n=0; while :; do n=$((n+1)); echo \'{"listing_id":"1"}\'; echo "{\\"page\\":$n,\\"next\\":$n}"; done';
  const repeated = await runScript(t, { script });
  assert.deepEqual(repeated.outcome, DONE);
  assert.deepEqual(
    repeated.pages.map(({ page, next, truncated }) => [page, next?.page ?? null, truncated]),
    [
      [1, 2, null],
      [2, null, null],
    ],
  );
  const capped = await runScript(t, { script, maxPages: 1 });
  assert.deepEqual(
    capped.pages.map(({ page, next, truncated }) => [page, next, truncated]),
    [[1, null, 'cap']],
  );
});

test('a task that must leave ends its program at the page boundary', async (t) => {
  const script = `${printing(listing(1), '{"page":1,"next":"b"}')}exec sleep 1000`;
  const { outcome, pages } = await runScript(t, { script, reason: () => 'slice over' });
  assert.deepEqual(outcome, { kind: 'released', reason: 'slice over' });
  assert.equal(pages.length, 1);
});

test('a CSV file with headings of its own becomes our columns; what is not understood is emptied and told', async (t) => {
  const { outcome, pages } = await runScript(t, {
    command: 'output: file, format: csv',
    definition:
      'columns: { listing_id: Clave, url: Enlace, price: { from: Precio, parse: money }, bedrooms: { from: Cuartos, parse: rooms } }',
    script: [
      'cat > /dev/null',
      'echo "reading page 1"',
      'printf "\\357\\273\\277Clave,Precio,Cuartos,Enlace,Nota\\r\\n" > "$SCRAPING_OUTPUT"',
      'printf "A1,\\"\\$ 1,250,000\\",3 rec,https://casas.example/1,\\"two\\nlines\\"\\r\\n" >> "$SCRAPING_OUTPUT"',
      'printf "A2,consultar,muchas,https://casas.example/2,\\r\\n" >> "$SCRAPING_OUTPUT"',
    ].join('\n'),
  });
  assert.deepEqual(outcome, DONE);
  const [page] = pages;
  assert.deepEqual(
    page?.rows.map((row) => [row['listing_id'], row['price'] ?? null, row['bedrooms'] ?? null]),
    [
      ['A1', 1_250_000, 3],
      ['A2', null, null],
    ],
  );
  assert.deepEqual(page?.emptied['bedrooms']?.example, 'muchas');
});

test('its details are matched by listing, in the order of the list; a gone one is a fact, a missing one is told', async (t) => {
  const items = [1, 2, 3].map((n) => ({
    sequence: n,
    listingId: `L${n}`,
    url: `https://casas.example/L${n}`,
  }));
  const { outcome, pages } = await runScript(t, {
    items,
    script: printing('{"listing_id":"L3","title":"third"}', '{"gone":"L1","reason":"sold"}'),
  });
  assert.deepEqual(outcome, DONE);
  assert.deepEqual(
    pages.map((page) => [page.page, ids(page.rows), page.rejects.map(({ reason }) => reason), page.next?.page ?? null]),
    [
      [1, [], ['gone: sold'], 2],
      [2, [], ['the program gave no row for it'], 3],
      [3, ['L3'], [], null],
    ],
  );
});

test('robots.txt and a resting host hold for a program as for our own pages: it is not even started', async (t) => {
  const forbidden = await runScript(t, { script: 'touch started', permit: { kind: 'forbidden', rule: 'Disallow: /' } });
  assert.deepEqual(
    [forbidden.outcome.kind, 'code' in forbidden.outcome && forbidden.outcome.code],
    ['failed', 'E_ROBOTS'],
  );
  const resting = await runScript(t, {
    script: 'touch started',
    permit: { kind: 'wait', until: 5, code: 'E_CIRCUIT_OPEN', message: 'it rests' },
  });
  assert.equal(resting.outcome.kind, 'deferred');
  for (const { folder } of [forbidden, resting]) assert.ok(!existsSync(join(folder, 'started')));
});

test('T32 arguments are handed over as they stand: there is no shell to understand them', async (t) => {
  const program = ['sh', 'program.sh', '$(touch broken-out); `touch broken-out` && touch broken-out'];
  const { outcome, folder } = await runScript(t, { program, script: printing(listing(1)) });
  assert.deepEqual(outcome, DONE);
  assert.ok(!existsSync(join(folder, 'broken-out')));
});

test('T33 a program gets a few named variables of our environment and no secret of ours', async (t) => {
  process.env['DATABASE_PASSWORD'] = 'canary-7261';
  t.after(() => delete process.env['DATABASE_PASSWORD']);
  const { folder } = await runScript(t, {
    command: 'environment: { MODE: fast }',
    script: `env > environment; ${printing(listing(1))}`,
  });
  const environment = readFileSync(join(folder, 'environment'), 'utf8');
  assert.doesNotMatch(environment, /canary-7261/);
  assert.match(environment, /^MODE=fast$/m);
});

test('a program that runs too long is ended with everything it started, in whatever process group', async (t) => {
  const clock = movableClock();
  const script = 'cat > /dev/null; setsid sleep 1001 & sleep 1002 & echo ready >&2; wait';
  const told = Promise.withResolvers<void>();
  const running = runScript(t, { script, clock, maxSeconds: 60, onProgress: () => told.resolve() });
  await told.promise;
  assert.equal(sleepers().length, 2);
  clock.advance(61_000);
  const { outcome, folder } = await running;
  assert.deepEqual(
    [outcome.kind, 'code' in outcome && outcome.code, 'verdict' in outcome && outcome.verdict],
    ['retry', 'E_PROGRAM_LIMIT', 'timeout'],
  );
  await until(() => sleepers().length === 0, 'its children are gone');
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('run-')),
    [],
    'its own folder goes with it',
  );
});

test('a program that writes too much is ended', async (t) => {
  const { outcome } = await runScript(t, {
    script: 'cat > /dev/null; while :; do echo \'{"listing_id":"1"}\'; done',
    maxOutputBytes: 100_000,
  });
  assert.deepEqual([outcome.kind, 'code' in outcome && outcome.code], ['retry', 'E_PROGRAM_LIMIT']);
  assert.match('message' in outcome ? outcome.message : '', /max_file_size_mb/);
});

test('without progress lines the growth of its output is its progress', async (t) => {
  const told = Promise.withResolvers<void>();
  const script =
    'cat > /dev/null; echo "{\\"listing_id\\":\\"1\\"}" >> "$SCRAPING_OUTPUT"; while [ ! -e go ]; do sleep 0.05; done';
  const leave = new AbortController();
  const running = runScript(t, {
    script,
    command: 'output: file',
    onProgress: () => told.resolve(),
    signal: leave.signal,
  });
  await told.promise;
  leave.abort();
  assert.deepEqual((await running).outcome, { kind: 'released', reason: 'shutting down' });
});

/** Processes this test file's programs started that are still at it. */
function sleepers(): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return (
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('sleep\x00100') &&
        readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`test-${process.pid}`)
      );
    } catch {
      return false;
    }
  });
}
