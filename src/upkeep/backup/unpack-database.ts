/** From an archive to a database file, bounded by what the manifest says and compared with it to the last byte. */
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Fault, isFault, messageOf } from '../../core/errors.ts';
import type { DatabaseContent, StoreUpkeep } from '../../store/contract.ts';
import { archiveName } from './backup-manifest.ts';
import type { BackupManifest } from './backup-manifest.ts';
import { OWNER_ONLY } from './durable-file.ts';

/** Bytes and SHA-256 of what went through. */
export interface Measured {
  readonly bytes: number;
  readonly sha256: string;
}

class Meter extends Transform {
  readonly #hash: Hash = createHash('sha256');
  readonly #most: number;
  readonly #what: string;
  #bytes = 0;

  constructor(most: number, what: string) {
    super();
    this.#most = most;
    this.#what = what;
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error: Error | null, chunk?: Buffer) => void): void {
    this.#bytes += chunk.byteLength;
    this.#hash.update(chunk);
    if (this.#bytes <= this.#most) done(null, chunk);
    else done(new Fault('E_BACKUP', `${this.#what} is larger than the ${this.#most} bytes its manifest says`));
  }

  measured(): Measured {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}

/** Compresses a database file; returns the measures of both sides. */
export async function packDatabase(
  database: string,
  archive: string,
): Promise<{ readonly plain: Measured; readonly packed: Measured }> {
  const plain = new Meter(Infinity, database);
  const packed = new Meter(Infinity, archive);
  await pipeline(
    createReadStream(database),
    plain,
    createGzip(),
    packed,
    createWriteStream(archive, { flags: 'wx', mode: OWNER_ONLY, flush: true }),
  );
  return { plain: plain.measured(), packed: packed.measured() };
}

/**
 * Unpacks into a new file.
 * @throws {Fault} E_BACKUP when a byte differs; E_DISK_FULL when half of the free space would not hold it (T23).
 */
export async function unpackDatabase(
  archive: string,
  manifest: Pick<BackupManifest, 'database'>,
  target: string,
): Promise<void> {
  const { bytes, sha256, plainBytes, plainSha256 } = manifest.database;
  const { bavail, bsize } = await statfs(dirname(target));
  if (plainBytes > (bavail * bsize) / 2) {
    throw new Fault(
      'E_DISK_FULL',
      `unpacking ${archive} needs ${plainBytes} bytes, more than half of what is free in ${dirname(target)}`,
    );
  }
  const packed = new Meter(bytes, archive);
  const plain = new Meter(plainBytes, `the database in ${archive}`);
  try {
    await pipeline(
      createReadStream(archive),
      packed,
      createGunzip(),
      plain,
      createWriteStream(target, { flags: 'wx', mode: OWNER_ONLY, flush: true }),
    );
    const [first, second] = [packed.measured(), plain.measured()];
    if (first.bytes !== bytes || first.sha256 !== sha256)
      throw new Fault('E_BACKUP', `${archive} is not what was written: its SHA-256 is ${first.sha256}`);
    if (second.bytes !== plainBytes || second.sha256 !== plainSha256)
      throw new Fault('E_BACKUP', `the database in ${archive} is not what was copied: its SHA-256 is ${second.sha256}`);
  } catch (error) {
    await rm(target, { force: true });
    if (isFault(error)) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE')
      throw new Fault('E_BACKUP', `${archive} cannot be unpacked: ${messageOf(error)}`, {
        file: archive,
        cause: error,
      });
    throw error;
  }
}

/**
 * Opens a database that was unpacked and holds it to what was copied: every page, index and foreign key, the mark of
 * the product, the number of rows of every table, and with `digest` every value.
 * @throws {Fault} E_BACKUP
 */
export async function checkUnpacked(
  upkeep: StoreUpkeep,
  database: string,
  expected: DatabaseContent,
  digest: boolean,
): Promise<void> {
  const found = await upkeep.inspect(database, { depth: 'full', digest });
  for (const companion of ['-wal', '-shm']) await rm(`${database}${companion}`, { force: true });
  if (found.state !== 'sound' && found.state !== 'older') {
    throw new Fault(
      'E_BACKUP',
      `the database of the backup is ${found.state === 'broken' ? `broken: ${found.problem}` : found.state}`,
    );
  }
  const { content } = found;
  if (digest && content.digest !== expected.digest)
    throw new Fault(
      'E_BACKUP',
      `the rows of the backup have the SHA-256 ${content.digest}, and ${expected.digest} was copied`,
    );
  const tables = new Set([...Object.keys(content.counts), ...Object.keys(expected.counts)]);
  for (const table of tables) {
    if (content.counts[table] !== expected.counts[table])
      throw new Fault(
        'E_BACKUP',
        `table ${table} of the backup has ${content.counts[table] ?? 'no'} rows, and ${expected.counts[table] ?? 'none'} were copied`,
      );
  }
}

export const archivePath = (folder: string, name: string): string => join(folder, archiveName(name));
