import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Words } from '../../wording/language.ts';
import { showCount, showDuration, showInstant } from '../../wording/show-time.ts';
import { batchStatusWord } from '../../wording/states.ts';
import { batchPaint, failedOf } from '../batch-text.ts';
import { cliLanguage } from '../command-line.ts';
import { outputWidth, printJson } from '../output.ts';
import { moreHint, pagingOptions, pagingOf } from '../paging-options.ts';
import type { PagingOptions } from '../paging-options.ts';
import { STATUS_WORDS } from '../status-words.ts';
import { table } from '../table.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';

const WORDS: Words<'summary' | 'batch' | 'status' | 'started' | 'duration' | 'tasks' | 'done' | 'failed'> = {
  en: {
    summary: 'Batches, newest first; those too whose tasks have left at their age.',
    batch: 'batch',
    status: 'status',
    started: 'started',
    duration: 'duration',
    tasks: 'tasks',
    done: 'done',
    failed: 'failed',
  },
  es: {
    summary: 'Los lotes, el más nuevo primero; también aquellos cuyas tareas ya salieron por su edad.',
    batch: 'lote',
    status: 'estado',
    started: 'inicio',
    duration: 'duración',
    tasks: 'tareas',
    done: 'listas',
    failed: 'fallidas',
  },
};

export function addHistory(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  monitorCommand<MonitorOptions & PagingOptions>(
    parent,
    'history',
    { summary: words.summary, examples: ['scraping-monitor history', 'scraping-monitor history -n 5 --json'] },
    (made) => pagingOptions(made, '20'),
    async (monitor, options) => {
      const page = await monitor.work.batches(pagingOf(options));
      if (options.json) {
        printJson(page);
        return EXIT.ok;
      }
      if (page.items.length === 0) {
        console.log(STATUS_WORDS[language].noBatch);
        return EXIT.ok;
      }
      const width = outputWidth();
      const rows = page.items.map((batch) => [
        batch.id,
        { text: batchStatusWord(batch.status, language), paint: batchPaint(batch) },
        showInstant(Date.parse(batch.startedAt), batch.timeZone),
        showDuration(batch.durationMs),
        showCount(batch.tasks),
        showCount(batch.byStatus.completed),
        failedOf(batch) === 0 ? '0' : { text: showCount(failedOf(batch)), paint: 'bad' as const },
        showCount(batch.rows),
        showCount(batch.pages),
      ]);
      const columns = [
        { title: words.batch },
        { title: words.status },
        { title: words.started, spare: 3 },
        { title: words.duration, align: 'right' as const, spare: 4 },
        { title: words.tasks, align: 'right' as const },
        { title: words.done, align: 'right' as const },
        { title: words.failed, align: 'right' as const },
        { title: STATUS_WORDS[language].rows, align: 'right' as const, spare: 2 },
        { title: STATUS_WORDS[language].pages, align: 'right' as const, spare: 1 },
      ];
      console.log(table(columns, rows, width));
      moreHint(page, language);
      return EXIT.ok;
    },
  );
}
