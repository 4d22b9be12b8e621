/** A batch and its scrapers as lines of text, as wide as the terminal. */
import type { BatchView, ScraperView } from '../monitoring/status-shape.ts';
import { countFailed, countSettled } from '../core/task.ts';
import { VERDICTS } from '../core/verdict.ts';
import type { Language } from '../wording/language.ts';
import { showCount, showDuration, showInstant } from '../wording/show-time.ts';
import { batchStatusWord, statusWord, verdictWord } from '../wording/states.ts';
import { cellWidth, wrapText } from '../wording/cell-width.ts';
import { paint } from './paint.ts';
import type { Paint } from './paint.ts';
import { STATUS_WORDS } from './status-words.ts';
import { table } from './table.ts';
import type { Cell } from './table.ts';

const WIDEST_BAR = 24;
const NARROWEST_BAR = 8;

type Counted = Pick<BatchView, 'tasks' | 'byStatus'>;

export const settledOf = ({ byStatus }: Counted): number => countSettled(byStatus);
export const failedOf = ({ byStatus }: Counted): number => countFailed(byStatus);

export function batchPaint({ status }: Pick<BatchView, 'status'>): Paint {
  if (status === 'running') return 'accent';
  return status === 'completed' ? 'good' : 'bad';
}

/** @param now epoch ms */
export function batchText(
  batch: BatchView,
  scrapers: readonly ScraperView[],
  now: number,
  language: Language,
  width: number,
): readonly string[] {
  return [...headLines(batch, now, language, width), '', scraperTable(scrapers, now, language, width)];
}

function headLines(batch: BatchView, now: number, language: Language, width: number): readonly string[] {
  const words = STATUS_WORDS[language];
  const settled = settledOf(batch);
  const failed = failedOf(batch);
  const done = batch.tasks === 0 ? 0 : Math.floor((100 * settled) / batch.tasks);
  const name = [
    paint(batch.id, 'bold'),
    paint(batchStatusWord(batch.status, language), batchPaint(batch)),
    ...(batch.rehearsal ? [paint(words.rehearsal, 'dim')] : []),
  ].join('  ');
  const count = [
    `${showCount(settled)}/${showCount(batch.tasks)} ${words.tasks} (${done} %)`,
    ...(failed > 0 ? [paint(`${showCount(failed)} ${failed === 1 ? words.failedOne : words.failed}`, 'bad')] : []),
  ].join('  ');
  const room = Math.min(WIDEST_BAR, width - cellWidth(name) - cellWidth(count) - 4);
  const first = room >= NARROWEST_BAR ? `${name}  ${bar(settled, batch.tasks, room)}  ${count}` : `${name}  ${count}`;
  const facts = [
    `${words.started} ${showInstant(Date.parse(batch.startedAt), batch.timeZone)}`,
    batch.completedAt === null
      ? showDuration(batch.durationMs)
      : `${words.ended} ${showInstant(Date.parse(batch.completedAt), batch.timeZone)} (${showDuration(batch.durationMs)})`,
    `${showCount(batch.rows)} ${words.rows}`,
    `${showCount(batch.pages)} ${words.pages}`,
    ...(batch.etaAt === null
      ? []
      : [
          `${words.endsAbout} ${showInstant(Date.parse(batch.etaAt), batch.timeZone)} (${words.inTime} ${showDuration(Date.parse(batch.etaAt) - now)})`,
        ]),
  ].join(' · ');
  return [...wrapText(first, width), ...wrapText(facts, width)];
}

function bar(done: number, total: number, width: number): string {
  const filled = total === 0 ? 0 : Math.floor((done / total) * width);
  return `${paint('█'.repeat(filled), 'good')}${paint('░'.repeat(width - filled), 'dim')}`;
}

function scraperTable(scrapers: readonly ScraperView[], now: number, language: Language, width: number): string {
  const words = STATUS_WORDS[language];
  const sum = (pick: (scraper: ScraperView) => number): string =>
    showCount(scrapers.reduce((total, scraper) => total + pick(scraper), 0));
  const rows: Cell[][] = scrapers.map((scraper) => [
    scraper.scraper,
    `${settledOf(scraper)}/${scraper.tasks}`,
    failedOf(scraper) === 0 ? '' : { text: String(failedOf(scraper)), paint: 'bad' },
    outcomeText(scraper, language),
    showCount(scraper.rows),
    showCount(scraper.pages),
    leftOf(scraper, now, language),
  ]);
  return table(
    [
      { title: words.scraper },
      { title: words.done, align: 'right' },
      { title: words.failed, align: 'right' },
      { title: words.outcome, least: 14, spare: 3 },
      { title: words.rows, align: 'right', spare: 2 },
      { title: words.pages, align: 'right', spare: 1 },
      // Why it does not go on is what one looks for here.
      { title: words.left, least: 42 },
    ],
    [...rows, ['', sum(settledOf), sum(failedOf), '', sum(({ rows: count }) => count), sum(({ pages }) => pages), '']],
    width,
  );
}

/** `ok 6, no listings 2, to be retried 1, open 3 (cut short 1)`: each task once. */
export function outcomeText(
  { byVerdict, byStatus, truncated }: Pick<ScraperView, 'byVerdict' | 'byStatus' | 'truncated'>,
  language: Language,
): string {
  const words = STATUS_WORDS[language];
  const parts = [
    ...VERDICTS.map((verdict) => [verdictWord(verdict, language), byVerdict[verdict] ?? 0] as const),
    [statusWord('retrying', language), byStatus.retrying] as const,
    [words.open, byStatus.pending + byStatus.running] as const,
    [statusWord('cancelled', language), byStatus.cancelled] as const,
  ];
  const text = parts.flatMap(([word, count]) => (count > 0 ? [`${word} ${count}`] : [])).join(', ');
  return truncated > 0 ? `${text} (${words.cutShort} ${truncated})` : text;
}

function leftOf(scraper: ScraperView, now: number, language: Language): Cell {
  if (settledOf(scraper) >= scraper.tasks) return { text: '✓', paint: 'good' };
  if (scraper.paused) return { text: STATUS_WORDS[language].paused, paint: 'warn' };
  if (scraper.waitingFor !== null) return { text: scraper.waitingFor, paint: 'warn' };
  return scraper.etaAt === null ? '' : showDuration(Date.parse(scraper.etaAt) - now);
}
