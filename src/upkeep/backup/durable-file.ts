/** Files that are whole or absent, whatever crashes: written beside under another name, synced, renamed, folder synced. */
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault, isFault, messageOf } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';

/** Backups hold all that was collected: only the service's user reads them (T25). */
export const OWNER_ONLY = 0o600;
export const OWNER_ONLY_FOLDER = 0o700;

export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  await writeNamed(path, content);
  await syncFolder(dirname(path));
}

/** Whole or absent after a crash of the process; after a power cut its name may be gone until its folder is synced. */
export async function writeNamed(path: string, content: Uint8Array | string): Promise<void> {
  const partial = `${path}.partial`;
  await rm(partial, { force: true });
  const handle = await open(partial, 'wx', OWNER_ONLY);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partial, path);
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const REFUSALS: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'E_DISK_FULL',
  EDQUOT: 'E_DISK_FULL',
  EFBIG: 'E_DISK_FULL',
  EACCES: 'E_DIRECTORY',
  EPERM: 'E_DIRECTORY',
  EROFS: 'E_DIRECTORY',
  ENOENT: 'E_DIRECTORY',
  ENOTDIR: 'E_DIRECTORY',
};

/** Runs `work`; what the disk refuses becomes a fault that says what was being done. */
export async function onDisk<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isFault(error)) throw error;
    const system = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? '') : '';
    throw new Fault(REFUSALS[system] ?? 'E_IO', `${doing} failed: ${messageOf(error)}`, { cause: error });
  }
}
