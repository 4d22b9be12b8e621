import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import { TASK_SORTS } from '../../monitoring/selector-words.ts';
import type { TaskView } from '../../monitoring/task-shape.ts';
import { adviceForStored } from '../../wording/advice.ts';
import type { Language, Words } from '../../wording/language.ts';
import { showCount, showDuration } from '../../wording/show-time.ts';
import { statusWord, verdictWord } from '../../wording/states.ts';
import { wrapText } from '../../wording/cell-width.ts';
import { cliLanguage } from '../command-line.ts';
import { outputWidth, printJson } from '../output.ts';
import type { Paint } from '../paint.ts';
import { moreHint, pagingOf, pagingOptions } from '../paging-options.ts';
import type { PagingOptions } from '../paging-options.ts';
import { chosen, selectorOf, selectorOptions } from '../selector-options.ts';
import type { SelectorOptions } from '../selector-options.ts';
import { table } from '../table.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';

type Word =
  | 'summary'
  | 'sort'
  | 'descending'
  | 'none'
  | 'id'
  | 'task'
  | 'city'
  | 'operation'
  | 'product'
  | 'status'
  | 'verdict'
  | 'attempts'
  | 'rows'
  | 'pages'
  | 'duration'
  | 'message'
  | 'whatToDo';

const WORDS: Words<Word> = {
  en: {
    summary: 'Tasks of a batch: filtered, sorted, page by page; with what went wrong and what to do.',
    sort: 'sort by',
    descending: 'the other way round: most, longest, latest first',
    none: 'No task fits.',
    id: 'id',
    task: 'task',
    city: 'city',
    operation: 'op',
    product: 'product',
    status: 'status',
    verdict: 'verdict',
    attempts: 'try',
    rows: 'rows',
    pages: 'pages',
    duration: 'duration',
    message: 'what happened',
    whatToDo: 'What to do',
  },
  es: {
    summary: 'Tareas de un lote: filtradas, ordenadas, por páginas; con lo que salió mal y qué hacer.',
    sort: 'ordenar por',
    descending: 'al revés: primero las mayores, más largas o más recientes',
    none: 'Ninguna tarea coincide.',
    id: 'id',
    task: 'tarea',
    city: 'ciudad',
    operation: 'op',
    product: 'producto',
    status: 'estado',
    verdict: 'veredicto',
    attempts: 'int.',
    rows: 'filas',
    pages: 'páginas',
    duration: 'duración',
    message: 'qué pasó',
    whatToDo: 'Qué hacer',
  },
};

interface TasksOptions extends MonitorOptions, SelectorOptions, PagingOptions {
  readonly sort: string;
  readonly desc?: boolean;
}

export function addTasks(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  monitorCommand<TasksOptions>(
    parent,
    'tasks',
    {
      summary: words.summary,
      examples: [
        'scraping-monitor tasks --status failed,permanently_failed',
        'scraping-monitor tasks --site Inm24 --city Gdl --sort duration --desc -n 10',
        'scraping-monitor tasks -b Nov26_01 --verdict blocked --json',
      ],
    },
    (made) =>
      pagingOptions(selectorOptions(made), '50')
        .option('--sort <by>', `${words.sort}: ${TASK_SORTS.join(', ')}`, 'order')
        .option('--desc', words.descending),
    async (monitor, options) => {
      const order = { sort: chosen(TASK_SORTS, options.sort, '--sort'), descending: options.desc ?? false };
      const page = await monitor.work.tasks(selectorOf(options), order, pagingOf(options));
      if (options.json) printJson(page);
      else if (page.items.length === 0) console.log(words.none);
      else {
        console.log(taskTable(page.items, language, outputWidth()));
        moreHint(page, language);
      }
      return EXIT.ok;
    },
  );
}

export function taskTable(tasks: readonly TaskView[], language: Language, width: number): string {
  const words = WORDS[language];
  const rows = tasks.map((task) => [
    String(task.id),
    task.key,
    task.city,
    task.operation,
    task.product,
    { text: statusWord(task.status, language), paint: statusPaint(task) },
    task.verdict === null ? '' : verdictWord(task.verdict, language),
    task.attempts > 1 ? `${task.attempts}/${task.maxAttempts}` : String(task.attempts),
    showCount(task.rows),
    showCount(task.pages),
    task.durationMs === null ? '' : showDuration(task.durationMs),
    task.errorCode === null ? '' : `${task.errorCode}: ${task.errorMessage ?? ''}`,
  ]);
  const failing = tasks.some(({ errorCode }) => errorCode !== null);
  const columns = [
    { title: words.id, align: 'right' as const, spare: 4 },
    { title: words.task },
    { title: words.city, spare: 8 },
    { title: words.operation, spare: 7 },
    { title: words.product, spare: 6 },
    { title: words.status, spare: failing ? 9 : 12 },
    { title: words.verdict, least: 8, spare: 5 },
    { title: words.attempts, align: 'right' as const, spare: 1 },
    { title: words.rows, align: 'right' as const, spare: failing ? 3 : 11 },
    { title: words.pages, align: 'right' as const, spare: 2 },
    { title: words.duration, align: 'right' as const, spare: failing ? 4 : 10 },
    ...(failing ? [{ title: words.message, least: 24 }] : []),
  ];
  return [table(columns, rows, width), ...cures(tasks, language, width)].join('\n');
}

export function statusPaint({ status }: Pick<TaskView, 'status'>): Paint {
  if (status === 'completed') return 'good';
  if (status === 'running') return 'accent';
  return status === 'pending' ? 'plain' : status === 'retrying' ? 'warn' : 'bad';
}

/** One line of advice for each kind of error shown. */
function cures(tasks: readonly TaskView[], language: Language, width: number): readonly string[] {
  const codes = [...new Set(tasks.map(({ errorCode }) => errorCode))];
  const told = codes.flatMap((code) => {
    const advice = adviceForStored(code, language);
    return advice === null ? [] : wrapText(`  ${code}: ${advice}`, width);
  });
  return told.length === 0 ? [] : ['', `${WORDS[language].whatToDo}:`, ...told];
}
