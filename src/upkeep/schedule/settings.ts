/** What the configuration says of the schedule, in the scheduler's words. */
import type { Config } from '../../config/contract.ts';
import type { LocalTime } from '../../core/local-time.ts';
import type { CatchUp } from '../../core/schedule.ts';

/** The jobs of the house that the scheduler starts; who does them is the service's matter. */
export type JobName = 'backup' | 'clean_up' | 'log_rotation' | 'health' | 'status';

/** At a clock time: recorded, caught up after an absence. */
interface ClockJob {
  readonly name: JobName;
  readonly time: LocalTime;
}

/** Often: measured on the monotonic clock, not recorded, done once at each start. */
interface FrequentJob {
  readonly name: JobName;
  readonly everyMs: number;
}

export interface ScheduleSettings {
  readonly timeZone: string;
  /** false = batches start by hand only. */
  readonly batches: boolean;
  readonly batchEveryMs: number;
  readonly onBusy: 'skip' | 'queue';
  readonly catchUp: CatchUp;
  readonly clockJobs: readonly ClockJob[];
  readonly frequentJobs: readonly FrequentJob[];
}

export function scheduleSettings({ schedule, execution, monitoring, data }: Config): ScheduleSettings {
  const clockJobs = (['backup', 'clean_up', 'log_rotation'] as const).flatMap((name) => {
    const time = schedule[name];
    return time === null ? [] : [{ name, time }];
  });
  return {
    timeZone: data.time_zone,
    batches: schedule.batches,
    batchEveryMs: execution.batch_interval,
    onBusy: schedule.on_busy,
    catchUp: schedule.catch_up,
    clockJobs,
    frequentJobs: [
      { name: 'health', everyMs: schedule.health },
      { name: 'status', everyMs: monitoring.status_interval },
    ],
  };
}
