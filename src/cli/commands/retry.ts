import type { Command } from 'commander';
import { ask } from '../ask.ts';
import { command, list } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { wordsFor } from '../words.ts';

interface RetryOptions extends CommonOptions {
  readonly batch: string;
  readonly site?: readonly string[];
  readonly status?: readonly string[];
  readonly verdict?: readonly string[];
}

export function addRetry(parent: Command): void {
  command<RetryOptions>(
    parent,
    'retry',
    "Try a batch's failed tasks again, with three more attempts each; a closed batch is opened for them.",
    (made) =>
      made
        .requiredOption('-b, --batch <id>', 'the batch, such as Nov26_01')
        .option('--site <codes>', 'only these sites', list)
        .option('--status <words>', 'only failed, or only permanently_failed', list)
        .option('--verdict <words>', 'only those that ended so, such as blocked,network', list),
    async ({ batch, site, status, verdict, ...options }) => {
      const words = wordsFor(process.env);
      const args = { batch, sites: site ?? null, statuses: status ?? null, verdicts: verdict ?? null };
      return ask(options, { name: 'retry', args }, ({ batch, tasks }, by) => [
        `${words.retried} ${String(batch)}: ${String(tasks)}`,
        ...(by === 'service' ? [] : [words.retriedHere]),
      ]);
    },
  );
}
