import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RobotsFile } from '../../src/fetching/robots-fetch.ts';
import { governed } from './governed.ts';
import type { Governed, GovernedOptions } from './governed.ts';
import type { TestContext } from 'node:test';

const PAGE = 'https://www.inmuebles24.com/casas.html';
const RESPECT = { sites: { Inm24: { robots: 'respect' }, Free: { robots: 'ignore' } } } as const;
const HOUR = 3_600_000;

interface Served extends Governed {
  readonly reads: number[];
  answer: RobotsFile;
}

/** A governor whose robots.txt is what `answer` says, read under a permit of its own. */
function served(t: TestContext, answer: RobotsFile, options: GovernedOptions = {}): Served {
  const reads: number[] = [];
  const state = { answer };
  const world = governed(t, {
    ...RESPECT,
    fetchRobots: async ({ site, url }, permits, signal) => {
      const permit = await permits.acquire({ site, url, purpose: 'robots' }, signal);
      if (permit.kind !== 'granted') return { kind: 'wait', until: 0, code: 'E_PERMIT_WAIT', message: 'later' };
      reads.push(world.clock.monotonic());
      const ok = state.answer.kind === 'file' || state.answer.kind === 'absent';
      permits.report({ permit: permit.permit, result: ok ? 'ok' : 'server_error', latencyMs: 10 });
      return state.answer;
    },
    ...options,
  });
  return Object.defineProperty({ ...world, reads } as unknown as Served, 'answer', {
    set: (next: RobotsFile) => {
      state.answer = next;
    },
  });
}

const file = (text: string): RobotsFile => ({ kind: 'file', text });
const gone: RobotsFile = { kind: 'unreachable', message: 'status 503', retryAfterMs: null };

test('D13 what robots.txt forbids is not granted, and the answer says by which rule', async (t) => {
  const { ask } = served(t, file('User-agent: *\nDisallow: /casas'));
  const { answer } = await ask(PAGE);
  assert.deepEqual(answer, { kind: 'forbidden', rule: 'Disallow: /casas' });
});

test('robots.txt is read once an hour, under the delay of its host, before the first page', async (t) => {
  const { ask, reads, report, clock } = served(t, file('User-agent: *\nDisallow: /x'));
  const start = clock.monotonic();
  const first = await ask(PAGE);
  assert.deepEqual(reads, [start + 1_000]);
  assert.equal(first.at, start + 2_000);
  report(first.answer);
  report((await ask(PAGE)).answer);
  assert.equal(reads.length, 1);
  await clock.run(HOUR);
  report((await ask(PAGE)).answer);
  assert.equal(reads.length, 2);
});

test('many who ask at the same time wait for one reading', async (t) => {
  const { acquire, reads, clock } = served(t, file('User-agent: *\nDisallow: /x'));
  const all = Array.from({ length: 4 }, () => acquire(PAGE));
  await clock.run(10_000);
  assert.deepEqual(
    (await Promise.all(all)).map(({ kind }) => kind),
    ['granted', 'granted', 'granted', 'granted'],
  );
  assert.equal(reads.length, 1);
});

test('a site that ignores robots.txt does not read it, and every grant says so', async (t) => {
  const { ask, reads } = served(t, file('User-agent: *\nDisallow: /'));
  const { answer } = await ask(PAGE, 'Free');
  assert.ok(answer.kind === 'granted');
  assert.equal(answer.robots, 'ignore');
  assert.equal(reads.length, 0);
});

test('F71 a host without robots.txt (4xx) may be asked', async (t) => {
  const { ask } = served(t, { kind: 'absent', status: 404 });
  assert.equal((await ask(PAGE)).answer.kind, 'granted');
});

test('F71 a robots.txt that cannot be read forbids for now, is tried again later and never remembered for good', async (t) => {
  const world = served(t, gone);
  const { ask, clock, reads, events } = world;
  const { answer } = await ask(PAGE);
  assert.ok(answer.kind === 'wait');
  assert.equal(answer.code, 'E_ROBOTS_UNREACHABLE');
  assert.equal(answer.until - clock.now(), 60_000);
  assert.equal(events[0]?.kind, 'robots_unreachable');
  const again = await ask(PAGE);
  assert.equal(again.answer.kind, 'wait');
  assert.equal(reads.length, 1, 'not before its time');
  await clock.run(60_000);
  world.answer = file('');
  assert.equal((await ask(PAGE)).answer.kind, 'granted');
  assert.equal(reads.length, 2);
});

test('F71 Retry-After of robots.txt is honoured', async (t) => {
  const { ask, clock } = served(t, { kind: 'unreachable', message: 'status 429', retryAfterMs: 600_000 });
  const { answer } = await ask(PAGE);
  assert.ok(answer.kind === 'wait');
  assert.equal(answer.until - clock.now(), 600_000);
});

test('D13 a stale robots.txt serves for a day when it cannot be read again, and no longer', async (t) => {
  const world = served(t, file('User-agent: *\nDisallow: /panel'));
  const { ask, report, clock } = world;
  report((await ask(PAGE)).answer);
  world.answer = gone;
  await clock.run(2 * HOUR);
  const stale = await ask(PAGE);
  assert.equal(stale.answer.kind, 'granted');
  report(stale.answer);
  assert.equal((await ask('https://www.inmuebles24.com/panel')).answer.kind, 'forbidden');
  await clock.run(23 * HOUR);
  const tooOld = await ask(PAGE);
  assert.ok(tooOld.answer.kind === 'wait');
  assert.equal(tooOld.answer.code, 'E_ROBOTS_UNREACHABLE');
});

test('Crawl-delay of robots.txt makes the delay longer, never shorter', async (t) => {
  const { ask, report } = served(t, file('User-agent: *\nCrawl-delay: 10'));
  const first = await ask(PAGE);
  report(first.answer);
  assert.equal((await ask(PAGE)).at - first.at, 10_000);
  const short = served(t, file('User-agent: *\nCrawl-delay: 0.1'));
  const one = await short.ask(PAGE);
  short.report(one.answer);
  assert.equal((await short.ask(PAGE)).at - one.at, 1_000);
});

test('D13 a Crawl-delay over a minute is honoured up to a minute, and told', async (t) => {
  const { ask, report, events } = served(t, file('User-agent: *\nCrawl-delay: 3600'));
  const first = await ask(PAGE);
  report(first.answer);
  assert.equal((await ask(PAGE)).at - first.at, 60_000);
  assert.deepEqual(events[0], {
    kind: 'crawl_delay_capped',
    host: 'www.inmuebles24.com',
    askedMs: 3_600_000,
    usedMs: 60_000,
  });
});

test('who gives up waiting for robots.txt is let go, and the reading goes on for the others', async (t) => {
  const { acquire, clock } = served(t, file(''));
  const controller = new AbortController();
  const first = acquire(PAGE, { signal: controller.signal });
  const second = acquire(PAGE);
  await clock.settle();
  controller.abort();
  assert.equal((await first).kind, 'wait');
  await clock.run(5_000);
  assert.equal((await second).kind, 'granted');
});
