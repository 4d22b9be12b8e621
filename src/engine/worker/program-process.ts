/**
 * A site's own program for one task: started without a shell in a process group of its own, its output measured, its
 * time limited, and ended with everything it started (T32).
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Clock } from '../../core/clock.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { Verdict } from '../../core/verdict.ts';
import { endMarked, endTree, RUN_MARK } from '../process-tree.ts';

export interface ProgramOrder {
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** All of its standard input. */
  readonly input: string;
  /** The file it writes its rows to; null = standard output. */
  readonly outputFile: string | null;
  readonly maxSeconds: number;
  readonly maxOutputBytes: number;
}

/** A limit it passed, or why it never was. */
export interface Breach {
  readonly code: ErrorCode;
  readonly verdict: Verdict;
  readonly message: string;
}

export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly breach: Breach | null;
  /** Last lines of its standard error. */
  readonly lastWords: string;
}

export interface ProgramHooks {
  readonly clock: Clock;
  /** It wrote something since the last call. */
  readonly onProgress: () => void;
  /** A line of its standard error. */
  readonly onNote: (line: string) => void;
  /** Aborted when the worker must leave: the program is ended in the same moment. */
  readonly signal: AbortSignal;
}

export interface ProgramProcess {
  /** Its standard output; whoever reads it slowly slows the program down. */
  readonly output: AsyncIterable<Buffer>;
  /** Resolves when it and whatever it started are gone. */
  readonly ended: Promise<ProgramEnd>;
  /** Asks it to end, and ends it when it does not listen. */
  stop(): void;
}

const WATCH_MS = 1000;
/** Time to close a browser or a file after SIGTERM. */
const LEAVE_MS = 5000;
const LAST_WORDS = 8192;
const LONGEST_NOTE = 65_536;

export function startProgram(order: ProgramOrder, hooks: ProgramHooks): ProgramProcess {
  return new RunningProgram(order, hooks);
}

class RunningProgram implements ProgramProcess {
  readonly ended: Promise<ProgramEnd>;
  readonly #order: ProgramOrder;
  readonly #hooks: ProgramHooks;
  readonly #child: ChildProcess;
  readonly #over = new AbortController();
  readonly #startedAt: number;
  #breach: Breach | null = null;
  #bytes = 0;
  #fileBytes = 0;
  #grown = false;
  #stopping = false;
  #lastWords = '';

  constructor(order: ProgramOrder, hooks: ProgramHooks) {
    this.#order = order;
    this.#hooks = hooks;
    this.#startedAt = hooks.clock.monotonic();
    const [program = '', ...args] = order.command;
    this.#child = spawn(program, args, {
      cwd: order.folder,
      env: { ...order.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      shell: false,
    });
    this.ended = this.#untilEnd();
    // A program that never reads its input closes it: the write that meets it must not throw on its own.
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stdin?.end(order.input);
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#note(chunk.toString('utf8')));
    void this.#watch();
  }

  get output(): AsyncIterable<Buffer> {
    return this.#measured(this.#child.stdout);
  }

  stop(): void {
    if (this.#stopping || this.#over.signal.aborted) return;
    this.#stopping = true;
    this.#signalGroup('SIGTERM');
    void this.#hooks.clock.sleep(LEAVE_MS, this.#over.signal).then(() => {
      if (!this.#over.signal.aborted) this.#end();
    });
    // Nobody reads on: a program that is busy writing would wait for us for ever.
    this.#child.stdout?.resume();
  }

  async *#measured(stdout: Readable | null): AsyncGenerator<Buffer> {
    if (stdout === null) return;
    for await (const chunk of stdout) {
      if (this.#stopping) continue;
      this.#grown = true;
      this.#bytes += (chunk as Buffer).length;
      if (this.#bytes > this.#order.maxOutputBytes) this.#tooMuch(this.#bytes);
      else yield chunk as Buffer;
    }
  }

  #note(text: string): void {
    this.#grown = true;
    this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
    this.#pendingNote += text;
    const lines = this.#pendingNote.split('\n');
    this.#pendingNote = (lines.pop() ?? '').slice(-LONGEST_NOTE);
    for (const line of lines) this.#hooks.onNote(line);
  }

  #pendingNote = '';

  #untilEnd(): Promise<ProgramEnd> {
    const onAbort = (): void => this.#end();
    this.#hooks.signal.addEventListener('abort', onAbort, { once: true });
    return new Promise((resolve) => {
      const finish = (code: number | null, signal: string | null): void => {
        this.#over.abort();
        this.#hooks.signal.removeEventListener('abort', onAbort);
        if (this.#pendingNote !== '') this.#hooks.onNote(this.#pendingNote);
        resolve({ code, signal, breach: this.#breach, lastWords: this.#lastWords.trim() });
      };
      this.#child.once('error', (error) => {
        const program = this.#order.command.join(' ');
        this.#breach ??= {
          code: 'E_PROGRAM_START',
          verdict: 'invalid',
          message: `the program \`${program}\` cannot be started in ${this.#order.folder}: ${error.message}`,
        };
        finish(null, null);
      });
      // Children that outlive it hold its output open: they go first, then the output ends.
      this.#child.once('exit', () => endRest());
      this.#child.once('close', (code, signal) => finish(code, signal));
    });
  }

  /** Progress told, time and size of the file held to their limits, as long as it runs. */
  async #watch(): Promise<void> {
    const { clock, onProgress } = this.#hooks;
    while (!this.#over.signal.aborted) {
      await clock.sleep(WATCH_MS, this.#over.signal);
      if (this.#over.signal.aborted) return;
      this.#lookAtFile();
      if (this.#grown) onProgress();
      this.#grown = false;
      const seconds = Math.round((clock.monotonic() - this.#startedAt) / 1000);
      if (seconds > this.#order.maxSeconds)
        this.#fail({
          code: 'E_PROGRAM_LIMIT',
          verdict: 'timeout',
          message: `the program ran for ${seconds} s, longer than the ${this.#order.maxSeconds} s it may`,
        });
    }
  }

  #lookAtFile(): void {
    const { outputFile, maxOutputBytes } = this.#order;
    if (outputFile === null) return;
    const bytes = statSync(outputFile, { throwIfNoEntry: false })?.size ?? 0;
    this.#grown ||= bytes !== this.#fileBytes;
    this.#fileBytes = bytes;
    if (bytes > maxOutputBytes) this.#tooMuch(bytes);
  }

  #tooMuch(bytes: number): void {
    const most = this.#order.maxOutputBytes;
    const message = `the program wrote ${bytes} bytes, more than the ${most} it may (security.system_limits.max_file_size_mb)`;
    this.#fail({ code: 'E_PROGRAM_LIMIT', verdict: 'resources', message });
  }

  #fail(breach: Breach): void {
    this.#breach ??= breach;
    this.stop();
  }

  #end(): void {
    if (this.#child.pid !== undefined) endTree(this.#child.pid);
    endRest();
  }

  #signalGroup(signal: NodeJS.Signals): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
    } catch {
      // It ended by itself in this moment.
    }
  }
}

/** Whatever the program started, in whatever group; only the worker itself keeps the mark. */
function endRest(): void {
  const mark = process.env[RUN_MARK];
  if (mark !== undefined && mark !== '') endMarked(mark);
}
