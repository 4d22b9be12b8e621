import type { Command } from 'commander';
import type { Occurrence, ScheduleLine, ScheduleView } from '../../app/contract.ts';
import { readSchedule } from '../../app/read-schedule.ts';
import { loadConfig } from '../../config/load.ts';
import { EXIT } from '../../core/errors.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { showDuration, showInstant } from '../../wording/show-time.ts';
import { table } from '../table.ts';
import { shorten } from '../../wording/terminal-text.ts';
import { wholeNumber } from '../whole-number.ts';
import { wordsFor } from '../words.ts';
import type { Words } from '../words.ts';

interface ScheduleOptions extends CommonOptions {
  readonly limit: string;
  readonly of?: string;
}

const WIDEST_REASON = 60;

export function addSchedule(parent: Command): void {
  command<ScheduleOptions>(
    parent,
    'schedule',
    'What starts by itself and when, and what became of what was due.',
    (made) =>
      made
        .option('-n, --limit <n>', 'how many past occurrences', '20')
        .option('--of <schedule>', 'only of this one, such as batches'),
    async (options) => {
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const view = await readSchedule(config, options.of ?? null, wholeNumber(options.limit, '--limit'));
      if (options.json) console.log(JSON.stringify(view));
      else console.log(scheduleText(view, Date.now(), wordsFor(process.env)));
      return EXIT.ok;
    },
  );
}

/** Next and past occurrences as two tables; instants in the zone of the schedule. */
export function scheduleText(
  { schedules, occurrences, pausedSites, timeZone }: ScheduleView,
  now: number,
  words: Words,
): string {
  const next = table(
    [{ title: words.schedule }, { title: words.next }, { title: words.every }, { title: '' }],
    schedules.map((line) => [
      line.schedule,
      nextText(line, now, timeZone, words),
      line.everyMs === null ? words.atClockTime : showDuration(line.everyMs),
      line.pausedAt === null
        ? ''
        : `${words.pausedBy} ${line.pausedBy ?? ''} (${showInstant(line.pausedAt, timeZone)})`,
    ]),
  );
  const sites = pausedSites.map(
    ({ site, pausedAt, pausedBy }) => `  ${site}  ${words.pausedBy} ${pausedBy} (${showInstant(pausedAt, timeZone)})`,
  );
  return [
    next,
    ...(sites.length === 0 ? [] : ['', `${words.pausedSites}:`, ...sites]),
    '',
    occurrences.length === 0 ? words.noOccurrence : past(occurrences, timeZone, words),
  ].join('\n');
}

function nextText({ kind, nextAt }: ScheduleLine, now: number, timeZone: string, words: Words): string {
  if (kind === 'often') return words.continuous;
  if (kind === 'off') return words.off;
  if (nextAt === null) return words.notCounted;
  return nextAt <= now ? words.dueNow : `${showInstant(nextAt, timeZone)} (${showDuration(nextAt - now)})`;
}

function past(occurrences: readonly Occurrence[], timeZone: string, words: Words): string {
  return table(
    [
      { title: words.due },
      { title: words.schedule },
      { title: words.status },
      { title: words.batch },
      { title: words.reason },
    ],
    occurrences.map(({ dueAt, schedule, status, batch, reason }) => [
      showInstant(dueAt, timeZone),
      schedule,
      status,
      batch ?? '',
      shorten(reason ?? '', WIDEST_REASON),
    ]),
  );
}
