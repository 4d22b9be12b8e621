import type { Command } from 'commander';
import { openReports } from '../../app/open-reports.ts';
import { loadConfig } from '../../config/load.ts';
import { EXIT, Fault } from '../../core/errors.ts';
import { summaryTable } from '../batch-view.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { showDuration, showInstant } from '../../wording/show-time.ts';
import { wordsFor } from '../words.ts';

interface StatusOptions extends CommonOptions {
  readonly batch?: string;
}

export function addStatus(parent: Command): void {
  command<StatusOptions>(
    parent,
    'status',
    'How the newest batch stands (or the one named).',
    (made) => made.option('-b, --batch <id>', 'a batch, such as Nov26_01'),
    async (options) => {
      const words = wordsFor(process.env);
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const reader = await openReports(config);
      try {
        const batch =
          options.batch === undefined
            ? await reader.reports.latestBatch()
            : await reader.reports.findBatch(options.batch);
        if (batch === null && options.batch !== undefined)
          throw new Fault('E_NO_BATCH', `there is no batch ${options.batch}`);
        const scrapers = batch === null ? [] : await reader.reports.progress(batch.id);
        if (options.json) console.log(JSON.stringify({ batch, scrapers }));
        else if (batch === null) console.log(words.noBatch);
        else {
          const end = batch.completedAt ?? Date.now();
          const settled = batch.completedTasks + batch.failedTasks;
          console.log(
            `${batch.id}  ${batch.status}  ${settled}/${batch.totalTasks} ${words.tasks}  ${words.started} ${showInstant(batch.startedAt, batch.timeZone)}  ${words.duration} ${showDuration(end - batch.startedAt)}\n`,
          );
          console.log(summaryTable(scrapers, words));
        }
        return EXIT.ok;
      } finally {
        await reader.close();
      }
    },
  );
}
