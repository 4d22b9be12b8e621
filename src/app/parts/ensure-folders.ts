import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../../config/contract.ts';
import { Fault, messageOf } from '../../core/errors.ts';

/**
 * Makes the folders of the configuration that are not there, each only when its parent is: a disk that is not mounted
 * must not be replaced by an empty folder. Returns those made. @throws {Fault} E_DIRECTORY
 */
export async function ensureFolders(config: Config): Promise<readonly string[]> {
  const folders = new Set([
    dirname(config.database.path),
    config.logging.directory,
    config.data.directory,
    config.data.urls,
    config.backup.directory,
    dirname(config.monitoring.status_file),
  ]);
  const made: string[] = [];
  // An outer folder is shorter than the one in it.
  for (const folder of [...folders].sort((a, b) => a.length - b.length)) {
    if (await make(folder)) made.push(folder);
  }
  return made;
}

async function make(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o750 });
    return true;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'EEXIST') return false;
    const why = code === 'ENOENT' ? `its parent folder ${dirname(folder)} does not exist` : messageOf(cause);
    throw new Fault('E_DIRECTORY', `the folder ${folder} cannot be made: ${why}`, { file: folder, cause });
  }
}
