/** Starts what the schedule says is due, and writes down how that went. */
import type { Batch } from '../../core/batch.ts';
import { messageOf } from '../../core/errors.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { DueNow, Scheduler } from '../../upkeep/schedule/scheduler.ts';
import { JOBS } from './services.ts';

export interface DueStarter {
  readonly scheduler: Scheduler;
  readonly log: Log;
  /** @throws {Fault} when no batch can be planned now */
  readonly runNow: () => Promise<Batch>;
  /** Runs one background service to its end. */
  readonly runService: (name: string) => Promise<void>;
}

/** Never throws: nobody waits for it. */
export async function startDue(due: DueNow, { scheduler, log, runNow, runService }: DueStarter): Promise<void> {
  try {
    if (due.kind === 'batch') {
      await scheduler.batchStarted(due.occurrence, (await runNow()).id);
      return;
    }
    for (const name of JOBS[due.job]) await runService(name);
    await scheduler.jobDone(due.occurrence);
  } catch (error) {
    await scheduler
      .failed(due.occurrence, error)
      .catch((cause: unknown) => log.error('schedule_not_recorded', { error: messageOf(cause) }));
  }
}
