/**
 * One worker process: its own process group, a pipe for messages on fd 3, no stdin, an environment of a few named
 * variables, and its last words kept when it dies.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Duplex, Readable } from 'node:stream';
import { openChannel } from '../frames.ts';
import type { CheckedDefinition } from '../../extraction/contract.ts';
import type { FromWorker, ToWorker } from '../protocol.ts';
import { endMarked, endTree, RUN_MARK } from '../process-tree.ts';
import { readFromWorker } from './read-message.ts';

export interface WorkerCommand {
  /** Program that runs the worker, usually this Node. */
  readonly program: string;
  /** Its arguments: flags, then the entry file. */
  readonly args: readonly string[];
  /** Flags that hold it to its rights, before the arguments (T33). */
  readonly sandbox?: (rights: WorkerRights) => readonly string[];
}

/** What a worker may do besides reading files and asking the network. */
export interface WorkerRights {
  /** The one folder it may write to. */
  readonly staging: string;
  /** Whether it may start a program: a browser, a site's own scraper. */
  readonly mayStartPrograms: boolean;
  /** Instance and worker, for its environment and that of whatever it starts. */
  readonly mark: string;
}

export interface WorkerExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** Last lines of its stdout and stderr: what it said before it died. */
  readonly lastWords: string;
}

export interface WorkerProcess {
  readonly pid: number;
  /** The folder it writes to. */
  readonly staging: string;
  send(message: ToWorker): void;
  /** Gives it a site's definition, unless it has it. */
  define(hash: string, definition: CheckedDefinition): void;
  /** Takes the messages from now on; one listener at a time. */
  listen(listener: (message: FromWorker) => void, breach: (fault: unknown) => void): void;
  readonly exited: Promise<WorkerExit>;
  /** Killed, asked to leave, or gone: it takes no further task. */
  readonly isLeaving: boolean;
  /** SIGKILL to its whole process group and whatever it started: a browser goes too. */
  kill(): void;
  /** Asks it to leave by closing the pipe. */
  close(): void;
}

/** Of our environment a worker gets only these: no token, no password, no proxy secret (T33). */
const ENVIRONMENT = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'NODE_COMPILE_CACHE',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];
/**
 * The C library's memory: one heap for all threads (15 MB a worker less; they hardly ever allocate at once), and large
 * blocks given back when they are freed, instead of a threshold that grows with every page.
 */
const C_MEMORY = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' };
const LAST_WORDS_BYTES = 8192;

export function startWorkerProcess(command: WorkerCommand, rights: WorkerRights): WorkerProcess {
  const child = spawn(command.program, [...(command.sandbox?.(rights) ?? []), ...command.args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: environmentOf(rights),
    detached: true,
  });
  const words = keepLastWords(child);
  let listener: (message: FromWorker) => void = () => undefined;
  let breach: (fault: unknown) => void = () => undefined;
  let leaving = false;
  const defined = new Set<string>();
  const leave = (): void => void (leaving = true);
  child.once('exit', leave);
  child.once('error', leave);
  // Without a free file descriptor or process there are no pipes either; `error` tells so in a moment (F10).
  const pipe = (child.stdio as ChildProcess['stdio'] | undefined)?.[3] as Duplex | null | undefined;
  if (pipe == null) return unstarted(child);
  letTheKernelChoose(child.pid);
  const channel = openChannel(
    pipe,
    (message) => {
      listener(readFromWorker(message));
    },
    (fault) => {
      breach(fault);
    },
  );
  return {
    pid: child.pid ?? -1,
    staging: rights.staging,
    send: (message) => {
      channel.send(message);
    },
    define: (hash, definition) => {
      if (defined.has(hash)) return;
      defined.add(hash);
      channel.send({ type: 'define', hash, definition });
    },
    listen: (onMessage, onBreach) => {
      listener = onMessage;
      breach = onBreach;
    },
    exited: exitOf(child, words).then((exit) => {
      // Whatever it started does not outlive it, however it ended.
      if (rights.mayStartPrograms) endMarked(rights.mark);
      return exit;
    }),
    get isLeaving() {
      return leaving;
    },
    kill: () => {
      leave();
      killGroup(child);
      if (rights.mayStartPrograms) endMarked(rights.mark);
    },
    close: () => {
      leave();
      pipe.end();
    },
  };
}

function environmentOf({ staging, mark }: WorkerRights): NodeJS.ProcessEnv {
  const passed = ENVIRONMENT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  // Its temporary files, and those of what it starts, go where it may write.
  return { ...Object.fromEntries(passed), ...C_MEMORY, TMPDIR: staging, [RUN_MARK]: mark };
}

/** A worker that never was: it is gone already, and says why. */
function unstarted(child: ChildProcess): WorkerProcess {
  const nothing = (): void => undefined;
  return {
    pid: -1,
    staging: '',
    send: nothing,
    define: nothing,
    listen: nothing,
    exited: exitOf(child, () => ''),
    isLeaving: true,
    kill: nothing,
    close: nothing,
  };
}

/** When the machine is out of memory the kernel takes a worker, never the orchestrator (F11); no right is needed for that. */
const MORE_DISPENSABLE = '500';

function letTheKernelChoose(pid: number | undefined): void {
  try {
    if (pid !== undefined) writeFileSync(`/proc/${pid}/oom_score_adj`, MORE_DISPENSABLE);
  } catch {
    // Gone already, or a kernel without it: it works without a preference.
  }
}

function exitOf(child: ChildProcess, words: () => string): Promise<WorkerExit> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ code: null, signal: null, lastWords: error.message });
    });
    // 'close' comes after the output was read to its end, so that the last words are whole.
    child.once('close', (code, signal) => {
      resolve({ code, signal, lastWords: words() });
    });
  });
}

function keepLastWords(child: ChildProcess): () => string {
  let kept = '';
  const keep = (stream: Readable | null): void => {
    stream?.on('data', (chunk: Buffer) => {
      kept = (kept + chunk.toString('utf8')).slice(-LAST_WORDS_BYTES);
    });
  };
  keep(child.stdout);
  keep(child.stderr);
  return () => kept.trim();
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  endTree(child.pid);
}
