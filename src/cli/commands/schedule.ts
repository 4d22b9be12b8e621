import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { ScheduleView } from '../../monitoring/house-shape.ts';
import type { Language, Words } from '../../wording/language.ts';
import { showDuration, showInstant, showLocalTime } from '../../wording/show-time.ts';
import { cliLanguage } from '../command-line.ts';
import { outputWidth, printJson } from '../output.ts';
import { paint } from '../paint.ts';
import { table } from '../table.ts';
import { wholeNumber } from '../whole-number.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';

type Word =
  | 'summary'
  | 'limit'
  | 'of'
  | 'schedule'
  | 'next'
  | 'every'
  | 'due'
  | 'status'
  | 'batch'
  | 'reason'
  | 'dueNow'
  | 'off'
  | 'notCounted'
  | 'continuous'
  | 'pausedBy'
  | 'pausedSites'
  | 'nothing';

const WORDS: Words<Word> = {
  en: {
    summary: 'What starts by itself and when, what is paused, and what became of what was due.',
    limit: 'how many past occurrences',
    of: 'only of this one, such as batches',
    schedule: 'schedule',
    next: 'next',
    every: 'every',
    due: 'due',
    status: 'status',
    batch: 'batch',
    reason: 'reason',
    dueNow: 'due now',
    off: 'off (configuration)',
    notCounted: 'from the first start of the service',
    continuous: 'while the service runs',
    pausedBy: 'paused by',
    pausedSites: 'Paused sites',
    nothing: 'Nothing was due yet.',
  },
  es: {
    summary: 'Qué inicia por sí solo y cuándo, qué está en pausa, y qué fue de lo previsto.',
    limit: 'cuántas ocasiones pasadas',
    of: 'solo de este, como batches',
    schedule: 'calendario',
    next: 'próximo',
    every: 'cada',
    due: 'previsto',
    status: 'estado',
    batch: 'lote',
    reason: 'motivo',
    dueNow: 'ahora',
    off: 'desactivado (configuración)',
    notCounted: 'desde el primer inicio del servicio',
    continuous: 'mientras el servicio corre',
    pausedBy: 'en pausa por',
    pausedSites: 'Sitios en pausa',
    nothing: 'Todavía no hubo nada previsto.',
  },
};

type Outcome = ScheduleView['occurrences'][number]['status'];

const OUTCOMES: Words<Outcome> = {
  en: { pending: 'due', queued: 'waits', started: 'started', done: 'done', failed: 'failed', skipped: 'skipped' },
  es: { pending: 'toca', queued: 'espera', started: 'iniciado', done: 'hecho', failed: 'falló', skipped: 'omitido' },
};

interface ScheduleOptions extends MonitorOptions {
  readonly limit: string;
  readonly of?: string;
}

export function addSchedule(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  monitorCommand<ScheduleOptions>(
    parent,
    'schedule',
    { summary: words.summary, examples: ['scraping-monitor schedule', 'scraping-monitor schedule --of batches -n 5'] },
    (made) => made.option('-n, --limit <n>', words.limit, '20').option('--of <schedule>', words.of),
    async (monitor, options) => {
      const view = await monitor.house.schedule(wholeNumber(options.limit, '--limit', 1, 1000));
      const shown = options.of === undefined ? view : onlyOf(view, options.of);
      if (options.json) printJson(shown);
      else console.log(scheduleText(shown, Date.now(), language, outputWidth()));
      return EXIT.ok;
    },
  );
}

function onlyOf(view: ScheduleView, name: string): ScheduleView {
  const its = ({ schedule }: { readonly schedule: string }): boolean => schedule === name;
  return { ...view, schedules: view.schedules.filter(its), occurrences: view.occurrences.filter(its) };
}

function everyText({ everyMs, clockTime }: ScheduleView['schedules'][number], language: Language): string {
  if (everyMs !== null) return showDuration(everyMs);
  return clockTime === null ? '' : showLocalTime(clockTime, language);
}

/** Next and past occurrences as two tables; instants in the zone of the schedule. */
export function scheduleText(view: ScheduleView, now: number, language: Language, width: number): string {
  const words = WORDS[language];
  const { schedules, pausedSites, timeZone } = view;
  const at = (instant: string): string => showInstant(Date.parse(instant), timeZone);
  const next = table(
    [
      { title: words.schedule },
      { title: words.next, least: 16 },
      { title: words.every, spare: 1 },
      { title: '', least: 10 },
    ],
    schedules.map((line) => [
      line.schedule,
      nextText(line, now, timeZone, language),
      everyText(line, language),
      line.pausedAt === null
        ? ''
        : { text: `${words.pausedBy} ${line.pausedBy ?? ''} (${at(line.pausedAt)})`, paint: 'warn' as const },
    ]),
    width,
  );
  const sites = pausedSites.map(({ site, at: since, by }) => `  ${site}  ${words.pausedBy} ${by} (${at(since)})`);
  return [
    next,
    ...(sites.length === 0 ? [] : ['', paint(`${words.pausedSites}:`, 'bold'), ...sites]),
    '',
    view.occurrences.length === 0 ? words.nothing : past(view, language, width),
  ].join('\n');
}

function nextText(
  { kind, nextAt }: ScheduleView['schedules'][number],
  now: number,
  timeZone: string,
  language: Language,
): string {
  const words = WORDS[language];
  if (kind === 'often') return words.continuous;
  if (kind === 'off') return words.off;
  if (nextAt === null) return words.notCounted;
  const at = Date.parse(nextAt);
  return at <= now ? words.dueNow : `${showInstant(at, timeZone)} (${showDuration(at - now)})`;
}

function past({ occurrences, timeZone }: ScheduleView, language: Language, width: number): string {
  const words = WORDS[language];
  return table(
    [
      { title: words.due },
      { title: words.schedule },
      { title: words.status },
      { title: words.batch, spare: 1 },
      { title: words.reason, least: 12 },
    ],
    occurrences.map(({ dueAt, schedule, status, batch, reason }) => [
      showInstant(Date.parse(dueAt), timeZone),
      schedule,
      { text: OUTCOMES[language][status], paint: status === 'failed' ? ('bad' as const) : ('plain' as const) },
      batch ?? '',
      reason ?? '',
    ]),
    width,
  );
}
