import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { systemClock } from '../../src/core/clock.ts';
import type { Clock } from '../../src/core/clock.ts';
import type {
  FetchedPage,
  Fetcher,
  FetchFailure,
  FetchRequest,
  FetchResult,
  Renderer,
} from '../../src/fetching/contract.ts';
import { createRenderer } from '../../src/fetching/render.ts';
import { until } from '../e2e/until.ts';
import { chromiumOrSkip } from './chromium.ts';

const PAGE = 'https://casas.example/zapopan';

interface Scene {
  readonly renderer: Renderer;
  readonly asked: string[];
  /** Renders a page with this body; it is whole when it holds `done`. */
  readonly render: (body: string, more?: Partial<FetchRequest>) => Promise<FetchResult>;
}

/** A renderer over a site that answers from a table: what is not there is the failure 404. */
function openScene(
  t: TestContext,
  files: Readonly<Record<string, string | FetchFailure>> = {},
  { totalMs = 60_000, clock = systemClock }: { readonly totalMs?: number; readonly clock?: Clock } = {},
): Scene {
  const asked: string[] = [];
  const fetcher: Fetcher = {
    fetch: async ({ url }) => {
      asked.push(url);
      const found = files[url];
      if (typeof found === 'string') return pageOf(found, url);
      return found ?? failure('E_NOT_FOUND', url);
    },
    close: async () => undefined,
  };
  const settings = { program: null, sandbox: true, userAgent: 'PracticeBot/1.0', totalMs, maxBytes: 1_000_000 };
  const renderer = createRenderer(settings, { fetcher, clock, environment: process.env });
  t.after(() => renderer.close());
  const request = { site: 'Casas', url: PAGE, purpose: 'list', allowedHosts: [] } as const;
  return {
    renderer,
    asked,
    render: (body, more = {}) =>
      renderer.render(
        { ...request, ...more },
        pageOf(`<!doctype html><meta charset=utf-8><body>${body}</body>`, PAGE),
        (page) => page.text.includes('done'),
        new AbortController().signal,
      ),
  };
}

function pageOf(text: string, url: string): FetchedPage {
  return {
    kind: 'page',
    url,
    status: 200,
    headers: { 'content-type': url.endsWith('.js') ? 'text/javascript' : 'application/json' },
    text,
    charset: 'utf-8',
    wireBytes: text.length,
    decodedBytes: text.length,
    latencyMs: 1,
    fetchedAt: 1,
    redirects: [],
    robots: 'respect',
  };
}

function failure(code: FetchFailure['code'], url: string, until: number | null = null): FetchFailure {
  return { kind: 'failure', code, message: code, url, status: 404, retryAfterMs: null, until, latencyMs: 1 };
}

const script = (code: string): string => `<script>${code}</script>`;
/** Put together, so that the page's own source does not hold the word. */
const DONE = `document.body.dataset.state = 'do' + 'ne'`;

test('T1 a page in the browser reaches its own site through our fetcher, and nothing else at all', async (t) => {
  if (chromiumOrSkip(t) === null) return;
  const { render, asked } = openScene(t, { 'https://casas.example/datos.json': '{"n":1}' });
  const tries = [
    'http://169.254.169.254/latest',
    'http://127.0.0.1:1/',
    'https://other.example/a.js',
    'http://[::1]/',
    'file:///etc/passwd',
  ];
  const result = await render(
    `<img src="https://casas.example/a.png"><iframe src="https://casas.example/frame"></iframe>
     <link rel=stylesheet href="https://casas.example/a.css">` +
      script(`
        ${tries.map((url) => `fetch('${url}').catch(() => 0);`).join('\n')}
        new WebSocket('wss://casas.example/socket');
        navigator.sendBeacon('https://casas.example/beacon', 'x');
        fetch('https://casas.example/post', { method: 'POST' }).catch(() => 0);
        fetch('/datos.json').then((answer) => answer.json()).then(() => { ${DONE} });`),
  );
  assert.equal(result.kind, 'page');
  assert.match(result.kind === 'page' ? result.text : '', /data-state="done"/);
  assert.deepEqual(asked, ['https://casas.example/datos.json']);
});

