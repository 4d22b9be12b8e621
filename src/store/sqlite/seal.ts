/**
 * A seal on a database that was closed in order: its size, its time of change and the SHA-256 of its bytes, in
 * `orchestrator.db.seal` beside it. SQLite notices damage to its structure, never a changed letter inside a value. Bytes
 * that changed while the time of change did not were changed by no program: the disk lost them. A file with another time
 * was changed by a program, and the seal says nothing about it.
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Connection } from './connection.ts';

/** The bytes are read through SQLite, which holds them in memory: raw reading would drop its locks (F30). */
export const LARGEST_SEALED = 64 * 1024 * 1024;

interface Seal {
  readonly bytes: number;
  readonly changedNs: string;
  readonly sha256: string;
}

const sealOf = (file: string): string => `${file}.seal`;
const unfinishedOf = (file: string): string => `${sealOf(file)}.partial`;

/** Closes the connection, which must be the last one, and seals what it leaves. */
export function closeSealed(connection: Connection): void {
  const hash = hashForSeal(connection);
  connection.close();
  try {
    writeSeal(connection.file, hash);
  } catch {
    // A full disk, a folder that is gone: without a seal the next start knows a little less, and that is all.
    removeQuietly(unfinishedOf(connection.file));
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The disk refuses everything: the next seal replaces it.
  }
}

/** null when it is too large, or not there any more. */
function hashForSeal(connection: Connection): string | null {
  const stats = statSync(connection.file, { throwIfNoEntry: false });
  return stats === undefined || stats.size > LARGEST_SEALED ? null : hashOf(connection);
}

function hashOf(connection: Connection): string {
  return createHash('sha256').update(connection.serialize()).digest('hex');
}

function writeSeal(file: string, sha256: string | null): void {
  if (sha256 === null) {
    rmSync(sealOf(file), { force: true });
    return;
  }
  const { size, mtimeNs } = statSync(file, { bigint: true });
  const seal: Seal = { bytes: Number(size), changedNs: String(mtimeNs), sha256 };
  writeFileSync(unfinishedOf(file), `${JSON.stringify(seal)}\n`, { mode: 0o600 });
  renameSync(unfinishedOf(file), sealOf(file));
}

/** False when the bytes are not those that were closed, though no program changed the file since. */
export function sealHolds(connection: Connection): boolean {
  const { file } = connection;
  const seal = readSeal(file);
  const { size, mtimeNs } = statSync(file, { bigint: true });
  if (seal === null || seal.changedNs !== String(mtimeNs) || seal.bytes !== Number(size)) return true;
  return Number(size) > LARGEST_SEALED || hashOf(connection) === seal.sha256;
}

function readSeal(file: string): Seal | null {
  try {
    return JSON.parse(readFileSync(sealOf(file), 'utf8')) as Seal;
  } catch {
    // None was written, or it is damaged itself: it vouches for nothing then.
    return null;
  }
}
