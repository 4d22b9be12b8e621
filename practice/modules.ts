/** Finds what the files of practice/portals/ export, so that a portal is added by adding its file. */
import { readdirSync } from 'node:fs';

const FOLDER = new URL('portals/', import.meta.url);

/** Every export of the TypeScript files whose names pass `wanted`, with its name. */
export async function exportsOf(wanted: (file: string) => boolean): Promise<readonly (readonly [string, unknown])[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && wanted(file));
  const modules = await Promise.all(files.map(load));
  return modules.flatMap((module) => Object.entries(module));
}

/** A portal whose files are not all there yet is left out, and that is said. */
async function load(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(new URL(file, FOLDER).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    console.error(`practice portals: ${file} left out: ${error instanceof Error ? error.message : String(error)}`);
    return {};
  }
}
