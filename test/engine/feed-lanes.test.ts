import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedLanes } from '../../src/engine/coordinator/feed-lanes.ts';
import type { FeedDeps } from '../../src/engine/coordinator/feed-lanes.ts';
import { readDefinition } from '../../src/extraction/read-definition.ts';
import { createLocalQueue } from '../../src/queue/local.ts';
import { movableClock } from '../e2e/movable-clock.ts';
import { until } from '../e2e/until.ts';
import { batchPlan, leased, MINUTE, plannedTask, settled, settlement } from '../store/given.ts';
import { openSqlite } from '../store/sqlite-store.ts';

const DAY = 24 * 60 * MINUTE;
const nothing = (): void => undefined;
const SILENT: FeedDeps['log'] = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const SITES = ['A', 'B', 'C', 'D'];

const DEFINITION = readDefinition({
  file: 'any.yaml',
  text: 'type: command\ncode: Any\nname: Any\nhosts: [any.example]\ncommand: { program: [none] }\n',
});
const siteRun: FeedDeps['siteRun'] = (scraper) => ({
  code: scraper.toUpperCase(),
  priority: 1,
  lanes: 1,
  alwaysOn: false,
  hasDetail: false,
  fetch: 'http',
  proxies: null,
  maxPages: 1,
  definition: DEFINITION,
  definitionHash: '',
  startsPrograms: false,
  politeness: {
    delayMs: 0,
    jitterMs: 0,
    requestsPerMinute: 1,
    burst: 1,
    concurrency: 1,
    robots: 'respect',
  },
});

const NOTHING_IN_THE_WAY: Omit<FeedDeps, 'store' | 'queue' | 'clock' | 'slots'> = {
  log: SILENT,
  siteRun,
  hopeless: () => null,
  isParked: () => false,
  revoke: async () => undefined,
  phaseBarrier: 'site',
  planDetails: async () => 0,
};

test('an offer that waits long for a slot is not made again, nor its place given to another lane; one that is lost is', async (t) => {
  const store = await openSqlite(t);
  const clock = movableClock();
  const queue = createLocalQueue(clock);
  const tasks = SITES.map((site) => plannedTask(1, { site, scraper: site.toLowerCase() }));
  const now = clock.now();
  const batch = await store.batches.planBatch(batchPlan(tasks, { startedAt: now, deadlineAt: now + 1000 * MINUTE }));
  let looks = 0;
  const stop = new AbortController();
  const feeding = feedLanes(
    {
      ...NOTHING_IN_THE_WAY,
      store,
      queue,
      clock,
      slots: () => {
        looks += 1;
        return 2;
      },
    },
    batch,
    stop.signal,
  );
  const lookAfter = async (ms: number): Promise<void> => {
    const before = looks;
    clock.advance(ms);
    await until(() => looks > before, 'the coordinator looks again');
  };

  await until(() => queue.depth === 2, 'two offers for two slots');
  for (let minute = 0; minute < 5; minute += 1) await lookAfter(MINUTE);
  assert.equal(queue.depth, 2, 'both still wait, and no third one with them');

  const taken = [await queue.take(stop.signal), await queue.take(stop.signal)];
  await lookAfter(MINUTE);
  assert.equal(queue.depth, 0, 'whoever took them may still be starting a worker');
  await lookAfter(2 * MINUTE);
  await until(() => queue.depth === 2, 'nobody leased them: their slots are offered anew');
  assert.deepEqual(
    taken.map((message) => message?.scraper),
    ['a', 'b'],
  );
  stop.abort();
  assert.equal(await feeding, 'stopped');
});

