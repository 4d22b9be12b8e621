/**
 * A rehearsal for tests: the practice portals on loopback, a data directory of its own, and the product run either in
 * this process or as its own command; gone when the test ends.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { startPracticePortals } from '../../practice/server.ts';
import type { PracticeOptions, PracticePortals } from '../../practice/server.ts';
import { openOrchestrator } from '../../src/app/foreground/open-orchestrator.ts';
import type { Orchestrator } from '../../src/app/foreground/open-orchestrator.ts';
import type { Config } from '../../src/config/contract.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { Batch, BatchFilters } from '../../src/core/batch.ts';
import type { Row } from '../../src/core/listing.ts';
import type { Log } from '../../src/telemetry/contract.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export type Truth =
  | {
      readonly kind: 'list';
      readonly pages: readonly { readonly url: string; readonly rows: readonly Row[] }[];
      readonly total: number;
      readonly empty: boolean;
    }
  | { readonly kind: 'detail'; readonly row: Row };

export interface Rehearsal {
  readonly folder: string;
  readonly configFile: string;
  readonly config: Config;
  readonly portals: PracticePortals;
  open(log?: Log): Promise<Orchestrator>;
  /** Opens, runs one batch to its end, closes. */
  run(filters: BatchFilters): Promise<Batch>;
  /** The product's own command, in a process group of its own. */
  spawn(
    program: 'scraping-orchestrator' | 'scraping-monitor',
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): ChildProcess;
  truth(url: string): Promise<Truth>;
}

export interface RehearsalOptions {
  readonly portals?: PracticeOptions;
  /** Merged over the rehearsal's configuration, section by section. */
  readonly config?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Rows of a catalogue of its own; the project's urls/ by default. */
  readonly catalogue?: readonly string[];
}

export async function rehearse(t: TestContext, options: RehearsalOptions = {}): Promise<Rehearsal> {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  const portals = await startPracticePortals({
    today: new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Mexico_City' }).format(Date.now()),
    ...options.portals,
  });
  const opened: Orchestrator[] = [];
  t.after(async () => {
    // Hooks run in the order they were made: whatever the test left open is closed before its folder goes.
    await Promise.allSettled(opened.map((orchestrator) => orchestrator.close()));
    await portals.close();
    rmSync(folder, { recursive: true, force: true });
  });
  for (const each of ['Base_de_Datos', 'logs', 'backups', 'urls']) mkdirSync(join(folder, each));
  if (options.catalogue !== undefined)
    writeFileSync(
      join(folder, 'urls', 'urls.csv'),
      ['PaginaWeb,Ciudad,Operación,ProductoPaginaWeb,URL', ...options.catalogue, ''].join('\n'),
    );
  const configFile = join(folder, 'config.yaml');
  writeFileSync(configFile, configText(folder, portals.origin, options));
  const { config } = parseConfig(readFileSync(configFile, 'utf8'), configFile, {
    environment: {},
    workingDirectory: folder,
  });
  const open = async (log = SILENT): Promise<Orchestrator> => {
    const orchestrator = closedOnce(await openOrchestrator({ config, log }));
    opened.push(orchestrator);
    return orchestrator;
  };
  return {
    folder,
    configFile,
    config,
    portals,
    open,
    run: async (filters) => {
      const orchestrator = await open();
      try {
        const batch = await orchestrator.runBatch(await orchestrator.openBatch(filters), new AbortController().signal);
        if (batch === null) throw new Error('the batch did not end');
        return batch;
      } finally {
        await orchestrator.close();
      }
    },
    spawn: (program, args, environment = {}) =>
      spawn(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', join(ROOT, `src/cli/${program}.ts`), ...args, '--config', configFile],
        {
          stdio: ['ignore', 'pipe', 'pipe'],
          detached: true,
          cwd: folder,
          env: { ...process.env, ...environment },
        },
      ),
    truth: async (url) => {
      const answer = await fetch(`${portals.origin}/__practice/truth?url=${encodeURIComponent(url)}`);
      return (await answer.json()) as Truth;
    },
  };
}

/** However often it is closed, it closes once. */
function closedOnce(orchestrator: Orchestrator): Orchestrator {
  let closing: Promise<void> | null = null;
  return {
    ...orchestrator,
    close: () => {
      closing ??= orchestrator.close();
      return closing;
    },
  };
}

function configText(folder: string, origin: string, options: RehearsalOptions): string {
  const base: Record<string, Record<string, unknown>> = {
    database: { path: join(folder, 'orchestrator.db') },
    data: {
      directory: join(folder, 'Base_de_Datos'),
      urls: options.catalogue === undefined ? join(ROOT, 'urls') : join(folder, 'urls'),
    },
    scrapers: { definitions: [join(folder, 'sites')] },
    // How busy or full the machine is must not decide what a test sees.
    monitoring: { status_file: join(folder, 'status.json'), min_free_mb: 0, min_free_percent: 0 },
    execution: { max_machine_percent: 100 },
    // Tests run side by side: whoever tests the API gives it a port of its own.
    api: { enabled: false },
    logging: { directory: join(folder, 'logs') },
    backup: { directory: join(folder, 'backups') },
    security: { rehearsal: { portals: origin, delay_ms: 0 } },
  };
  for (const [section, values] of Object.entries(options.config ?? {})) base[section] = { ...base[section], ...values };
  return stringify(base);
}

/** Everything a process wrote, and how it ended. */
export async function finished(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}
