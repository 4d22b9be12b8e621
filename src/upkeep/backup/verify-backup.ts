/** Proves that a backup can be restored, by restoring it aside: the archive to the last row, and every file it names. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoreUpkeep } from '../../store/contract.ts';
import { makeFolder, workFolderName } from './backup-folder.ts';
import type { BackupManifest } from './backup-manifest.ts';
import { readList } from './collect-files.ts';
import { onDisk } from './durable-file.ts';
import { readObject } from './objects.ts';
import { archivePath, checkUnpacked, unpackDatabase } from './unpack-database.ts';

export interface VerifyDeps {
  readonly upkeep: StoreUpkeep;
  readonly folder: string;
}

export interface VerifiedBackup {
  readonly rows: number;
  readonly files: number;
}

/** @throws {Fault} E_BACKUP saying what is wrong; E_DISK_FULL, E_DIRECTORY, E_IO when it could not be tried. */
export function verifyBackup({ upkeep, folder }: VerifyDeps, manifest: BackupManifest): Promise<VerifiedBackup> {
  return onDisk(`verifying ${manifest.name}`, async () => {
    const work = join(folder, workFolderName(randomBytes(4).toString('hex')));
    await makeFolder(work);
    try {
      const restored = join(work, 'restored.db');
      await unpackDatabase(archivePath(folder, manifest.name), manifest, restored);
      await checkUnpacked(upkeep, restored, manifest.database.content, true);
      const { list, listBytes } = manifest.files;
      const entries = await readList(folder, list, listBytes);
      for (const entry of entries) await readObject(folder, entry.sha256, entry.bytes);
      const rows = Object.values(manifest.database.content.counts).reduce((sum, count) => sum + count, 0);
      return { rows, files: entries.length };
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
}
