import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Monitor } from '../../monitoring/contract.ts';
import type { TaskDetail } from '../../monitoring/task-shape.ts';
import type { Language, Words } from '../../wording/language.ts';
import { showBytes } from '../../core/show-size.ts';
import { showCount, showDuration } from '../../wording/show-time.ts';
import { statusWord, stepWord, truncationWord, verdictMeaning, verdictWord } from '../../wording/states.ts';
import { terminalText } from '../../wording/terminal-text.ts';
import { wrapText } from '../../wording/cell-width.ts';
import { cliLanguage } from '../command-line.ts';
import { findTask } from '../find-task.ts';
import { outputWidth, printJson } from '../output.ts';
import { paint } from '../paint.ts';
import { table } from '../table.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';
import { statusPaint } from './tasks.ts';

type Word =
  | 'summary'
  | 'inBatch'
  | 'page'
  | 'noPage'
  | 'attempts'
  | 'of'
  | 'rows'
  | 'rejected'
  | 'pages'
  | 'latency'
  | 'whatToDo'
  | 'events'
  | 'when'
  | 'step'
  | 'try'
  | 'who'
  | 'message'
  | 'duration'
  | 'keptPages'
  | 'pageNo'
  | 'robots'
  | 'history'
  | 'batch'
  | 'status'
  | 'problemPage';

const WORDS: Words<Word> = {
  en: {
    summary:
      'One task, by its id or its name: its attempts, what went wrong and what to do, and the same search in earlier batches.',
    inBatch: 'where a name such as mit:3 is looked for; the newest batch when left out',
    page: 'print the saved problem page instead',
    noPage: 'No page of this task is kept.',
    attempts: 'attempt',
    of: 'of',
    rows: 'rows',
    rejected: 'rejected',
    pages: 'pages',
    latency: 'a request',
    whatToDo: 'What to do',
    events: 'Events',
    when: 'when (UTC)',
    step: 'step',
    try: 'try',
    who: 'who',
    message: 'what happened',
    duration: 'duration',
    keptPages: 'Stored pages',
    pageNo: 'page',
    robots: 'robots.txt',
    history: 'The same search before',
    batch: 'batch',
    status: 'status',
    problemPage: 'The page it had trouble with is kept: add --page',
  },
  es: {
    summary:
      'Una tarea, por su id o su nombre: sus intentos, qué salió mal y qué hacer, y la misma búsqueda en lotes anteriores.',
    inBatch: 'dónde se busca un nombre como mit:3; el último lote si no se dice',
    page: 'imprime en su lugar la página con problemas que se guardó',
    noPage: 'No se guardó ninguna página de esta tarea.',
    attempts: 'intento',
    of: 'de',
    rows: 'filas',
    rejected: 'rechazadas',
    pages: 'páginas',
    latency: 'por solicitud',
    whatToDo: 'Qué hacer',
    events: 'Eventos',
    when: 'cuándo (UTC)',
    step: 'paso',
    try: 'int.',
    who: 'quién',
    message: 'qué pasó',
    duration: 'duración',
    keptPages: 'Páginas guardadas',
    pageNo: 'página',
    robots: 'robots.txt',
    history: 'La misma búsqueda antes',
    batch: 'lote',
    status: 'estado',
    problemPage: 'La página con problemas está guardada: agregue --page',
  },
};

interface TaskOptions extends MonitorOptions {
  readonly batch?: string;
  readonly page?: boolean;
}

export function addTask(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  monitorCommand<TaskOptions>(
    parent,
    'task <task>',
    {
      summary: words.summary,
      examples: [
        'scraping-monitor task 1042',
        'scraping-monitor task mit:3 -b Nov26_01',
        'scraping-monitor task 1042 --page > page.html',
      ],
    },
    (made) => made.option('-b, --batch <id>', words.inBatch).option('--page', words.page),
    async (monitor, options, [id = '']) => {
      const task = await findTask(monitor.work, id, options.batch);
      if (options.page) return printPage(monitor, task, language);
      const detail = await monitor.work.task(task);
      if (options.json) printJson(detail);
      else console.log(detailText(detail, language, outputWidth()));
      return EXIT.ok;
    },
  );
}

/** To a file it goes as it came; a terminal must not be told what to do by it. */
async function printPage(monitor: Monitor, task: number, language: Language): Promise<number> {
  const page = await monitor.work.problemPage(task);
  if (page === null) {
    console.error(WORDS[language].noPage);
    return EXIT.failed;
  }
  process.stdout.write(process.stdout.isTTY ? page.split('\n').map(terminalText).join('\n') : page);
  return EXIT.ok;
}

