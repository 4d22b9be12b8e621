/**
 * Ending whatever a worker or a program started, wherever it went: a browser makes process groups of its own, and a
 * child whose parent died belongs to process 1. The mark in the environment, which children inherit, finds those, too.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** Names the instance and the worker that started a process; every child has it (D31). */
export const RUN_MARK = 'SCRAPING_RUN_MARK';

/** A process that forks as it is ended gets away from one sweep, hardly from the second, never from all of them. */
const SWEEPS = 10;

/** Process ids of a process and its living descendants, as the kernel has them now (proc(5)). */
export function processTree(pid: number): readonly number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim();
  if (children === '') return [pid];
  return [pid, ...children.split(' ').flatMap((child) => processTree(Number(child)))];
}

/** SIGKILL to a process's group and to all its descendants, in whatever group. */
export function endTree(pid: number): void {
  const tree = processTree(pid);
  kill(-pid);
  for (const one of tree) kill(one);
}

/**
 * SIGKILL to every process of this user whose environment has the mark, or a mark that begins with it; returns how
 * many were met.
 */
export function endMarked(mark: string): number {
  const ended = new Set<number>();
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const found = marked(mark).filter((pid) => !isDead(pid));
    if (found.length === 0) break;
    for (const pid of found) {
      ended.add(pid);
      endTree(pid);
    }
  }
  return ended.size;
}

function marked(mark: string): readonly number[] {
  const own = process.pid;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== own)
    .map(Number)
    .filter((pid) => `\0${read(`/proc/${pid}/environ`)}`.includes(`\0${RUN_MARK}=${mark}`));
}

/** A killed process stays as an entry until its parent looks: it does nothing any more. */
function isDead(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  // The name in parentheses may hold spaces: fields are counted after its end.
  return stat === '' || /^[ZX]$/.test(stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3));
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already: that is what was wanted.
  }
}

/** Empty when there is no such process (any more), or it is another user's. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
