/** The machine as the dashboards show it: processors, memory, and the disks that are written to. */
import { stat, statfs } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { Config } from '../../config/contract.ts';
import type { MachineView } from '../../monitoring/sources.ts';

export async function lookAtMachine(config: Config): Promise<MachineView> {
  const folders = [
    config.data.directory,
    dirname(config.database.path),
    config.logging.directory,
    config.backup.directory,
  ];
  const disks = await Promise.all([...new Set(folders)].map((folder) => diskView(folder, config)));
  // Looked at a moment apart, one file system has two sizes: its first folder tells.
  const byDevice = new Map(disks.toReversed().map((disk) => [disk?.device, disk]));
  return {
    load1: loadavg()[0] ?? 0,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    memoryFreeBytes: availableMemory(),
    disks: disks
      .filter((disk) => disk !== null)
      .map(({ folder, device, ...own }) => {
        const { bytes, freeBytes, low } = byDevice.get(device) ?? own;
        return { folder, bytes, freeBytes, low };
      }),
  };
}

type Disk = MachineView['disks'][number] & { readonly device: number };

/** null = the folder is not there (yet): `doctor` says so. */
async function diskView(folder: string, { monitoring }: Config): Promise<Disk | null> {
  try {
    const [{ bavail, blocks, bsize }, { dev }] = await Promise.all([statfs(folder), stat(folder)]);
    const [bytes, freeBytes] = [blocks * bsize, bavail * bsize];
    const least = Math.max(monitoring.min_free_mb * 2 ** 20, (monitoring.min_free_percent / 100) * bytes);
    return { folder, device: dev, bytes, freeBytes, low: freeBytes < least };
  } catch {
    return null;
  }
}

/** What can be had without swapping: the page cache counts as free, unlike in `os.freemem`. */
function availableMemory(): number {
  try {
    const match = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'));
    return match === null ? freemem() : Number(match[1]) * 1024;
  } catch {
    return freemem();
  }
}
