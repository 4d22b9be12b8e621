import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import { cliLanguage } from '../command-line.ts';
import { outputWidth, printJson } from '../output.ts';
import { statusText } from '../status-view.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';
import { STATUS_WORDS } from '../status-words.ts';
import { batchText } from '../batch-text.ts';

interface StatusOptions extends MonitorOptions {
  readonly batch?: string;
}

export function addStatus(parent: Command): void {
  const words = STATUS_WORDS[cliLanguage()];
  monitorCommand<StatusOptions>(
    parent,
    'status',
    {
      summary: words.summary,
      examples: ['scraping-monitor status', 'scraping-monitor status -b Nov26_01', 'scraping-monitor status --json'],
    },
    (made) => made.option('-b, --batch <id>', words.batchOption),
    async (monitor, options) => {
      const language = cliLanguage();
      if (options.batch === undefined) {
        const status = await monitor.work.status();
        if (options.json) printJson(status);
        else console.log(statusText(status, language, outputWidth()));
        return EXIT.ok;
      }
      const found = await monitor.work.batch(options.batch);
      if (options.json) printJson(found);
      else console.log(batchText(found.batch, found.scrapers, Date.now(), language, outputWidth()).join('\n'));
      return EXIT.ok;
    },
  );
}
