/**
 * Watches the room on the disks we write to (F8): below the reserve no task is started, so that what runs can be
 * finished and stored; above one and a half times the reserve work goes on by itself.
 */
import type { Log } from '../telemetry/contract.ts';
import type { Service, Summary } from './service.ts';

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export interface DiskGuardDeps {
  /** Folders we write to; several on one disk are no harm. */
  readonly folders: readonly string[];
  readonly minFreeBytes: number;
  readonly minFreePercent: number;
  /** Space of the file system that holds the folder, for us (not the superuser's reserve). */
  readonly spaceOf: (folder: string) => Promise<DiskSpace>;
  readonly log: Log;
}

export interface LowDisk {
  readonly folder: string;
  readonly freeBytes: number;
  readonly neededBytes: number;
}

export interface DiskGuard extends Service {
  /** False = nothing may start. True until the first look. */
  readonly hasRoom: boolean;
  /** The folder with the least room, while there is too little. */
  readonly low: LowDisk | null;
}

/** Work resumes only well above the reserve: a task that just fits must not start and stop it in turn. */
const RESUME = 1.5;

export function createDiskGuard({ folders, minFreeBytes, minFreePercent, spaceOf, log }: DiskGuardDeps): DiskGuard {
  let low: LowDisk | null = null;
  return {
    name: 'disk-guard',
    get hasRoom() {
      return low === null;
    },
    get low() {
      return low;
    },
    runOnce: async () => {
      const factor = low === null ? 1 : RESUME;
      const looks = await Promise.all(folders.map((folder) => look(folder, factor)));
      const tight =
        looks.filter((one) => one.freeBytes < one.neededBytes).sort((a, b) => a.freeBytes - b.freeBytes)[0] ?? null;
      if (tight !== null && low === null)
        log.error('disk_low', {
          ...tight,
          code: 'E_DISK_FULL',
          advice: 'Free some space: no task starts until then; work resumes by itself.',
        });
      if (tight === null && low !== null) log.info('disk_room', { folder: low.folder });
      low = tight;
      return summaryOf(looks, low);
    },
  };

  async function look(folder: string, factor: number): Promise<LowDisk> {
    const { freeBytes, totalBytes } = await spaceOf(folder);
    return { folder, freeBytes, neededBytes: factor * Math.max(minFreeBytes, (totalBytes * minFreePercent) / 100) };
  }
}

function summaryOf(looks: readonly LowDisk[], low: LowDisk | null): Summary {
  return { hasRoom: low === null, leastFreeBytes: Math.min(...looks.map((one) => one.freeBytes)) };
}
