/**
 * Old files of the tree, compressed: `x.csv` becomes `x.csv.zst` and still reads as `x.csv`. At every moment at least one
 * of the two is whole: the copy is staged, synced, read back and renamed before the original goes (D10).
 */
import fs from 'node:fs';
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress, zstdDecompressSync } from 'node:zlib';
import type { ExpectedContent, Packing } from './contract.ts';
import { asFault } from './disk-faults.ts';
import { realFolder, resolveIn, syncFolders } from './folders.ts';
import { stagedPath } from './staging.ts';

const packed = promisify(zstdCompress);
const unpacked = promisify(zstdDecompress);
const fsync = promisify(fs.fsync);

export const PACKED = '.zst';
/** CSV of listings shrinks to 12–15 % at 9; higher levels take minutes a batch for another percent. */
const LEVEL = 9;
const FILE_MODE = 0o640;
const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = fs.constants;

/** The bytes of a compressed file. @throws {Fault} E_IO when it is damaged. */
export function unpack(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return zstdDecompressSync(bytes);
  } catch (error) {
    throw asFault(error, `decompressing ${path}`);
  }
}

/** Compresses a file when its bytes are the ones expected; otherwise nothing is changed. */
export async function packFile(tree: string, path: string, expected: ExpectedContent): Promise<Packing> {
  const plain = resolveIn(tree, path);
  const target = plain + PACKED;
  try {
    if (realFolder(tree, posix.dirname(path)) === null) return 'absent';
    const bytes = readIfThere(plain);
    if (bytes === null) return fs.existsSync(target) ? 'packed_before' : 'absent';
    if (!isExpected(bytes, expected)) return 'differs';
    await placePacked(tree, bytes, target);
    fs.unlinkSync(plain);
    await syncFolders([posix.dirname(plain)]);
    return 'packed';
  } catch (error) {
    throw asFault(error, `compressing ${path} of ${tree}`);
  }
}

async function placePacked(tree: string, bytes: Uint8Array, target: string): Promise<void> {
  const content = await packed(bytes, {
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_checksumFlag]: 1 },
  });
  const staged = stagedPath(tree);
  try {
    await writeSynced(staged, content);
    // What stands on the disk is read back, not what was meant to stand there.
    const back = await unpacked(fs.readFileSync(staged));
    if (!back.equals(bytes)) throw new Error('the compressed copy does not read back as the original');
    fs.renameSync(staged, target);
  } catch (error) {
    fs.rmSync(staged, { force: true });
    throw error;
  }
  await syncFolders([posix.dirname(target)]);
}

async function writeSynced(path: string, content: Uint8Array): Promise<void> {
  const fd = fs.openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, FILE_MODE);
  try {
    for (let done = 0; done < content.byteLength;) done += fs.writeSync(fd, content, done);
    await fsync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

function readIfThere(path: string): Buffer | null {
  return fs.lstatSync(path, { throwIfNoEntry: false })?.isFile() === true ? fs.readFileSync(path) : null;
}

function isExpected(bytes: Uint8Array, { bytes: length, sha256 }: ExpectedContent): boolean {
  return bytes.byteLength === length && createHash('sha256').update(bytes).digest('hex') === sha256;
}
