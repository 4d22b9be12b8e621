/**
 * Kills a child at its Nth system call that changes names or makes something durable, for N = 1, 2, 3 … until it lives to
 * its end (strace injection). SCRAPING_KILLS=all takes every N; by default a few are drawn evenly.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./killed-child.ts', import.meta.url));
const CALLS = 'rename,link,unlink,fsync,fdatasync,ftruncate,mkdir,rmdir';
const FEW = 4;

/** With one thread for files the calls come in one order, and strace, which counts by thread, always counts the same. */
const ONE_THREAD = { ...process.env, UV_THREADPOOL_SIZE: '1' };

export type Killable = 'backup' | 'restore' | 'start';

export function hasStrace(): boolean {
  return spawnSync('strace', ['-V']).status === 0;
}

/** True when it came to its end. */
export function runKilledAt(call: number, what: Killable, folder: string): boolean {
  const traced = [
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-e',
    `trace=${CALLS}`,
    '-e',
    `inject=${CALLS}:signal=SIGKILL:when=${call}`,
  ];
  return run('strace', [...traced, ...node(what, folder)]);
}

export function runUndisturbed(what: Killable, folder: string): boolean {
  const [program = '', ...args] = node(what, folder);
  return run(program, args);
}

function node(what: Killable, folder: string): readonly string[] {
  return [process.execPath, '--disable-warning=ExperimentalWarning', CHILD, what, folder];
}

function run(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { encoding: 'utf8', env: ONE_THREAD }).stdout.includes('done');
}

/** How many such calls there are in one run: threads have calls of their own, so each counts up to the busiest one's. */
export function countCalls(what: Killable, folder: string): number {
  const trace = join(folder, 'trace.txt');
  const traced = ['-f', '-qq', '-o', trace, '-e', `trace=${CALLS}`, '-e', 'signal=none'];
  spawnSync('strace', [...traced, ...node(what, folder)], { env: ONE_THREAD });
  const byThread = new Map<string, number>();
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    const thread = /^(\d+) +\w+\(/.exec(line)?.[1];
    if (thread !== undefined) byThread.set(thread, (byThread.get(thread) ?? 0) + 1);
  }
  return Math.max(0, ...byThread.values());
}

/** The calls at which to kill. */
export function killPoints(count: number): readonly number[] {
  const all = Array.from({ length: count }, (_, index) => index + 1);
  if (process.env['SCRAPING_KILLS'] === 'all' || count <= FEW) return all;
  return Array.from({ length: FEW }, (_, index) => Math.round(1 + (index * (count - 1)) / (FEW - 1)));
}

/** What is renamed and synced below a folder, in its order: `rename objects/ab/….gz`, `fsync objects/ab`. */
export function durabilityCalls(what: Killable, folder: string, below: string): readonly string[] {
  const trace = join(folder, 'trace.txt');
  const traced = ['-f', '-qq', '-y', '-s', '4096', '-o', trace, '-e', 'trace=rename,fsync', '-e', 'signal=none'];
  spawnSync('strace', [...traced, ...node(what, folder)], { env: ONE_THREAD });
  return readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, renamed, synced] = /(?:rename\(.*, "(.*)"|fsync\(\d+<(.*?)>)/.exec(line) ?? [];
      const path = renamed ?? synced;
      if (path !== below && path?.startsWith(`${below}/`) !== true) return [];
      return [`${renamed === undefined ? 'fsync' : 'rename'} ${path.slice(below.length + 1)}`];
    });
}

/** Every opening of files whose path contains `part`, as strace writes it. */
export function openings(what: Killable, folder: string, part: string): readonly string[] {
  const trace = join(folder, 'trace.txt');
  spawnSync('strace', [
    '-f',
    '-qq',
    '-o',
    trace,
    '-e',
    'trace=open,openat',
    '-e',
    'signal=none',
    ...node(what, folder),
  ]);
  return readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => line.includes(part));
}
