import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PermitAnswer } from '../../src/core/politeness.ts';
import { governed } from './governed.ts';
import { SimulatedClock } from './simulated-clock.ts';

const URL_1 = 'https://www.inmuebles24.com/casas-en-venta-en-zapopan.html';

function wait(answer: PermitAnswer): Extract<PermitAnswer, { kind: 'wait' }> {
  assert.equal(answer.kind, 'wait');
  assert.ok(answer.kind === 'wait');
  return answer;
}

test('the first request to a host waits one full delay after a start', async (t) => {
  const { clock, ask } = governed(t);
  const start = clock.monotonic();
  const { answer, at } = await ask(URL_1);
  assert.equal(answer.kind, 'granted');
  assert.equal(at - start, 1_000);
});

test('a host that has rested since the start is asked at once', async (t) => {
  const { clock, ask } = governed(t);
  await clock.run(5_000);
  const before = clock.monotonic();
  assert.equal((await ask(URL_1)).at, before);
});

test('two starts are a delay apart, from start to start, however long the page takes', async (t) => {
  const { ask, report } = governed(t);
  const first = await ask(URL_1);
  const second = await ask(URL_1);
  report(first.answer);
  report(second.answer);
  assert.equal(second.at - first.at, 1_000);
});

test('jitter only adds to the delay', async (t) => {
  const { ask, report } = governed(t, { sites: { Inm24: { jitterMs: 400 } }, chance: { next: () => 0.5 } });
  const first = await ask(URL_1);
  report(first.answer);
  assert.equal((await ask(URL_1)).at - first.at, 1_200);
});

test('no more requests are in flight than the site allows', async (t) => {
  const { clock, acquire, report } = governed(t, { sites: { Inm24: { concurrency: 1 } } });
  const first = acquire(URL_1);
  await clock.run(1_000);
  let second: PermitAnswer | null = null;
  void acquire(URL_1).then((answer) => (second = answer));
  await clock.run(30_000);
  assert.equal(second, null);
  report(await first);
  await clock.settle();
  assert.equal((second as PermitAnswer | null)?.kind, 'granted');
});

test('a permit that is never reported frees its place in the end', async (t) => {
  const { clock, acquire } = governed(t, { sites: { Inm24: { concurrency: 1 } }, maxWaitMs: 3_600_000 });
  void acquire(URL_1);
  const second = acquire(URL_1);
  await clock.run(11 * 60_000);
  assert.equal((await second).kind, 'granted');
});

test('hosts do not wait for each other', async (t) => {
  const { clock, acquire } = governed(t);
  const all = ['a.mx', 'b.mx', 'c.mx'].map((host) => acquire(`https://${host}/`));
  await clock.run(1_000);
  assert.deepEqual(
    (await Promise.all(all)).map(({ kind }) => kind),
    ['granted', 'granted', 'granted'],
  );
});

test('sites that share a host share its limits, and the strictest of them holds', async (t) => {
  const { ask, report } = governed(t, { sites: { Mit: { delayMs: 500 }, Tro: { delayMs: 3_000 } } });
  const first = await ask('https://clk.thribee.com/1', 'Mit');
  report(first.answer);
  const second = await ask('https://CLK.thribee.com./2', 'Tro');
  report(second.answer);
  const third = await ask('http://clk.thribee.com/3', 'Mit');
  assert.equal(second.at - first.at, 3_000);
  assert.equal(third.at - second.at, 3_000);
});

test('those who wait for a host are served in the order they came', async (t) => {
  const { clock, acquire } = governed(t, { sites: { Inm24: { concurrency: 100 } } });
  const order: number[] = [];
  for (let i = 0; i < 20; i++) void acquire(URL_1).then(() => order.push(i));
  await clock.run(30_000);
  assert.deepEqual(
    order,
    Array.from({ length: 20 }, (_, i) => i),
  );
});

test('D15 whoever would wait longer than the limit is told the instant to come back, at once', async (t) => {
  const { clock, acquire } = governed(t, { sites: { Inm24: { delayMs: 20_000, concurrency: 10 } } });
  const waiting = Array.from({ length: 3 }, () => acquire(URL_1));
  const late = wait(await acquire(URL_1));
  assert.equal(late.code, 'E_PERMIT_WAIT');
  assert.equal(late.until - clock.now(), 80_000);
  await clock.run(60_000);
  assert.deepEqual(
    (await Promise.all(waiting)).map(({ kind }) => kind),
    ['granted', 'granted', 'granted'],
  );
});

