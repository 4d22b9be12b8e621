import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { NO_FILTERS } from '../../src/core/batch.ts';
import type { Batch } from '../../src/core/batch.ts';
import { openOrchestrator } from '../../src/app/foreground/open-orchestrator.ts';
import type { OrchestratorOptions } from '../../src/app/foreground/open-orchestrator.ts';
import type { Log } from '../../src/telemetry/contract.ts';
import { assertBatchIsWhole, assertDatabaseIsSound, filesBelow } from '../e2e/invariants.ts';
import { movableClock } from '../e2e/movable-clock.ts';
import { isGone, processOf } from '../e2e/processes.ts';
import { HOSTS, openScene } from '../e2e/scene.ts';
import type { Logged, Scene, SceneOptions } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';

const RETRY = { delay: '50ms', strategy: 'linear' };
const EDF = 'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta';
const TERR = 'CyT,Tlaj,Ven,Terr,https://www.casasyterrenos.com/jalisco/tlajomulco-de-zuniga/terrenos/venta';
const BOD = 'Tro,Jnctl,Ren,Bod,https://casas.trovit.com.mx/renta-bodegas-juanacatlan';
const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function badWorker(plan: Readonly<Record<string, string>>, heapMb = 512): OrchestratorOptions['worker'] {
  const file = fileURLToPath(new URL('bad-worker.ts', import.meta.url));
  return {
    program: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', `--max-old-space-size=${heapMb}`, file, JSON.stringify(plan)],
  };
}

interface Watched {
  readonly ended: Promise<Batch | null>;
  readonly lines: readonly Logged[];
}

/** A batch that runs in this process with parts of the test's own, and is closed with the test. */
async function watch(t: TestContext, scene: Scene, parts: Partial<OrchestratorOptions>): Promise<Watched> {
  const lines: Logged[] = [];
  const write = (event: string, fields: object = {}): void => void lines.push({ ...fields, event });
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const orchestrator = await openOrchestrator({ config: scene.rehearsal.config, log, ...parts });
  const stop = new AbortController();
  const ended = orchestrator.openBatch(NO_FILTERS).then((opened) => orchestrator.runBatch(opened, stop.signal));
  ended.catch(() => null);
  t.after(async () => {
    scene.gate.open();
    stop.abort();
    await ended.catch(() => null);
    await orchestrator.close();
  });
  return { ended, lines };
}

function scene(t: TestContext, options: SceneOptions): Promise<Scene> {
  return openScene(t, options);
}

for (const [way, code, words] of [
  ['grow', 'E_OOM', /held \d+ MB, more than the 300 MB/],
  ['heap', 'E_OOM', /JavaScript heap was full/],
  ['exit', 'E_WORKER_DIED', /exit code 3/],
  ['crash', 'E_WORKER_DIED', /SIGABRT/],
  ['flood', 'E_WORKER_DIED', /exit code 4/],
] as const) {
  test(`P12 F11 F13 a page that ends its worker each time (${way}) is quarantined when its attempts are used up; everything else completes`, async (t) => {
    const set = await scene(t, {
      catalogue: [TERR, EDF, BOD],
      config: { execution: { max_concurrency: 2, worker_memory_mb: 300, retry: { ...RETRY, max_attempts: 2 } } },
    });
    const { ended, lines } = await watch(t, set, {
      worker: badWorker({ '/terrenos/': way }, way === 'heap' ? 64 : 512),
    });
    const batch = await ended;
    const failures = set.query(
      `SELECT task_key, error_code, error_message FROM scraping_tasks WHERE status <> 'completed'`,
    );
    assert.deepEqual(
      { completed: batch?.completedTasks, failed: batch?.failedTasks },
      { completed: 2, failed: 1 },
      JSON.stringify(failures),
    );
    const [poison] = set.query(
      `SELECT status, quarantined, error_code, error_message, attempts FROM scraping_tasks WHERE url LIKE '%/terrenos/%'`,
    );
    assert.deepEqual(
      [poison?.['status'], poison?.['quarantined'], poison?.['error_code'], poison?.['attempts']],
      ['permanently_failed', 1, code, 2],
    );
    assert.match(String(poison?.['error_message']), words);
    assert.match(String(poison?.['error_message']), /^quarantined: a worker ended 2 times on the same page/);
    assert.equal(set.count(`SELECT COUNT(*) FROM task_events WHERE step = 'retry' AND code = '${code}'`), 1);
    assert.ok(String(poison?.['error_message']).length < 2000, 'a flood of words is cut');
    assert.ok(lines.some(({ event }) => event === 'batch_finished'));
    assertBatchIsWhole(set);
  });
}

test('D1 at its deadline a batch ends with its reason though a worker spins for ever: that worker is ended, and the journal is whole', async (t) => {
  const clock = movableClock();
  const set = await scene(t, {
    catalogue: [TERR, BOD],
    config: { execution: { max_concurrency: 2, batch_deadline: '2h', batch_interval: '3h', progress_timeout: '1d' } },
  });
  const { ended } = await watch(t, set, { clock, worker: badWorker({ '/terrenos/': 'spin' }) });
  await until(
    () => set.count(`SELECT COUNT(*) FROM scraping_tasks WHERE status = 'completed'`) === 1,
    'the other task',
  );
  const workers = set.query('SELECT pid FROM workers').map((row) => processOf(Number(row['pid'])));
  clock.advance(120 * MINUTE + 1);
  const batch = await ended;
  assert.deepEqual({ status: batch?.status, failed: batch?.failedTasks }, { status: 'completed', failed: 1 });
  assert.deepEqual(
    set
      .query(`SELECT status, error_code, attempts FROM scraping_tasks WHERE url LIKE '%/terrenos/%'`)
      .map(Object.values),
    [['permanently_failed', 'E_BATCH_DEADLINE', 1]],
  );
  await until(() => workers.some(isGone), 'the spinning worker is ended');
  assertBatchIsWhole(set);
});

