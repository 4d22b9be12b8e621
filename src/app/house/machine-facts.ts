/** What `doctor` must know of the machine, asked of the operating system. */
import { readFileSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../../config/contract.ts';
import { mayWriteWal } from '../../store/sqlite/version.ts';
import type { DiskFacts, MachineFacts } from '../../upkeep/doctor/check-machine.ts';

export function machineFacts(): MachineFacts {
  const sqliteVersion = process.versions['sqlite'] ?? '0.0.0';
  return {
    nodeVersion: process.version,
    sqliteVersion,
    sqliteFixed: mayWriteWal(sqliteVersion),
    openFiles: openFileLimit(),
    root: process.getuid?.() === 0,
  };
}

/** Soft limit of this process (proc(5)); null = unlimited, or not to be known. */
function openFileLimit(): number | null {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}

/** Every folder that is written to, under the name that `doctor` shows. */
export function writtenFolders(config: Config): readonly (readonly [string, string])[] {
  return [
    ['tree', config.data.directory],
    ['database', dirname(config.database.path)],
    ['logs', config.logging.directory],
    ['backups', config.backup.directory],
  ];
}

/** @throws the operating system's error when the folder is not there. */
export async function diskFacts(folder: string, path: string): Promise<DiskFacts> {
  const [{ dev }, disk] = await Promise.all([stat(path), statfs(path)]);
  return {
    folder,
    path,
    device: dev,
    freeBytes: disk.bavail * disk.bsize,
    totalBytes: disk.blocks * disk.bsize,
    freeInodes: disk.ffree,
    totalInodes: disk.files,
    kind: disk.type,
  };
}
