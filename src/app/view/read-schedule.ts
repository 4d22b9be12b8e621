import type { Config } from '../../config/contract.ts';
import { nextDue } from '../../core/schedule.ts';
import type { Occurrence, PausedSite } from '../../store/contract.ts';
import { BATCHES, recurrences } from '../../upkeep/schedule/recurrences.ts';
import { scheduleSettings } from '../../upkeep/schedule/settings.ts';
import { openReports } from '../parts/open-reports.ts';

export interface ScheduleLine {
  readonly schedule: string;
  /** `counted`: next is known; `new`: the service has not run yet; `off` by the configuration; `often`: not recorded. */
  readonly kind: 'counted' | 'new' | 'off' | 'often';
  /** Epoch ms. */
  readonly nextAt: number | null;
  /** null = at a clock time. */
  readonly everyMs: number | null;
  readonly pausedAt: number | null;
  readonly pausedBy: string | null;
}

export interface ScheduleView {
  readonly schedules: readonly ScheduleLine[];
  /** Newest first. */
  readonly occurrences: readonly Occurrence[];
  readonly pausedSites: readonly PausedSite[];
  readonly timeZone: string;
}

/** Next and past occurrences, beside a running service or without one; `schedule` null = of all. */
export async function readSchedule(config: Config, schedule: string | null, limit: number): Promise<ScheduleView> {
  const settings = scheduleSettings(config);
  const reader = await openReports(config);
  try {
    const records = await reader.schedule.schedules();
    const counted = recurrences(settings, records).map(([record, recurrence]): ScheduleLine => {
      const { pausedAt, pausedBy } = record;
      const everyMs = recurrence.kind === 'interval' ? recurrence.everyMs : null;
      const off = record.schedule === BATCHES && !settings.batches;
      return {
        schedule: record.schedule,
        kind: off ? 'off' : 'counted',
        nextAt: off ? null : nextDue(recurrence, record),
        everyMs,
        pausedAt,
        pausedBy,
      };
    });
    const notYet = [BATCHES, ...settings.clockJobs.map(({ name }) => name)].filter(
      (name) => !counted.some((line) => line.schedule === name),
    );
    return {
      schedules: [
        ...counted,
        ...notYet.map((name) => uncounted(name, 'new', name === BATCHES ? settings.batchEveryMs : null)),
        ...settings.frequentJobs.map(({ name, everyMs }) => uncounted(name, 'often', everyMs)),
      ],
      occurrences: await reader.schedule.listOccurrences(schedule, limit),
      pausedSites: await reader.schedule.pausedSites(),
      timeZone: settings.timeZone,
    };
  } finally {
    await reader.close();
  }
}

const uncounted = (schedule: string, kind: ScheduleLine['kind'], everyMs: number | null): ScheduleLine => {
  return { schedule, kind, nextAt: null, everyMs, pausedAt: null, pausedBy: null };
};
