/**
 * The tree on a local disk. A file is complete or absent under its own name, whatever crashes when (D18):
 *
 *   1. every file goes to `.staging/` under a name of its own (never through a link), is written whole and synced
 *      (one that is told by the others, and replaces nothing, is not waited for);
 *   2. an older mark (the last file, the manifest) is taken away, so that it never vouches for other bytes;
 *   3. all files but the last are renamed to their places, then the last, then their folders are synced, and the folders
 *      that were made for them: only now does the task count as published. Where older files are replaced, their folders
 *      are synced before the mark follows: after a power cut the mark may stand beside nothing, which the next start sees,
 *      but never beside older bytes.
 *
 * Calls that only touch directory entries and small buffers are synchronous: each takes microseconds, while a trip
 * through the thread pool costs ten times that in CPU. Calls that wait for the platter (fsync, large writes) are not.
 */
import fs from 'node:fs';
import { posix } from 'node:path';
import { promisify } from 'node:util';
import type { OutputFile, Outputs } from './contract.ts';
import { PACKED, packFile, unpack } from './compressed-files.ts';
import { asFault } from './disk-faults.ts';
import { DurableFolders, STAGING, openRoot, realFolder, resolveIn, syncFolders } from './folders.ts';
import { stagedPath, sweepStaging } from './staging.ts';

const fsync = promisify(fs.fsync);
const write = promisify(fs.write) as (fd: number, bytes: Uint8Array, at: number) => Promise<{ bytesWritten: number }>;

const { O_WRONLY, O_RDONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = fs.constants;
/** Readable by the service's group, which the programs behind us belong to; the world sees nothing. */
const FILE_MODE = 0o640;
/** Up to so many bytes a write only copies to the page cache: well under a millisecond. */
const SMALL_WRITE = 256 * 1024;

/**
 * Opens the tree at `root` (made when only its last folder is missing).
 * @throws {Fault} E_DIRECTORY when it is missing, not writable, or its staging folder is a link or on another disk.
 */
export async function openLocalOutputs(root: string): Promise<Outputs> {
  const tree = openRoot(root);
  const durable = new DurableFolders();
  return {
    publish: (files) => publish(tree, durable, files),
    read: async (path) => attempt('reading', tree, path, () => readFile(tree, path)),
    exists: async (path) =>
      attempt('looking for', tree, path, () => (statFile(tree, path) ?? statFile(tree, path + PACKED)) !== null),
    remove: async (path) => remove(tree, path),
    list: async (folder) => attempt('listing', tree, folder, () => listFolder(tree, folder)),
    pack: (path, expected) => packFile(tree, path, expected),
    removeEmptyFolder: (folder) => removeEmptyFolder(tree, folder),
    sweepStaging: async (before) => attempt('sweeping', tree, STAGING, () => sweepStaging(tree, before)),
  };
}

interface Staged {
  readonly file: OutputFile;
  readonly temporary: string;
  readonly final: string;
}

async function publish(tree: string, durable: DurableFolders, files: readonly OutputFile[]): Promise<void> {
  const staged = files.map((file) => ({
    file,
    temporary: stagedPath(tree),
    final: resolveIn(tree, file.path),
  }));
  const mark = staged.at(-1);
  if (mark === undefined) return;
  const placed: string[] = [];
  try {
    const made = ensureFolders(tree, durable, staged);
    const awaited = staged.filter(({ file, final }) => file.derived !== true || isThere(final));
    await allSettled(staged.map((entry) => stage(entry, awaited.includes(entry))));
    await syncFolders(takeMarkAway(mark, staged.length > 1));
    const others = staged.slice(0, -1);
    const replaces = others.some(({ final }) => isThere(final));
    for (const entry of others) place(entry, placed);
    if (replaces) await syncFolders(others.map(({ final }) => posix.dirname(final)));
    place(mark, placed);
    await syncFolders((replaces ? [mark] : awaited).map(({ final }) => posix.dirname(final)));
    // A journaling file system has written the new folders with the files in them: asked last, they cost next to nothing.
    await durable.settle(made);
  } catch (error) {
    // Without the mark nothing may stay that looks like a result; what cannot be removed now is found at recovery.
    for (const path of [...placed, ...staged.map(({ temporary }) => temporary)]) removeQuietly(path);
    throw asFault(error, `publishing ${mark.final}`);
  }
}

/** Makes the folders of all files, each once; returns those not known to be durable. */
function ensureFolders(tree: string, durable: DurableFolders, staged: readonly Staged[]): readonly string[] {
  const folders = new Map(staged.map(({ file, final }) => [posix.dirname(file.path), final]));
  return [...folders].flatMap(([folder, final]) =>
    step('making the folder of', final, () => durable.ensure(tree, folder)),
  );
}

/** Writes one file in the staging folder, and syncs it unless nobody waits for that. */
async function stage({ file, temporary, final }: Staged, isAwaited: boolean): Promise<void> {
  let fd: number | null = null;
  try {
    fd = fs.openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, FILE_MODE);
    await writeWhole(fd, file.content);
    if (isAwaited) await fsync(fd);
  } catch (error) {
    throw asFault(error, `writing ${final} (in ${STAGING})`);
  } finally {
    if (fd !== null) fs.closeSync(fd);
  }
}

