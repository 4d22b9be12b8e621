import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meteredPermits, meteredTasks } from '../../src/app/run/metered-work.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import type { ReadingPart } from '../../src/telemetry/metrics-contract.ts';
import { completed, leased, planned, settlement } from '../store/given.ts';
import { openSqlite } from '../store/sqlite-store.ts';
import { noLog } from './no-log.ts';

const metricsOf = (parts: readonly ReadingPart[] = []) => {
  const log = noLog();
  return { log, metrics: createMetrics({ version: '1.2.3', parts: () => parts, log }) };
};

/** Lines of one metric, comments left out. */
const samples = (text: string, name: string): readonly string[] =>
  text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));

test('what is fed before prom-client is loaded is counted all the same, once', async () => {
  const { metrics } = metricsOf();
  metrics.requestAnswered('Inm24', 'ok', 800);
  metrics.requestAnswered('Inm24', 'blocked', 200);
  const { text, contentType } = await metrics.text();
  metrics.requestAnswered('Inm24', 'ok', 1800);
  assert.match(contentType, /^text\/plain; version=0\.0\.4/);
  assert.deepEqual(samples(text, 'scraping_requests_total'), [
    'scraping_requests_total{site="Inm24",outcome="ok"} 1',
    'scraping_requests_total{site="Inm24",outcome="blocked"} 1',
  ]);
  const later = (await metrics.text()).text;
  assert.deepEqual(
    samples(later, 'scraping_requests_total')[0],
    'scraping_requests_total{site="Inm24",outcome="ok"} 2',
  );
  assert.deepEqual(samples(later, 'scraping_request_duration_seconds_bucket').slice(0, 5), [
    'scraping_request_duration_seconds_bucket{le="0.1",site="Inm24"} 0',
    'scraping_request_duration_seconds_bucket{le="0.25",site="Inm24"} 1',
    'scraping_request_duration_seconds_bucket{le="0.5",site="Inm24"} 1',
    'scraping_request_duration_seconds_bucket{le="1",site="Inm24"} 2',
    'scraping_request_duration_seconds_bucket{le="2",site="Inm24"} 3',
  ]);
  assert.deepEqual(samples(later, 'scraping_build_info'), ['scraping_build_info{version="1.2.3"} 1']);
});

test('a reading is told as it is now: what is gone is gone, and unknown is not nought', async () => {
  let low: number | null = 1;
  const part: ReadingPart = {
    name: 'engine',
    read: async () => (low === null ? [] : [{ gauge: 'scraping_disk_low', value: low }]),
  };
  const { metrics } = metricsOf([part]);
  assert.deepEqual(samples((await metrics.text()).text, 'scraping_disk_low'), ['scraping_disk_low 1']);
  low = null;
  const { text } = await metrics.text();
  assert.deepEqual(samples(text, 'scraping_disk_low'), []);
  assert.match(text, /^# TYPE scraping_disk_low gauge$/m);
});

test('a source of readings that fails is counted and logged; the others are told all the same', async () => {
  const broken: ReadingPart = { name: 'backups', read: () => Promise.reject(new Error('no such folder')) };
  const whole: ReadingPart = { name: 'engine', read: async () => [{ gauge: 'scraping_slots', value: 8 }] };
  const { metrics, log } = metricsOf([broken, whole]);
  const { text } = await metrics.text();
  assert.deepEqual(samples(text, 'scraping_metrics_failures_total'), [
    'scraping_metrics_failures_total{part="backups"} 1',
  ]);
  assert.deepEqual(samples(text, 'scraping_slots'), ['scraping_slots 8']);
  assert.deepEqual(log.lines, [
    { level: 'warn', event: 'metrics_part_failed', part: 'backups', error: 'no such folder' },
  ]);
});

test('scrapes at the same moment share one look', async () => {
  let looks = 0;
  const part: ReadingPart = {
    name: 'engine',
    read: async () => {
      looks += 1;
      return [];
    },
  };
  const { metrics } = metricsOf([part]);
  await Promise.all([metrics.text(), metrics.text(), metrics.text()]);
  assert.equal(looks, 1);
  await metrics.text();
  assert.equal(looks, 2);
});

test('tasks are counted as the store settles them: rows and pages once, retries and blocks apart, an old lease never', async (t) => {
  const store = await openSqlite(t);
  const { metrics } = metricsOf();
  const metered = { ...store, tasks: meteredTasks(store.tasks, metrics) };
  const [whole, blocked, gone] = (await planned(store, 3)).map(({ id }) => id);
  await completed(metered, whole ?? 0);
  const first = await leased(metered, blocked ?? 0);
  await metered.tasks.settleTask(settlement(first.lease, { step: 'retry', verdict: 'blocked', retryAt: 1 }));
  const second = await leased(metered, gone ?? 0);
  const old = { ...second.lease, token: 'an old one' };
  assert.equal(await metered.tasks.settleTask(settlement(old, { step: 'fail', verdict: 'gone' })), 'lease_lost');
  const { text } = await metrics.text();
  const at = 'site="Inm24",phase="main"';
  assert.deepEqual(samples(text, 'scraping_tasks_total'), [`scraping_tasks_total{${at},outcome="ok"} 1`]);
  assert.deepEqual(samples(text, 'scraping_pages_total'), [`scraping_pages_total{${at}} 2`]);
  assert.deepEqual(samples(text, 'scraping_rows_total'), [`scraping_rows_total{${at}} 3`]);
  assert.deepEqual(samples(text, 'scraping_rejected_rows_total'), [`scraping_rejected_rows_total{${at}} 1`]);
  assert.deepEqual(samples(text, 'scraping_task_retries_total'), [
    `scraping_task_retries_total{${at},outcome="blocked"} 1`,
  ]);
  assert.deepEqual(samples(text, 'scraping_blocks_total'), [`scraping_blocks_total{${at}} 1`]);
});

test('requests are counted by site and answer; a permit that was not used is no request', async () => {
  const { metrics } = metricsOf();
  let last = 0;
  const told: number[] = [];
  const permits = meteredPermits(
    {
      acquire: async () => ({ kind: 'granted', permit: ++last, robots: 'respect' }),
      report: ({ permit }) => void told.push(permit),
    },
    metrics,
    systemClock,
  );
  const request = { site: 'CyT', url: 'https://www.casasyterrenos.com/x', purpose: 'list' } as const;
  for (const result of ['ok', 'unused', 'slow_down'] as const) {
    await permits.acquire(request, new AbortController().signal);
    permits.report({ permit: last, result, latencyMs: 10 });
  }
  assert.deepEqual(told, [1, 2, 3], 'the governor learns of each');
  const { text } = await metrics.text();
  assert.deepEqual(samples(text, 'scraping_requests_total'), [
    'scraping_requests_total{site="CyT",outcome="ok"} 1',
    'scraping_requests_total{site="CyT",outcome="slow_down"} 1',
  ]);
  assert.deepEqual(samples(text, 'scraping_permit_wait_seconds_count'), [
    'scraping_permit_wait_seconds_count{site="CyT"} 3',
  ]);
});
