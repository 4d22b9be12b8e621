import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import type { TaskStatus } from '../../src/core/task.ts';
import type { CountLine, CoverageLine, FigureLine } from '../../src/store/contract.ts';
import { cellsOf, rowsByCell } from '../../src/monitoring/coverage.ts';
import { describeBatch, describeScrapers } from '../../src/monitoring/describe-batch.ts';
import { groupErrors } from '../../src/monitoring/error-groups.ts';
import { readCursor, writeCursor } from '../../src/monitoring/paging.ts';
import { recentPace } from '../../src/monitoring/pace.ts';
import { statisticsLine, statisticsOf, targetsOf } from '../../src/monitoring/statistics.ts';
import { distributionOf, writeDistribution } from '../../src/core/distribution.ts';
import { figuresBy, figuresOf } from '../../src/store/figures.ts';
import type { FiguresBy } from '../../src/store/figures.ts';
import type { Statistics } from '../../src/monitoring/statistics-shape.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { T0 } from '../store/given.ts';

const MINUTE = 60_000;

function figure(changes: Partial<FigureLine> = {}): FigureLine {
  return {
    batch: 'Nov26_01',
    site: 'Inm24',
    city: 'Gdl',
    operation: 'Ven',
    product: 'Dep',
    status: 'completed',
    attempts: 1,
    rows: 10,
    pages: 2,
    fileBytes: 100,
    busyMs: MINUTE,
    completedAt: T0,
    latencies: null,
    ...changes,
  };
}

/** As a store answers that has kept nothing. */
function statistics(
  lines: readonly FigureLine[],
  by: FiguresBy,
  timeZone = 'UTC',
): Pick<Statistics, 'lines' | 'total'> {
  const { groups, total } = figuresBy(lines, by, timeZone);
  return statisticsOf({ groups: [...groups].map(([value, figures]) => ({ value, figures })), total });
}

test('lines by any key add up to the total, whatever the tasks are', () => {
  const line = fc.record({
    site: fc.constantFrom('Inm24', 'Lam', 'CyT'),
    city: fc.constantFrom('Gdl', 'Zap'),
    status: fc.constantFrom('completed', 'failed', 'pending', 'retrying', 'cancelled', 'permanently_failed'),
    attempts: fc.integer({ min: 0, max: 3 }),
    rows: fc.integer({ min: 0, max: 500 }),
    pages: fc.integer({ min: 0, max: 50 }),
    busyMs: fc.integer({ min: 0, max: 10 * MINUTE }),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), fc.constantFrom('site' as const, 'city' as const), (changes, by) => {
      const { lines, total } = statistics(
        changes.map((change) => figure(change as Partial<FigureLine>)),
        by,
      );
      for (const key of ['tasks', 'completed', 'failed', 'retries', 'rows', 'pages', 'fileBytes'] as const)
        assert.equal(
          lines.reduce((sum, each) => sum + each[key], 0),
          total[key],
          key,
        );
    }),
  );
});

test('pages a minute count time in which a lane was at work once, and pauses not at all', () => {
  const side = [figure({ pages: 30 }), figure({ pages: 30, site: 'Lam' })];
  assert.equal(statisticsLine('', figuresOf(side)).pagesPerMinute, 60, 'two lanes in the same minute');
  const later = figure({ pages: 30, completedAt: T0 + 60 * MINUTE });
  assert.equal(statisticsLine('', figuresOf([side[0]!, later])).pagesPerMinute, 30, 'an hour between them is no work');
});

test('figures stand beside their targets; what nobody measured is neither met nor missed', () => {
  const total = statisticsLine('total', figuresOf([figure(), figure({ status: 'failed' })]));
  const targets = targetsOf(total, {
    ownMemoryBytes: 100,
    startMs: null,
    batches: [{ status: 'completed' }, { status: 'failed' }, { status: 'running' }],
  });
  const by = Object.fromEntries(targets.map(({ name, measured, met }) => [name, [measured, met]]));
  assert.deepEqual(by['success'], [0.5, false]);
  assert.deepEqual(by['memory'], [100, true]);
  assert.deepEqual(by['latency'], [null, null]);
  assert.deepEqual(by['start'], [null, null]);
  assert.deepEqual(by['batches_finished'], [0.5, false], 'the open batch counts neither way');
});

test('the time of a request is that of all requests, and of tasks without a record nothing is said', () => {
  const quick = figure({ latencies: writeDistribution(distributionOf(Array.from({ length: 99 }, () => 100))) });
  const slow = figure({ latencies: writeDistribution(distributionOf([5000])) });
  const line = statisticsLine('', figuresOf([quick, slow, figure()]));
  assert.equal(line.meanLatencyMs, 149);
  assert.ok(Math.abs((line.p95LatencyMs ?? 0) - 100) <= 1, 'one slow request is no p95');
  const unknown = statisticsLine('', figuresOf([figure()]));
  assert.deepEqual([unknown.meanLatencyMs, unknown.p95LatencyMs], [null, null]);
});

