/**
 * Rotation of one log file, without losing a line: it is renamed, its writers open it anew, and only when nobody has
 * written to the renamed one for a while is it compressed; the original goes once the compressed copy is on the disk.
 * A crash between any two steps leaves every line in at least one file, and the next run goes on.
 */
import fs from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { dayOf } from '../core/local-time.ts';
import { Fault } from '../core/errors.ts';
import { rotatedFiles, rotatedPath } from './rotated-files.ts';
import type { RotatedFile } from './rotated-files.ts';

export interface RotationOptions {
  readonly file: string;
  /** Epoch ms. */
  readonly now: number;
  readonly timeZone: string;
  /** A file of this size is rotated before its day is over. */
  readonly largestBytes: number;
  readonly keepDays: number;
  /** Makes every writer in this process open the file anew. */
  readonly reopen: () => void;
}

export interface RotationResult {
  /** Where the lines so far went; null = nothing was due. */
  readonly rotated: string | null;
  readonly compressed: number;
  readonly removed: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Other processes (a command at the terminal) may hold a renamed file open a little longer. */
const QUIET_MS = 60_000;
const FIRST_LINE_BYTES = 16 * 1024;
const FILE_MODE = 0o640;

/** Does what is due. @throws the operating system's error when the folder cannot be read or written. */
export async function rotateLog(options: RotationOptions): Promise<RotationResult> {
  const rotated = rotate(options);
  let compressed = 0;
  let removed = 0;
  for (const file of rotatedFiles(options.file)) {
    if (isOld(file, options)) {
      for (const path of [file.path, `${file.path}.gz`]) fs.rmSync(path, { force: true });
      removed += 1;
    } else if (isQuiet(file, options.now)) {
      await compress(file.path);
      compressed += 1;
    }
  }
  return { rotated, compressed, removed };
}

function rotate({ file, now, timeZone, largestBytes, reopen }: RotationOptions): string | null {
  const stats = fs.lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile() || stats.size === 0) return null;
  const day = dayOf(firstInstant(file) ?? stats.mtimeMs, timeZone);
  if (day >= dayOf(now, timeZone) && stats.size < largestBytes) return null;
  const target = freePath(file, day);
  fs.renameSync(file, target);
  reopen();
  return target;
}

/** The instant of the first line of ours that names one; null = there is none. */
function firstInstant(file: string): number | null {
  const fd = fs.openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(FIRST_LINE_BYTES);
    const text = bytes.toString('utf8', 0, fs.readSync(fd, bytes));
    const time = /"time":"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/.exec(text)?.[1];
    const instant = time === undefined ? Number.NaN : Date.parse(time);
    return Number.isNaN(instant) ? null : instant;
  } finally {
    fs.closeSync(fd);
  }
}

function freePath(file: string, day: string): string {
  for (let part = 1; ; part += 1) {
    const path = rotatedPath(file, day, part);
    if (!fs.existsSync(path) && !fs.existsSync(`${path}.gz`)) return path;
  }
}

function isOld(file: RotatedFile, { now, keepDays }: RotationOptions): boolean {
  return fs.statSync(file.path).mtimeMs < now - keepDays * DAY_MS;
}

function isQuiet(file: RotatedFile, now: number): boolean {
  return !file.compressed && fs.statSync(file.path).mtimeMs < now - QUIET_MS;
}

/** In streams: a log may be larger than the memory it deserves. The copy keeps the time of the last line, which is its age. */
async function compress(path: string): Promise<void> {
  const before = fs.statSync(path);
  const partial = `${path}.gz.part`;
  const lines = tally();
  await pipeline(
    fs.createReadStream(path),
    lines.stream,
    createGzip(),
    fs.createWriteStream(partial, { mode: FILE_MODE, flush: true }),
  );
  const copied = tally();
  await pipeline(fs.createReadStream(partial), createGunzip(), copied.stream.resume());
  if (copied.digest() !== lines.digest())
    throw new Fault('E_IO', `${path} could not be compressed without loss`, { file: path });
  fs.utimesSync(partial, before.atime, before.mtime);
  fs.renameSync(partial, `${path}.gz`);
  syncFolder(dirname(path));
  // Lines that came meanwhile are not in the copy: the next run makes a new one.
  if (fs.statSync(path).size === lines.bytes()) fs.rmSync(path);
}

/** A stream that counts and hashes what passes. */
function tally(): { readonly stream: PassThrough; readonly bytes: () => number; readonly digest: () => string } {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new PassThrough({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.byteLength;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  let hex: string | null = null;
  return { stream, bytes: () => bytes, digest: () => (hex ??= hash.digest('hex')) };
}

function syncFolder(folder: string): void {
  const fd = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
