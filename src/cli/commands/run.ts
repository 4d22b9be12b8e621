import type { Command } from 'commander';
import { openOrchestrator } from '../../app/foreground/open-orchestrator.ts';
import type { Orchestrator } from '../../app/foreground/open-orchestrator.ts';
import { openAllLogs } from '../../app/parts/open-log.ts';
import { loadConfig } from '../../config/load.ts';
import type { Config } from '../../config/contract.ts';
import type { Batch, BatchFilters } from '../../core/batch.ts';
import { EXIT } from '../../core/errors.ts';
import { cliLanguage, command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { summaryTable } from '../batch-view.ts';
import { catalogueOptions } from '../selector-options.ts';
import { showBatch } from '../show-batch.ts';
import { wholeNumber } from '../whole-number.ts';
import { wordsFor } from '../words.ts';
import type { Words as BatchWords } from '../words.ts';
import type { Words } from '../../wording/language.ts';

const HELP: Words<'summary' | 'limit' | 'quiet' | 'acceptEmpty'> = {
  en: {
    summary: 'Run one batch in the foreground, or go on with the open one. Ctrl-C stops it cleanly.',
    limit: 'at most so many main tasks, spread over the sites',
    quiet: 'no progress, only the summary',
    acceptEmpty: 'begin anew when a broken database has neither a backup nor a tree to come back from',
  },
  es: {
    summary: 'Corre un lote en primer plano, o continúa el abierto. Ctrl-C lo detiene limpiamente.',
    limit: 'a lo más esta cantidad de tareas principales, repartidas entre los sitios',
    quiet: 'sin avance, solo el resumen',
    acceptEmpty: 'empieza de nuevo si una base de datos dañada no tiene respaldo ni árbol de donde volver',
  },
};

interface RunOptions extends CommonOptions {
  readonly site?: readonly string[];
  readonly city?: readonly string[];
  readonly operation?: readonly string[];
  readonly product?: readonly string[];
  readonly limit?: string;
  readonly quiet?: boolean;
  readonly acceptEmpty?: boolean;
}

export function addRun(parent: Command): void {
  const help = HELP[cliLanguage()];
  command<RunOptions>(
    parent,
    'run',
    help.summary,
    (made) =>
      catalogueOptions(made)
        .option('--limit <n>', help.limit)
        .option('--quiet', help.quiet)
        .option('--accept-empty', help.acceptEmpty),
    async (options) => {
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      return runInForeground(config, filtersOf(options), {
        json: options.json ?? false,
        quiet: options.quiet ?? false,
        acceptEmpty: options.acceptEmpty ?? false,
      });
    },
  );
}

export interface ForegroundOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly acceptEmpty?: boolean;
}

/** Runs a batch to its end and says how it went; returns the exit code. */
export async function runInForeground(
  config: Config,
  filters: BatchFilters,
  options: ForegroundOptions,
): Promise<number> {
  const words = wordsFor(process.env);
  const logs = openAllLogs(config);
  const signals = listen(words, options.quiet || options.json);
  const { acceptEmpty } = options;
  const orchestrator = await openOrchestrator({ config, log: logs.orchestrator, logs, acceptEmpty });
  signals.attach(orchestrator);
  let closed = false;
  try {
    const opened = await orchestrator.openBatch(filters);
    if (!options.json)
      console.log(
        `${opened.continued ? words.continued : words.opened} ${opened.batch.id} (${opened.batch.totalTasks} ${words.tasks})`,
      );
    const view = options.json || options.quiet ? null : showBatch(orchestrator.reports, opened.batch, words);
    const batch = await orchestrator.runBatch(opened, signals.stop);
    await view?.end();
    if (batch === null) {
      // Released tasks are settled before the last word is said.
      closed = true;
      await orchestrator.close();
      if (options.json) console.log(JSON.stringify({ batch: opened.batch.id, status: 'interrupted' }));
      else console.log(words.interrupted);
      return EXIT.interrupted;
    }
    const page = await orchestrator.makeReport(batch.id);
    await report(orchestrator, batch, { config, page, json: options.json, words });
    await orchestrator.tellPeople();
    return exitCodeOf(batch);
  } finally {
    if (!closed) await orchestrator.close();
  }
}

interface EndOfRun {
  readonly config: Config;
  /** null = it could not be made. */
  readonly page: string | null;
  readonly json: boolean;
  readonly words: BatchWords;
}

async function report(
  orchestrator: Orchestrator,
  batch: Batch,
  { config, page, json, words }: EndOfRun,
): Promise<void> {
  const progress = await orchestrator.reports.progress(batch.id);
  if (json) {
    console.log(
      JSON.stringify({
        batch,
        scrapers: progress,
        tree: config.data.directory,
        database: config.database.path,
        report: page,
      }),
    );
    return;
  }
  console.log(`\n${summaryTable(progress, words)}\n`);
  console.log(`${words.tree}: ${config.data.directory}`);
  console.log(`${words.database}: ${config.database.path}`);
  console.log(page === null ? words.noReport : `${words.report}: ${page}`);
  console.log(endOf(batch, words));
}

function endOf(batch: Batch, words: BatchWords): string {
  if (batch.status === 'cancelled') return words.cancelled;
  const code = exitCodeOf(batch);
  return code === EXIT.ok ? words.allWell : code === EXIT.gaps ? words.gaps : words.nothing;
}

function exitCodeOf(batch: Batch): number {
  if (batch.status !== 'completed') return EXIT.failed;
  return batch.failedTasks > 0 ? EXIT.gaps : EXIT.ok;
}

interface Signals {
  /** Aborts with the first signal: nothing more is started. */
  readonly stop: AbortSignal;
  attach(orchestrator: Orchestrator): void;
}

/** The first SIGINT or SIGTERM drains, the second releases what is in flight at once, the third ends (F3). */
function listen(words: BatchWords, silent: boolean): Signals {
  const stop = new AbortController();
  let attached: Orchestrator | null = null;
  let asked = 0;
  const onSignal = (): void => {
    asked += 1;
    if (asked === 1) {
      if (!silent) console.error(`\n${words.stopping}`);
      stop.abort();
    } else if (asked === 2 && attached !== null) attached.hurry();
    else process.exit(EXIT.interrupted);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    stop: stop.signal,
    attach: (orchestrator) => {
      attached = orchestrator;
    },
  };
}

function filtersOf(options: RunOptions): BatchFilters {
  return {
    sites: options.site ?? [],
    cities: options.city ?? [],
    operations: options.operation ?? [],
    products: options.product ?? [],
    limit: wholeNumber(options.limit ?? '0', '--limit'),
  };
}
