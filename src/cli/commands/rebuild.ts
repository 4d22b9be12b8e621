import type { Command } from 'commander';
import { rebuildDatabase } from '../../app/rebuild-database.ts';
import { loadConfig } from '../../config/load.ts';
import { systemClock } from '../../core/clock.ts';
import { EXIT } from '../../core/errors.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { showCount } from '../../wording/show-time.ts';
import { terminalText } from '../../wording/terminal-text.ts';

interface RebuildOptions extends CommonOptions {
  readonly yes?: boolean;
}

export function addRebuild(parent: Command): void {
  command<RebuildOptions>(
    parent,
    'rebuild',
    'Make the database anew from the output tree and its journal. The present one is kept in quarantine/.',
    (made) => made.option('--yes', 'really do it'),
    async (options) => {
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      if (options.yes !== true) {
        console.error(
          `This would make ${config.database.path} anew from ${config.data.directory}. Nothing was changed; say --yes to do it.`,
        );
        return EXIT.usage;
      }
      const rebuilt = await rebuildDatabase(config, systemClock);
      const { replay, keptIn } = rebuilt;
      if (options.json) console.log(JSON.stringify(rebuilt));
      else {
        const lines = [
          `Rebuilt ${config.database.path}: ${showCount(replay.batchesAdded)} batches, ${showCount(replay.tasksAdded)} tasks, ${showCount(replay.rows)} rows in their files`,
          keptIn === null ? 'There was no database before.' : `The former database is kept in ${keptIn}.`,
          'Not in the tree, and so not there: the history of attempts, the pace of hosts, pages of unfinished tasks.',
          ...replay.damage.map((line) => `Not usable: ${terminalText(line)}`),
        ];
        console.log(lines.join('\n'));
      }
      return replay.damage.length === 0 ? EXIT.ok : EXIT.gaps;
    },
  );
}
