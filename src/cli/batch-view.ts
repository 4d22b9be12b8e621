/** A batch as lines of text: the live bars while it runs, the table when it is done. */
import type { Batch } from '../core/batch.ts';
import { countFailed, countSettled } from '../core/task.ts';
import type { ScraperProgress } from '../app/contract.ts';
import { showCount, showDuration } from '../wording/show-time.ts';
import { outcomeText } from './batch-text.ts';
import { table } from './table.ts';
import type { Words } from './words.ts';

const BAR = 24;
/** On a terminal of 80 cells the time left must still be seen. */
const NARROW_BAR = 8;
const WIDE = 110;
const LEFT_COLUMN = 10;

const settledOf = ({ byStatus }: ScraperProgress): number => countSettled(byStatus);
const failedOf = ({ byStatus }: ScraperProgress): number => countFailed(byStatus);

interface LiveLook {
  /** Epoch ms. */
  readonly now: number;
  /** Of the terminal, in cells; undefined = it is none. */
  readonly width: number | undefined;
  readonly words: Words;
}

/** One line a scraper: bar, tasks, pages, rows, errors, time left. */
export function liveLines(
  batch: Batch,
  progress: readonly ScraperProgress[],
  { now, width = WIDE, words }: LiveLook,
): string[] {
  const cells = width >= WIDE ? BAR : NARROW_BAR;
  const lines = progress.map((scraper) => {
    const settled = settledOf(scraper);
    return [
      scraper.scraper.padEnd(LEFT_COLUMN),
      bar(settled, scraper.total, cells),
      `${String(settled).padStart(4)}/${String(scraper.total).padEnd(4)}`,
      `${showCount(scraper.pages).padStart(6)} ${words.pages}`,
      `${showCount(scraper.rows).padStart(7)} ${words.rows}`,
      `${String(failedOf(scraper) + scraper.byStatus.retrying).padStart(3)} ${words.errors}`,
      etaOf(scraper, now, words),
    ]
      .join('  ')
      .trimEnd();
  });
  const settled = progress.reduce((sum, scraper) => sum + settledOf(scraper), 0);
  const total = progress.reduce((sum, scraper) => sum + scraper.total, 0);
  const running = progress.reduce((sum, scraper) => sum + scraper.byStatus.running, 0);
  const head = `${batch.id}  ${bar(settled, total, cells)}  ${settled}/${total} ${words.tasks}  ${running} ${words.running}  ${showDuration(now - batch.startedAt)}`;
  return [head, ...lines];
}

function bar(done: number, total: number, cells: number): string {
  const filled = total === 0 ? 0 : Math.floor((done / total) * cells);
  return `${'█'.repeat(filled)}${'░'.repeat(cells - filled)}`;
}

/** Time left if the rest of the scraper's tasks take as long as those that are settled did. */
function etaOf(scraper: ScraperProgress, now: number, words: Words): string {
  const settled = settledOf(scraper);
  const left = scraper.total - settled;
  if (left === 0) return '✓';
  if (settled === 0 || scraper.firstStartedAt === null) return '';
  return `${words.eta} ${showDuration(((now - scraper.firstStartedAt) / settled) * left)}`;
}

/** The table at the end: site × verdicts, rows, pages, duration. */
export function summaryTable(progress: readonly ScraperProgress[], words: Words): string {
  const rows = progress.map((scraper) => [
    scraper.site,
    scraper.scraper,
    String(scraper.total),
    outcomeText(scraper, words.language),
    showCount(scraper.rows),
    showCount(scraper.rejectedRows),
    showCount(scraper.pages),
    spanOf(scraper),
  ]);
  const sum = (pick: (scraper: ScraperProgress) => number): string =>
    showCount(progress.reduce((total, scraper) => total + pick(scraper), 0));
  const total = [
    words.total,
    '',
    sum((s) => s.total),
    '',
    sum((s) => s.rows),
    sum((s) => s.rejectedRows),
    sum((s) => s.pages),
    '',
  ];
  return table(
    [
      { title: words.site },
      { title: words.scraper },
      { title: words.tasks, align: 'right' },
      { title: words.verdicts },
      { title: words.rows, align: 'right' },
      { title: words.rejected, align: 'right' },
      { title: words.pages, align: 'right' },
      { title: words.duration, align: 'right' },
    ],
    [...rows, total],
  );
}

function spanOf(scraper: ScraperProgress): string {
  if (scraper.firstStartedAt === null || scraper.lastCompletedAt === null) return '';
  return showDuration(scraper.lastCompletedAt - scraper.firstStartedAt);
}