test('a task that was leased and came back between two looks is offered again at once', async (t) => {
  const store = await openSqlite(t);
  const clock = movableClock();
  const queue = createLocalQueue(clock);
  const now = clock.now();
  const plan = batchPlan([plannedTask(1, { site: 'A', scraper: 'a' })], { startedAt: now, deadlineAt: now + DAY });
  const batch = await store.batches.planBatch(plan);
  const stop = new AbortController();
  t.after(() => stop.abort());
  const feeding = feedLanes(
    {
      ...NOTHING_IN_THE_WAY,
      store,
      queue,
      clock,
      slots: () => 1,
    },
    batch,
    stop.signal,
  );
  for (let round = 0; round < 3; round += 1) {
    const message = await queue.take(stop.signal);
    assert.ok(message !== null);
    // Nobody looks meanwhile: the coordinator sees the task as it was before, and as it is after.
    const { lease } = await leased(store, message.task, { at: clock.now() });
    queue.leased(message.task);
    await settled(store, settlement(lease, { step: 'retry', at: clock.now(), retryAt: clock.now(), free: true }));
    queue.notify();
    await until(() => queue.depth === 1, 'it is offered again');
  }
  stop.abort();
  assert.equal(await feeding, 'stopped');
});

for (const [direction, by] of [
  ['back', -2 * DAY],
  ['forward', 2 * DAY],
] as const) {
  test(`F15 a wall clock set ${direction} by two days: a retry waits its half hour, no more and no less, and the batch keeps its time`, async (t) => {
    const store = await openSqlite(t);
    const real = movableClock();
    let offset = 0;
    const clock = { ...real, now: () => real.now() + offset };
    const queue = createLocalQueue(clock);
    const startedAt = clock.now();
    const plan = batchPlan([plannedTask(1)], { startedAt, deadlineAt: startedAt + DAY });
    const batch = await store.batches.planBatch(plan);
    const { scraper } = (await store.tasks.lanes(batch.id, startedAt))[0]!;
    const task = (await store.reports.listTasks({ batch: batch.id }))[0]!.id;
    const { lease } = await leased(store, task, { at: startedAt });
    const again = {
      step: 'retry',
      at: startedAt,
      retryAt: startedAt + 30 * MINUTE,
      verdict: 'network',
      code: 'E_RESET',
    } as const;
    await settled(store, settlement(lease, again));
    const moved: unknown[] = [];
    let looks = 0;
    const stop = new AbortController();
    const feeding = feedLanes(
      {
        ...NOTHING_IN_THE_WAY,
        store,
        queue,
        clock,
        log: { ...SILENT, warn: (event, fields) => void moved.push([event, fields?.['by_s']]) },
        slots: () => {
          looks += 1;
          return 1;
        },
      },
      batch,
      stop.signal,
    );
    const lookAfter = async (ms: number): Promise<void> => {
      const before = looks;
      real.advance(ms);
      await until(() => looks > before, 'the coordinator looks again');
    };
    await until(() => looks > 0, 'the first look');
    offset = by;
    await lookAfter(10_000);
    assert.deepEqual(moved, [['waits_moved', by / 1000]]);
    const { deadlineAt } = (await store.batches.findBatch(batch.id))!;
    // Two clocks are read one after the other: a millisecond may lie between them.
    assert.ok(Math.abs(deadlineAt - batch.deadlineAt - by) < 1000);
    await lookAfter(20 * MINUTE);
    assert.equal(queue.depth, 0, 'ten minutes are left');
    await lookAfter(10 * MINUTE);
    await until(() => queue.depth === 1, 'the retry is due');
    assert.equal((await queue.take(stop.signal))?.scraper, scraper);
    const again2 = await leased(store, task, { at: clock.now() });
    assert.equal(again2.task.id, task, 'it can be leased, too');
    stop.abort();
    await feeding;
  });
}

test('F15 a retry that a clock of the future recorded while nothing ran is due within a day', async (t) => {
  const store = await openSqlite(t);
  const now = Date.now();
  const batch = await store.batches.planBatch(batchPlan([plannedTask(1)], { startedAt: now, deadlineAt: now + DAY }));
  const task = (await store.reports.listTasks({ batch: batch.id }))[0]!.id;
  const { lease } = await leased(store, task, { at: now });
  await settled(
    store,
    settlement(lease, { step: 'retry', at: now, retryAt: now + 400 * DAY, verdict: 'network', code: 'E_RESET' }),
  );
  await store.batches.moveWaits({ batch: batch.id, byMs: 0, latestRetryAt: now + DAY });
  assert.equal((await store.reports.listTasks({ batch: batch.id }))[0]?.retryAt, now + DAY);
  assert.equal((await store.batches.findBatch(batch.id))?.deadlineAt, now + DAY);
});
