/** Folders of the tree: where a path leads, and that no link on the way can lead out of it (T4, T5). */
import fs from 'node:fs';
import { promisify } from 'node:util';
import { posix } from 'node:path';
import { Fault } from '../core/errors.ts';
import { asFault, codeOf } from './disk-faults.ts';

const fsync = promisify(fs.fsync);

/** Begins with a dot, as no code can: no task's path ever meets it. */
export const STAGING = '.staging';
const FOLDER_MODE = 0o750;
const LONGEST_NAME = 255;

/**
 * The tree's real path with a staging folder in it. The root itself may be a link: the operator chose it; inside it
 * none is followed.
 * @throws {Fault} E_DIRECTORY
 */
export function openRoot(root: string): string {
  let tree: string;
  try {
    makeFolder(root);
    tree = fs.realpathSync(root);
    if (!fs.statSync(tree).isDirectory()) throw new Fault('E_DIRECTORY', `${root} is a file, not a folder`);
    fs.accessSync(tree, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
    makeFolder(`${tree}/${STAGING}`);
  } catch (error) {
    throw asFault(error, `opening the tree ${root}`);
  }
  checkStaging(tree);
  return tree;
}

/** Staged files are renamed into the tree, which only works, and is only atomic, within one file system. */
function checkStaging(tree: string): void {
  const path = `${tree}/${STAGING}`;
  const staging = fs.lstatSync(path);
  if (!staging.isDirectory()) {
    throw new Fault('E_DIRECTORY', `${path} is ${staging.isSymbolicLink() ? 'a symbolic link' : 'no folder'}`, {
      cure: `Remove ${path}; it is made again as a folder.`,
    });
  }
  if (staging.dev !== fs.statSync(tree).dev) {
    throw new Fault('E_DIRECTORY', `${path} is on another file system than ${tree}`, {
      cure: `Unmount ${path}: files must be renamed from it into the tree.`,
    });
  }
}

/**
 * The absolute path of a path of the tree.
 * @throws {Fault} E_CODE when it could lead anywhere else, or into the staging folder.
 */
export function resolveIn(tree: string, path: string): string {
  const parts = path.split('/');
  if (parts[0] === STAGING || !parts.every(isSafeName)) {
    throw new Fault('E_CODE', `${JSON.stringify(path)} is not a path of the tree`);
  }
  return `${tree}/${path}`;
}

function isSafeName(name: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(name) && name !== '.' && name !== '..' && name.length <= LONGEST_NAME;
}

/** The absolute path of a folder every step to which is a real folder; null when it is not there. */
export function realFolder(tree: string, folder: string): string | null {
  if (folder === '.') return tree;
  resolveIn(tree, folder);
  let at = tree;
  for (const name of folder.split('/')) {
    at = `${at}/${name}`;
    const stats = fs.lstatSync(at, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    assertFolder(stats, at);
  }
  return at;
}

/**
 * Which folders are known to survive a power cut: those whose entry in their parent this process has synced. A folder
 * found there may have been made a moment ago, by another task or before a crash, and not be on the disk yet.
 */
export class DurableFolders {
  readonly #known = new Set<string>();

  /**
   * Makes a folder of the tree step by step, looking at every step before it is used. Returns the steps that are not
   * known to be durable; hand them to `settle` before anything counts on them.
   * @throws {Fault} E_DIRECTORY when a link or a file is in the way.
   */
  ensure(tree: string, folder: string): readonly string[] {
    if (folder === '.') return [];
    const known = this.#knownPart(tree, folder);
    let at = known === '' ? tree : `${tree}/${known}`;
    const rest = folder
      .slice(known.length)
      .split('/')
      .filter((name) => name !== '');
    return rest.flatMap((name) => {
      at = `${at}/${name}`;
      if (makeFolder(at)) this.#known.delete(at);
      else assertFolder(fs.lstatSync(at), at);
      return this.#known.has(at) ? [] : [at];
    });
  }

  /**
   * The longest part of a folder that is known and stands where its name says, without a link on the way: one look at
   * all its steps. Empty when it was moved or removed since: then every step is looked at.
   */
  #knownPart(tree: string, folder: string): string {
    let part = folder;
    while (part !== '.' && !this.#known.has(`${tree}/${part}`)) part = posix.dirname(part);
    if (part === '.') return '';
    try {
      return fs.realpathSync.native(`${tree}/${part}`) === `${tree}/${part}` && isFolder(`${tree}/${part}`) ? part : '';
    } catch {
      return '';
    }
  }

  /** Syncs the entries of these folders, all at the same time. */
  async settle(folders: readonly string[]): Promise<void> {
    await syncFolders(folders.map((folder) => posix.dirname(folder)));
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    for (const folder of folders) this.#known.add(folder);
  }
}

/** Several batches' worth of folders; forgetting them costs one quick sync each. */
const MOST_KNOWN = 50_000;

/** Makes the entries of folders durable; each folder once, all at the same time. */
export async function syncFolders(folders: readonly string[]): Promise<void> {
  await Promise.all([...new Set(folders)].map(syncFolder));
}

async function syncFolder(folder: string): Promise<void> {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = fs.constants;
  let fd: number | null = null;
  try {
    fd = fs.openSync(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    await fsync(fd);
  } catch (error) {
    throw asFault(error, `syncing the folder ${folder}`);
  } finally {
    if (fd !== null) fs.closeSync(fd);
  }
}

/** True when it was made now, false when something of that name was there. */
function makeFolder(path: string): boolean {
  try {
    fs.mkdirSync(path, FOLDER_MODE);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function isFolder(path: string): boolean {
  return fs.lstatSync(path).isDirectory();
}

function assertFolder(stats: fs.Stats, path: string): void {
  if (stats.isDirectory()) return;
  throw new Fault('E_DIRECTORY', `${path} is ${stats.isSymbolicLink() ? 'a symbolic link' : 'no folder'}`, {
    cure: `Put a real folder in the place of ${posix.basename(path)}: links are not followed inside the tree.`,
  });
}
