import type { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { EXIT, Fault, messageOf } from '../../core/errors.ts';
import type { BatchReport } from '../../monitoring/statistics-shape.ts';
import type { Language, Words } from '../../wording/language.ts';
import { showShare } from '../../core/show-size.ts';
import { showCount } from '../../wording/show-time.ts';
import { terminalText } from '../../wording/terminal-text.ts';
import { batchText } from '../batch-text.ts';
import { cliLanguage } from '../command-line.ts';
import { outputWidth, printJson } from '../output.ts';
import { paint } from '../paint.ts';
import { table } from '../table.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';
import { errorsText } from './errors.ts';
import { taskTable } from './tasks.ts';

type Word =
  | 'summary'
  | 'causes'
  | 'slowest'
  | 'changes'
  | 'was'
  | 'now'
  | 'cells'
  | 'complete'
  | 'withGaps'
  | 'fewer'
  | 'fillRates'
  | 'tasks'
  | 'completed'
  | 'rows'
  | 'pages'
  | 'site'
  | 'field'
  | 'filled'
  | 'against'
  | 'html'
  | 'written';

const WORDS: Words<Word> = {
  en: {
    summary: 'What a batch left behind: totals, changes against the last one, causes of failures, slowest tasks.',
    causes: 'Causes',
    slowest: 'Slowest tasks',
    changes: 'Against',
    was: 'before',
    now: 'now',
    cells: 'Coverage',
    complete: 'complete',
    withGaps: 'with gaps',
    fewer: 'less than half of the rows of the last batch',
    fillRates: 'Fields filled',
    tasks: 'tasks',
    completed: 'completed',
    rows: 'rows',
    pages: 'pages',
    site: 'site',
    field: 'field',
    filled: 'filled',
    against: 'before',
    html: 'write it as one page for a browser into this file',
    written: 'Written:',
  },
  es: {
    summary: 'Lo que dejó un lote: totales, cambios frente al anterior, causas de fallas, tareas más lentas.',
    causes: 'Causas',
    slowest: 'Tareas más lentas',
    changes: 'Frente a',
    was: 'antes',
    now: 'ahora',
    cells: 'Cobertura',
    complete: 'completas',
    withGaps: 'con huecos',
    fewer: 'con menos de la mitad de filas que el lote anterior',
    fillRates: 'Campos llenos',
    tasks: 'tareas',
    completed: 'completas',
    rows: 'filas',
    pages: 'páginas',
    site: 'sitio',
    field: 'campo',
    filled: 'lleno',
    against: 'antes',
    html: 'escríbelo en este archivo como una página para el navegador',
    written: 'Escrito:',
  },
};

interface ReportOptions extends MonitorOptions {
  readonly html?: string;
}

export function addReport(parent: Command): void {
  const language = cliLanguage();
  monitorCommand<ReportOptions>(
    parent,
    'report [batch]',
    {
      summary: WORDS[language].summary,
      examples: [
        'scraping-monitor report',
        'scraping-monitor report Nov26_01 --html Nov26_01.html',
        'scraping-monitor report Nov26_01 --json > Nov26_01.json',
      ],
    },
    (made) => made.option('--html <file>', WORDS[language].html),
    async (monitor, options, [batch = 'last']) => {
      const report = await monitor.figures.report(batch);
      if (options.html !== undefined) await writePage(options.html, report, language);
      else if (options.json) printJson(report);
      else console.log(reportText(report, Date.now(), language, outputWidth()));
      return EXIT.ok;
    },
  );
}

async function writePage(file: string, report: BatchReport, language: Language): Promise<void> {
  const { renderReport } = await import('../../app/people/render-report.ts');
  try {
    await writeFile(file, await renderReport(report, language));
  } catch (cause) {
    throw new Fault('E_IO', `the report cannot be written to ${file}: ${messageOf(cause)}`, { file, cause });
  }
  console.log(`${WORDS[language].written} ${terminalText(file)}`);
}

export function reportText(report: BatchReport, now: number, language: Language, width: number): string {
  const words = WORDS[language];
  const { batch, scrapers, causes, slowest } = report;
  const title = (text: string): string => paint(text, 'bold');
  return [
    ...batchText(batch, scrapers, now, language, width),
    '',
    coverageLine(report, language),
    ...changeLines(report, language, width),
    ...(causes.length === 0 ? [] : ['', title(words.causes), errorsText(causes, now, language, width)]),
    ...(slowest.length === 0 ? [] : ['', title(words.slowest), taskTable(slowest, language, width)]),
    ...fillLines(report, language, width),
  ].join('\n');
}

function coverageLine({ coverage: { cells } }: BatchReport, language: Language): string {
  const words = WORDS[language];
  const complete = cells.filter(({ status }) => status === 'completed').length;
  const fewer = cells.filter(
    ({ rows, rowsBefore }) => rowsBefore !== null && rowsBefore >= 10 && rows < rowsBefore / 2,
  );
  return [
    `${words.cells}: ${showCount(complete)}/${showCount(cells.length)} ${words.complete}`,
    ...(complete < cells.length ? [paint(`${showCount(cells.length - complete)} ${words.withGaps}`, 'warn')] : []),
    ...(fewer.length > 0 ? [paint(`${showCount(fewer.length)} ${words.fewer}`, 'warn')] : []),
  ].join(' · ');
}

function changeLines({ batch, before }: BatchReport, language: Language, width: number): readonly string[] {
  if (before === null) return [];
  const words = WORDS[language];
  const line = (name: string, was: number, is: number): string[] => [
    name,
    showCount(was),
    showCount(is),
    was === 0 ? '' : `${is >= was ? '+' : '−'}${showShare(Math.abs(is - was) / was)}`,
  ];
  const shown = table(
    [
      { title: `${words.changes} ${before.id}` },
      { title: words.was, align: 'right' },
      { title: words.now, align: 'right' },
      { title: '', align: 'right' },
    ],
    [
      line(words.tasks, before.tasks, batch.tasks),
      line(words.completed, before.byStatus.completed, batch.byStatus.completed),
      line(words.rows, before.rows, batch.rows),
      line(words.pages, before.pages, batch.pages),
    ],
    width,
  );
  return ['', shown];
}

function fillLines({ fillRates }: BatchReport, language: Language, width: number): readonly string[] {
  const words = WORDS[language];
  const rows = fillRates.flatMap(({ site, fields }) =>
    fields.map(({ field, share, before }) => [
      site,
      field,
      showShare(share),
      before === null
        ? ''
        : { text: showShare(before), paint: before - share > 0.1 ? ('warn' as const) : ('plain' as const) },
    ]),
  );
  if (rows.length === 0) return [];
  const columns = [
    { title: words.site },
    { title: words.field, least: 12 },
    { title: words.filled, align: 'right' as const },
    { title: words.against, align: 'right' as const, spare: 1 },
  ];
  return ['', paint(words.fillRates, 'bold'), table(columns, rows, width)];
}
