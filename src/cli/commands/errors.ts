import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { ErrorGroup } from '../../monitoring/task-shape.ts';
import type { Language, Words } from '../../wording/language.ts';
import { showCount, showDuration } from '../../wording/show-time.ts';
import { verdictWord } from '../../wording/states.ts';
import { terminalText } from '../../wording/terminal-text.ts';
import { wrapText } from '../../wording/cell-width.ts';
import { cliLanguage } from '../command-line.ts';
import { outputWidth, printJson } from '../output.ts';
import { paint } from '../paint.ts';
import { selectorOf, selectorOptions } from '../selector-options.ts';
import type { SelectorOptions } from '../selector-options.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';

const WORDS: Words<'summary' | 'none' | 'tasks' | 'task' | 'ago' | 'again' | 'example' | 'helps'> = {
  en: {
    summary: 'What failed, by cause and site: how many tasks, an example, what to do, and the command that helps.',
    none: 'Nothing failed.',
    tasks: 'tasks',
    task: 'task',
    ago: 'ago',
    again: 'tried again by themselves:',
    example: 'e.g.',
    helps: 'helps',
  },
  es: {
    summary: 'Qué falló, por causa y sitio: cuántas tareas, un ejemplo, qué hacer y el comando que ayuda.',
    none: 'Nada falló.',
    tasks: 'tareas',
    task: 'tarea',
    ago: 'hace',
    again: 'se intentan de nuevo solas:',
    example: 'p. ej.',
    helps: 'ayuda',
  },
};

export function addErrors(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  monitorCommand<MonitorOptions & SelectorOptions>(
    parent,
    'errors',
    {
      summary: words.summary,
      examples: ['scraping-monitor errors', 'scraping-monitor errors -b Nov26_01 --site Lam'],
    },
    selectorOptions,
    async (monitor, options) => {
      const groups = await monitor.work.errors(selectorOf(options));
      if (options.json) printJson(groups);
      else console.log(groups.length === 0 ? words.none : errorsText(groups, Date.now(), language, outputWidth()));
      return EXIT.ok;
    },
  );
}

/** A block a cause: head, example, advice, command. */
export function errorsText(groups: readonly ErrorGroup[], now: number, language: Language, width: number): string {
  const words = WORDS[language];
  return groups
    .map((group) => {
      const count = `${showCount(group.tasks)} ${group.tasks === 1 ? words.task : words.tasks}`;
      const verdict = group.verdict === null ? '' : ` · ${verdictWord(group.verdict, language)}`;
      const again = group.retrying > 0 ? ` · ${words.again} ${showCount(group.retrying)}` : '';
      const age = showDuration(now - Date.parse(group.lastAt));
      const when = language === 'es' ? `${words.ago} ${age}` : `${age} ${words.ago}`;
      return [
        ...wrapText(
          `${paint(group.code, 'bad')}  ${paint(group.site, 'bold')}  ${count}${verdict}${again} · ${when}`,
          width,
        ),
        ...wrapText(`  ${words.example} ${group.exampleTask}: ${terminalText(group.example ?? '')}`, width),
        ...(group.advice === null ? [] : wrapText(`  → ${group.advice}`, width)),
        ...(group.command === null ? [] : [`  $ ${group.command}`]),
      ].join('\n');
    })
    .join('\n\n');
}
