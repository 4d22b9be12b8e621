/** The agent of this process: its slots side by side, each with a worker while there is work for it. */
import type { Task } from '../../core/task.ts';
import { createStartGate } from './start-gate.ts';
import { WorkSlot } from './work-slot.ts';
import type { SlotDeps } from './work-slot.ts';

export interface Agent {
  /** Resolves when the queue is closed, or `drain` aborted, and every slot has let go of its task and its worker. */
  readonly ended: Promise<void>;
  /** Starts so many workers for a batch that begins, ahead of its first tasks. */
  warmUp(workers: number): void;
  /** Ends the runs of tasks that are taken away from us; resolves when their slots have let go of them. */
  revoke(matches: (task: Task) => boolean): Promise<void>;
  /** Processes of the workers that live now. */
  workers(): readonly number[];
}

export function startAgent(deps: Omit<SlotDeps, 'gate'>, slots: number, drain: AbortSignal): Agent {
  const gate = createStartGate();
  const all = Array.from({ length: slots }, () => new WorkSlot({ ...deps, gate }));
  const ended = Promise.all(all.map((slot) => slot.work(drain))).then(() => undefined);
  return {
    ended,
    warmUp: (workers) => {
      gate.want(Math.max(0, workers - all.filter((slot) => slot.hasWorker).length));
    },
    revoke: async (matches) => {
      await Promise.all(all.map((slot) => slot.revoke(matches)));
    },
    workers: () => all.map((slot) => slot.workerPid).filter((pid) => pid !== null),
  };
}
