/**
 * `npm run demo`: the practice portals on loopback, and one real batch of the product over a sample of the real
 * catalogue, in `var/demo/` (or `--dir`). Run it again and it makes batch `_02`.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runInForeground } from '../src/cli/commands/run.ts';
import { reportFault } from '../src/cli/report-fault.ts';
import { wholeNumber } from '../src/cli/whole-number.ts';
import { parseConfig } from '../src/config/load.ts';
import { NO_FILTERS } from '../src/core/batch.ts';

/** Enough for all six sites, with pages behind pages, and over in well under two minutes. */
const TARGETS = '72';

const PORTALS = fileURLToPath(new URL('main.ts', import.meta.url));

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: fileURLToPath(new URL('../var/demo', import.meta.url)) },
    targets: { type: 'string', default: TARGETS },
    json: { type: 'boolean', default: false },
  },
});

try {
  process.exitCode = await demo(resolve(values.dir), wholeNumber(values.targets, '--targets'), values.json);
} catch (error) {
  process.exitCode = await reportFault(error, values.json);
}

async function demo(folder: string, targets: number, json: boolean): Promise<number> {
  for (const each of ['Base_de_Datos', 'logs', 'backups']) mkdirSync(resolve(folder, each), { recursive: true });
  // A process of its own, as portals are: its work must not look like the product's.
  const portals = spawn(
    process.execPath,
    [
      ...process.execArgv,
      PORTALS,
      '--port',
      '0',
      '--faults-free',
      '--with-parent',
      '--epoch',
      String(finishedBatches(folder)),
    ],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    },
  );
  try {
    const origin = await originOf(portals);
    const { config } = parseConfig(configOf(folder, origin), null, { environment: {}, workingDirectory: folder });
    if (!json) console.log(`Practice portals on ${origin}; nothing leaves this machine.`);
    return await runInForeground(config, { ...NO_FILTERS, limit: targets }, { json, quiet: false });
  } finally {
    portals.kill();
  }
}

/** Each batch finds another round of the market: new adverts, some gone, some at another price. */
function finishedBatches(folder: string): number {
  const journal = join(folder, 'Base_de_Datos', '.orchestrator');
  return existsSync(journal)
    ? readdirSync(journal).filter((batch) => existsSync(join(journal, batch, 'close.json'))).length
    : 0;
}

/** The portals say where they are in their first line. */
async function originOf(portals: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: portals.stdout ?? process.stdin })) {
    const origin = /http:\/\/[\d.:]+/.exec(line)?.[0];
    if (origin !== undefined) return origin;
  }
  throw new Error('the practice portals did not start: see the lines above');
}

function configOf(folder: string, origin: string): string {
  const urls = fileURLToPath(new URL('../urls', import.meta.url));
  return JSON.stringify({
    database: { path: resolve(folder, 'orchestrator.db') },
    data: { directory: resolve(folder, 'Base_de_Datos'), urls },
    scrapers: { definitions: [] },
    monitoring: { status_file: resolve(folder, 'status.json') },
    logging: { directory: resolve(folder, 'logs') },
    backup: { directory: resolve(folder, 'backups') },
    security: { rehearsal: { portals: origin, delay_ms: 20 } },
  });
}
