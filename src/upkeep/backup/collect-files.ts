/** The files of a backup besides the database: configuration, site definitions, catalogue, and the recent results. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { parseBatchId } from '../../core/batch.ts';
import { Fault, messageOf } from '../../core/errors.ts';
import { JOURNAL_FOLDER } from '../../records/journal.ts';
import { namesIn } from './backup-folder.ts';
import { hasObject, readObject, storeObject } from './objects.ts';

type FileArea = 'config' | 'definitions' | 'catalogue' | 'tree';

/** Where the files lie. */
export interface FileSources {
  /** The configuration file; null = the product runs on defaults. */
  readonly config: string | null;
  /** Folders with the user's site definitions. */
  readonly definitions: readonly string[];
  readonly catalogue: string;
  /** Root of the output tree. */
  readonly tree: string;
}

const entryShape = z.strictObject({
  area: z.enum(['config', 'definitions', 'catalogue', 'tree']),
  /** Within its area, `/`-separated. */
  path: z.string().regex(/^(?!\.{1,2}(\/|$))[^/\0]+(\/(?!\.{1,2}(\/|$))[^/\0]+)*$/),
  bytes: z.int().min(0),
  changedMs: z.number(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type FileEntry = z.output<typeof entryShape>;

interface Found {
  readonly area: FileArea;
  readonly path: string;
  readonly full: string;
}

/** Batches whose journal changed within so many days go into a backup: two batches' worth, and one to spare. */
const RECENT_MS = 45 * 24 * 60 * 60 * 1000;

export interface Collected {
  readonly entries: readonly FileEntry[];
  readonly added: number;
}

/** @param earlier entries of the backup before: a file of the same size and time is not read again. */
export async function collectFiles(
  folder: string,
  sources: FileSources,
  earlier: readonly FileEntry[],
  now: number,
): Promise<Collected> {
  const known = new Map(earlier.map((entry) => [`${entry.area}/${entry.path}`, entry]));
  const entries: FileEntry[] = [];
  let added = 0;
  for (const found of await findFiles(sources, now)) {
    const stored = await storeFile(folder, found, known.get(`${found.area}/${found.path}`));
    if (stored === null) continue;
    entries.push(stored.entry);
    if (stored.added) added += 1;
  }
  return { entries, added };
}

async function storeFile(
  folder: string,
  { area, path, full }: Found,
  earlier: FileEntry | undefined,
): Promise<{ readonly entry: FileEntry; readonly added: boolean } | null> {
  const stats = await lstat(full).catch(() => null);
  // A file may leave between the look and the reading: old months are compressed, a task is published again.
  if (stats === null || !stats.isFile()) return null;
  if (
    earlier?.bytes === stats.size &&
    earlier.changedMs === stats.mtimeMs &&
    (await hasObject(folder, earlier.sha256))
  ) {
    return { entry: earlier, added: false };
  }
  const content = await readFile(full).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (content === null) return null;
  const { sha256, added } = await storeObject(folder, content);
  return { entry: { area, path, bytes: content.byteLength, changedMs: stats.mtimeMs, sha256 }, added };
}

async function findFiles(sources: FileSources, now: number): Promise<readonly Found[]> {
  const found: Found[] = [];
  if (sources.config !== null) found.push({ area: 'config', path: basename(sources.config), full: sources.config });
  for (const [index, folder] of sources.definitions.entries()) {
    for (const name of await namesIn(folder)) {
      if (/\.ya?ml$/.test(name))
        found.push({ area: 'definitions', path: `${index + 1}/${name}`, full: join(folder, name) });
    }
  }
  for (const name of await namesIn(sources.catalogue)) {
    if (name.endsWith('.csv')) found.push({ area: 'catalogue', path: name, full: join(sources.catalogue, name) });
  }
  const paths = await recentTreeFiles(sources.tree, now);
  return [...found, ...paths.map((path): Found => ({ area: 'tree', path, full: join(sources.tree, path) }))];
}

/** Journals and results of the recent batches, as paths of the tree. */
async function recentTreeFiles(tree: string, now: number): Promise<readonly string[]> {
  const recent = new Set<string>();
  const paths: string[] = [];
  for (const batch of await namesIn(join(tree, JOURNAL_FOLDER))) {
    const name = parseBatchId(batch);
    const journal = `${JOURNAL_FOLDER}/${batch}`;
    if (name === null || !(await changedSince(join(tree, journal), now - RECENT_MS))) continue;
    recent.add(batch);
    paths.push(...(await filesBelow(tree, journal)));
  }
  for (const folder of await resultFolders(tree)) {
    const [month = '', execution = ''] = folder.split('/').slice(-2);
    if (recent.has(`${month}_${execution}`)) paths.push(...(await filesBelow(tree, folder)));
  }
  return paths;
}

async function changedSince(journal: string, since: number): Promise<boolean> {
  for (const file of ['close.json', 'plan.jsonl', '.']) {
    const stats = await lstat(join(journal, file)).catch(() => null);
    if (stats !== null) return stats.mtimeMs >= since;
  }
  return false;
}

/** `CyT/Gdl/Ven/Dep/Nov26/01`: six folders deep, as records/tree.ts makes them. */
async function resultFolders(tree: string): Promise<readonly string[]> {
  let level: readonly string[] = [''];
  for (let depth = 0; depth < 6; depth += 1) {
    const below: string[] = [];
    for (const folder of level) {
      for (const entry of await readdir(join(tree, folder), { withFileTypes: true }).catch(() => [])) {
        if (entry.isDirectory() && !entry.name.startsWith('.'))
          below.push(folder === '' ? entry.name : `${folder}/${entry.name}`);
      }
    }
    level = below;
  }
  return level;
}

async function filesBelow(tree: string, folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(join(tree, folder), { withFileTypes: true }).catch(() => [])) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) paths.push(...(await filesBelow(tree, path)));
    else if (entry.isFile()) paths.push(path);
  }
  return paths;
}

export function listBytes(entries: readonly FileEntry[]): Uint8Array {
  return Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), 'utf8');
}

/** Largest list that is read: some 200,000 files. */
const LARGEST_LIST = 64 * 1024 * 1024;

/** @throws {Fault} E_BACKUP when the list is damaged or names a path that leads anywhere else (T24). */
export async function readList(folder: string, hash: string, bytes: number): Promise<readonly FileEntry[]> {
  if (bytes > LARGEST_LIST) throw new Fault('E_BACKUP', `the list of files has ${bytes} bytes, more than any list has`);
  const text = Buffer.from(await readObject(folder, hash, bytes)).toString('utf8');
  try {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => entryShape.parse(JSON.parse(line)));
  } catch (cause) {
    throw new Fault('E_BACKUP', `the list of files ${hash} is damaged: ${messageOf(cause)}`, { cause });
  }
}
