import type { Command } from 'commander';
import { openReports } from '../../app/open-reports.ts';
import { loadConfig } from '../../config/load.ts';
import { EXIT } from '../../core/errors.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { showCount, showDuration, showInstant } from '../../wording/show-time.ts';
import { table } from '../table.ts';
import { wholeNumber } from '../whole-number.ts';
import { wordsFor } from '../words.ts';

interface HistoryOptions extends CommonOptions {
  readonly limit: string;
}

export function addHistory(parent: Command): void {
  command<HistoryOptions>(
    parent,
    'history',
    'Batches, newest first.',
    (made) => made.option('-n, --limit <n>', 'how many', '20'),
    async (options) => {
      const words = wordsFor(process.env);
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const reader = await openReports(config);
      try {
        const batches = await reader.reports.listBatches(wholeNumber(options.limit, '--limit'));
        if (options.json) {
          console.log(JSON.stringify({ batches }));
          return EXIT.ok;
        }
        if (batches.length === 0) {
          console.log(words.noBatch);
          return EXIT.ok;
        }
        const rows = batches.map((batch) => [
          batch.id,
          batch.status,
          showInstant(batch.startedAt, batch.timeZone),
          batch.completedAt === null ? '' : showDuration(batch.completedAt - batch.startedAt),
          showCount(batch.totalTasks),
          showCount(batch.completedTasks),
          showCount(batch.failedTasks),
        ]);
        console.log(
          table(
            [
              { title: words.batch },
              { title: words.status },
              { title: words.started },
              { title: words.duration, align: 'right' },
              { title: words.tasks, align: 'right' },
              { title: words.done, align: 'right' },
              { title: words.failed, align: 'right' },
            ],
            rows,
          ),
        );
        return EXIT.ok;
      } finally {
        await reader.close();
      }
    },
  );
}
