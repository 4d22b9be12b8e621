import type { Command } from 'commander';
import { EXIT, Fault } from '../../core/errors.ts';
import { LOG_LEVELS, LOGS } from '../../monitoring/house-words.ts';
import type { LogFilter, LogLine } from '../../monitoring/house-shape.ts';
import type { Words } from '../../wording/language.ts';
import { showInstantExactly, zoneHere } from '../../wording/show-time.ts';
import { terminalText } from '../../wording/terminal-text.ts';
import { cliLanguage, list } from '../command-line.ts';
import { printJson } from '../output.ts';
import { paint } from '../paint.ts';
import type { Paint } from '../paint.ts';
import { readTime } from '../read-time.ts';
import { chosen } from '../selector-options.ts';
import { wholeNumber } from '../whole-number.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';

type Word = 'summary' | 'follow' | 'lines' | 'site' | 'task' | 'level' | 'since' | 'file' | 'text' | 'none';

const WORDS: Words<Word> = {
  en: {
    summary: 'Show the log: the last lines, or all since a time; rotated and compressed files included.',
    follow: 'go on with what is written, until Ctrl-C',
    lines: 'the last so many lines (at most 5000)',
    site: 'only these sites',
    task: 'only these tasks, by id or key',
    level: 'at least this level',
    since: 'since 2h, 3d or 2026-11-22T10:00; shows all lines since then',
    file: 'which log',
    text: 'only lines that contain this',
    none: 'No line of the log fits.',
  },
  es: {
    summary:
      'Muestra el registro: las últimas líneas, o todas desde un momento; también archivos rotados y comprimidos.',
    follow: 'continúa con lo que se escribe, hasta Ctrl-C',
    lines: 'las últimas tantas líneas (5000 como máximo)',
    site: 'solo estos sitios',
    task: 'solo estas tareas, por id o clave',
    level: 'este nivel o más grave',
    since: 'desde 2h, 3d o 2026-11-22T10:00; muestra todas las líneas desde entonces',
    file: 'cuál registro',
    text: 'solo líneas que contienen esto',
    none: 'Ninguna línea del registro coincide.',
  },
};

interface LogsOptions extends MonitorOptions {
  readonly follow?: boolean;
  readonly lines?: string;
  readonly site?: readonly string[];
  readonly task?: readonly string[];
  readonly level?: string;
  readonly since?: string;
  readonly text?: string;
  readonly file: string;
}

const USUAL = 50;
const MOST = 5000;

export function addLogs(parent: Command): void {
  const words = WORDS[cliLanguage()];
  monitorCommand<LogsOptions>(
    parent,
    'logs',
    {
      summary: words.summary,
      examples: [
        'scraping-monitor logs -f',
        'scraping-monitor logs --level warn --since 24h',
        'scraping-monitor logs --site Lam --file orchestrator -n 200',
      ],
    },
    (made) =>
      made
        .option('-f, --follow', words.follow)
        .option('-n, --lines <n>', words.lines)
        .option('--site <codes>', words.site, list)
        .option('--task <ids>', words.task, list)
        .option('--level <level>', `${words.level}: ${LOG_LEVELS.join(', ')}`)
        .option('--since <time>', words.since)
        .option('--text <words>', words.text)
        .option('--file <name>', `${words.file}: ${LOGS.join(', ')}`, 'orchestrator'),
    async (monitor, options) => {
      const json = options.json ?? false;
      const filter = filterOf(options);
      // The database is not asked: what a log says is wanted most when that is damaged.
      const timeZone = zoneHere();
      const stop = new AbortController();
      // Followed from before the last lines are read: what is written meanwhile is shown, at worst twice never.
      const following = options.follow === true ? monitor.house.followLogs(filter, stop.signal) : null;
      const shown = await monitor.house.logs({ ...filter, limit: limitOf(options) });
      for (const line of shown) show(line, timeZone, json);
      if (shown.length === 0 && !json) console.error(words.none);
      if (following === null) return EXIT.ok;
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
      for await (const line of following) show(line, timeZone, json);
      return EXIT.ok;
    },
  );
}

function limitOf({ lines, since }: LogsOptions): number {
  if (lines !== undefined) return wholeNumber(lines, '--lines', 1, MOST);
  return since === undefined ? USUAL : MOST;
}

function filterOf({ site, task, level, since, text, file }: LogsOptions): LogFilter {
  return {
    log: chosen(LOGS, file, '--file'),
    ...(site === undefined ? {} : { site: site.join(',') }),
    ...(task === undefined ? {} : { task: task.join(',') }),
    ...(level === undefined ? {} : { level: chosen(LOG_LEVELS, level, '--level') }),
    ...(since === undefined ? {} : { since: new Date(instantOf(since)).toISOString() }),
    ...(text === undefined ? {} : { text }),
  };
}

function instantOf(text: string): number {
  const instant = readTime(text, (ago) => Date.now() - ago);
  if (instant !== null) return instant;
  throw new Fault(
    'E_USAGE',
    `--since ${JSON.stringify(text)} is neither a duration (90m, 2h, 3d) nor a time (2026-11-22T10:00)`,
  );
}

const LEVEL_WIDTH = 5;
/** Of a line that something else wrote into our log: its text is all it has. */
const NO_TIME = new Date(0).toISOString();
const PAINTS: Readonly<Record<LogLine['level'], Paint>> = { debug: 'dim', info: 'plain', warn: 'warn', error: 'bad' };

function show(line: LogLine, timeZone: string, json: boolean): void {
  if (json) printJson(line);
  else console.log(logText(line, timeZone));
}

/** `2026-11-22 04:00:00.000 warn  lease_lost task=17 scraper=inm24` */
export function logText({ at, level, event, fields }: LogLine, timeZone: string): string {
  if (at === NO_TIME) return terminalText(event);
  const others = Object.entries(fields).filter(([, value]) => value !== null);
  const told = others.map(([name, value]) => {
    const plain = typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
    return terminalText(`${name}=${plain}`);
  });
  return [
    paint(showInstantExactly(Date.parse(at), timeZone), 'dim'),
    paint(level.padEnd(LEVEL_WIDTH), PAINTS[level]),
    paint(terminalText(event), level === 'error' || level === 'warn' ? PAINTS[level] : 'bold'),
    ...told,
  ].join(' ');
}
