import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedLanes } from '../../src/engine/coordinator/feed-lanes.ts';
import { createLocalQueue } from '../../src/queue/local.ts';
import { movableClock } from '../e2e/movable-clock.ts';
import { until } from '../e2e/until.ts';
import { batchPlan, MINUTE, plannedTask } from '../store/given.ts';
import { openSqlite } from '../store/sqlite-store.ts';

const nothing = (): void => undefined;
const SITES = ['A', 'B', 'C', 'D'];

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
      store,
      queue,
      clock,
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      siteRun: (scraper) => ({
        code: scraper.toUpperCase(),
        priority: 1,
        lanes: 1,
        alwaysOn: false,
        hasDetail: false,
        maxPages: 1,
        definition: { file: '', text: '' },
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
      }),
      slots: () => {
        looks += 1;
        return 2;
      },
      hopeless: () => null,
      revoke: async () => undefined,
      phaseBarrier: 'site',
      planDetails: async () => 0,
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
