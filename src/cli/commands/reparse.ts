import type { Command } from 'commander';
import type { ReparseReport, TaskReparse } from '../../app/trial/reparse.ts';
import { loadConfig } from '../../config/load.ts';
import { systemClock } from '../../core/clock.ts';
import { EXIT } from '../../core/errors.ts';
import { showCount } from '../../wording/show-time.ts';
import { shorten, terminalText } from '../../wording/terminal-text.ts';
import { cliLanguage, command } from '../command-line.ts';
import { REPARSE_WORDS } from '../reparse-words.ts';
import type { ReparseWords } from '../reparse-words.ts';
import { sentencesIn } from '../../wording/sentences.ts';
import type { Tell } from '../../wording/sentences.ts';
import type { CommonOptions } from '../command-line.ts';

interface ReparseOptions extends CommonOptions {
  readonly site: string;
  readonly batch: string;
  readonly dryRun?: boolean;
}

export function addReparse(parent: Command): void {
  const words = REPARSE_WORDS[cliLanguage()];
  command<ReparseOptions>(
    parent,
    'reparse',
    words.summary,
    (made) =>
      made
        .requiredOption('-s, --site <site>', words.site)
        .requiredOption('-b, --batch <batch>', words.batch)
        .option('--dry-run', words.dryRun),
    async (options) => {
      const { reparseBatch } = await import('../../app/trial/reparse-batch.ts');
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const { site, batch, dryRun = false } = options;
      const report = await reparseBatch(config, { site, batch, dryRun }, systemClock);
      console.log(
        options.json
          ? JSON.stringify(report)
          : forPeople(report, dryRun, { words, tell: await sentencesIn(cliLanguage()) }),
      );
      return report.tasks.some((task) => task.unreadable.length > 0) ? EXIT.gaps : EXIT.ok;
    },
  );
}

const MOST_FIELDS = 12;
const WIDEST = 40;

interface Speech {
  readonly words: ReparseWords;
  readonly tell: Tell;
}

function forPeople({ batch, site, definition, tasks }: ReparseReport, dryRun: boolean, speech: Speech): string {
  const { words, tell } = speech;
  const pages = tasks.reduce((sum, task) => sum + task.pages, 0);
  const unreadable = tasks.flatMap((task) => task.unreadable);
  const cured = tasks.reduce((sum, task) => sum + task.cured, 0);
  const written = tasks.filter((task) => task.written).length;
  const changed = tasks.filter((task) => changesOf(task, words) !== null);
  return [
    `${batch} ${site}: ${words.head(showCount(pages), showCount(tasks.length), definition)}`,
    words.readable(showCount(cured), showCount(unreadable.length)),
    ...changed.flatMap((task) => taskLines(task, speech)),
    ...unreadable
      .slice(0, MOST_FIELDS)
      .map((page) => terminalText(`  ✗ ${page.url}: ${page.code}: ${tell(page.message)}`)),
    dryRun
      ? words.wouldChange(showCount(changed.length))
      : words.written(showCount(written), showCount(changed.length - written)),
  ].join('\n');
}

function changesOf(task: TaskReparse, words: ReparseWords): string | null {
  const { differences } = task;
  if (differences === null) return task.cured > 0 ? words.nothing : null;
  const { before, after, added, removed, changed } = differences;
  if (added + removed + Object.keys(changed).length === 0) return null;
  return words.rows(showCount(before), showCount(after), showCount(added), showCount(removed));
}

function taskLines(one: TaskReparse, { words, tell }: Speech): readonly string[] {
  const { site, city, operation, product, ordinal, phase } = one.task;
  const name = `${site} ${city} ${operation} ${product}${ordinal > 1 ? `-${ordinal}` : ''}${phase === 'detail' ? ' det' : ''}`;
  const fields = Object.entries(one.differences?.changed ?? {}).sort(([, a], [, b]) => b.rows - a.rows);
  const state = one.obstacle === null ? '' : ` (${words.left}: ${tell(one.obstacle)})`;
  return [
    `  ${name}: ${changesOf(one, words) ?? ''}${state}`,
    ...fields.slice(0, MOST_FIELDS).map(([field, { rows, example }]) => {
      const [from, to] = [example.before, example.after].map((text) => shorten(text === '' ? '—' : text, WIDEST));
      return terminalText(`      ${field}: ${words.example(rows, example.listing)}: ${from} → ${to}`);
    }),
    ...(fields.length > MOST_FIELDS ? [`      ${words.more(fields.length - MOST_FIELDS)}`] : []),
  ];
}
