/** How a service stands, from outside of it: who holds the data directory, and what its status file says. */
import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '../../config/contract.ts';
import { VERSION } from '../../core/version.ts';
import type { LiveView } from '../../monitoring/sources.ts';

type Noted = Readonly<Record<string, unknown>>;

const OFF: LiveView = {
  service: { state: 'off', version: VERSION, pid: null, startedAt: null, troubles: [], slots: null },
  pagesPerMinute: [],
  cpuShare: null,
  ownMemoryBytes: null,
  startMs: null,
};

export async function liveFromFiles(config: Config): Promise<LiveView> {
  const holder = await holderOf(dirname(config.database.path));
  if (holder === null) return OFF;
  const noted = await readNoted(config.monitoring.status_file);
  // A batch in the foreground holds the directory, and writes no status file: what lies there is older.
  if (noted?.['pid'] !== holder.pid)
    return {
      ...OFF,
      service: { ...OFF.service, state: 'working', pid: holder.pid, startedAt: instantIn(holder.since) },
    };
  return {
    service: {
      state: stateOf(noted),
      version: textIn(noted['version']) ?? VERSION,
      pid: holder.pid,
      startedAt: instantIn(noted['startedAt']),
      troubles: listIn(noted['degraded']).filter((one) => typeof one === 'string'),
      slots: slotsIn(noted['slots']),
    },
    pagesPerMinute: listIn(noted['pagesPerMinute']).filter((one) => typeof one === 'number'),
    cpuShare: numberIn(noted['cpuShare']),
    ownMemoryBytes: numberIn(noted['ownMemoryBytes']),
    startMs: numberIn(noted['startMs']),
  };
}

/** The process that holds the lock; a hint is enough here. null = nobody does. */
async function holderOf(directory: string): Promise<{ readonly pid: number; readonly since: unknown } | null> {
  const noted = await readNoted(join(directory, 'instance.json'));
  const pid = numberIn(noted?.['pid']);
  return pid !== null && isAlive(pid) ? { pid, since: noted?.['since'] } : null;
}

function isAlive(pid: number): boolean {
  try {
    // A zombie has ended, and holds nothing.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** Missing, half written or of another program: nothing is known then. */
async function readNoted(file: string): Promise<Noted | null> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Noted) : null;
  } catch {
    return null;
  }
}

function stateOf(noted: Noted): LiveView['service']['state'] {
  const [stage, state] = [noted['stage'], noted['state']];
  if (stage === 'starting' || stage === 'stopping') return stage;
  if (stage === 'stopped') return 'off';
  return state === 'degraded' || state === 'working' ? state : 'idle';
}

function slotsIn(value: unknown): LiveView['service']['slots'] {
  if (typeof value !== 'object' || value === null) return null;
  const { now, configured, reason } = value as Noted;
  const count = numberIn(now);
  return count === null ? null : { now: count, configured: numberIn(configured) ?? count, reason: textIn(reason) };
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberIn = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function instantIn(value: unknown): string | null {
  const epochMs = Date.parse(textIn(value) ?? '');
  return Number.isNaN(epochMs) ? null : new Date(epochMs).toISOString();
}