test('what a page needs and robots.txt forbids is not asked for, and said; a wait goes on to the task', async (t) => {
  if (chromiumOrSkip(t) === null) return;
  const { render } = openScene(t, {
    'https://casas.example/api': failure('E_ROBOTS', 'https://casas.example/api'),
    'https://casas.example/busy': failure('E_CIRCUIT_OPEN', 'https://casas.example/busy', 99),
  });
  const forbidden = await render(script(`fetch('/api').then(() => { ${DONE} })`));
  assert.deepEqual(forbidden.kind === 'failure' && [forbidden.code, forbidden.url], [
    'E_ROBOTS',
    'https://casas.example/api',
  ]);
  const waits = await render(script(`fetch('/busy').then(() => { ${DONE} })`));
  assert.deepEqual(waits.kind === 'failure' && [waits.code, waits.until], ['E_CIRCUIT_OPEN', 99]);
});

test('a browser that is killed fails its page alone: the next one gets a new browser', async (t) => {
  if (chromiumOrSkip(t) === null) return;
  const { render } = openScene(t, { 'https://casas.example/kill': '{}' });
  assert.equal((await render(script(DONE))).kind, 'page');
  const hanging = render(script(`setInterval(() => 0, 1000)`));
  const browser = await until(() => childBrowsers()[0], 'a browser');
  process.kill(Number(browser), 'SIGKILL');
  const broken = await hanging;
  assert.equal(broken.kind === 'failure' && broken.code, 'E_BROWSER');
  assert.equal((await render(script(DONE))).kind, 'page');
});

test('a lane asks for a script once an hour, whatever name its tasks say; another site has its own', async (t) => {
  if (chromiumOrSkip(t) === null) return;
  let ahead = 0;
  const clock: Clock = { ...systemClock, monotonic: () => systemClock.monotonic() + ahead };
  const { render, asked } = openScene(t, { 'https://casas.example/app.js': DONE }, { clock });
  const page = '<script src="/app.js"></script>';
  for (const [more, requests] of [
    [{}, 1],
    [{}, 1],
    [{ userAgent: 'OtherBot/1.0' }, 1],
    [{ site: 'Lotes' }, 2],
  ] as const) {
    assert.equal((await render(page, more)).kind, 'page');
    assert.equal(asked.length, requests, JSON.stringify(more));
  }
  ahead = 3_600_000;
  assert.equal((await render(page)).kind, 'page');
  assert.equal(asked.length, 3);
});

test('T17 a browser sees of the environment what it is given, and no more', async (t) => {
  if (chromiumOrSkip(t) === null) return;
  process.env['CANARY_SECRET'] = 'canary-5512';
  t.after(() => delete process.env['CANARY_SECRET']);
  const fetcher: Fetcher = { fetch: async ({ url }) => failure('E_NOT_FOUND', url), close: async () => undefined };
  const settings = { program: null, sandbox: true, userAgent: 'Bot/1.0', totalMs: 60_000, maxBytes: 1_000_000 };
  const environment = { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] };
  const renderer = createRenderer(settings, { fetcher, clock: systemClock, environment });
  t.after(() => renderer.close());
  const request = { site: 'Casas', url: PAGE, purpose: 'list', allowedHosts: [] } as const;
  const seen: string[] = [];
  const result = await renderer.render(
    request,
    pageOf('<p>done</p>', PAGE),
    () => {
      seen.push(...childBrowsers().map((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8')));
      return true;
    },
    new AbortController().signal,
  );
  assert.equal(result.kind, 'page');
  assert.ok(seen.length > 0);
  assert.ok(seen.every((names) => !names.includes('canary-5512')));
});

test('a script that never ends is given up at the deadline', async (t) => {
  if (chromiumOrSkip(t) === null) return;
  const { render } = openScene(t, {}, { totalMs: 1000 });
  const endless = await render(script('setTimeout(() => { for (;;); }, 0)'));
  assert.equal(endless.kind === 'failure' && endless.code, 'E_TIMEOUT_TOTAL');
});

test('a page that grows over its limit is refused', async (t) => {
  if (chromiumOrSkip(t) === null) return;
  const { render } = openScene(t);
  const result = await render(script(`document.body.textContent = 'x'.repeat(2e6); ${DONE}`));
  assert.equal(result.kind === 'failure' && result.code, 'E_TOO_LARGE');
});

/** The browser processes that are this process's own children. */
function childBrowsers(): readonly string[] {
  return readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter((pid) => pid !== '' && readdirSync('/proc').includes(pid))
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--remote-debugging-pipe'));
}
