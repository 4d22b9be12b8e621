/** An installation of the product for one run: folders, configuration and catalogue. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './pinned.ts';
import type { BenchPortals } from './portals.ts';

export interface Installation {
  readonly folder: string;
  readonly configFile: string;
}

export type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const made: string[] = [];
const BENCH_FOLDER = `${ROOT}var/bench/`;

/** Beside the project, not in the system's folder for temporary files: it is often another, quicker file system. */
export function newFolder(): string {
  mkdirSync(BENCH_FOLDER, { recursive: true });
  const folder = mkdtempSync(BENCH_FOLDER);
  made.push(folder);
  return folder;
}

/**
 * Removes every installation this process made. At the very end only: for half a minute after many deletions ext4 takes 20 times as long
 * to make a file near them, which the next round would pay for.
 */
export function removeInstallations(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** `catalogue`: lines of a catalogue file of its own; null = the project's `urls/`. `more` goes over it, section by section. */
export function install(origin: string, catalogue: readonly string[] | null, more: Sections = {}): Installation {
  const folder = newFolder();
  for (const each of ['Base_de_Datos', 'logs', 'backups', 'urls']) mkdirSync(join(folder, each));
  if (catalogue !== null) writeFileSync(join(folder, 'urls', 'urls.csv'), `${catalogue.join('\n')}\n`);
  const sections: Record<string, Sections[string]> = {
    database: { path: join(folder, 'orchestrator.db'), synchronous: 'FULL' },
    data: { directory: join(folder, 'Base_de_Datos'), urls: catalogue === null ? `${ROOT}urls` : join(folder, 'urls') },
    scrapers: { definitions: [] },
    monitoring: { status_file: join(folder, 'status.json') },
    api: { port: 0 },
    logging: { directory: join(folder, 'logs') },
    backup: { directory: join(folder, 'backups') },
    security: { rehearsal: { portals: origin, delay_ms: 0 } },
  };
  for (const [section, values] of Object.entries(more)) sections[section] = { ...sections[section], ...values };
  const configFile = join(folder, 'config.yaml');
  writeFileSync(configFile, JSON.stringify(sections));
  return { folder, configFile };
}

/** Catalogue lines, header first, of each site's searches: the `count` with most adverts, or as many taken evenly. */
export async function chooseSearches(
  portals: BenchPortals,
  sites: readonly string[],
  count: number,
  which: 'largest' | 'even',
): Promise<readonly string[]> {
  const chosen = new Set<string>();
  for (const site of sites) {
    const searches = [...new Map((await portals.searches(site)).map((search) => [search.url, search])).values()];
    const kept =
      which === 'largest'
        ? searches.toSorted((a, b) => (b.total ?? 0) - (a.total ?? 0)).slice(0, count)
        : searches.filter(
            (_, index) =>
              Math.floor((index * count) / searches.length) !== Math.floor(((index - 1) * count) / searches.length),
          );
    for (const { url } of kept) chosen.add(url);
  }
  return catalogueLines((url) => chosen.delete(url));
}

/** Catalogue lines, header first: about `count` rows of the project's catalogue, taken evenly. */
export function someSearches(count: number): readonly string[] {
  const [header = '', ...rows] = catalogueLines(() => true);
  const step = rows.length / count;
  return [header, ...rows.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))];
}

/** Rows of the project's catalogue whose address is wanted. */
function catalogueLines(isWanted: (url: string) => boolean): readonly string[] {
  const folder = `${ROOT}urls/`;
  const lines = readdirSync(folder).flatMap((file) =>
    readFileSync(folder + file, 'utf8')
      .trimEnd()
      .split(/\r?\n/),
  );
  const header = (lines[0] ?? '').replace(/^\ufeff/, '');
  return [header, ...lines.filter((line) => isWanted(/https?:\/\/[^\s,"]+/.exec(line)?.[0] ?? ''))];
}
