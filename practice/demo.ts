/**
 * `npm run demo`: the practice portals on loopback, and one real batch of the product over a sample of the real
 * catalogue, in `var/demo/` (or `--dir`). Run it again and it makes batch `_02`.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runInForeground } from '../src/cli/commands/run.ts';
import { reportFault } from '../src/cli/report-fault.ts';
import { wholeNumber } from '../src/cli/whole-number.ts';
import { parseConfig } from '../src/config/load.ts';
import { NO_FILTERS } from '../src/core/batch.ts';
import { startPracticePortals } from './server.ts';

/** Enough for all six sites, with pages behind pages, and over in well under two minutes. */
const TARGETS = '72';

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
  process.exitCode = reportFault(error, values.json);
}

async function demo(folder: string, targets: number, json: boolean): Promise<number> {
  for (const each of ['Base_de_Datos', 'logs', 'backups']) mkdirSync(resolve(folder, each), { recursive: true });
  const portals = await startPracticePortals();
  try {
    const { config } = parseConfig(configOf(folder, portals.origin), null, { environment: {}, workingDirectory: folder });
    if (!json) console.log(`Practice portals on ${portals.origin}; nothing leaves this machine.`);
    return await runInForeground(config, { ...NO_FILTERS, limit: targets }, { json, quiet: false });
  } finally {
    await portals.close();
  }
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