/** A write may take a part only, last of all just before the disk is full: on until all is written or it says why. */
async function writeWhole(fd: number, content: Uint8Array): Promise<void> {
  let done = 0;
  while (done < content.byteLength) {
    const rest = content.subarray(done);
    done += rest.byteLength <= SMALL_WRITE ? fs.writeSync(fd, rest) : (await write(fd, rest, 0)).bytesWritten;
  }
}

/** Removes an older mark of the same name; returns the folder to sync when there was one. */
function takeMarkAway(mark: Staged, hasOthers: boolean): readonly string[] {
  if (!hasOthers || !isThere(mark.final)) return [];
  step('replacing', mark.final, () => fs.unlinkSync(mark.final));
  return [posix.dirname(mark.final)];
}

function isThere(path: string): boolean {
  return fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** rename(2) replaces an older file or link of that name in one step, and never follows a link. */
function place({ temporary, final }: Staged, placed: string[]): void {
  step('renaming into place', final, () => fs.renameSync(temporary, final));
  placed.push(final);
}

/** Waits for all, so that no write goes on behind an error; then fails with the first one. */
async function allSettled(work: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function statFile(tree: string, path: string): fs.Stats | null {
  const full = resolveIn(tree, path);
  if (realFolder(tree, posix.dirname(path)) === null) return null;
  const stats = fs.lstatSync(full, { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats : null;
}

function readFile(tree: string, path: string): Uint8Array | null {
  if (statFile(tree, path) === null) return readPacked(tree, path);
  const fd = fs.openSync(resolveIn(tree, path), O_RDONLY | O_NOFOLLOW);
  try {
    return fs.readFileSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

function readPacked(tree: string, path: string): Uint8Array | null {
  const packed = path + PACKED;
  if (path.endsWith(PACKED) || statFile(tree, packed) === null) return null;
  return unpack(readFile(tree, packed) ?? new Uint8Array(), packed);
}

async function remove(tree: string, path: string): Promise<void> {
  const folder = attempt('removing', tree, path, () => {
    const full = resolveIn(tree, path);
    if (realFolder(tree, posix.dirname(path)) === null) return null;
    const there = [full, full + PACKED].filter((each) => fs.lstatSync(each, { throwIfNoEntry: false }) !== undefined);
    for (const each of there) fs.unlinkSync(each);
    return there.length === 0 ? null : posix.dirname(full);
  });
  if (folder !== null) await syncFolders([folder]);
}

async function removeEmptyFolder(tree: string, folder: string): Promise<void> {
  const left = attempt('removing', tree, folder, () => {
    for (let at = folder; at !== '.'; at = posix.dirname(at)) {
      const full = realFolder(tree, at);
      if (full === null) continue;
      if (fs.readdirSync(full).length > 0) return full;
      fs.rmdirSync(full);
    }
    return tree;
  });
  await syncFolders([left]);
}

function listFolder(tree: string, folder: string): readonly string[] {
  const full = folder === '' ? tree : realFolder(tree, folder);
  if (full === null) return [];
  return fs
    .readdirSync(full)
    .filter((name) => name !== STAGING)
    .sort();
}

function removeQuietly(path: string): void {
  try {
    fs.unlinkSync(path);
  } catch {
    // Already renamed or gone, or the disk refuses everything: the error that brought us here is the one to tell.
  }
}

function step<T>(doing: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asFault(error, `${doing} ${path}`);
  }
}

function attempt<T>(doing: string, tree: string, path: string, work: () => T): T {
  return step(`${doing} ${path === '' ? 'the root' : path} in`, tree, work);
}
