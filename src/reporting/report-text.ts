/** The report of a batch as plain text: what matters of the page, in eighty columns. */
import { countFailed } from '../core/task.ts';
import type { BatchReport } from '../monitoring/statistics-shape.ts';
import type { Language } from '../wording/language.ts';
import { reportWords } from '../wording/report.ts';
import type { ReportWords } from '../wording/report.ts';
import { showBytes } from '../core/show-size.ts';
import { showCount, showDuration, showInstant } from '../wording/show-time.ts';
import { batchStatusWord, phaseWord, verdictWord } from '../wording/states.ts';
import { foreignText } from './foreign-text.ts';
import { changeText } from './show-change.ts';

const CHANGES_SHOWN = 10;
const NAME = 18;
const FIGURE = 12;
/** A field that lost so much of its rows is no accident. */
const LOST = 0.1;

export function reportText(report: BatchReport, language: Language): string {
  const words = reportWords(language);
  return [
    ...headLines(report, words, language),
    '',
    ...siteLines(report, words, language),
    '',
    ...causeLines(report, words, language),
    ...changeLines(report, words),
    ...lostFieldLines(report, words),
  ].join('\n');
}

function headLines({ batch, before }: BatchReport, words: ReportWords, language: Language): readonly string[] {
  const at = (instant: string): string => showInstant(Date.parse(instant), batch.timeZone);
  const failed = countFailed(batch.byStatus);
  const against = (now: number, was: number | undefined): string => {
    const change = was === undefined ? null : changeText(now, was);
    return change === null ? '' : `  (${change})`;
  };
  const fact = (name: string, value: string): string => `${name.padEnd(NAME)}${value}`;
  return [
    `${words.report} ${batch.id}: ${batchStatusWord(batch.status, language)}`,
    `${words.from} ${at(batch.startedAt)} ${words.to} ${batch.completedAt === null ? words.open : at(batch.completedAt)} (${batch.timeZone})`,
    before === null ? words.nothingBefore : `${words.comparedWith} ${before.id}`,
    '',
    fact(words.completed, `${showCount(batch.byStatus.completed)} / ${showCount(batch.tasks)}`),
    fact(words.failed, showCount(failed)),
    fact(words.rows, `${showCount(batch.rows)}${against(batch.rows, before?.rows)}`),
    fact(words.rejected, `${showCount(batch.rejectedRows)}${against(batch.rejectedRows, before?.rejectedRows)}`),
    fact(words.pages, `${showCount(batch.pages)}${against(batch.pages, before?.pages)}`),
    fact(words.size, showBytes(batch.fileBytes)),
    fact(words.duration, `${showDuration(batch.durationMs)}${against(batch.durationMs, before?.durationMs)}`),
  ];
}

function siteLines({ scrapers }: BatchReport, words: ReportWords, language: Language): readonly string[] {
  const line = (name: string, figures: readonly string[]): string =>
    `${name.padEnd(NAME)}${figures.map((figure) => figure.padStart(FIGURE)).join('')}`.trimEnd();
  return [
    line(words.sites, [words.completed, words.failed, words.rows, words.pages]),
    ...scrapers.map(({ site, phase, tasks, byStatus, rows, pages }) =>
      line(`${site} ${phaseWord(phase, language)}`, [
        `${showCount(byStatus.completed)}/${showCount(tasks)}`,
        showCount(countFailed(byStatus)),
        showCount(rows),
        showCount(pages),
      ]),
    ),
  ];
}

function causeLines({ causes }: BatchReport, words: ReportWords, language: Language): readonly string[] {
  if (causes.length === 0) return [words.noFailures];
  return [
    words.causes,
    ...causes.flatMap(({ site, code, verdict, tasks, example, advice, command }) => [
      `  ${showCount(tasks)} × ${site}: ${verdict === null ? '' : `${verdictWord(verdict, language)} · `}${code}`,
      ...(example === null ? [] : [`      ${foreignText(example)}`]),
      ...(advice === null ? [] : [`      → ${advice}`]),
      ...(command === null ? [] : [`      $ ${command}`]),
    ]),
  ];
}

function changeLines({ coverage }: BatchReport, words: ReportWords): readonly string[] {
  if (coverage.before === null) return [];
  const changed = coverage.cells
    .filter(({ rows, rowsBefore }) => rowsBefore !== null && Math.abs(rows - rowsBefore) >= 5)
    .toSorted((a, b) => Math.abs(b.rows - (b.rowsBefore ?? 0)) - Math.abs(a.rows - (a.rowsBefore ?? 0)))
    .slice(0, CHANGES_SHOWN);
  if (changed.length === 0) return [];
  return [
    '',
    words.changes,
    ...changed.map(({ site, city, operation, product, rows, rowsBefore }) =>
      `  ${`${site} ${city} ${operation} ${product}`.padEnd(30)}${showCount(rowsBefore ?? 0).padStart(8)} → ${showCount(rows).padStart(7)}  ${changeText(rows, rowsBefore ?? 0) ?? ''}`.trimEnd(),
    ),
  ];
}

function lostFieldLines({ fillRates }: BatchReport, words: ReportWords): readonly string[] {
  const lost = fillRates.flatMap(({ site, fields }) =>
    fields
      .filter(({ share, before }) => before !== null && before - share >= LOST)
      .map(
        ({ field, share, before }) =>
          `  ${`${site} ${field}`.padEnd(30)}${`${Math.round((before ?? 0) * 100)} %`.padStart(8)} → ${`${Math.round(share * 100)} %`.padStart(7)}`,
      ),
  );
  return lost.length === 0 ? [] : ['', words.fields, ...lost];
}
