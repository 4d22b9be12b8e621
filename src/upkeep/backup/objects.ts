/** Files of backups by their content: what two backups have in common lies there once (incremental by nature). */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Fault, messageOf } from '../../core/errors.ts';
import { makeFolder, namesIn } from './backup-folder.ts';
import { syncFolder, writeNamed } from './durable-file.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);
const HASH = /^[0-9a-f]{64}$/;
/** An object this young may belong to a backup whose manifest is not written yet. */
const YOUNG_MS = 24 * 60 * 60 * 1000;

function objectPath(folder: string, hash: string): string {
  if (!HASH.test(hash)) throw new Fault('E_BACKUP', `${JSON.stringify(hash)} is not the hash of an object`);
  return join(folder, 'objects', hash.slice(0, 2), `${hash}.gz`);
}

/**
 * Keeps the content and returns its SHA-256; what is new is read back and compared before it counts. Its name is not safe
 * from a power cut before `settleObjects`.
 */
export async function storeObject(
  folder: string,
  content: Uint8Array,
): Promise<{ readonly sha256: string; readonly added: boolean }> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  if (await hasObject(folder, sha256)) return { sha256, added: false };
  const path = objectPath(folder, sha256);
  await makeFolder(join(folder, 'objects', sha256.slice(0, 2)));
  await writeNamed(path, await compress(content));
  await readObject(folder, sha256, content.byteLength);
  return { sha256, added: true };
}

/**
 * Makes the names of objects safe from a power cut: those of an earlier backup too, which may have been cut off before it
 * came to this. One sync a shelf instead of one an object.
 */
export async function settleObjects(folder: string, hashes: Iterable<string>): Promise<void> {
  const root = join(folder, 'objects');
  const shelves = new Set(Array.from(hashes, (hash) => hash.slice(0, 2)));
  for (const shelf of shelves) await syncFolder(join(root, shelf));
  await syncFolder(root);
}

export async function hasObject(folder: string, hash: string): Promise<boolean> {
  try {
    return (await stat(objectPath(folder, hash))).size > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * @param bytes what the list says it has: nothing larger is unpacked (T23).
 * @throws {Fault} E_BACKUP when it is missing or its content is not what its name says.
 */
export async function readObject(folder: string, hash: string, bytes: number): Promise<Uint8Array> {
  const file = objectPath(folder, hash);
  try {
    const content = await decompress(await readFile(file), { maxOutputLength: Math.max(bytes, 1) });
    if (content.byteLength === bytes && createHash('sha256').update(content).digest('hex') === hash) return content;
  } catch (cause) {
    throw new Fault('E_BACKUP', `${file} cannot be unpacked: ${messageOf(cause)}`, { file, cause });
  }
  throw new Fault('E_BACKUP', `${file}: its content is not what its name says`, { file });
}

/** Removes objects that no backup names any more. */
export async function sweepObjects(folder: string, used: ReadonlySet<string>, now: number): Promise<number> {
  let removed = 0;
  for (const shelf of await namesIn(join(folder, 'objects'))) {
    for (const file of await readdir(join(folder, 'objects', shelf))) {
      const path = join(folder, 'objects', shelf, file);
      if (used.has(file.replace(/\.gz$/, '')) || now - (await stat(path)).mtimeMs < YOUNG_MS) continue;
      await rm(path, { force: true });
      removed += 1;
    }
  }
  return removed;
}
