/** CPU time and memory of a process with all its descendants, as the kernel counts them (proc(5)). */
import { readFileSync, readdirSync } from 'node:fs';

/** USER_HZ: fixed at 100 in Linux's interface to programs, whatever the kernel's own tick. */
const TICK_MS = 10;
const PARENT = 1;
const OWN_CPU = [11, 12] as const;
/** Of children that ended and were waited for, with all of theirs. */
const CHILDREN_CPU = [13, 14] as const;

/** Fields of /proc/PID/stat after the name, which may hold spaces; null once the process is gone. */
function statOf(pid: number | 'self'): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

const ticks = (stat: readonly string[] | null, fields: readonly number[]): number =>
  fields.reduce((sum, field) => sum + Number(stat?.[field] ?? 0), 0);

/** The process and its living descendants. */
export function processTree(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = Number(statOf(Number(entry))?.[PARENT] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const tree = [root];
  // The list grows while it is walked.
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** User and system CPU of a process, its living descendants and those that ended, ms (in steps of 10). */
export function treeCpuMs(root: number): number {
  return processTree(root).reduce((sum, pid) => sum + ticks(statOf(pid), [...OWN_CPU, ...CHILDREN_CPU]) * TICK_MS, 0);
}

/** CPU of all our children that have ended, ms: the difference around a child's life is all that it and its own cost. */
export function endedChildrenCpuMs(): number {
  return ticks(statOf('self'), CHILDREN_CPU) * TICK_MS;
}

/** Proportional set size, MB (10⁶ bytes): shared pages are counted once over all that share them. */
export function pssMb(pid: number): number {
  return sizeMb(pid, /^Pss:\s+(\d+) kB/m);
}

/** Resident set size, MB (10⁶ bytes): shared pages count whole. */
export function rssMb(pid: number): number {
  return sizeMb(pid, /^Rss:\s+(\d+) kB/m);
}

function sizeMb(pid: number, line: RegExp): number {
  try {
    const found = line.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return (Number(found?.[1] ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
}

/** User and system CPU of this process with its threads, ms. */
export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return Math.round((user + system) / 1000);
}