test('D1 a portal whose circuit was open for execution.circuit.give_up in all is given up as blocked, over a restart too; the rest completes', async (t) => {
  const set = await scene(t, {
    catalogue: [TERR, EDF, BOD],
    config: { execution: { max_concurrency: 2, circuit: { give_up: '2h' }, retry: RETRY } },
  });
  const first = await openOrchestrator({ config: set.rehearsal.config, log: SILENT });
  await first.openBatch(NO_FILTERS);
  await first.close();
  const database = new DatabaseSync(set.rehearsal.config.database.path, { timeout: 5000 });
  const host = database.prepare(
    'INSERT INTO hosts (host, slowdown, circuit_open_until, circuit_opened_ms, failures, updated_at) VALUES (?, 1, ?, ?, 3, ?)',
  );
  host.run(HOSTS.CyT, Date.now() + 30 * MINUTE, 160 * MINUTE, Date.now());
  host.run(HOSTS.Tro, null, 110 * MINUTE, Date.now());
  database.close();
  const { ended, lines } = await watch(t, set, {});
  const batch = await ended;
  assert.deepEqual(
    { status: batch?.status, completed: batch?.completedTasks, failed: batch?.failedTasks },
    { status: 'completed', completed: 1, failed: 2 },
  );
  const given = set
    .query(`SELECT DISTINCT status, verdict, error_code FROM scraping_tasks WHERE website = 'CyT'`)
    .map(Object.values);
  assert.deepEqual(given, [['permanently_failed', 'blocked', 'E_CIRCUIT_OPEN']]);
  const [told] = set.query(`SELECT error_message FROM scraping_tasks WHERE website = 'CyT'`);
  assert.match(String(told?.['error_message']), /was open for 2 h 10 min in this batch/);
  assert.ok(lines.some(({ event }) => event === 'lane_given_up'));
  assert.equal(set.gate.visits.filter((visit) => visit.host === HOSTS.CyT).length, 0);
  assertDatabaseIsSound(set);
  const outcomes = filesBelow(join(set.tree, '.orchestrator')).filter((path) => path.includes('/outcomes/cyt/'));
  assert.equal(outcomes.length, 2, 'what was given up is in the journal too');
});

test('workers that are wanted while others of them still start are not wanted twice: an idle slot starts none', async (t) => {
  const clock = movableClock();
  const set = await scene(t, { catalogue: [EDF, BOD], config: { execution: { max_concurrency: 2 } } });
  const lines: string[] = [];
  const debug = (event: string): void => void lines.push(event);
  const orchestrator = await openOrchestrator({ config: set.rehearsal.config, log: { ...SILENT, debug }, clock });
  const ended = (): number => lines.filter((event) => event === 'worker_ended').length;
  try {
    await orchestrator.openBatch(NO_FILTERS);
    // A start announces the open batch, and takes it up a moment later.
    const opened = await orchestrator.openBatch(NO_FILTERS);
    await orchestrator.runBatch(opened, new AbortController().signal);
    await until(() => set.count('SELECT COUNT(*) FROM workers') === 2, 'both workers are there');
    await until(() => {
      clock.advance(MINUTE);
      return ended() === 2;
    }, 'idle workers leave');
  } finally {
    await orchestrator.close();
  }
  assert.equal(ended(), 2);
});

test('F8 without room on the disk nothing starts; with room it goes on by itself', async (t) => {
  const clock = movableClock();
  const set = await scene(t, {
    catalogue: [EDF],
    config: { execution: { max_concurrency: 1 }, monitoring: { min_free_mb: 100, min_free_percent: 0 } },
  });
  let freeBytes = 90 * 2 ** 20;
  const { ended, lines } = await watch(t, set, { clock, spaceOf: async () => ({ freeBytes, totalBytes: 2 ** 40 }) });
  await until(() => set.count('SELECT COUNT(*) FROM scraping_tasks') === 1, 'the batch is planned');
  clock.advance(MINUTE);
  await until(() => lines.some(({ event }) => event === 'batch_started'), 'the batch waits');
  assert.equal(set.gate.visits.length, 0);
  assert.equal(lines.filter(({ event }) => event === 'disk_low').length, 1);
  freeBytes = 160 * 2 ** 20;
  clock.advance(MINUTE);
  assert.equal((await ended)?.completedTasks, 1);
});

test('F15 a wall clock set a day forward or back neither ends what runs nor charges it', async (t) => {
  const real = movableClock();
  let offset = 0;
  const clock = { ...real, now: () => real.now() + offset };
  const set = await scene(t, { catalogue: [EDF, BOD], config: { execution: { max_concurrency: 2 } } });
  set.gate.hold();
  const { ended } = await watch(t, set, { clock });
  await until(() => set.gate.held.length === 2, 'pages in flight');
  offset = DAY;
  real.advance(10_000);
  offset = -DAY;
  real.advance(10_000);
  assert.equal(set.count(`SELECT COUNT(*) FROM scraping_tasks WHERE status = 'running' AND attempts = 1`), 2);
  set.gate.open();
  assert.equal((await ended)?.completedTasks, 2);
  assert.equal(set.count(`SELECT COUNT(*) FROM task_events WHERE step = 'lease'`), 2, 'each was leased once');
});
