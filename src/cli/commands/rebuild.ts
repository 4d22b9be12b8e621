import type { Command } from 'commander';
import { rebuildDatabase } from '../../app/house/rebuild-database.ts';
import { loadConfig } from '../../config/load.ts';
import { systemClock } from '../../core/clock.ts';
import { EXIT } from '../../core/errors.ts';
import { cliLanguage, command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { showCount } from '../../wording/show-time.ts';
import { sentencesIn } from '../../wording/sentences.ts';
import { terminalText } from '../../wording/terminal-text.ts';

const WORDS = {
  en: {
    summary: 'Make the database anew from the output tree and its journal. The present one is kept in quarantine/.',
    yes: 'really do it',
    would: (database: string, tree: string): string =>
      `This would make ${database} anew from ${tree}. Nothing was changed; say --yes to do it.`,
    done: (database: string, batches: string, tasks: string, rows: string): string =>
      `Rebuilt ${database}: ${batches} batches, ${tasks} tasks, ${rows} rows in their files`,
    noFormer: 'There was no database before.',
    former: (folder: string): string => `The former database is kept in ${folder}.`,
    lost: 'Not in the tree, and so not there: the history of attempts, the pace of hosts, pages of unfinished tasks.',
    damage: 'Not usable',
  },
  es: {
    summary: 'Rehace la base de datos desde el árbol de salida y su diario. La actual se guarda en quarantine/.',
    yes: 'hacerlo de verdad',
    would: (database: string, tree: string): string =>
      `Esto reharía ${database} desde ${tree}. No se cambió nada; diga --yes para hacerlo.`,
    done: (database: string, batches: string, tasks: string, rows: string): string =>
      `Rehecha ${database}: ${batches} lotes, ${tasks} tareas, ${rows} filas en sus archivos`,
    noFormer: 'Antes no había base de datos.',
    former: (folder: string): string => `La base de datos anterior se guarda en ${folder}.`,
    lost: 'No están en el árbol, y por eso faltan: la historia de intentos, el ritmo de los servidores, las páginas de tareas sin terminar.',
    damage: 'No se puede usar',
  },
} as const;

interface RebuildOptions extends CommonOptions {
  readonly yes?: boolean;
}

export function addRebuild(parent: Command): void {
  const words = WORDS[cliLanguage()];
  command<RebuildOptions>(
    parent,
    'rebuild',
    words.summary,
    (made) => made.option('--yes', words.yes),
    async (options) => {
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      if (options.yes !== true) {
        console.error(words.would(config.database.path, config.data.directory));
        return EXIT.usage;
      }
      const rebuilt = await rebuildDatabase(config, systemClock);
      const { replay, keptIn } = rebuilt;
      if (options.json) console.log(JSON.stringify(rebuilt));
      else {
        const tell = await sentencesIn(cliLanguage());
        const lines = [
          words.done(
            config.database.path,
            showCount(replay.batchesAdded),
            showCount(replay.tasksAdded),
            showCount(replay.rows),
          ),
          keptIn === null ? words.noFormer : words.former(keptIn),
          words.lost,
          ...replay.damage.map((line) => `${words.damage}: ${terminalText(tell(line))}`),
        ];
        console.log(lines.join('\n'));
      }
      return replay.damage.length === 0 ? EXIT.ok : EXIT.gaps;
    },
  );
}
