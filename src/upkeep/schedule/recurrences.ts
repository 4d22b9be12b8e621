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

interface AnchorDeps {
  readonly store: Pick<Store, 'schedule' | 'reports'>;
}

/** Makes the records that are missing and returns all. Jobs count from now: nothing of theirs was missed before. */
export async function anchorAll(
  deps: AnchorDeps,
  settings: ScheduleSettings,
  now: number,
): Promise<readonly ScheduleRecord[]> {
  let records = await anchorBatches(deps, settings.batchEveryMs, now);
  for (const { name } of settings.clockJobs) {
    if (records.some(({ schedule }) => schedule === name)) continue;
    await deps.store.schedule.anchorSchedule({ schedule: name, anchorAt: now, everyMs: null, batch: null, at: now });
    records = await deps.store.schedule.schedules();
  }
  return records;
}

/**
 * Batches count from the newest batch there is, so that a first `serve` after a batch run by hand (or a takeover) waits
 * for its turn; without any, from now: the first one is due. Another interval counts from the last occurrence, as on
 * the grid of the first one it could fall due the next minute.
 */
export async function anchorBatches(
  { store }: AnchorDeps,
  everyMs: number,
  now: number,
): Promise<readonly ScheduleRecord[]> {
  const records = await store.schedule.schedules();
  const known = records.find(({ schedule }) => schedule === BATCHES);
  if (known?.everyMs === everyMs) return records;
  const anchor =
    known === undefined ? await firstAnchor(store, now) : { anchorAt: known.lastDueAt ?? known.anchorAt, batch: null };
  await store.schedule.anchorSchedule({ schedule: BATCHES, ...anchor, everyMs, at: now });
  return store.schedule.schedules();
}

async function firstAnchor(
  store: AnchorDeps['store'],
  now: number,
): Promise<{ readonly anchorAt: number; readonly batch: string | null }> {
  const latest = await store.reports.latestBatch();
  return latest === null ? { anchorAt: now, batch: null } : { anchorAt: latest.startedAt, batch: latest.id };
}
