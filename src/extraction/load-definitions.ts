/** Finds site definitions: one YAML file a site, later folders win (the user's own over ours). */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, messageOf } from '../core/errors.ts';
import { compileDefinition } from './compile-definition.ts';
import type { CheckedDefinition, DefinitionSource, Site } from './contract.ts';
import { readDefinition } from './read-definition.ts';

export interface LoadedDefinition {
  readonly site: Site;
  readonly source: DefinitionSource;
  readonly checked: CheckedDefinition;
}

export interface LoadedDefinitions {
  readonly sites: ReadonlyMap<string, LoadedDefinition>;
  /** One a file that cannot be used; the others are. */
  readonly faults: readonly Fault[];
}

/** A folder that is not there holds no definitions: the user's own is optional. */
export async function loadDefinitions(folders: readonly string[]): Promise<LoadedDefinitions> {
  const sites = new Map<string, LoadedDefinition>();
  const faults: Fault[] = [];
  for (const folder of folders) {
    const ofFolder = new Map<string, string>();
    for (const file of await definitionFiles(folder, faults)) {
      const loaded = await load(file, faults);
      if (loaded === null) continue;
      const twin = ofFolder.get(loaded.site.code);
      if (twin !== undefined) {
        faults.push(
          new Fault('E_DEFINITION', `${loaded.site.code} is also defined in ${twin}`, {
            file,
            cure: 'Keep one of the two files.',
          }),
        );
        continue;
      }
      ofFolder.set(loaded.site.code, file);
      sites.set(loaded.site.code, loaded);
    }
  }
  return { sites, faults };
}

async function definitionFiles(folder: string, faults: Fault[]): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') faults.push(unreadable(folder, error));
    return [];
  }
}

async function load(file: string, faults: Fault[]): Promise<LoadedDefinition | null> {
  try {
    const source = { file, text: await readFile(file, 'utf8') };
    const checked = readDefinition(source);
    return { site: compileDefinition(checked), source, checked };
  } catch (error) {
    faults.push(error instanceof Fault ? error : unreadable(file, error));
    return null;
  }
}

function unreadable(file: string, error: unknown): Fault {
  return new Fault('E_DEFINITION', `${file} cannot be read: ${messageOf(error)}`, { file, cause: error });
}
