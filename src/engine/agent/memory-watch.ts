/** How much memory a worker holds, as the kernel counts it (proc(5)), with whatever it started: a browser, a program. */
import { readFileSync } from 'node:fs';
import type { Clock } from '../../core/clock.ts';
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
  return memoryShares(pids);
}

/**
 * Bytes of several processes together: of what they share (the program itself, above all) each counts its part only. Dearer
 * than their plain sizes: the kernel walks through their pages.
 */
export function memoryShares(pids: readonly number[]): number {
  return sum(pids, (pid) => kilobytes(`/proc/${pid}/smaps_rollup`, 'Pss') || kilobytes(`/proc/${pid}/status`, 'VmRSS'));
}

/** Processes killed by the kernel for lack of memory since the machine started; null when it does not say. */
export function kernelOomKills(): number | null {
  const match = /^oom_kill (\d+)$/m.exec(read('/proc/vmstat'));
  return match === null ? null : Number(match[1]);
}

/** The kernel's counters are long files: a look at them serves every task that starts within so long. */
const LOOK_MS = 1000;
const looks = new WeakMap<Clock, { readonly at: number; readonly kills: number | null }>();

/** The same as it was a moment ago, to compare with later: looked up at most once a second. */
export function recentKernelOomKills(clock: Clock): number | null {
  const now = clock.monotonic();
  const before = looks.get(clock);
  if (before !== undefined && now - before.at < LOOK_MS) return before.kills;
  const look = { at: now, kills: kernelOomKills() };
  looks.set(clock, look);
  return look.kills;
}

/** Weighs a process at most once a second: tells whether it holds more than `limitBytes` by what it knows then. */
export class Scales {
  readonly #clock: Clock;
  readonly #limitBytes: number;
  #pid = 0;
  #weighedAt = 0;

  constructor(clock: Clock, limitBytes: number) {
    this.#clock = clock;
    this.#limitBytes = limitBytes;
  }

  isTooLarge(pid: number): boolean {
    const now = this.#clock.monotonic();
    if (pid === this.#pid && now - this.#weighedAt < LOOK_MS) return false;
    this.#pid = pid;
    this.#weighedAt = now;
    return memoryOfTree(pid, this.#limitBytes) > this.#limitBytes;
  }
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
