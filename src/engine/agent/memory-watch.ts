/** How much memory a worker holds, as the kernel counts it (proc(5)), with whatever it started: a browser, a program. */
import { readFileSync } from 'node:fs';
import { processTree } from '../process-tree.ts';

const KB = 1024;

/**
 * Bytes of real memory of a process and its descendants; 0 when it is gone. Several processes share pages (a browser's
 * libraries), so when their plain sum passes `limitBytes` each is asked for its proportional share instead (PSS).
 */
export function memoryOfTree(pid: number, limitBytes: number): number {
  const pids = processTree(pid);
  const resident = sum(pids, (one) => kilobytes(`/proc/${one}/status`, 'VmRSS'));
  if (pids.length === 1 || resident <= limitBytes) return resident;
  return sum(pids, (one) => kilobytes(`/proc/${one}/smaps_rollup`, 'Pss'));
}

/** Processes killed by the kernel for lack of memory since the machine started; null when it does not say. */
export function kernelOomKills(): number | null {
  const match = /^oom_kill (\d+)$/m.exec(read('/proc/vmstat'));
  return match === null ? null : Number(match[1]);
}

/** Processor time of a process so far, in clock ticks (100 a second on Linux); its dead children's included. */
export function processorTicks(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  // The name in parentheses may hold spaces: fields are counted after its end (utime is field 14 of the line).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((ticks, field) => ticks + (Number(field) || 0), 0);
}

function kilobytes(file: string, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(read(file));
  return match === null ? 0 : Number(match[1]) * KB;
}

function sum(pids: readonly number[], bytes: (pid: number) => number): number {
  return pids.reduce((total, pid) => total + bytes(pid), 0);
}

/** Empty when there is no such process (any more), or the kernel does not have the file. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