test('a wait that is given up frees its place for the next', async (t) => {
  const { clock, acquire } = governed(t, { sites: { Inm24: { delayMs: 10_000 } } });
  const controller = new AbortController();
  const first = acquire(URL_1, { signal: controller.signal });
  const second = acquire(URL_1);
  await clock.settle();
  controller.abort();
  assert.equal((await first).kind, 'wait');
  await clock.run(10_000);
  assert.equal((await second).kind, 'granted');
});

test('a permit that was not used within its second gives its instant back', async (t) => {
  const { clock, ask, report } = governed(t);
  const first = await ask(URL_1);
  await clock.run(900);
  report(first.answer, 'unused');
  const second = await ask(URL_1);
  assert.equal(second.at - first.at, 900);
});

test('a permit that was given back after it had lapsed leaves the delay standing', async (t) => {
  const { clock, ask, report } = governed(t, { sites: { Inm24: { delayMs: 5_000 } } });
  const first = await ask(URL_1);
  await clock.run(1_001);
  report(first.answer, 'unused');
  assert.equal((await ask(URL_1)).at - first.at, 5_000);
});

test('F58 Retry-After holds the whole host, for every site and every lane', async (t) => {
  const { clock, ask, acquire, report } = governed(t);
  const first = await ask(URL_1);
  report(first.answer, 'slow_down', { retryAfterMs: 120_000 });
  const answer = wait(await acquire(URL_1, { site: 'Other' }));
  assert.equal(answer.code, 'E_PERMIT_WAIT');
  assert.equal(answer.until - clock.now(), 120_000);
});

test('F58 Retry-After sends away those who were already waiting', async (t) => {
  const { ask, acquire, report } = governed(t);
  const first = await ask(URL_1);
  const waiting = acquire(URL_1);
  report(first.answer, 'slow_down', { retryAfterMs: 120_000 });
  assert.equal(wait(await waiting).code, 'E_PERMIT_WAIT');
});

test('F57 a host in trouble is asked half as often, and recovers slowly', async (t) => {
  const { ask, report, governor } = governed(t);
  report((await ask(URL_1)).answer, 'server_error');
  assert.equal(governor.snapshot()[0]?.delayMs, 2_000);
  report((await ask(URL_1)).answer, 'server_error');
  assert.equal(governor.snapshot()[0]?.delayMs, 4_000);
  for (let i = 0; i < 29; i++) report((await ask(URL_1)).answer);
  const nearly = governor.snapshot()[0]?.slowdown ?? 0;
  assert.ok(nearly > 1 && nearly < 1.2, String(nearly));
  report((await ask(URL_1)).answer);
  assert.equal(governor.snapshot()[0]?.delayMs, 1_000);
});

test('a host whose answers take several times longer than usual is asked less often', async (t) => {
  const { ask, report, governor } = governed(t);
  for (let i = 0; i < 20; i++) report((await ask(URL_1)).answer, 'ok', { latencyMs: 300 });
  assert.equal(governor.snapshot()[0]?.slowdown, 1);
  for (let i = 0; i < 5; i++) report((await ask(URL_1)).answer, 'ok', { latencyMs: 6_000 });
  assert.ok((governor.snapshot()[0]?.slowdown ?? 0) > 1);
});

test('F43 five failures in a row open the circuit; single probes follow, further and further apart', async (t) => {
  const { clock, ask, acquire, report, events } = governed(t, { circuit: { coolDownMs: 90_000 } });
  for (let i = 0; i < 5; i++) report((await ask(URL_1)).answer, 'network');
  const opened = clock.now();
  const answer = wait(await acquire(URL_1));
  assert.equal(answer.code, 'E_CIRCUIT_OPEN');
  assert.equal(answer.until - opened, 90_000);
  assert.equal(events[0]?.kind, 'circuit_opened');
  await clock.run(90_000);
  const probe = await ask(URL_1);
  assert.equal(probe.answer.kind, 'granted');
  const other = acquire(URL_1);
  await clock.run(10_000);
  report(probe.answer, 'network');
  const afterProbe = wait(await other);
  assert.equal(afterProbe.code, 'E_CIRCUIT_OPEN');
  assert.equal(afterProbe.until - clock.now(), 180_000);
});

