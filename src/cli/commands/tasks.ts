import type { Command } from 'commander';
import { openReports } from '../../app/open-reports.ts';
import { loadConfig } from '../../config/load.ts';
import { ERRORS, EXIT, Fault } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { TASK_STATUSES } from '../../core/task.ts';
import type { Task } from '../../core/task.ts';
import { VERDICTS } from '../../core/verdict.ts';
import { command, list } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { showCount, showDuration } from '../../wording/show-time.ts';
import { table } from '../table.ts';
import { shorten } from '../../wording/terminal-text.ts';
import { wholeNumber } from '../whole-number.ts';
import { wordsFor } from '../words.ts';
import type { Words } from '../words.ts';

interface TasksOptions extends CommonOptions {
  readonly batch?: string;
  readonly site?: readonly string[];
  readonly city?: readonly string[];
  readonly operation?: readonly string[];
  readonly product?: readonly string[];
  readonly status?: readonly string[];
  readonly verdict?: readonly string[];
  readonly limit: string;
}

export function addTasks(parent: Command): void {
  command<TasksOptions>(
    parent,
    'tasks',
    'Tasks of the newest batch (or the one named), with what went wrong.',
    (made) =>
      made
        .option('-b, --batch <id>', 'a batch, such as Nov26_01')
        .option('--site <codes>', 'only these sites', list)
        .option('--city <codes>', 'only these cities', list)
        .option('--operation <codes>', 'only these operations', list)
        .option('--product <codes>', 'only these products', list)
        .option('--status <words>', TASK_STATUSES.join(', '), list)
        .option('--verdict <words>', VERDICTS.join(', '), list)
        .option('-n, --limit <n>', 'how many', '50'),
    async (options) => {
      const words = wordsFor(process.env);
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const reader = await openReports(config);
      try {
        const batch = options.batch ?? (await reader.reports.latestBatch())?.id;
        const tasks =
          batch === undefined
            ? []
            : await reader.reports.listTasks({
                batch,
                sites: options.site,
                cities: options.city,
                operations: options.operation,
                products: options.product,
                statuses: options.status === undefined ? undefined : oneOf(TASK_STATUSES, options.status, '--status'),
                verdicts: options.verdict === undefined ? undefined : oneOf(VERDICTS, options.verdict, '--verdict'),
                limit: wholeNumber(options.limit, '--limit'),
              });
        if (options.json) console.log(JSON.stringify({ batch: batch ?? null, tasks }));
        else if (tasks.length === 0) console.log(batch === undefined ? words.noBatch : words.noTasks);
        else console.log(taskTable(tasks, words));
        return EXIT.ok;
      } finally {
        await reader.close();
      }
    },
  );
}

/** @throws {Fault} E_USAGE that names the word and the allowed ones. */
function oneOf<Word extends string>(
  allowed: readonly Word[],
  given: readonly string[],
  option: string,
): readonly Word[] {
  return given.map((word) => {
    const found = allowed.find((one) => one === word);
    if (found === undefined)
      throw new Fault('E_USAGE', `${option} ${JSON.stringify(word)} is none of ${allowed.join(', ')}`);
    return found;
  });
}

const WIDEST_MESSAGE = 60;

function taskTable(tasks: readonly Task[], words: Words): string {
  const rows = tasks.map((task) => [
    `${task.scraper}:${task.orderNum}`,
    task.city,
    task.operation,
    task.product,
    task.status,
    task.verdict ?? '',
    String(task.attempts),
    showCount(task.rows),
    showCount(task.pages),
    task.startedAt === null ? '' : showDuration((task.completedAt ?? Date.now()) - task.startedAt),
    shorten(task.errorCode === null ? '' : `${task.errorCode}: ${task.errorMessage ?? ''}`, WIDEST_MESSAGE),
  ]);
  const shown = table(
    [
      { title: 'id' },
      { title: words.city },
      { title: words.operation },
      { title: words.product },
      { title: words.status },
      { title: words.verdict },
      { title: words.attempts, align: 'right' },
      { title: words.rows, align: 'right' },
      { title: words.pages, align: 'right' },
      { title: words.duration, align: 'right' },
      { title: words.message },
    ],
    rows,
  );
  return [shown, ...cures(tasks, words)].join('\n');
}

/** One line of advice for each kind of error shown. */
function cures(tasks: readonly Task[], words: Words): string[] {
  const codes = [...new Set(tasks.map((task) => task.errorCode))].filter(
    (code): code is ErrorCode => code !== null && code in ERRORS,
  );
  return codes.length === 0 ? [] : ['', `${words.cure}:`, ...codes.map((code) => `  ${code}: ${ERRORS[code].advice}`)];
}
