/** Reading a log back: rotated and compressed files first, then the live one; and following it over rotation. */
import fs from 'node:fs';
import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { Fault, messageOf } from '../core/errors.ts';
import { rotatedFiles } from './rotated-files.ts';

/** One line of a log. A line that is no JSON of ours has only its text. */
export interface LogLine {
  readonly text: string;
  /** Empty when it is no line of ours. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface LogFilter {
  /** Sites or scrapers: `Inm24`, `inm24_det`. */
  readonly sites?: readonly string[] | undefined;
  /** Task ids or keys: `1042`, `inm24:17`. */
  readonly tasks?: readonly string[] | undefined;
  /** Least level. */
  readonly level?: string | undefined;
  /** Epoch ms; earlier lines are left out. */
  readonly since?: number | undefined;
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
const CHUNK = 64 * 1024;
/** A line of ours is far shorter: what is longer is cut, so that a file without line ends cannot fill the memory. */
const LONGEST_LINE = 1024 * 1024;

/** Whether a line is asked for. Lines that are not ours pass only when nothing is asked of their fields. */
export function matches({ fields }: LogLine, { sites, tasks, level, since }: LogFilter): boolean {
  if (level !== undefined && rank(fields['level']) < rank(level)) return false;
  if (since !== undefined && !(Date.parse(textOf(fields['time'])) >= since)) return false;
  if (sites !== undefined && !sites.some((site) => isOfSite(fields, site))) return false;
  return tasks === undefined || tasks.some((task) => isOfTask(fields, task));
}

function rank(level: unknown): number {
  return LEVELS.findIndex((one) => one === level);
}

/** A scraper is its site in lower case, with `_det` for details. */
function isOfSite(fields: LogLine['fields'], site: string): boolean {
  const wanted = site.toLowerCase();
  const scraper = (textOf(fields['scraper']) || textOf(fields['task'])).toLowerCase();
  return (
    textOf(fields['site']).toLowerCase() === wanted ||
    [wanted, `${wanted}_det`].some((one) => scraper === one || scraper.startsWith(`${one}:`))
  );
}

function isOfTask(fields: LogLine['fields'], task: string): boolean {
  const key = `${textOf(fields['scraper'])}:${textOf(fields['order'])}`;
  return [textOf(fields['task']), textOf(fields['key']), key].includes(task);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function readLine(text: string): LogLine {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { text, fields: value as LogLine['fields'] };
  } catch {
    // Something else wrote it: its text is all it has.
  }
  return { text, fields: {} };
}

/** A place in a file that keeps its meaning when the file is renamed. */
export interface LogPosition {
  readonly inode: number;
  readonly position: number;
}

/**
 * All lines, oldest first, streamed; up to where a follower began, when there is one. `since` spares reading files whose last line is older.
 * A log that was never written has none.
 * @throws {Fault} E_IO when a file cannot be read, or is no whole compressed file.
 */
export async function* readLog(
  file: string,
  filter: LogFilter,
  until: LogPosition | null = null,
): AsyncGenerator<LogLine> {
  for (const path of filesOf(file)) {
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    if (stats === undefined || (filter.since !== undefined && stats.mtimeMs < filter.since)) continue;
    const end = until?.inode === stats.ino ? until.position : stats.size;
    if (end === 0) continue;
    try {
      for await (const text of linesOf(path, end)) {
        const line = readLine(text);
        if (matches(line, filter)) yield line;
      }
    } catch (error) {
      throw unreadable(path, error);
    }
  }
}

function filesOf(file: string): readonly string[] {
  try {
    return [...rotatedFiles(file).map(({ path }) => path), file];
  } catch (error) {
    if (isMissing(error)) return [];
    throw unreadable(dirname(file), error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function unreadable(path: string, error: unknown): Fault {
  return new Fault('E_IO', `the log ${path} cannot be read: ${messageOf(error)}`, { file: path });
}

async function* linesOf(path: string, bytes: number): AsyncGenerator<string> {
  const source = fs.createReadStream(path, { highWaterMark: CHUNK, end: bytes - 1 });
  const plain = path.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  // `pipe` does not hand an error on.
  if (plain !== source) source.once('error', (error) => plain.destroy(error));
  const splitter = splitLines();
  for await (const chunk of plain) yield* splitter.push(chunk as Buffer);
  const rest = splitter.rest();
  if (rest !== '') yield rest;
}

interface LineSplitter {
  push(chunk: Buffer): readonly string[];
  /** What stands behind the last line end. */
  rest(): string;
}

function splitLines(): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let open = '';
  return {
    push: (chunk) => {
      const lines = (open + decoder.write(chunk)).split('\n');
      open = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      return lines.filter((line) => line !== '');
    },
    rest: () => open,
  };
}

export interface LogFollower {
  /** Where it began; null = there was no file yet. */
  readonly began: LogPosition | null;
  /** Whole lines written since the last call, those of a file that was rotated away meanwhile included. */
  next(): readonly LogLine[];
  close(): void;
}

/** Follows a log from its present end; the file need not be there yet. */
export function followLog(file: string, filter: LogFilter): LogFollower {
  let open = openAt(file, 'end');
  const began = open === null ? null : { inode: open.inode, position: open.position };
  let splitter = splitLines();
  const take = (): string[] => {
    const texts: string[] = [];
    if (open === null) return texts;
    if (fs.fstatSync(open.fd).size < open.position) open.position = 0;
    const bytes = Buffer.alloc(CHUNK);
    for (
      let read = fs.readSync(open.fd, bytes, 0, CHUNK, open.position);
      read > 0;
      read = fs.readSync(open.fd, bytes, 0, CHUNK, open.position)
    ) {
      open.position += read;
      texts.push(...splitter.push(bytes.subarray(0, read)));
    }
    return texts;
  };
  return {
    began,
    next: () => {
      const texts = take();
      if (inodeOf(file) !== (open?.inode ?? null)) {
        // Its writers opened the new file before they let go of this one: what is read now is all there will be.
        texts.push(...take());
        texts.push(...lastRest());
        open = openAt(file, 'start');
        texts.push(...take());
      }
      return texts.map(readLine).filter((line) => matches(line, filter));
    },
    close: () => {
      if (open !== null) fs.closeSync(open.fd);
      open = null;
    },
  };

  function lastRest(): readonly string[] {
    const rest = splitter.rest();
    splitter = splitLines();
    if (open !== null) fs.closeSync(open.fd);
    return rest === '' ? [] : [rest];
  }
}

interface OpenFile {
  readonly fd: number;
  readonly inode: number;
  position: number;
}

function openAt(file: string, from: 'start' | 'end'): OpenFile | null {
  if (!fs.existsSync(file)) return null;
  const fd = fs.openSync(file, 'r');
  const { ino, size } = fs.fstatSync(fd);
  return { fd, inode: ino, position: from === 'end' ? size : 0 };
}

function inodeOf(file: string): number | null {
  return fs.statSync(file, { throwIfNoEntry: false })?.ino ?? null;
}
