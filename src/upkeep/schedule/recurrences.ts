/** Which schedules there are, since when they count, and how they recur. */
import type { Recurrence } from '../../core/schedule.ts';
import type { ScheduleRecord, Store } from '../../store/contract.ts';
import type { ScheduleSettings } from './settings.ts';

/** The schedule of batches; the others have the names of their jobs. */
export const BATCHES = 'batches';

/** Every schedule of the settings that has a record, with how it recurs. */
export function recurrences(
  settings: ScheduleSettings,
  records: readonly ScheduleRecord[],
): readonly (readonly [ScheduleRecord, Recurrence])[] {
  const known = new Map(records.map((record) => [record.schedule, record]));
  const all: readonly (readonly [string, Recurrence])[] = [
    [BATCHES, { kind: 'interval', everyMs: settings.batchEveryMs }],
    ...settings.clockJobs.map(({ name, time }): readonly [string, Recurrence] => [
      name,
      { kind: 'clock', time, timeZone: settings.timeZone },
    ]),
  ];
  return all.flatMap(([name, recurrence]) => {
    const record = known.get(name);
    return record === undefined ? [] : [[record, recurrence] as const];
  });
}

/**
 * Makes the records that are missing and returns all. Batches count from the newest batch there is, so that a first
 * `serve` after a batch run by hand (or a takeover) waits for its turn; without any, from now: the first one is due.
 */
export async function anchorAll(
  { store }: { readonly store: Pick<Store, 'schedule' | 'reports'> },
  settings: ScheduleSettings,
  now: number,
): Promise<readonly ScheduleRecord[]> {
  const records = await store.schedule.schedules();
  const recordOf = (name: string): ScheduleRecord | undefined => records.find(({ schedule }) => schedule === name);
  const batches = recordOf(BATCHES);
  let changed = false;
  if (batches === undefined) {
    const latest = await store.reports.latestBatch();
    const anchor = { anchorAt: latest?.startedAt ?? now, batch: latest?.id ?? null };
    await store.schedule.anchorSchedule({ schedule: BATCHES, ...anchor, everyMs: settings.batchEveryMs, at: now });
    changed = true;
  } else if (batches.everyMs !== settings.batchEveryMs) {
    // Another interval counts from the last occurrence: the grid of the first one would fall anywhere.
    const anchorAt = batches.lastDueAt ?? batches.anchorAt;
    await store.schedule.anchorSchedule({
      schedule: BATCHES,
      anchorAt,
      everyMs: settings.batchEveryMs,
      batch: null,
      at: now,
    });
    changed = true;
  }
  for (const { name } of settings.clockJobs) {
    if (recordOf(name) !== undefined) continue;
    await store.schedule.anchorSchedule({ schedule: name, anchorAt: now, everyMs: null, batch: null, at: now });
    changed = true;
  }
  return changed ? store.schedule.schedules() : records;
}
