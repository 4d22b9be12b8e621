/** Who runs: enough to tell after any crash whether a process is still the one that was recorded (D14, D31). */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Instance } from '../core/lease.ts';

const FIELD_START_TICKS = 19;

/** Kernel's start time of a process in clock ticks since boot (proc(5), stat field 22); empty when there is none such. */
export function startTicksOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces: fields are counted after its end.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[FIELD_START_TICKS] ?? '';
  } catch {
    return '';
  }
}

export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

export function thisInstance(startedAt: number): Instance {
  return {
    id: randomBytes(8).toString('hex'),
    pid: process.pid,
    startTicks: startTicksOf(process.pid),
    bootId: bootId(),
    startedAt,
  };
}