export function detailText(detail: TaskDetail, language: Language, width: number): string {
  const words = WORDS[language];
  const { task } = detail;
  const facts = [
    `${words.attempts} ${task.attempts} ${words.of} ${task.maxAttempts}`,
    `${showCount(task.rows)} ${words.rows}`,
    ...(task.rejectedRows > 0 ? [`${showCount(task.rejectedRows)} ${words.rejected}`] : []),
    `${showCount(task.pages)} ${words.pages}`,
    ...(task.fileBytes > 0 ? [showBytes(task.fileBytes)] : []),
    ...(task.durationMs === null ? [] : [showDuration(task.durationMs)]),
    ...(task.latencyMs === null ? [] : [`${showCount(Math.round(task.latencyMs))} ms ${words.latency}`]),
  ].join(' · ');
  const ended =
    task.verdict === null
      ? []
      : [
          `${verdictMeaning(task.verdict, language)}${task.truncated === null ? '' : ` (${truncationWord(task.truncated, language)})`}`,
        ];
  return [
    `${paint(`${task.batch} ${task.key}`, 'bold')}  ${[task.site, task.city, task.operation, task.product].join(' ')}  ${paint(statusWord(task.status, language), statusPaint(task))}`,
    ...wrapText(terminalText(task.url), width),
    ...wrapText(facts, width),
    ...ended.flatMap((line) => wrapText(line, width)),
    ...(task.errorCode === null
      ? []
      : wrapText(`✗ ${task.errorCode}: ${terminalText(task.errorMessage ?? '')}`, width).map((line) =>
          paint(line, 'bad'),
        )),
    ...(detail.advice === null ? [] : wrapText(`→ ${detail.advice}`, width)),
    ...(detail.hasProblemPage ? [words.problemPage] : []),
    ...(task.outputPath === null ? [] : [terminalText(task.outputPath)]),
    '',
    paint(words.events, 'bold'),
    eventTable(detail, language, width),
    ...pageLines(detail, language, width),
    ...historyLines(detail, language, width),
  ].join('\n');
}

function eventTable({ events }: TaskDetail, language: Language, width: number): string {
  const words = WORDS[language];
  return table(
    [
      { title: words.when },
      { title: words.step },
      { title: words.try, align: 'right', spare: 2 },
      { title: words.duration, align: 'right', spare: 3 },
      { title: words.who, spare: 1, least: 8 },
      { title: words.message, least: 16 },
    ],
    events.map(({ at, step, attempt, durationMs, actor, code, message }) => [
      at.slice(0, 19).replace('T', ' '),
      stepWord(step, language),
      String(attempt),
      durationMs === null ? '' : showDuration(durationMs),
      actor,
      [code, message].filter((part) => part !== null).join(': '),
    ]),
    width,
  );
}

function pageLines({ pages }: TaskDetail, language: Language, width: number): readonly string[] {
  if (pages.length === 0) return [];
  const words = WORDS[language];
  const shown = table(
    [
      { title: words.pageNo, align: 'right' },
      { title: words.rows, align: 'right' },
      { title: words.rejected, align: 'right', spare: 1 },
      { title: words.robots, spare: 2 },
      { title: 'URL', least: 20 },
    ],
    pages.map(({ pageNo, rows, rejectedRows, robots, url }) => [
      String(pageNo),
      showCount(rows),
      showCount(rejectedRows),
      robots ?? '',
      url,
    ]),
    width,
  );
  return ['', paint(words.keptPages, 'bold'), shown];
}

function historyLines({ history }: TaskDetail, language: Language, width: number): readonly string[] {
  if (history.length === 0) return [];
  const words = WORDS[language];
  const shown = table(
    [
      { title: words.batch },
      { title: words.status },
      { title: '' },
      { title: words.rows, align: 'right' },
      { title: words.duration, align: 'right', spare: 1 },
    ],
    history.map(({ batch, status, verdict, rows, durationMs }) => [
      batch,
      { text: statusWord(status, language), paint: statusPaint({ status }) },
      verdict === null ? '' : verdictWord(verdict, language),
      showCount(rows),
      durationMs === null ? '' : showDuration(durationMs),
    ]),
    width,
  );
  return ['', paint(words.history, 'bold'), shown];
}
