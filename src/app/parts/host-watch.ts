/**
 * How long each host's circuit has been open in the running batch (D1). The governor counts from the beginning of time;
 * the store keeps the count of the batch, so that it survives a restart.
 */
import type { Clock } from '../../core/clock.ts';
import type { HostMemory } from '../../fetching/contract.ts';

export interface HostWatch {
  /** What the governor knows now; returns what the store is to keep. */
  changed(memory: HostMemory): HostMemory;
  /** Counts from here on; returns what the store is to keep of each host. */
  beginBatch(): readonly HostMemory[];
  /** So long was it open in this batch, ms, up to now; 0 when it has recovered. */
  openMs(host: string): number;
}

/** @param remembered as the store kept it: the governor starts with the same figures */
export function createHostWatch(remembered: readonly HostMemory[], clock: Clock): HostWatch {
  const known = new Map(remembered.map((memory) => [memory.host, memory]));
  /** The governor's count at the beginning of the batch, ms. */
  const before = new Map<string, number>();
  const sinceBegin = (memory: HostMemory): HostMemory => ({
    ...memory,
    circuitOpenedMs: memory.circuitOpenedMs - (before.get(memory.host) ?? 0),
  });
  return {
    changed: (memory) => {
      known.set(memory.host, memory);
      return sinceBegin(memory);
    },
    beginBatch: () => {
      for (const memory of known.values()) before.set(memory.host, memory.circuitOpenedMs);
      return [...known.values()].map(sinceBegin);
    },
    openMs: (host) => {
      const memory = known.get(host);
      // Openings are forgotten with a lasting recovery: until then every cool-down counts, but not what is left of it.
      if (memory === undefined || memory.failures === 0) return 0;
      const left = Math.max(0, (memory.circuitOpenUntil ?? 0) - clock.now());
      return Math.max(0, sinceBegin(memory).circuitOpenedMs - left);
    },
  };
}
