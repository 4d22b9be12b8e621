/** Portal × city × operation × product of a batch: what became of each cell. */
import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Coverage } from '../../monitoring/task-shape.ts';
import { faultKindWord } from '../../wording/fault-kinds.ts';
import type { Language, Words } from '../../wording/language.ts';
import { showCount } from '../../wording/show-time.ts';
import { statusWord, verdictWord } from '../../wording/states.ts';
import { terminalText } from '../../wording/terminal-text.ts';
import { wrapText } from '../../wording/cell-width.ts';
import { cliLanguage } from '../command-line.ts';
import { outputWidth, printJson } from '../output.ts';
import { paint } from '../paint.ts';
import { table } from '../table.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';
import { statusPaint } from './tasks.ts';

type Word =
  | 'coverage'
  | 'gaps'
  | 'allComplete'
  | 'site'
  | 'where'
  | 'state'
  | 'rows'
  | 'before'
  | 'explained'
  | 'shorter'
  | 'notPlanned';

const WORDS: Words<Word> = {
  en: {
    coverage:
      'Portal × city × operation × product of a batch: what became of each cell, and rows against the last batch.',
    gaps: 'only cells that are not complete',
    allComplete: 'Every cell is complete.',
    site: 'site',
    where: 'where',
    state: 'state',
    rows: 'rows',
    before: 'before',
    explained: 'cells',
    shorter: '--gaps shows only those that are not complete',
    notPlanned: 'Catalogue rows that became no task',
  },
  es: {
    coverage:
      'Portal × ciudad × operación × producto de un lote: qué fue de cada celda y sus filas frente al lote anterior.',
    gaps: 'solo celdas incompletas',
    allComplete: 'Todas las celdas están completas.',
    site: 'sitio',
    where: 'dónde',
    state: 'estado',
    rows: 'filas',
    before: 'antes',
    explained: 'celdas',
    shorter: '--gaps muestra solo las incompletas',
    notPlanned: 'Filas del catálogo que no son tarea',
  },
};

interface CoverageOptions extends MonitorOptions {
  readonly gaps?: boolean;
}

export function addCoverage(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  monitorCommand<CoverageOptions>(
    parent,
    'coverage [batch]',
    { summary: words.coverage, examples: ['scraping-monitor coverage', 'scraping-monitor coverage Nov26_01 --gaps'] },
    (made) => made.option('--gaps', words.gaps),
    async (monitor, options, [batch = 'last']) => {
      const coverage = await monitor.work.coverage(batch);
      const shown =
        options.gaps === true
          ? { ...coverage, cells: coverage.cells.filter(({ status }) => status !== 'completed') }
          : coverage;
      if (options.json) printJson(shown);
      else console.log(coverageText(shown, language, outputWidth()));
      return EXIT.ok;
    },
  );
}

const SCREENFUL = 40;

/** `Nov26_01: 1,710 cells · completed 1,143 · failed 18` */
function headOf(batch: string, cells: Coverage['cells'], language: Language): string {
  const counts = [...Map.groupBy(cells, ({ status }) => status)].map(
    ([status, same]) => `${statusWord(status, language)} ${showCount(same.length)}`,
  );
  return [`${batch}: ${showCount(cells.length)} ${WORDS[language].explained}`, ...counts].join(' · ');
}

export function coverageText(
  { batch, before, cells, notPlanned }: Coverage,
  language: Language,
  width: number,
): string {
  const words = WORDS[language];
  const rows = cells.map(({ site, city, operation, product, status, verdict, rows: count, rowsBefore, truncated }) => [
    site,
    [city, operation, product].join(' '),
    { text: statusWord(status, language), paint: statusPaint({ status }) },
    `${verdict === null ? '' : verdictWord(verdict, language)}${truncated ? ' …' : ''}`,
    showCount(count),
    rowsBefore === null ? '' : showCount(rowsBefore),
  ]);
  const shown = table(
    [
      { title: words.site },
      { title: words.where, least: 10 },
      { title: words.state },
      { title: '', spare: 2, least: 8 },
      { title: words.rows, align: 'right' },
      { title: before ?? words.before, align: 'right', spare: 1 },
    ],
    rows,
    width,
  );
  const left = notPlanned.flatMap(({ place, kind, message }) =>
    wrapText(`  ${terminalText(`${place}  ${faultKindWord(kind, language)}: ${message}`)}`, width),
  );
  const head = paint(headOf(batch, cells, language), 'bold');
  return [
    head,
    cells.length === 0 ? words.allComplete : shown,
    ...(left.length === 0 ? [] : ['', `${words.notPlanned}:`, ...left]),
    // Of a whole catalogue the head is long out of sight.
    ...(cells.length > SCREENFUL ? ['', head, `… ${words.shorter}`] : []),
  ].join('\n');
}
