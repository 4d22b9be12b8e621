import type { Command } from 'commander';
import { ask } from '../ask.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { wordsFor } from '../words.ts';

export function addRunNow(parent: Command): void {
  command<CommonOptions>(
    parent,
    'run-now',
    'Let the running service start a batch at once, besides the schedule.',
    (made) => made,
    async (options) => {
      const words = wordsFor(process.env);
      return ask(options, { name: 'run-now', args: {} }, ({ batch, tasks }) => [
        `${words.batchStarted} ${String(batch)} (${String(tasks)} ${words.tasks})`,
      ]);
    },
  );
}
