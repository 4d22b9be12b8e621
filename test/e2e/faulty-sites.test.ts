/** A batch in which nearly every portal fails in its own way: each task ends with the right verdict, and nothing is published of a fault. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openOrchestrator } from '../../src/app/foreground/open-orchestrator.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { readSiteFaults } from '../../practice/site-faults.ts';
import { rehearse } from '../support/rehearsal.ts';
import { noLog } from '../telemetry/no-log.ts';
import { query } from './database.ts';
import { movableClock } from './movable-clock.ts';
import { until } from './until.ts';

const FAULTS = `
- { site: Tro, fault: F49-two-lengths }
- { site: CyT, fault: F51-gzip-half, times: 2 }
- { site: Mit, fault: block-datadome }
- { site: Lam, fault: status, status: 503, retry_after: 120, times: 2 }
- { site: Prop, fault: replace, find: </head>, put: </head><!-- }
- { site: Inm24, fault: F53-gzip-bomb, pages: terrenos }
- { site: Inm24, fault: first-page-again, pages: casas }
`;

const CATALOGUE = [
  'Inm24,Zap,Ven,Cas,https://www.inmuebles24.com/casas-en-venta-en-zapopan.html',
  'Inm24,Zap,Ven,Ter,https://www.inmuebles24.com/terrenos-en-venta-en-zapopan.html',
  'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta',
  'Lam,Salt,Ven,Cons,https://www.lamudi.com.mx/jalisco/el-salto/offices/medico-consulting/for-sale/',
  'Mit,Zap,Ven,Bod,https://casas.mitula.mx/casas/venta-bodegas-zapopan',
  'Prop,Zap,Ren,TerrI,https://propiedades.com/zapopan/terrenos-industriales-renta',
  'Tro,Zap,Ven,Bod,https://casas.trovit.com.mx/venta-bodegas-zapopan',
];

const MINUTES = 60_000;

test('F49 F51 F53 F58 F63 F65 F68 portals that fail each in their own way end with their own verdicts, and only what is whole is published', async (t) => {
  const rehearsal = await rehearse(t, {
    portals: { siteFaults: readSiteFaults(FAULTS, 'faults.yaml') },
    catalogue: CATALOGUE,
    config: {
      execution: { max_concurrency: 6, retry: { delay: '1m', strategy: 'linear' } },
      websites: { Inm24: { has_detail_scraper: false }, Lam: { has_detail_scraper: false } },
    },
  });
  const clock = movableClock();
  const log = noLog();
  const orchestrator = await openOrchestrator({
    config: rehearsal.config,
    clock,
    log,
  });
  t.after(() => orchestrator.close());
  const opened = await orchestrator.openBatch(NO_FILTERS);
  const ended = orchestrator.runBatch(opened, new AbortController().signal);
  const over = ended.then(
    () => true,
    () => true,
  );
  let isOver = false;
  void over.then(() => (isOver = true));
  await until(() => {
    // Attempts wait for minutes, a blocked portal for hours: time flies while nothing is under way. Workers live in
    // the machine's own time, so it stands still for them.
    const running = query(rehearsal.config.database.path, `SELECT 1 FROM scraping_tasks WHERE status = 'running'`);
    if (running.length === 0) clock.advance(5 * MINUTES);
    return isOver;
  }, 'the end of the batch');
  const batch = await ended;
  const tasks = Object.fromEntries(
    query(
      rehearsal.config.database.path,
      'SELECT task_key, status, verdict, error_code, attempts, output_path FROM scraping_tasks',
    ).map((task): [string, readonly unknown[]] => [String(task['task_key']), Object.values(task).slice(1)]),
  );
  assert.deepEqual(Object.fromEntries(Object.entries(tasks).map(([key, task]) => [key, task.slice(0, 3)])), {
    'inm24:1': ['permanently_failed', 'invalid', 'E_PAGING'],
    'inm24:2': ['failed', 'resources', 'E_TOO_LARGE'],
    'cyt:1': ['completed', 'ok', null],
    'lam:1': ['completed', 'ok', null],
    'mit:1': ['permanently_failed', 'blocked', 'E_BLOCKED'],
    'prop:1': ['permanently_failed', 'layout_changed', 'E_LAYOUT'],
    'tro:1': ['failed', 'network', 'E_FRAMING'],
  });
  assert.equal(tasks['lam:1']?.[3], 1, 'a wait that the portal asked for is free of charge');
  assert.equal(tasks['cyt:1']?.[3], 1, 'a page that came in part is asked for again within the attempt');
  for (const [key, [status, , , , path]] of Object.entries(tasks))
    assert.equal(path !== null, status === 'completed', `${key} ${String(path)}`);
  assert.deepEqual([batch?.status, batch?.completedTasks, batch?.failedTasks], ['completed', 2, 5]);
  const [blocked] = log.lines.filter(({ event }) => event === 'site_blocked');
  assert.equal(blocked?.['site'], 'Mit');
  assert.match(String(blocked?.['message']), /datadome/);
});
