import type { Command } from 'commander';
import { EXIT, Fault } from '../../core/errors.ts';
import { ask, confirmed } from '../ask.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { wordsFor } from '../words.ts';

interface CancelOptions extends CommonOptions {
  readonly yes?: boolean;
}

export function addCancel(parent: Command): void {
  command<CancelOptions>(
    parent,
    'cancel',
    'End the open batch: its open tasks become cancelled, what was published stays.',
    (made) => made.option('-y, --yes', 'do not ask'),
    async ({ yes, ...options }) => {
      const words = wordsFor(process.env);
      const sure = yes === true ? true : await confirmed(words.sureToCancel);
      if (sure === null)
        throw new Fault('E_USAGE', 'cancel ends a batch for good', { cure: 'Say --yes where nobody can be asked.' });
      if (!sure) {
        console.log(words.notCancelled);
        return EXIT.ok;
      }
      return ask(options, { name: 'cancel', args: {} }, ({ batch, tasks }) => [
        `${words.cancelled} ${String(batch)} (${String(tasks)} ${words.tasks})`,
      ]);
    },
  );
}
