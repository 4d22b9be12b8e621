/**
 * Why a batch always ends (D1): at its deadline every open task is given up; before that, the lane of a portal whose
 * circuit was open for `execution.circuit.give_up` in all. Tasks that run are taken from their workers first.
 */
import type { Batch } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { ERRORS } from '../../core/errors.ts';
import type { Task } from '../../core/task.ts';
import type { LaneState, Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';

export interface GiveUpDeps {
  readonly store: Pick<Store, 'batches'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Why a scraper's portal is beyond hope in this batch; null = it is not. */
  readonly hopeless: (scraper: string) => string | null;
  /** Ends the runs of these tasks; resolves when they have been let go of. */
  readonly revoke: (matches: (task: Task) => boolean) => Promise<void>;
}

/** A task that is being published is let finish: for so long. */
const LET_GO_MS = 10_000;

/** Gives up what cannot end otherwise. True = something was given up: the lanes have changed. */
export async function giveUpWhatCannotEnd(
  deps: GiveUpDeps,
  batch: Batch,
  lanes: readonly LaneState[],
  now: number,
): Promise<boolean> {
  let given = 0;
  const isLate = now >= batch.deadlineAt;
  for (const lane of lanes) {
    if (lane.pending + lane.running + lane.retrying === 0) continue;
    const hopeless = deps.hopeless(lane.scraper);
    if (!isLate && hopeless === null) continue;
    given += await giveUpLane(deps, batch, lane.scraper, isLate, hopeless);
  }
  return given > 0;
}

async function giveUpLane(
  deps: GiveUpDeps,
  batch: Batch,
  scraper: string,
  isLate: boolean,
  hopeless: string | null,
): Promise<number> {
  await letGo(deps, batch, scraper);
  const message = [isLate ? `batch ${batch.id} reached its deadline` : null, hopeless]
    .filter((part) => part !== null)
    .join('; ');
  const trouble = {
    code: isLate ? 'E_BATCH_DEADLINE' : 'E_CIRCUIT_OPEN',
    verdict: hopeless === null ? 'timeout' : 'blocked',
    message,
  } as const;
  const tasks = await deps.store.batches.giveUp(batch.id, scraper, trouble, deps.clock.now());
  if (tasks > 0)
    deps.log.error(isLate ? 'batch_deadline' : 'lane_given_up', {
      batch: batch.id,
      scraper,
      tasks,
      reason: message,
      advice: ERRORS[trouble.code].advice,
    });
  return tasks;
}

/** A worker at one of these tasks is ended. One that hangs on to its task loses it all the same: its lease ends with it. */
async function letGo(deps: GiveUpDeps, batch: Batch, scraper: string): Promise<void> {
  const gone = new AbortController();
  const over = deps
    .revoke((task) => task.batch === batch.id && task.scraper === scraper)
    .then(() => {
      gone.abort();
    });
  await Promise.race([over, deps.clock.sleep(LET_GO_MS, gone.signal)]);
  gone.abort();
}