test('a good probe closes the circuit', async (t) => {
  const { clock, ask, report, events, governor } = governed(t);
  for (let i = 0; i < 5; i++) report((await ask(URL_1)).answer, 'network');
  await clock.run(60_000);
  report((await ask(URL_1)).answer);
  assert.equal(events.at(-1)?.kind, 'circuit_closed');
  assert.equal(governor.snapshot()[0]?.circuitOpenUntil, null);
  assert.equal((await ask(URL_1)).answer.kind, 'granted');
});

test('F57 ten minutes of server errors cost a host at most 20 requests', async (t) => {
  const { clock, acquire, report } = governed(t);
  let requests = 0;
  const end = clock.now() + 600_000;
  const lane = async (): Promise<void> => {
    while (clock.now() < end) {
      const answer = await acquire(URL_1);
      if (answer.kind === 'wait') await clock.sleep(answer.until - clock.now());
      else {
        requests++;
        report(answer, 'server_error');
      }
    }
  };
  const lanes = [lane(), lane(), lane()];
  await clock.run(3_600_000);
  await Promise.all(lanes);
  assert.ok(requests <= 20 && requests >= 6, `${requests} requests`);
});

test('F59 one block opens the circuit at once, and at most three probes an hour follow', async (t) => {
  const { clock, acquire, report } = governed(t);
  let requests = 0;
  const lane = async (): Promise<void> => {
    for (;;) {
      const answer = await acquire(URL_1);
      if (answer.kind === 'wait') {
        if (answer.until === clock.now()) return;
        await clock.sleep(answer.until - clock.now());
      } else {
        requests++;
        report(answer, 'blocked');
      }
    }
  };
  void lane();
  await clock.run(3_600_000);
  assert.ok(requests >= 2 && requests <= 4, `${requests} requests in the first hour`);
});

test('answers of requests that were under way when the circuit opened do not open or close it again', async (t) => {
  const { clock, ask, report, governor } = governed(t);
  const early = [await ask(URL_1), await ask(URL_1)];
  report((await ask(URL_1)).answer, 'blocked');
  const until = governor.snapshot()[0]?.circuitOpenUntil;
  await clock.run(5_000);
  report(early[0]!.answer, 'ok');
  report(early[1]!.answer, 'blocked');
  assert.equal(governor.snapshot()[0]?.circuitOpenUntil, until);
});

test('robots.txt that answers does not close the circuit of a host that blocks pages', async (t) => {
  const { clock, ask, acquire, report, governor } = governed(t);
  report((await ask(URL_1)).answer, 'blocked');
  await clock.run(20 * 60_000);
  const robots = await acquire(URL_1, { purpose: 'robots' });
  report(robots);
  assert.notEqual(governor.snapshot()[0]?.circuitOpenUntil, null);
  assert.equal((await ask(URL_1)).answer.kind, 'granted', 'the page itself is the probe');
});

test('what was learnt of a host survives a restart: the circuit, the rest it asked for, the slow-down', async (t) => {
  const before = governed(t);
  before.report((await before.ask(URL_1)).answer, 'server_error');
  before.report((await before.ask(URL_1)).answer, 'blocked');
  const memory = before.memories.at(-1);
  assert.ok(memory !== undefined);
  assert.equal(memory.host, 'www.inmuebles24.com');
  assert.equal(memory.circuitOpenedMs, 20 * 60_000);
  const clock = new SimulatedClock();
  const after = governed(t, { simulated: clock, hosts: [memory] });
  const answer = wait(await after.acquire(URL_1));
  assert.equal(answer.code, 'E_CIRCUIT_OPEN');
  assert.ok(Math.abs(answer.until - (memory.circuitOpenUntil ?? 0)) < 1_500);
  assert.equal(after.governor.snapshot()[0]?.slowdown, 2);
});

test('F15 a wall clock that jumps neither opens nor shortens any wait', async (t) => {
  const { clock, ask, acquire, report } = governed(t);
  const first = await ask(URL_1);
  report(first.answer, 'slow_down', { retryAfterMs: 120_000 });
  clock.setWallClock(86_400_000);
  assert.equal(wait(await acquire(URL_1)).until - clock.now(), 120_000);
});

test('an address that is none is refused', async (t) => {
  const { acquire } = governed(t);
  assert.equal((await acquire('no address')).kind, 'forbidden');
});

test('a governor that closes lets nobody wait', async (t) => {
  const { clock, acquire, governor } = governed(t);
  const waiting = acquire(URL_1);
  await clock.settle();
  await governor.close();
  assert.equal((await waiting).kind, 'wait');
});
