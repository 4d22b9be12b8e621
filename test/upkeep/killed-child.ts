/**
 * What the kill sweeps run in a process of its own: `node killed-child.ts <what> <folder>`. It prints `done` at the end;
 * everything before that may be cut off at any system call.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manageBackups } from '../../src/app/house/manage-backups.ts';
import { openParts } from '../../src/app/parts/open-parts.ts';
import { parseConfig } from '../../src/config/load.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Log } from '../../src/telemetry/contract.ts';

const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const [what = '', folder = ''] = process.argv.slice(2);
const file = join(folder, 'config.yaml');
const loaded = parseConfig(readFileSync(file, 'utf8'), file, { environment: {}, workingDirectory: folder });
const backups = manageBackups(loaded, systemClock, SILENT);
if (what === 'backup') await backups.create();
else if (what === 'restore') await backups.restore({ at: null, trust: false });
else if (what === 'start')
  await (await openParts(loaded.config, systemClock, SILENT, { announce: () => undefined })).close();
else throw new Error(`unknown: ${what}`);
process.stdout.write('done\n');
