import type { Command } from 'commander';
import { LOG_NAMES, readLogs } from '../../app/read-logs.ts';
import type { LogFilter, LogFollower, LogLine } from '../../app/read-logs.ts';
import { loadConfig } from '../../config/load.ts';
import { parseDuration } from '../../config/option.ts';
import { systemClock } from '../../core/clock.ts';
import { EXIT, Fault } from '../../core/errors.ts';
import { command, list } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { terminalText } from '../../wording/terminal-text.ts';
import { wholeNumber } from '../whole-number.ts';

interface LogsOptions extends CommonOptions {
  readonly follow?: boolean;
  readonly lines: string;
  readonly site?: readonly string[];
  readonly task?: readonly string[];
  readonly level?: string;
  readonly since?: string;
  readonly file: string;
}

const LEVELS = ['debug', 'info', 'warn', 'error'];
/** A quarter of a second is soon enough for a person, and a look costs two system calls. */
const LOOK_MS = 250;

export function addLogs(parent: Command): void {
  command<LogsOptions>(
    parent,
    'logs',
    'Show the log: the last lines, or all since a time; rotated and compressed files included.',
    (made) =>
      made
        .option('-f, --follow', 'go on with what is written, until Ctrl-C')
        .option('-n, --lines <n>', 'the last so many lines', '50')
        .option('--site <codes>', 'only these sites', list)
        .option('--task <ids>', 'only these tasks, by id', list)
        .option('--level <level>', `at least this level: ${LEVELS.join(', ')}`)
        .option('--since <time>', 'since 2h, 3d or 2026-11-22T10:00; shows all lines since then')
        .option('--file <name>', LOG_NAMES.join(', '), 'orchestrator'),
    async (options) => {
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const reading = readLogs(config, chosen(LOG_NAMES, options.file, '--file'), filterOf(options));
      const follower = options.follow === true ? reading.follow() : null;
      const json = options.json ?? false;
      const lines = reading.lines(follower);
      if (options.since === undefined)
        for (const line of await lastLines(lines, wholeNumber(options.lines, '--lines'))) show(line, json);
      else for await (const line of lines) show(line, json);
      if (follower !== null) await follow(follower, json);
      return EXIT.ok;
    },
  );
}

function filterOf({ site, task, level, since }: LogsOptions): LogFilter {
  return {
    sites: site,
    tasks: task,
    level: level === undefined ? undefined : chosen(LEVELS, level, '--level'),
    since: since === undefined ? undefined : instantOf(since),
  };
}

function instantOf(text: string): number {
  const ago = parseDuration(text);
  const instant = ago === null ? Date.parse(text) : systemClock.now() - ago;
  if (Number.isNaN(instant))
    throw new Fault(
      'E_USAGE',
      `--since ${JSON.stringify(text)} is neither a duration (90m, 2h, 3d) nor a time (2026-11-22T10:00)`,
    );
  return instant;
}

function chosen<Word extends string>(allowed: readonly Word[], given: string, option: string): Word {
  const found = allowed.find((one) => one === given);
  if (found === undefined)
    throw new Fault('E_USAGE', `${option} ${JSON.stringify(given)} is none of ${allowed.join(', ')}`);
  return found;
}

/** Only so many are kept while the rest passes. */
async function lastLines(lines: AsyncGenerator<LogLine>, most: number): Promise<readonly LogLine[]> {
  const kept: LogLine[] = [];
  for await (const line of lines) {
    kept.push(line);
    // Cut now and then, not with each line.
    if (kept.length > 2 * most + 1000) kept.splice(0, kept.length - most);
  }
  return most === 0 ? [] : kept.slice(-most);
}

async function follow(follower: LogFollower, json: boolean): Promise<void> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  // A reader that is gone (`logs -f | head`) wants no more.
  process.stdout.once('error', () => stop.abort());
  while (!stop.signal.aborted) {
    for (const line of follower.next()) show(line, json);
    await systemClock.sleep(LOOK_MS, stop.signal);
  }
  follower.close();
}

const OWN = new Set(['level', 'time', 'event']);
const LEVEL_WIDTH = 5;

/** `2026-11-22T10:00:00.000Z warn  lease_lost task=17 scraper=inm24`; programs get the line as it is. */
function show({ text, fields }: LogLine, json: boolean): void {
  console.log(json ? terminalText(text) : terminalText(forPeople(text, fields)));
}

function forPeople(text: string, fields: LogLine['fields']): string {
  const { time, level, event } = { time: fields['time'], level: fields['level'], event: fields['event'] };
  if (typeof time !== 'string' || typeof level !== 'string' || typeof event !== 'string') return text;
  const others = Object.entries(fields).filter(([name, value]) => !OWN.has(name) && value !== null);
  return [
    time,
    level.padEnd(LEVEL_WIDTH),
    event,
    ...others.map(
      ([name, value]) =>
        `${name}=${typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)}`,
    ),
  ].join(' ');
}
