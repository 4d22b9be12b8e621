/** How the house stands, as far as people must be told: each is a state that lasts for as long as it is seen. */
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import { showBytes } from '../../core/show-size.ts';
import type { Store } from '../../store/contract.ts';
import { listBackups } from '../../upkeep/backup/backup-folder.ts';
import { readKey } from '../../upkeep/backup/backup-manifest.ts';
import type { Seen } from '../../upkeep/notices/group-troubles.ts';
import type { ServiceState } from '../../upkeep/service-loop.ts';
import { backupKeyFile } from '../parts/open-backups.ts';
import type { EngineCondition } from '../run/start-engine.ts';

export interface HouseSources {
  readonly store: Pick<Store, 'batches' | 'schedule' | 'instances'>;
  readonly clock: Clock;
  readonly startedAt: number;
  readonly config: () => Config;
  readonly condition: () => EngineCondition;
  readonly services: () => readonly ServiceState[];
  readonly nextBatchAt: () => Promise<number | null>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MIB = 2 ** 20;

/** A daily backup that is missing twice (requirements/1: 02:00 each day). */
const BACKUP_OLD_MS = 36 * HOUR_MS;
const BACKUP_LOOK_MS = 10 * MINUTE_MS;
/** Restarts by a person, for an update, are fewer. */
const RESTARTS = 4;
/** A batch that is due is started within seconds; after a crash within minutes. */
const OVERDUE_MS = 2 * HOUR_MS;
const BUSY_PERCENT = 95;
const BUSY_MS = 10 * MINUTE_MS;
/** With less than this the kernel soon ends processes. */
const MEMORY_SHORT_BYTES = 256 * MIB;
/** What tells people fails by itself, too: nobody could be told of it. */
const OWN: ReadonlySet<string> = new Set(['notices', 'notice-sender']);

export function houseConditions(from: HouseSources): () => Promise<readonly Seen[]> {
  const backups = backupLook(from);
  const isBusy = lastingBusyness(from.clock);
  return async () => {
    const now = from.clock.now();
    const seen = (cause: Seen['cause'], facts: Seen['facts'], site: string | null = null): Seen => ({
      cause,
      site,
      at: now,
      facts,
    });
    const condition = from.condition();
    return [
      ...machineStates(condition, isBusy, seen),
      ...(await backups(now)).map((facts) => seen('backup', facts)),
      ...(await startStates(from, now)).map((facts) => seen('restart_loop', facts)),
      ...(await batchStates(from, now)).map((facts) => seen('batch_overdue', facts)),
      ...failing(from.services()).map((facts) => seen('upkeep', facts)),
      ...(await from.store.schedule.pausedSites())
        .filter(({ pausedBy }) => pausedBy === 'service')
        .map(({ site }) => seen('site_paused', {}, site)),
    ];
  };
}

function machineStates(
  { lowDisk, load }: EngineCondition,
  isBusy: (percent: number) => boolean,
  seen: (cause: Seen['cause'], facts: Seen['facts']) => Seen,
): readonly Seen[] {
  const disk =
    lowDisk === null
      ? []
      : [
          seen('disk', {
            measured: `${showBytes(lowDisk.freeBytes)} · ${lowDisk.folder}`,
            usual: `≥ ${showBytes(lowDisk.neededBytes)}`,
          }),
        ];
  if (load === null) return disk;
  const { availableBytes, processorPercent } = load;
  return [
    ...disk,
    ...(availableBytes < MEMORY_SHORT_BYTES
      ? [
          seen('memory', {
            measured: showBytes(availableBytes),
            usual: `≥ ${showBytes(MEMORY_SHORT_BYTES)}`,
          }),
        ]
      : []),
    ...(isBusy(processorPercent) ? [seen('cpu', { measured: `${Math.round(processorPercent)} %` })] : []),
  ];
}

/** A machine that is busy for a moment works as it should. */
function lastingBusyness(clock: Clock): (percent: number) => boolean {
  let since: number | null = null;
  return (percent) => {
    if (percent < BUSY_PERCENT) since = null;
    else since ??= clock.monotonic();
    return since !== null && clock.monotonic() - since >= BUSY_MS;
  };
}

/** The folder is looked at now and then: its manifests are many. */
function backupLook({ config, startedAt }: HouseSources): (now: number) => Promise<readonly Seen['facts'][]> {
  let looked: ({ readonly at: number } & Awaited<ReturnType<typeof lookForBackup>>) | null = null;
  return async (now) => {
    if (config().schedule.backup === null) return [];
    if (looked === null || now - looked.at >= BACKUP_LOOK_MS || now < looked.at)
      looked = { at: now, ...(await lookForBackup(config())) };
    if (looked.fault !== null) return [{ message: looked.fault }];
    // A new installation has none, and needs none yet.
    const since = looked.newest ?? startedAt;
    if (now - since < BACKUP_OLD_MS) return [];
    return [{ measured: looked.newest === null ? '–' : `${Math.round((now - since) / HOUR_MS)} h`, usual: '≤ 24 h' }];
  };
}

/** A folder that cannot be read is a trouble of the backups, and keeps nobody from being told of all else. */
export async function lookForBackup(
  config: Config,
): Promise<{ readonly newest: number | null; readonly fault: string | null }> {
  try {
    return { newest: await newestBackupAt(config), fault: null };
  } catch (error) {
    return { newest: null, fault: messageOf(error) };
  }
}

/** Epoch ms of the newest one that was opened and compared; null = there is none. */
async function newestBackupAt(config: Config): Promise<number | null> {
  const backups = await listBackups(config.backup.directory, await readKey(backupKeyFile(config)));
  const newest = backups.find((backup) => backup.state === 'verified');
  return newest?.state === 'verified' ? Date.parse(newest.manifest.verifiedAt) : null;
}

async function startStates({ store }: HouseSources, now: number): Promise<readonly Seen['facts'][]> {
  const starts = await store.instances.startsSince(now - HOUR_MS);
  return starts < RESTARTS ? [] : [{ measured: `${starts}/h` }];
}

async function batchStates({ store, nextBatchAt }: HouseSources, now: number): Promise<readonly Seen['facts'][]> {
  const [due, open, schedules] = await Promise.all([
    nextBatchAt(),
    store.batches.openBatch(),
    store.schedule.schedules(),
  ]);
  const isPaused = schedules.some(({ schedule, pausedAt }) => schedule === 'batches' && pausedAt !== null);
  if (due === null || open !== null || isPaused || now - due < OVERDUE_MS) return [];
  return [{ measured: `+${Math.round((now - due) / HOUR_MS)} h` }];
}

function failing(services: readonly ServiceState[]): readonly Seen['facts'][] {
  const failed = services.filter(({ name, lastError }) => lastError !== null && !OWN.has(name));
  return failed.length === 0
    ? []
    : [{ message: failed.map(({ name, lastError }) => `${name}: ${lastError}`).join('; ') }];
}
