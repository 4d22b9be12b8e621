/** The disk that fails on command (faulty-disk.c), as the tests use it: built when needed, told what to do, asked what it saw. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Calls that change files, as faulty-disk.c counts them; `write` is pwrite64 too, `sync` both fsync and fdatasync. */
export const KINDS = ['open', 'write', 'sync', 'rename', 'unlink', 'truncate', 'mkdir'] as const;
export type Kind = (typeof KINDS)[number];

/** What a full disk refuses: it still lets files be removed and cut short. */
export const NEEDS_SPACE: readonly Kind[] = ['open', 'write', 'sync', 'rename', 'mkdir'];

/**
 * `kill`: SIGKILL instead of the call; `torn`: a write does its first half before. `copy`: the first root is copied as it
 * is just before the call, as a crash at that moment would leave it. Otherwise the error the call is answered with.
 */
export type Action = 'kill' | 'torn' | 'copy' | 'ENOSPC' | 'EIO' | 'EDQUOT';

export interface Failure {
  readonly action: Action;
  /** Number of the first call it happens to, from 1. */
  readonly first: number;
  /** It happens to all from that one on, until `heal`; to that call alone by default. */
  readonly stays?: boolean;
  /** Only these are counted; all by default. */
  readonly kinds?: readonly Kind[];
}

export interface Call {
  readonly kind: Kind;
  readonly path: string;
}

export interface FaultyDisk {
  /** Variables for the program whose disk it is to be. */
  readonly environment: Readonly<Record<string, string>>;
  /** Starts a new count, and forgets the calls and copies of the one before. null = nothing happens. */
  plan(failure: Failure | null): void;
  /** Nothing happens any more; the count goes on. */
  heal(): void;
  seen(): number;
  /** Calls that were answered with an error. */
  failed(): number;
  /** Every call since the last `plan`, in order. */
  calls(): readonly Call[];
  /** The folder as it was before each call, in order; the next `plan` does not remove them any more. */
  takeCopies(): readonly string[];
}

const ACTIONS: Readonly<Record<Action, number>> = {
  kill: -1,
  torn: -2,
  copy: -3,
  ENOSPC: constants.errno.ENOSPC,
  EIO: constants.errno.EIO,
  EDQUOT: constants.errno.EDQUOT,
};
const WORDS = 6;
const ALL_KINDS = (1 << KINDS.length) - 1;

/** False, or why there can be no such disk here: for `skip`, so that nothing passes as proved that was not. */
export function noFaultyDisk(): string | false {
  if (process.platform !== 'linux') return 'NOT PROVED HERE: a disk that fails on command needs Linux';
  if (spawnSync('cc', ['--version']).status === 0) return false;
  return 'NOT PROVED HERE: there is no C compiler (`cc`) to build test/crash/faulty-disk.c with';
}

let built: string | null = null;

function library(): string {
  if (built !== null) return built;
  const folder = mkdtempSync(join(tmpdir(), 'faulty-disk-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'faulty-disk.so');
  const source = join(import.meta.dirname, 'faulty-disk.c');
  execFileSync('cc', ['-O1', '-Wall', '-Werror', '-shared', '-fPIC', '-pthread', '-o', file, source, '-ldl']);
  built = file;
  return file;
}

/** @param roots real paths of the folders whose calls count; the first one is what `copy` copies. */
export function faultyDisk(t: TestContext, roots: readonly string[]): FaultyDisk {
  const folder = mkdtempSync(join(tmpdir(), 'faulty-disk-'));
  const [control, log, copies] = [join(folder, 'control'), join(folder, 'calls'), join(folder, 'copies')];
  const handle = openSync(control, 'w+');
  t.after(() => {
    closeSync(handle);
    rmSync(folder, { recursive: true, force: true });
  });
  const read = (): Int32Array => {
    const words = new Int32Array(WORDS);
    readSync(handle, new Uint8Array(words.buffer), 0, words.byteLength, 0);
    return words;
  };
  const write = (...words: readonly number[]): void => {
    writeSync(handle, new Uint8Array(Int32Array.from(words).buffer), 0, words.length * 4, 0);
  };
  const disk: FaultyDisk = {
    environment: {
      LD_PRELOAD: library(),
      FAULTY_ROOTS: roots.join(':'),
      FAULTY_CONTROL: control,
      FAULTY_LOG: log,
      FAULTY_COPIES: copies,
    },
    plan: (failure) => {
      // Emptied, not removed: the program has it open.
      closeSync(openSync(log, 'w'));
      rmSync(copies, { recursive: true, force: true });
      mkdirSync(copies);
      const { action, first, stays = false, kinds } = failure ?? { action: 'kill', first: 0 };
      write(first, stays ? 0 : first, ACTIONS[action], kinds === undefined ? ALL_KINDS : maskOf(kinds), 0, 0);
    },
    heal: () => {
      write(0);
    },
    seen: () => read()[4] ?? 0,
    failed: () => read()[5] ?? 0,
    calls: () => readFileSync(log, 'utf8').split('\n').slice(0, -1).map(callOf),
    takeCopies: () => {
      const taken = mkdtempSync(join(folder, 'taken-'));
      const names = readdirSync(copies).sort((a, b) => Number(a) - Number(b));
      for (const name of names) renameSync(join(copies, name), join(taken, name));
      return names.map((name) => join(taken, name));
    },
  };
  disk.plan(null);
  return disk;
}

function maskOf(kinds: readonly Kind[]): number {
  return kinds.reduce((mask, kind) => mask | (1 << KINDS.indexOf(kind)), 0);
}

function callOf(line: string): Call {
  const space = line.indexOf(' ');
  return { kind: line.slice(0, space) as Kind, path: line.slice(space + 1) };
}
