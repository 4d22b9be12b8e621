import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLocalMonitor } from '../../src/app/view/open-monitor.ts';
import { loadConfig } from '../../src/config/load.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Language, Monitor } from '../../src/monitoring/contract.ts';
import { showDashboard } from '../../src/terminal/show-dashboard.ts';
import { rehearse } from '../support/rehearsal.ts';
import { openScreen } from './screen.ts';
import type { Screen } from './screen.ts';

/** Two searches with rows, and one whose site's robots or page says no. */
const CATALOGUE = [
  'CyT,Gdl,Ren,Edf,https://www.casasyterrenos.com/jalisco/guadalajara/edificios/renta',
  'CyT,Salt,Ren,Edf,https://www.casasyterrenos.com/jalisco/el-salto/edificios/renta',
  'Mit,Gdl,Ren,OfcD,https://casas.mitula.mx/no-such-search',
];
const CTRL_C = '\u0003';
const ESCAPE = '\u001b';
const ENTER = '\r';

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
  { columns: 60, rows: 16 },
] as const;

/** Opens the dashboard, lets the steps work on it, and leaves it as an operator does. */
async function withDashboard(
  monitor: Monitor,
  language: Language,
  size: { readonly columns: number; readonly rows: number },
  steps: (screen: Screen) => Promise<void>,
): Promise<void> {
  const screen = openScreen(size.columns, size.rows);
  const { stdin, stdout } = screen;
  const shown = showDashboard({
    monitor,
    clock: systemClock,
    language,
    timeZone: 'America/Mexico_City',
    actor: 'cli:test',
    stdin,
    stdout,
  });
  try {
    await steps(screen);
  } finally {
    screen.press(CTRL_C);
    await shown;
  }
}

test('the terminal dashboard over a finished batch', async (t) => {
  const rehearsal = await rehearse(t, { catalogue: CATALOGUE });
  const batch = await rehearsal.run(NO_FILTERS);
  const { configFile, folder } = rehearsal;
  const loaded = await loadConfig({ file: configFile, environment: {}, workingDirectory: folder });
  const monitor = await openLocalMonitor(loaded, { language: 'en' });
  t.after(() => monitor.close());

  for (const size of SIZES) {
    await t.test(`fills a window of ${size.columns} × ${size.rows} and no more`, () =>
      withDashboard(monitor, 'en', size, async (screen) => {
        const lines = await screen.shows('1–5 screens');
        assert.match(lines[0] ?? '', new RegExp(batch.id));
        assert.match(lines.at(-1) ?? '', /^1–5 screens/, 'the keys stand on the last line');
        assert.ok(
          lines.some((line) => line.startsWith('cyt ')),
          lines.join('\n'),
        );
        for (const line of lines) assert.ok(line.length <= size.columns);
      }),
    );
  }

  await t.test('speaks Spanish', () =>
    withDashboard(monitor, 'es', { columns: 100, rows: 30 }, async (screen) => {
      const lines = await screen.shows('pantallas');
      assert.ok(lines.some((line) => line.includes('Sitios y fases')));
      assert.ok(lines.some((line) => line.includes('Fallas más recientes')));
    }),
  );

  await t.test('leads from the failed tasks to one task, its cause and what to do', () =>
    withDashboard(monitor, 'en', { columns: 120, rows: 40 }, async (screen) => {
      await screen.shows('1–5 screens');
      screen.press('f');
      await screen.shows('failed tasks', (lines) => lines.some((line) => /^mit:1 .* failed/.test(line)));
      screen.press(ENTER);
      const lines = await screen.shows('What to do');
      assert.ok(
        lines.some((line) => line.includes('no-such-search')),
        lines.join('\n'),
      );
      assert.ok(lines.some((line) => line.includes('Events')));
      screen.press(ESCAPE);
      await screen.shows('filter:');
    }),
  );

  await t.test('takes keys that come in one piece, as over a slow line', () =>
    withDashboard(monitor, 'en', { columns: 120, rows: 40 }, async (screen) => {
      await screen.shows('1–5 screens');
      screen.press('/gua\u007fadalajara\r');
      await screen.shows('search "guadalajara"');
      await screen.shows('cyt:1');
    }),
  );

  await t.test('has a screen of sites and cities, of causes, and of batches', () =>
    withDashboard(monitor, 'en', { columns: 120, rows: 40 }, async (screen) => {
      await screen.shows('1–5 screens');
      screen.press('3');
      await screen.shows('Gdl');
      screen.press('4');
      await screen.shows('Command:');
      screen.press('5');
      await screen.shows(batch.id, (lines) => lines.some((line) => line.startsWith(`${batch.id} `)));
    }),
  );

  await t.test('asks before it acts, and pauses and resumes a site', () =>
    withDashboard(monitor, 'en', { columns: 120, rows: 40 }, async (screen) => {
      await screen.shows('1–5 screens');
      screen.press('p');
      await screen.shows('Pause CyT? [y/n]');
      screen.press('y');
      await screen.shows('paused', (lines) => lines.some((line) => /^cyt .*paused/.test(line)));
      assert.deepEqual(
        (await monitor.house.schedule(1)).pausedSites.map(({ site, by }) => [site, by]),
        [['CyT', 'cli:test']],
      );
      screen.press('p');
      await screen.shows('Resume CyT? [y/n]');
      screen.press('y');
      await screen.shows('cyt', (lines) => lines.some((line) => line.startsWith('cyt ') && !line.includes('paused')));
    }),
  );

  await t.test('follows a window that changes its size, and is not wiped when figures change', () =>
    withDashboard(monitor, 'en', { columns: 80, rows: 24 }, async (screen) => {
      await screen.shows('1–5 screens');
      const before = screen.wipes();
      screen.press('2');
      await screen.shows('filter:');
      screen.press('1');
      await screen.shows('1–5 screens');
      assert.equal(screen.wipes(), before, 'what changes is drawn over, line by line');
      screen.resize(150, 40);
      await screen.shows('wide', (lines) =>
        lines.some((line) => line.includes('Sites and phases') && line.includes('Lanes now')),
      );
      screen.resize(40, 10);
      await screen.shows('too small');
    }),
  );
});
