/**
 * The other files of a backup, into a new folder of their own: a person puts back what is wanted. No path of the backup
 * leads anywhere else: each is checked when the list is read, every folder is made here, nothing is ever replaced (T24).
 */
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BackupManifest } from '../backup/backup-manifest.ts';
import { readList } from '../backup/collect-files.ts';
import { onDisk, OWNER_ONLY, OWNER_ONLY_FOLDER } from '../backup/durable-file.ts';
import { readObject } from '../backup/objects.ts';

/** @returns how many. @throws {Fault} E_DIRECTORY when the target is there already; E_BACKUP when a file is damaged. */
export function restoreFiles(backups: string, manifest: BackupManifest, target: string): Promise<number> {
  return onDisk(`unpacking the files of ${manifest.name} into ${target}`, async () => {
    const { list, listBytes } = manifest.files;
    const entries = await readList(backups, list, listBytes);
    await mkdir(target, { mode: OWNER_ONLY_FOLDER });
    for (const { area, path, sha256, bytes } of entries) {
      const content = await readObject(backups, sha256, bytes);
      const file = join(target, area, path);
      await mkdir(dirname(file), { recursive: true, mode: OWNER_ONLY_FOLDER });
      const handle = await open(file, 'wx', OWNER_ONLY);
      try {
        await handle.writeFile(content);
      } finally {
        await handle.close();
      }
    }
    return entries.length;
  });
}