test('a day is the local day on which a task was settled', () => {
  const evening = Date.UTC(2026, 10, 23, 3);
  const { lines } = statistics([figure({ completedAt: evening })], 'day', 'America/Mexico_City');
  assert.deepEqual(
    lines.map(({ key }) => key),
    ['2026-11-22'],
  );
});

function covered(changes: Partial<CoverageLine> = {}): CoverageLine {
  return {
    id: 1,
    site: 'Inm24',
    city: 'Gdl',
    operation: 'Ven',
    product: 'Dep',
    status: 'completed',
    verdict: 'ok',
    truncated: false,
    rows: 5,
    ...changes,
  };
}

test('D7 a cell of several searches says what most needs a look, and sums their rows', () => {
  const [cell] = cellsOf([covered(), covered({ id: 2, status: 'failed', verdict: 'blocked', rows: 0 })], new Map());
  assert.deepEqual([cell?.status, cell?.verdict, cell?.rows, cell?.tasks], ['failed', 'blocked', 5, [1, 2]]);
  const before = rowsByCell([
    ['Inm24', 'Gdl', 'Ven', 'Dep', 4],
    ['Inm24', 'Gdl', 'Ven', 'Dep', 3],
  ]);
  assert.equal(cellsOf([covered()], before)[0]?.rowsBefore, 7);
  assert.equal(cellsOf([covered({ city: 'Zap' })], before)[0]?.rowsBefore, null);
});

function counted(changes: Partial<CountLine> = {}): CountLine {
  return {
    batch: 'Nov26_01',
    scraper: 'inm24',
    site: 'Inm24',
    phase: 'main',
    status: 'completed',
    verdict: 'ok',
    tasks: 1,
    truncated: 0,
    rows: 10,
    rejectedRows: 0,
    pages: 2,
    fileBytes: 100,
    busyMs: 1000,
    retries: 0,
    firstStartedAt: T0,
    lastCompletedAt: T0 + MINUTE,
    nextRetryAt: null,
    restsUntil: null,
    url: 'https://www.inmuebles24.com/a.html',
    ...changes,
  };
}

const BATCH = {
  id: 'Nov26_01',
  monthYear: 'Nov26',
  executionNumber: 1,
  startedAt: T0,
  completedAt: null,
  deadlineAt: T0 + 1e9,
  totalTasks: 4,
  completedTasks: 0,
  failedTasks: 0,
  status: 'running' as const,
  timeZone: 'UTC',
  rehearsal: false,
  filters: NO_FILTERS,
};

test('the time left is that of the slowest scraper; one that has not begun goes at the pace of all', () => {
  const now = T0 + 10 * MINUTE;
  const half = [counted({ tasks: 2 }), counted({ status: 'pending', verdict: null, tasks: 2, firstStartedAt: null })];
  assert.equal(describeBatch({ batch: BATCH, counts: half }, now).etaAt, new Date(now + 10 * MINUTE).toISOString());
  const idle = counted({
    scraper: 'lam',
    site: 'Lam',
    status: 'pending',
    verdict: null,
    tasks: 4,
    firstStartedAt: null,
  });
  const longer = describeBatch({ batch: BATCH, counts: [...half, idle] }, now).etaAt!;
  assert.equal(longer, new Date(now + 30 * MINUTE).toISOString());
  assert.equal(describeBatch({ batch: BATCH, counts: [idle] }, now).etaAt, null, 'nothing is known yet');
  const closed = { ...BATCH, status: 'completed' as const, completedAt: now };
  assert.equal(describeBatch({ batch: closed, counts: half }, now).etaAt, null);
});

test('the time left counts from when a portal is asked again; while a portal is paused nobody knows it', () => {
  const now = T0 + 10 * MINUTE;
  const half = [counted({ tasks: 2 }), counted({ status: 'pending', verdict: null, tasks: 2, firstStartedAt: null })];
  const read = { batch: BATCH, counts: half };
  const rests = { host: 'www.inmuebles24.com', slowdown: 1, circuitOpenUntil: now + 20 * MINUTE, failures: 3 };
  const shut = { pausedSites: [], hosts: [rests] };
  assert.equal(describeBatch(read, now, shut).etaAt, new Date(now + 30 * MINUTE).toISOString());
  assert.equal(
    describeScrapers(read, now, { ...shut, language: 'en' })[0]?.etaAt,
    new Date(now + 30 * MINUTE).toISOString(),
  );
  const retrying = counted({ tasks: 1, status: 'retrying', verdict: 'network', nextRetryAt: now + 30 * MINUTE });
  const waits = { batch: BATCH, counts: [counted({ tasks: 2 }), retrying] };
  assert.equal(describeBatch(waits, now).etaAt, new Date(now + 35 * MINUTE).toISOString());
  const paused = { pausedSites: [{ site: 'Inm24', pausedAt: T0, pausedBy: 'cli:ana' }], hosts: [] };
  assert.equal(describeBatch(read, now, paused).etaAt, null);
  assert.equal(describeBatch({ batch: BATCH, counts: [counted({ tasks: 2 })] }, now, paused).etaAt, null, 'it is done');
});

