/** Where log lines go. Writing never throws: lines that do not fit are counted, and told once there is room again. */
import fs from 'node:fs';
import { Fault, messageOf } from '../core/errors.ts';

export interface LogSink {
  /** One whole line with its line end. */
  write(line: string): void;
  /** Lines that could not be written so far. */
  readonly dropped: number;
  reopen(): void;
  close(): void;
}

const FILE_MODE = 0o640;
/** A pipe whose reader is slow answers EAGAIN: so often it is tried again, a millisecond apart. */
const MOST_TRIES = 20;

/**
 * Opens a log file for appending, or takes an open descriptor.
 * @throws {Fault} E_DIRECTORY when the file cannot be opened.
 */
export function openLogFile(destination: string | number): LogSink {
  return new LogFile(destination);
}

class LogFile implements LogSink {
  readonly #destination: string | number;
  #fd: number | null;
  #dropped = 0;
  #untold = 0;
  /** A full disk took half a line: the next one must not be glued to it. */
  #midLine = false;

  constructor(destination: string | number) {
    this.#destination = destination;
    this.#fd = typeof destination === 'number' ? destination : openForAppend(destination);
  }

  get dropped(): number {
    return this.#dropped;
  }

  write(line: string): void {
    const told = this.#untold;
    const notice = told === 0 ? '' : noticeOf(told);
    if (this.#put((this.#midLine ? '\n' : '') + notice + line)) {
      this.#untold -= told;
      return;
    }
    this.#dropped += 1;
    this.#untold += 1;
  }

  reopen(): void {
    if (typeof this.#destination === 'number') return;
    const before = this.#fd;
    // The old file stays in use when the new one cannot be opened: rather an unrotated log than none.
    this.#fd = openForAppend(this.#destination);
    this.#midLine = false;
    if (before !== null) fs.closeSync(before);
  }

  close(): void {
    if (this.#fd !== null && typeof this.#destination === 'string') fs.closeSync(this.#fd);
    this.#fd = null;
  }

  #put(text: string): boolean {
    if (this.#fd === null) return false;
    const bytes = Buffer.from(text, 'utf8');
    let done = 0;
    for (let tries = 0; done < bytes.byteLength && tries < MOST_TRIES;) {
      try {
        const written = fs.writeSync(this.#fd, bytes, done);
        done += written;
        if (written === 0) tries += 1;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') break;
        tries += 1;
        Atomics.wait(WAIT, 0, 0, 1);
      }
    }
    if (done > 0) this.#midLine = bytes[done - 1] !== LINE_END;
    return done === bytes.byteLength;
  }
}

const LINE_END = 0x0a;
const WAIT = new Int32Array(new SharedArrayBuffer(4));

function noticeOf(lines: number): string {
  return `${JSON.stringify({ level: 'warn', event: 'log_lines_dropped', lines })}\n`;
}

function openForAppend(path: string): number {
  try {
    const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = fs.constants;
    return fs.openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, FILE_MODE);
  } catch (error) {
    throw new Fault('E_DIRECTORY', `the log file ${path} cannot be opened: ${messageOf(error)}`, {
      file: path,
      cause: error,
      cure: "Create its folder and let the service's user write to it; a symbolic link is not followed.",
    });
  }
}
