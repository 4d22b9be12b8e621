/** What else there is to look at: sites, settings, and the audit trail. */
import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { SiteView } from '../../monitoring/house-shape.ts';
import type { Language, Words } from '../../wording/language.ts';
import { showCount } from '../../wording/show-time.ts';
import { cliLanguage } from '../command-line.ts';
import { outputWidth, printJson } from '../output.ts';
import { moreHint, pagingOf, pagingOptions } from '../paging-options.ts';
import type { PagingOptions } from '../paging-options.ts';
import { table } from '../table.ts';
import type { Cell } from '../table.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';

type Word =
  | 'sites'
  | 'settings'
  | 'audit'
  | 'site'
  | 'lanes'
  | 'every'
  | 'robots'
  | 'detail'
  | 'yes'
  | 'state'
  | 'paused'
  | 'resting'
  | 'slowed'
  | 'lastBatch'
  | 'option'
  | 'value'
  | 'source'
  | 'when'
  | 'who'
  | 'action'
  | 'outcome'
  | 'details'
  | 'none'
  | 'rows';

const WORDS: Words<Word> = {
  en: {
    sites: 'Portals: pace, robots.txt, pause, circuit, what the last batch brought.',
    settings: 'The configuration in use, and where each value comes from; secrets are starred.',
    audit: 'Who did what, newest first.',
    site: 'site',
    lanes: 'lanes',
    every: 'delay',
    robots: 'robots.txt',
    detail: 'details',
    yes: 'yes',
    state: 'state',
    paused: 'paused by',
    resting: 'rests',
    slowed: 'slowed',
    lastBatch: 'last batch',
    option: 'option',
    value: 'value',
    source: 'from',
    when: 'when (UTC)',
    who: 'who',
    action: 'action',
    outcome: 'outcome',
    details: 'details',
    none: 'Nothing yet.',
    rows: 'rows',
  },
  es: {
    sites: 'Portales: ritmo, robots.txt, pausa, circuito y lo que trajo el último lote.',
    settings: 'La configuración en uso y de dónde viene cada valor; los secretos van con asteriscos.',
    audit: 'Quién hizo qué, lo más nuevo primero.',
    site: 'sitio',
    lanes: 'carriles',
    every: 'espera',
    robots: 'robots.txt',
    detail: 'detalles',
    yes: 'sí',
    state: 'estado',
    paused: 'en pausa por',
    resting: 'descansa',
    slowed: 'más lento',
    lastBatch: 'último lote',
    option: 'opción',
    value: 'valor',
    source: 'de',
    when: 'cuándo (UTC)',
    who: 'quién',
    action: 'acción',
    outcome: 'resultado',
    details: 'detalles',
    none: 'Todavía nada.',
    rows: 'filas',
  },
};

export function addSites(parent: Command): void {
  const language = cliLanguage();
  monitorCommand<MonitorOptions>(
    parent,
    'sites',
    { summary: WORDS[language].sites, examples: ['scraping-monitor sites'] },
    (made) => made,
    async (monitor, options) => {
      const sites = await monitor.house.sites();
      if (options.json) printJson(sites);
      else console.log(siteTable(sites, language, outputWidth()));
      return EXIT.ok;
    },
  );
}

export function siteTable(sites: readonly SiteView[], language: Language, width: number): string {
  const words = WORDS[language];
  return table(
    [
      { title: words.site },
      { title: words.lanes, align: 'right', spare: 2 },
      { title: words.every, align: 'right', spare: 3 },
      { title: words.robots, spare: 4 },
      { title: words.detail, spare: 1 },
      { title: words.state, least: 12 },
      { title: words.lastBatch, least: 24, spare: 5 },
    ],
    sites.map((site) => [
      site.site,
      String(site.lanes),
      `${site.delaySeconds} s`,
      { text: site.robots, paint: site.robots === 'ignore' ? 'warn' : 'plain' },
      site.hasDetail ? words.yes : '',
      siteState(site, language),
      site.last === null
        ? ''
        : `${site.last.batch}: ${site.last.completed}/${site.last.tasks}, ${showCount(site.last.rows)} ${words.rows}`,
    ]),
    width,
  );
}

function siteState({ definition, paused, governors }: SiteView, language: Language): Cell {
  const words = WORDS[language];
  if (definition.fault !== null) return { text: definition.fault, paint: 'bad' };
  if (paused !== null) return { text: `${words.paused} ${paused.by}`, paint: 'warn' };
  const open = governors.find(({ circuit }) => circuit === 'open');
  if (open !== undefined)
    return { text: `${words.resting} → ${(open.circuitOpenUntil ?? '').slice(11, 16)} UTC`, paint: 'bad' };
  const slow = governors.find(({ slowdown }) => slowdown > 1);
  return slow === undefined
    ? { text: '✓', paint: 'good' }
    : { text: `${words.slowed} ×${slow.slowdown.toFixed(1)}`, paint: 'warn' };
}

export function addSettings(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  monitorCommand<MonitorOptions>(
    parent,
    'settings [option]',
    { summary: words.settings, examples: ['scraping-monitor settings', 'scraping-monitor settings execution.retry'] },
    (made) => made,
    async (monitor, options, [prefix = '']) => {
      const settings = (await monitor.house.settings()).filter(({ key }) => key.startsWith(prefix));
      if (options.json) printJson(settings);
      else
        console.log(
          table(
            [{ title: words.option }, { title: words.value, least: 12 }, { title: words.source, spare: 1 }],
            settings.map(({ key, value, unit, source }) => [
              key,
              `${typeof value === 'string' ? value : JSON.stringify(value)}${unit === null ? '' : ` ${unit}`}`,
              source,
            ]),
            outputWidth(),
          ),
        );
      return EXIT.ok;
    },
  );
}

export function addAudit(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  monitorCommand<MonitorOptions & PagingOptions>(
    parent,
    'audit',
    { summary: words.audit, examples: ['scraping-monitor audit -n 20'] },
    (made) => pagingOptions(made, '50'),
    async (monitor, options) => {
      const page = await monitor.house.audit(pagingOf(options));
      if (options.json) printJson(page);
      else if (page.items.length === 0) console.log(words.none);
      else {
        const rows = page.items.map(({ at, actor, action, outcome, details }) => [
          at.slice(0, 19).replace('T', ' '),
          actor,
          action,
          { text: outcome, paint: outcome === 'done' ? ('good' as const) : ('bad' as const) },
          JSON.stringify(details),
        ]);
        const columns = [
          { title: words.when },
          { title: words.who },
          { title: words.action },
          { title: words.outcome },
          { title: words.details, least: 16, spare: 1 },
        ];
        console.log(table(columns, rows, outputWidth()));
        moreHint(page, language);
      }
      return EXIT.ok;
    },
  );
}
