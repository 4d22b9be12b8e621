import type { Command } from 'commander';
import type { ReparseReport, TaskReparse } from '../../app/reparse.ts';
import { loadConfig } from '../../config/load.ts';
import { systemClock } from '../../core/clock.ts';
import { EXIT } from '../../core/errors.ts';
import { showCount } from '../../wording/show-time.ts';
import { shorten, terminalText } from '../../wording/terminal-text.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';

interface ReparseOptions extends CommonOptions {
  readonly site: string;
  readonly batch: string;
  readonly dryRun?: boolean;
}

export function addReparse(parent: Command): void {
  command<ReparseOptions>(
    parent,
    'reparse',
    'Read the kept pages of a batch again with the definition as it is now, without asking the portal, and put the result in place of what was published.',
    (made) =>
      made
        .requiredOption('-s, --site <site>', 'the site, such as Inm24')
        .requiredOption('-b, --batch <batch>', 'the batch, such as Nov26_01')
        .option('--dry-run', 'change nothing: only show what would change'),
    async (options) => {
      const { reparseBatch } = await import('../../app/reparse-batch.ts');
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const { site, batch, dryRun = false } = options;
      const report = await reparseBatch(config, { site, batch, dryRun }, systemClock);
      console.log(options.json ? JSON.stringify(report) : forPeople(report, dryRun));
      return report.tasks.some((task) => task.unreadable.length > 0) ? EXIT.gaps : EXIT.ok;
    },
  );
}

const MOST_FIELDS = 12;
const WIDEST = 40;

function forPeople({ batch, site, definition, tasks }: ReparseReport, dryRun: boolean): string {
  const pages = tasks.reduce((sum, task) => sum + task.pages, 0);
  const unreadable = tasks.flatMap((task) => task.unreadable);
  const cured = tasks.reduce((sum, task) => sum + task.cured, 0);
  const written = tasks.filter((task) => task.written).length;
  const changed = tasks.filter((task) => changesOf(task) !== null);
  return [
    `${batch} ${site}: ${showCount(pages)} kept pages of ${showCount(tasks.length)} tasks, read with definition ${definition}`,
    `${showCount(cured)} pages can be read that could not be before; ${showCount(unreadable.length)} still cannot`,
    ...changed.flatMap(taskLines),
    ...unreadable.slice(0, MOST_FIELDS).map((page) => terminalText(`  ✗ ${page.url}: ${page.code}: ${page.message}`)),
    dryRun
      ? `${showCount(changed.length)} tasks would change. Nothing was written (--dry-run).`
      : `${showCount(written)} files were made anew; ${showCount(changed.length - written)} tasks with changes were left as they are.`,
  ].join('\n');
}

function changesOf(task: TaskReparse): string | null {
  const { differences } = task;
  if (differences === null) return task.cured > 0 ? 'nothing was published of it' : null;
  const { before, after, added, removed, changed } = differences;
  if (added + removed + Object.keys(changed).length === 0) return null;
  return `${showCount(before)} rows → ${showCount(after)}: ${showCount(added)} new, ${showCount(removed)} gone`;
}

function taskLines(one: TaskReparse): readonly string[] {
  const { site, city, operation, product, ordinal, phase } = one.task;
  const name = `${site} ${city} ${operation} ${product}${ordinal > 1 ? `-${ordinal}` : ''}${phase === 'detail' ? ' det' : ''}`;
  const fields = Object.entries(one.differences?.changed ?? {}).sort(([, a], [, b]) => b.rows - a.rows);
  const state = one.obstacle === null ? '' : ` (left as it is: ${one.obstacle})`;
  return [
    `  ${name}: ${changesOf(one) ?? ''}${state}`,
    ...fields.slice(0, MOST_FIELDS).map(([field, { rows, example }]) => {
      const [from, to] = [example.before, example.after].map((text) => shorten(text === '' ? '—' : text, WIDEST));
      return terminalText(`      ${field}: ${rows} rows, such as ${example.listing}: ${from} → ${to}`);
    }),
    ...(fields.length > MOST_FIELDS ? [`      and ${fields.length - MOST_FIELDS} more fields`] : []),
  ];
}