test('the pace is that of the last five whole minutes, of the running batch only', () => {
  const batch = describeBatch({ batch: BATCH, counts: [] }, T0);
  const running = (durationMs: number) => ({ ...batch, durationMs });
  const minutes = [0, 0, 0, 10, 20, 3];
  assert.equal(recentPace({ pagesPerMinute: minutes, batch: running(59_000) }), null, 'none is whole yet');
  assert.equal(recentPace({ pagesPerMinute: minutes, batch: running(2 * MINUTE) }), 15);
  assert.equal(recentPace({ pagesPerMinute: minutes, batch: running(60 * MINUTE) }), 6);
  assert.equal(recentPace({ pagesPerMinute: minutes, batch: null }), 6);
  assert.equal(recentPace({ pagesPerMinute: [], batch: running(60 * MINUTE) }), null);
  assert.equal(recentPace({ pagesPerMinute: [7], batch: null }), null, 'the service has just begun');
});

test('a scraper says what it waits for: its host rests, its lane is parked, or every task of it waits for its next try', () => {
  const now = T0;
  const none = { pausedSites: [], hosts: [], language: 'en' as const };
  const open = [counted({ status: 'pending', verdict: null })];
  const shut = { host: 'www.inmuebles24.com', slowdown: 1, circuitOpenUntil: T0 + 5 * MINUTE, failures: 3 };
  const waits = (counts: readonly CountLine[], hindrances: object) =>
    describeScrapers({ batch: BATCH, counts }, now, { ...none, ...hindrances })[0];
  assert.match(waits(open, { hosts: [shut] })?.waitingFor ?? '', /www\.inmuebles24\.com rests until 10:05/);
  assert.match(waits(open, { hosts: [shut], language: 'es' })?.waitingFor ?? '', /descansa hasta 10:05/);
  assert.equal(waits(open, { hosts: [{ ...shut, circuitOpenUntil: T0 - 1 }] })?.waitingFor, null, 'it is over');
  const retrying = [counted({ status: 'retrying', verdict: 'network', nextRetryAt: T0 + 30 * MINUTE })];
  assert.match(waits(retrying, {})?.waitingFor ?? '', /next try 10:30/);
  assert.equal(waits([...retrying, ...open], {})?.waitingFor, null, 'others can start');
  const resting = [{ ...retrying[0]!, restsUntil: T0 + 30 * MINUTE }, ...open];
  assert.match(waits(resting, {})?.waitingFor ?? '', /next try 10:30/, 'D15 its lane is parked');
  const asking = counted({ status: 'running', verdict: null });
  assert.equal(waits([...resting, asking], {})?.waitingFor, null, 'one of them asks again');
  assert.equal(waits(open, { pausedSites: [{ site: 'Inm24', pausedAt: T0, pausedBy: 'cli:ana' }] })?.paused, true);
});

test('failures with one cause are told once, most tasks first, with advice in the language and what to type', () => {
  const line = (task: number, code: string, site: string, at: number, status: TaskStatus = 'failed') => ({
    task,
    site,
    code,
    status,
    verdict: 'blocked' as const,
    message: `message ${task}`,
    at,
  });
  const lines = [line(1, 'E_BLOCKED', 'Lam', 5), line(2, 'E_BLOCKED', 'Lam', 9), line(3, 'E_LAYOUT', 'CyT', 7)];
  const [first, second] = groupErrors(lines, 'Nov26_01', 'es');
  assert.deepEqual([first?.code, first?.tasks, first?.exampleTask, first?.example], ['E_BLOCKED', 2, 2, 'message 2']);
  assert.match(first?.advice ?? '', /CAPTCHA/);
  assert.equal(first?.command, 'scraping-monitor retry -b Nov26_01 --site Lam --error E_BLOCKED');
  assert.equal(second?.command, 'scraping-monitor site test CyT');
  const open = [line(4, 'E_BLOCKED', 'Mit', 5, 'retrying'), line(5, 'E_BLOCKED', 'Mit', 9, 'retrying')];
  const [waiting] = groupErrors(open, 'Nov26_01', 'es');
  assert.deepEqual(
    [waiting?.tasks, waiting?.retrying, waiting?.command],
    [2, 2, null],
    'there is nothing to take up yet',
  );
  const [partly] = groupErrors([...open, line(6, 'E_BLOCKED', 'Mit', 3)], 'Nov26_01', 'es');
  assert.deepEqual([partly?.retrying, partly?.command?.split(' ')[1]], [2, 'retry']);
});

test('a cursor comes back as it was given, and anything else is refused with what to do', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer()), fc.nat(), (value, id) => {
      assert.deepEqual(readCursor(writeCursor([value, id]), ['string|number', 'number']), [value, id]);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        readCursor(text, ['boolean', 'number', 'string']);
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'E_USAGE');
      }
    }),
  );
});
