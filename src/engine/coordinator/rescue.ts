/**
 * What a start does before the first permit: whatever a crash left is put right (D14, D18, D31). The data directory's
 * lock is held already, so every other instance is dead.
 */
import type { Clock } from '../../core/clock.ts';
import type { Instance } from '../../core/lease.ts';
import type { Outputs } from '../../outputs/contract.ts';
import type { Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import { startTicksOf } from '../instance.ts';
import { endMarked, endTree } from '../process-tree.ts';
import { sweepHalfPublished } from './sweep-half-published.ts';

export interface RescueDeps {
  readonly store: Pick<Store, 'tasks' | 'instances' | 'batches' | 'reports'>;
  readonly outputs: Outputs;
  readonly clock: Clock;
  readonly log: Log;
  readonly instance: Instance;
}

export interface RescueSummary {
  readonly killedWorkers: number;
  readonly releasedTasks: number;
  readonly sweptFiles: number;
  /** Tasks whose publish was cut off. */
  readonly halfPublished: number;
}

export async function rescue(deps: RescueDeps): Promise<RescueSummary> {
  const killedWorkers = await endLeftoverWorkers(deps);
  const released = await deps.store.tasks.releaseOrphans(deps.instance.id, deps.clock.now());
  const sweptFiles = await deps.outputs.sweepStaging();
  const halfPublished = await sweepHalfPublished(deps);
  const summary = { killedWorkers, releasedTasks: released.length, sweptFiles, halfPublished };
  if (killedWorkers + released.length + sweptFiles + halfPublished > 0) deps.log.warn('recovered', summary);
  return summary;
}

/** A worker that outlived its agent could still ask a portal for pages: it goes before anything else starts. */
async function endLeftoverWorkers(deps: RescueDeps): Promise<number> {
  let killed = 0;
  const leftover = await deps.store.instances.leftoverWorkers(deps.instance.id);
  for (const worker of leftover) {
    const sameBoot = worker.bootId === deps.instance.bootId;
    // The start time tells a leftover from a stranger that got its pid.
    if (sameBoot && worker.startTicks !== '' && startTicksOf(worker.pid) === worker.startTicks) {
      endTree(worker.pid);
      killed += 1;
    }
    await deps.store.instances.forgetWorker(worker.pid);
  }
  // A browser or a program can outlive its worker, in a group of its own.
  for (const instance of new Set(leftover.map((worker) => worker.instance))) killed += endMarked(instance);
  return killed;
}
