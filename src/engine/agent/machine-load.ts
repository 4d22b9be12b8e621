/** Looks at the machine through /proc and the control group: what slot-count.ts decides by. */
import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import type { Clock } from '../../core/clock.ts';
import { processTree } from '../process-tree.ts';
import { memoryShares, processorTicks } from './memory-watch.ts';
import type { MachineLoad } from './slot-count.ts';

/** Clock ticks a second in /proc: fixed in Linux's interface (USER_HZ). */
const TICKS_A_SECOND = 100;

/** Each look tells the processor time since the one before; the first one tells none. */
export function createMachineLook(clock: Clock): (workers: readonly number[]) => MachineLoad {
  let before: { readonly at: number; readonly ticks: ReadonlyMap<number, number> } | null = null;
  return (workers) => {
    const at = clock.monotonic();
    const ticks = new Map([process.pid, ...workers].map((pid) => [pid, processorTicks(pid)]));
    const used = before === null ? 0 : ticksSince(before.ticks, ticks) / TICKS_A_SECOND;
    const seconds = before === null ? 1 : Math.max(0.1, (at - before.at) / 1000);
    before = { at, ticks };
    const group = groupMemory();
    const ofWorkers = new Set(workers.flatMap(processTree));
    const own = processTree(process.pid).filter((pid) => !ofWorkers.has(pid));
    return {
      totalBytes: Math.min(totalmem(), group?.most ?? Infinity),
      availableBytes: Math.min(availableBytes(), group === null ? Infinity : group.most - group.used),
      ownBytes: memoryShares(own),
      workersBytes: memoryShares([...ofWorkers]),
      processorPercent: Math.min(100, (100 * used) / seconds / availableParallelism()),
      processorPressure: pressure('cpu'),
      memoryPressure: pressure('memory'),
    };
  };
}

function ticksSince(before: ReadonlyMap<number, number>, now: ReadonlyMap<number, number>): number {
  return [...now].reduce((sum, [pid, ticks]) => sum + Math.max(0, ticks - (before.get(pid) ?? ticks)), 0);
}

function availableBytes(): number {
  const match = /^MemAvailable:\s+(\d+) kB$/m.exec(read('/proc/meminfo'));
  return match === null ? Infinity : Number(match[1]) * 1024;
}

/** Limit and use of our control group (v2); null when there is none. Page cache of the group counts as free. */
function groupMemory(): { readonly most: number; readonly used: number } | null {
  const path = /^0::(.+)$/m.exec(read('/proc/self/cgroup'))?.[1];
  if (path === undefined) return null;
  const folder = `/sys/fs/cgroup${path === '/' ? '' : path}`;
  const most = Number(read(`${folder}/memory.max`).trim() || Number.NaN);
  if (!Number.isFinite(most)) return null;
  const cached = Number(/^inactive_file (\d+)$/m.exec(read(`${folder}/memory.stat`))?.[1] ?? 0);
  return { most, used: Number(read(`${folder}/memory.current`)) - cached };
}

function pressure(what: 'cpu' | 'memory'): number | null {
  const match = /^some avg10=[\d.]+ avg60=([\d.]+)/m.exec(read(`/proc/pressure/${what}`));
  return match === null ? null : Number(match[1]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not every kernel and container has every file: what cannot be read limits nothing.
    return '';
  }
}
