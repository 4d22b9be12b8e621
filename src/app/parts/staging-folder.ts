import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '../../config/contract.ts';

/** Where workers write what they hand over: beside the database, on its disk. */
export function stagingFolder(config: Config): string {
  return join(dirname(config.database.path), 'staging');
}

/** What workers of a dead instance left there is of no use: the data directory's lock says that there are no others. */
export function clearStaging(config: Config): void {
  rmSync(stagingFolder(config), { recursive: true, force: true });
}
