/** Which configuration file it is, and its text. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Fault, messageOf } from '../core/errors.ts';
import { CONFIG_FILE_VARIABLE } from './variables.ts';
import type { Environment } from './variables.ts';

export const SYSTEM_CONFIG = '/etc/scraping/config.yaml';

export interface ConfigLocation {
  /** `--config`: must exist when given. */
  readonly file?: string | undefined;
  readonly environment: Environment;
  readonly workingDirectory: string;
}

interface FoundFile {
  readonly file: string;
  readonly text: string;
}

/**
 * `--config`, SCRAPING_CONFIG, `./config.yaml`, `/etc/scraping/config.yaml`: the first that is there; null = none.
 * @throws {Fault} E_CONFIG when a file named is not there, or one that is there cannot be read
 */
export async function findFile({ file, environment, workingDirectory }: ConfigLocation): Promise<FoundFile | null> {
  const named = file ?? environment[CONFIG_FILE_VARIABLE];
  if (named !== undefined && named !== '') {
    const found = await readIfThere(resolve(workingDirectory, named));
    if (found !== null) return found;
    const origin = file === undefined ? CONFIG_FILE_VARIABLE : '--config';
    throw new Fault('E_CONFIG', `the configuration file ${named} (from ${origin}) does not exist`, {
      file: named,
      cure: 'Name a file that exists, or let `scraping-orchestrator init` write one.',
    });
  }
  return (await readIfThere(resolve(workingDirectory, 'config.yaml'))) ?? (await readIfThere(SYSTEM_CONFIG));
}

/** A file that is there and cannot be read is a fault: going on with other settings would surprise. */
async function readIfThere(file: string): Promise<FoundFile | null> {
  try {
    const bytes = await readFile(file);
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    const reason = error instanceof TypeError ? 'it is not UTF-8 text' : messageOf(error);
    throw new Fault('E_CONFIG', `the configuration file ${file} cannot be read: ${reason}`, { file, cause: error });
  }
}
