import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config/contract.ts';
import { loadConfig } from '../../config/load.ts';
import { EXIT } from '../../core/errors.ts';
import { cliLanguage, command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { wordsFor } from '../words.ts';
import type { Words as BatchWords } from '../words.ts';
import type { Words } from '../../wording/language.ts';

const HELP: Words<'summary' | 'acceptEmpty'> = {
  en: {
    summary:
      'Run as a service: batches by the schedule, backups, clean-up. SIGTERM stops it cleanly, SIGHUP reloads the configuration.',
    acceptEmpty: 'begin anew when a broken database has neither a backup nor a tree to come back from',
  },
  es: {
    summary:
      'Corre como servicio: lotes según el horario, respaldos, limpieza. SIGTERM lo detiene limpiamente, SIGHUP recarga la configuración.',
    acceptEmpty: 'empieza de nuevo si una base de datos dañada no tiene respaldo ni árbol de donde volver',
  },
};

interface ServeCommandOptions extends CommonOptions {
  readonly acceptEmpty?: boolean;
}

export function addServe(parent: Command): void {
  const help = HELP[cliLanguage()];
  command<ServeCommandOptions>(
    parent,
    'serve',
    help.summary,
    (made) => made.option('--accept-empty', help.acceptEmpty),
    async (options) => {
      const load = () =>
        loadConfig({ file: options.config, environment: process.env, workingDirectory: process.cwd() });
      const loaded = await load();
      // Loaded here, so that the other commands start without it.
      const { runService } = await import('../../app/service/run-service.ts');
      await runService(loaded, load, {
        acceptEmpty: options.acceptEmpty ?? false,
        onReady: () => {
          // For a person at a terminal; under systemd the log and READY say it.
          if (process.stdout.isTTY) console.log(readyText(loaded.config, wordsFor(process.env)));
        },
      });
      // Everything is closed: a handle that something forgot must not keep a stopped service alive.
      process.exit(EXIT.ok);
    },
  );
}

function readyText(config: Config, words: BatchWords): string {
  const log = join(config.logging.directory, 'orchestrator.log');
  return [
    `${words.serving} (pid ${process.pid})`,
    `  ${words.tree}: ${config.data.directory}`,
    `  ${words.log}: ${log}`,
    `  ${words.look}`,
  ].join('\n');
}
