/** Processes as the kernel tells of them (proc(5)): whose children live, and a kill that spares nobody. */
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface Stat {
  readonly state: string;
  readonly parent: number;
  readonly startTicks: string;
}

/** @param of a process, or of one of its threads: `17/task/18` */
function statOf(of: number | string): Stat | null {
  try {
    const stat = readFileSync(`/proc/${of}/stat`, 'utf8');
    // The name in parentheses may hold spaces: fields are counted after its end.
    const [state = '', parent = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent), startTicks: rest[17] ?? '' };
  } catch {
    return null;
  }
}

/** A process that cannot be taken for a later one of the same number. */
export interface Process {
  readonly pid: number;
  readonly startTicks: string;
}

export function childrenOf(pid: number): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = statOf(Number(name));
      return stat?.parent === pid ? [{ pid: Number(name), startTicks: stat.startTicks }] : [];
    });
}

/** @throws when there is no such process. */
export function processOf(pid: number): Process {
  const stat = statOf(pid);
  if (stat === null) throw new Error(`there is no process ${pid}`);
  return { pid, startTicks: stat.startTicks };
}

/** Dead, or dead and not yet buried by its parent. */
export function isGone({ pid, startTicks }: Process): boolean {
  const stat = statOf(pid);
  return stat === null || stat.startTicks !== startTicks || stat.state === 'Z';
}

/** With all its threads: one that waits for the disk stops when that has answered. */
export function isStopped({ pid }: Pick<Process, 'pid'>): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).every((thread) => statOf(`${pid}/task/${thread}`)?.state === 'T');
  } catch {
    return false;
  }
}

/** To the whole group; a group that is gone is what was wanted. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone by itself in the meantime.
  }
}

export function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the command did not start');
  return child.pid;
}
