import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { seededRandom } from '../../src/core/clock.ts';
import type { Random } from '../../src/core/clock.ts';
import type { PermitReport, Politeness } from '../../src/core/politeness.ts';
import { governed } from './governed.ts';
import type { Governed } from './governed.ts';

/** 100,000 requests in the gate; a million with GOVERNOR_REQUESTS=1000000. */
const REQUESTS = Number(process.env['GOVERNOR_REQUESTS'] ?? 100_000);
const SEEDS = 10;
const HOSTS = 3;
const LANES = 5;

/** Mostly good, now and then every kind of trouble. */
function resultOf(random: Random): Partial<PermitReport> & { readonly result: PermitReport['result'] } {
  const chance = random.next();
  if (chance < 0.004) return { result: 'slow_down', retryAfterMs: 1_000 + Math.floor(random.next() * 30_000) };
  if (chance < 0.008) return { result: 'slow_down' };
  if (chance < 0.012) return { result: 'server_error' };
  if (chance < 0.02) return { result: 'network' };
  if (chance < 0.0202) return { result: 'blocked' };
  return { result: 'ok' };
}

/** Starts of one host, checked as they come. */
class Starts {
  readonly #politeness: Politeness;
  readonly #minute: number[] = [];
  #last = -Infinity;
  #inFlight = 0;
  #notBefore = -Infinity;
  #heldAt = -Infinity;
  count = 0;

  constructor(politeness: Politeness) {
    this.#politeness = politeness;
  }

  start(at: number): void {
    const { delayMs, requestsPerMinute, burst, concurrency } = this.#politeness;
    assert.ok(at - this.#last >= delayMs, `starts ${at - this.#last} ms apart, the delay is ${delayMs} ms`);
    // A permit may have been granted in the very instant in which the refusal of another request came.
    const isInTime = at >= this.#notBefore || at === this.#heldAt;
    assert.ok(isInTime, `a start ${this.#notBefore - at} ms before the end of Retry-After`);
    this.#last = at;
    this.#minute.push(at);
    while ((this.#minute[0] ?? at) <= at - 60_000) this.#minute.shift();
    assert.ok(this.#minute.length <= requestsPerMinute + burst + 1e-9, `${this.#minute.length} starts in a minute`);
    this.#inFlight++;
    assert.ok(this.#inFlight <= concurrency, `${this.#inFlight} requests in flight`);
    this.count++;
  }

  end(now: number, retryAfterMs = 0): void {
    this.#inFlight--;
    if (retryAfterMs === 0) return;
    this.#heldAt = now;
    this.#notBefore = Math.max(this.#notBefore, now + retryAfterMs);
  }
}

async function lane(
  world: Governed,
  url: string,
  starts: Starts,
  random: Random,
  enough: () => boolean,
): Promise<void> {
  const { clock, governor } = world;
  while (!enough()) {
    const answer = await world.acquire(url);
    if (answer.kind !== 'granted') {
      assert.equal(answer.kind, 'wait');
      await clock.sleep(Math.max(answer.kind === 'wait' ? answer.until - clock.now() : 0, 1));
      continue;
    }
    // A twentieth of the permits is not used, at once or after they have lapsed.
    if (random.next() < 0.05) {
      if (random.next() < 0.5) await clock.sleep(Math.floor(random.next() * 3_000));
      governor.report({ permit: answer.permit, result: 'unused', latencyMs: 0 });
      continue;
    }
    starts.start(clock.monotonic());
    const latencyMs = 50 + Math.floor(random.next() ** 4 * 8_000);
    await clock.sleep(latencyMs);
    const report = resultOf(random);
    starts.end(clock.monotonic(), report.retryAfterMs);
    governor.report({ permit: answer.permit, latencyMs, ...report });
  }
}

async function oneSeed(t: TestContext, seed: number): Promise<number> {
  const random = seededRandom(seed);
  const between = (least: number, most: number): number => least + Math.floor(random.next() * (most - least + 1));
  const sites: Record<string, Politeness> = {};
  for (let i = 0; i < HOSTS; i++) {
    sites[`host${i}`] = {
      delayMs: between(10, 3_000),
      jitterMs: between(0, 1_000),
      requestsPerMinute: between(10, 600),
      burst: between(1, 20),
      concurrency: between(1, 4),
      robots: 'ignore',
    };
  }
  const site = Object.keys(sites);
  const world = governed(t, {
    sites,
    chance: seededRandom(seed + 1),
    circuit: { blockedCoolDownMs: 120_000, blockedLongestMs: 600_000 },
  });
  // The site of a lane is the one its host is named after: every host has its own politeness.
  const acquire = world.acquire;
  const perHost = site.map((name) => new Starts(sites[name] as Politeness));
  const total = (): number => perHost.reduce((sum, { count }) => sum + count, 0);
  const state: { failure: unknown; running: number } = { failure: null, running: 0 };
  const enough = (): boolean => state.failure !== null || total() >= REQUESTS / SEEDS;
  for (const [i, name] of site.entries()) {
    const own = { ...world, acquire: (url: string) => acquire(url, { site: name }) };
    for (let n = 0; n < LANES; n++) {
      state.running++;
      lane(own, `https://${name}.mx/`, perHost[i] as Starts, random, enough).then(
        () => state.running--,
        (error: unknown) => (state.failure = error),
      );
    }
  }
  while (state.running > 0 && state.failure === null) await world.clock.run(600_000);
  if (state.failure !== null) throw state.failure;
  return total();
}

test('no host is ever asked sooner than its delay, more often than its minute and burst, or beyond its concurrency', async (t) => {
  let requests = 0;
  for (let seed = 1; seed <= SEEDS; seed++) requests += await oneSeed(t, seed * 1_000);
  assert.ok(requests >= REQUESTS, `${requests} requests`);
});

for (const [name, politeness, slotMs] of [
  ['its delay', { delayMs: 1_500 }, 1_500],
  ['its delay and jitter', { delayMs: 1_000, jitterMs: 500 }, 1_250],
  ['its requests a minute', { delayMs: 100, requestsPerMinute: 30, burst: 1 }, 2_000],
] as const) {
  test(`when work waits, a host's time is used to 98 % and more: ${name}`, async (t) => {
    const world = governed(t, { sites: { Inm24: politeness }, chance: { next: () => 0.5 } });
    const { clock, acquire, report } = world;
    let granted = 0;
    for (let lane = 0; lane < 4; lane++) {
      void (async () => {
        for (;;) {
          const answer = await acquire('https://www.inmuebles24.com/');
          if (answer.kind !== 'granted') return;
          granted++;
          await clock.sleep(90 + (granted % 7) * 100);
          report(answer, 'ok', { latencyMs: 300 });
        }
      })();
    }
    const time = 3_600_000;
    await clock.run(time);
    assert.ok(granted / (time / slotMs) >= 0.98, `${granted} of ${time / slotMs} slots`);
  });
}
