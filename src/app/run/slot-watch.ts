/** How many tasks may run at once now: the machine's say (slot-count.ts), the disk's, and that of limits that were met. */
import { slotCount } from '../../engine/agent/slot-count.ts';
import type { MachineLimits, MachineLoad } from '../../engine/agent/slot-count.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Service } from '../../upkeep/service.ts';

export interface SlotWatch extends Service {
  slots(): number;
  /** Why fewer than configured; null = all. */
  readonly reason: string | null;
  /** The last look at the machine; null = none yet. */
  readonly load: MachineLoad | null;
  /** A limit of the machine was met: half as many from now on, one more with each quiet look (F10). */
  meetLimit(message: string): void;
}

export interface SlotWatchDeps {
  readonly limits: MachineLimits;
  readonly look: () => MachineLoad;
  /** Why nothing may start at all (a full disk, an endless write-ahead log); null = it may. */
  readonly stopped: () => string | null;
  readonly log: Log;
}

export function createSlotWatch({ limits, look, stopped, log }: SlotWatchDeps): SlotWatch {
  let counted = { slots: limits.most, reason: null as string | null };
  let limit = limits.most;
  let limitMet: string | null = null;
  let quiet = true;
  let load: MachineLoad | null = null;
  return {
    name: 'slots',
    slots: () => (stopped() === null ? Math.min(counted.slots, limit) : 0),
    get reason() {
      return stopped() ?? (limit < counted.slots ? limitMet : counted.reason);
    },
    get load() {
      return load;
    },
    meetLimit: (message) => {
      // One trouble meets several slots at the same moment: it counts once a look.
      if (!quiet) return;
      quiet = false;
      limit = Math.max(1, Math.floor(Math.min(limit, counted.slots) / 2));
      limitMet = message;
      log.error('machine_limit_met', {
        slots: limit,
        error: message,
        advice: 'Raise the limit named (LimitNOFILE=, TasksMax=, memory), or lower execution.max_concurrency.',
      });
    },
    runOnce: async () => {
      const before = counted;
      load = look();
      counted = slotCount(limits, load, counted.slots);
      if (quiet) limit = Math.min(limits.most, limit + 1);
      quiet = true;
      if (counted.slots !== before.slots)
        log.info('slots_changed', { slots: counted.slots, of: limits.most, reason: counted.reason });
      return { slots: counted.slots, limit };
    },
  };
}
