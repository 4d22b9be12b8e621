/** F59 F63: a portal that blocks us in the second batch: its lane rests, one alert, the page is kept, and what the first batch published stays. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openVault } from '../../src/app/parts/open-page-vault.ts';
import { openOrchestrator } from '../../src/app/foreground/open-orchestrator.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { readSiteFaults } from '../../practice/site-faults.ts';
import { rehearse } from '../support/rehearsal.ts';
import { noLog } from '../telemetry/no-log.ts';
import { query } from './database.ts';
import { movableClock } from './movable-clock.ts';
import { until } from './until.ts';

const MINUTES = 60_000;
const SEARCH = 'https://casas.mitula.mx/casas/venta-bodegas-zapopan';

test('F59 F63 a portal that begins to block rests, is told once and kept for a look, is tried again after its cool-down, and loses nothing that was there', async (t) => {
  const rehearsal = await rehearse(t, {
    catalogue: [`Mit,Zap,Ven,Bod,${SEARCH}`],
    config: { pages: { keep: 'none' }, execution: { max_concurrency: 1, retry: { delay: '1m', strategy: 'linear' } } },
  });
  const clock = movableClock();
  const log = noLog();
  const orchestrator = await openOrchestrator({
    config: rehearsal.config,
    clock,
    log,
  });
  t.after(() => orchestrator.close());
  const database = rehearsal.config.database.path;
  const run = async (): Promise<string> => {
    const opened = await orchestrator.openBatch(NO_FILTERS);
    const ended = orchestrator.runBatch(opened, new AbortController().signal);
    let isOver = false;
    void ended.finally(() => (isOver = true)).catch(() => null);
    await until(() => {
      if (query(database, `SELECT 1 FROM scraping_tasks WHERE status = 'running'`).length === 0) clock.advance(MINUTES);
      return isOver;
    }, 'the end of the batch');
    await ended;
    return opened.batch.id;
  };
  const first = await run();
  const files = query(database, 'SELECT output_path FROM scraping_tasks').map((task) => String(task['output_path']));
  const path = (file: string): string => join(rehearsal.config.data.directory, file);
  const before = files.map((file) => readFileSync(path(file), 'utf8'));

  // The search's first page is the wall the first two times: the probe after the first cool-down meets it again. One
  // search, since with two it would be chance which of them probes.
  rehearsal.portals.setFaults(
    readSiteFaults('- { site: Mit, fault: block-recaptcha, pages: "^/casas[^?]*$", times: 2 }', 'f.yaml'),
  );
  const started = clock.now();
  const second = await run();
  assert.notEqual(second, first);
  const tasks = query(
    database,
    `SELECT status, verdict, attempts, output_path FROM scraping_tasks WHERE execution_batch = '${second}' ORDER BY order_num`,
  );
  assert.deepEqual(
    tasks.map(({ status, verdict }) => [status, verdict]),
    [['completed', 'ok']],
  );
  assert.deepEqual(
    tasks.map(({ attempts }) => attempts),
    [3],
    'it met the wall twice; waiting was free',
  );
  // The circuit's first cool-down after a block is 20 minutes, the next one 40.
  assert.ok(clock.now() - started >= 60 * MINUTES, `${(clock.now() - started) / MINUTES} minutes`);
  assert.equal(log.lines.filter(({ event }) => event === 'site_blocked').length, 1, 'one alert');
  assert.equal(log.lines.filter(({ event }) => event === 'site_open_again').length, 1);
  assert.deepEqual(
    files.map((file) => readFileSync(path(file), 'utf8')),
    before,
    'what the first batch published is untouched',
  );
  const vault = openVault(rehearsal.config);
  const kept = await vault.pagesOf(second);
  assert.deepEqual(
    kept.map(({ site, problem }) => [site, problem]),
    [
      ['Mit', 'E_BLOCKED'],
      ['Mit', 'E_BLOCKED'],
    ],
  );
  assert.match(await vault.read(kept[0]?.sha256 ?? ''), /g-recaptcha/);
});

test('D15 while a portal rests its other tasks are left where they are, not taken up and given back one by one', async (t) => {
  const rehearsal = await rehearse(t, {
    catalogue: searchesOf('Mit', 12),
    config: { execution: { max_concurrency: 4, retry: { delay: '1m', strategy: 'linear' } } },
  });
  rehearsal.portals.setFaults(readSiteFaults('- { site: Mit, fault: block-recaptcha }', 'f.yaml'));
  const clock = movableClock();
  const log = noLog();
  const orchestrator = await openOrchestrator({ config: rehearsal.config, clock, log });
  t.after(() => orchestrator.close());
  const stop = new AbortController();
  const ended = orchestrator.runBatch(await orchestrator.openBatch(NO_FILTERS), stop.signal);
  const count = (sql: string): number => Number(query(rehearsal.config.database.path, sql)[0]?.['n']);
  const rests = (): number => log.lines.filter(({ event }) => event === 'circuit_opened').length;
  await until(() => {
    if (count(`SELECT COUNT(*) AS n FROM scraping_tasks WHERE status = 'running'`) === 0) clock.advance(MINUTES);
    return rests() >= 3;
  }, 'its third rest');
  stop.abort();
  await ended;
  // Of two that ask when a rest is over one is the probe, and the other may be told to wait.
  const given = count(`SELECT COUNT(*) AS n FROM task_events WHERE step = 'defer'`);
  assert.ok(given <= 2 * rests(), `${given} tasks were given back in ${rests()} rests`);
  assert.ok(
    count(`SELECT COUNT(*) AS n FROM scraping_tasks WHERE status = 'pending'`) > 0,
    'the others were not touched',
  );
});

/** Rows of the project's catalogue. */
function searchesOf(site: string, rows: number): readonly string[] {
  const file = new URL(`../../urls/${site.toLowerCase()}_urls.csv`, import.meta.url);
  return readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1, rows + 1);
}
