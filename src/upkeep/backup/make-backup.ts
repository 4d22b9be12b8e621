/**
 * Makes a backup that counts (P6): the database is copied beside the working store, packed, unpacked again from the disk,
 * opened, and compared with what stood in the copied moment; only then do manifest and archive get their names. A kill at
 * any point leaves `.partial` things for the next one to sweep, and every older backup as it was (F27).
 */
import { randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import { Fault } from '../../core/errors.ts';
import { clockText } from '../../core/local-time.ts';
import { VERSION } from '../../core/version.ts';
import type { StoreUpkeep } from '../../store/contract.ts';
import { listBackups, makeFolder, sweepPartials, workFolderName } from './backup-folder.ts';
import { archiveName, ensureKey, manifestName, manifestText } from './backup-manifest.ts';
import type { BackupManifest } from './backup-manifest.ts';
import { collectFiles, listBytes, readList } from './collect-files.ts';
import type { Collected, FileEntry, FileSources } from './collect-files.ts';
import { onDisk, syncFolder, writeWhole } from './durable-file.ts';
import { settleObjects, storeObject } from './objects.ts';
import { checkUnpacked, packDatabase, unpackDatabase } from './unpack-database.ts';

export interface BackupDeps {
  readonly upkeep: StoreUpkeep;
  /** `backup.directory` */
  readonly folder: string;
  /** The installation's key, beside its database and not beside the backups. */
  readonly keyFile: string;
  readonly sources: FileSources;
  readonly retentionDays: number;
  /** Zone of the names. */
  readonly timeZone: string;
  readonly clock: Clock;
}

export interface MadeBackup {
  readonly manifest: BackupManifest;
  /** Files that no earlier backup had. */
  readonly newFiles: number;
  readonly swept: number;
}

/** @throws {Fault} E_DISK_FULL, E_DIRECTORY, E_IO, E_BACKUP, E_STORE…: then there is no new backup, and all others are as they were. */
export function makeBackup(deps: BackupDeps): Promise<MadeBackup> {
  return onDisk(`making a backup in ${deps.folder}`, () => make(deps));
}

async function make(deps: BackupDeps): Promise<MadeBackup> {
  const { folder, keyFile, clock } = deps;
  await makeFolder(folder);
  const swept = await sweepPartials(folder);
  const key = await ensureKey(keyFile);
  const work = join(folder, workFolderName(randomBytes(4).toString('hex')));
  await makeFolder(work);
  try {
    const createdAt = clock.now();
    const name = await freeName(folder, createdAt, deps.timeZone);
    const database = await copyAndProve(deps.upkeep, work);
    const files = await keepFiles(deps, key);
    const manifest: BackupManifest = {
      format: 1,
      name,
      createdAt: new Date(createdAt).toISOString(),
      version: VERSION,
      database,
      files: { list: files.list, listBytes: files.listBytes, count: files.entries.length },
      verifiedAt: new Date(clock.now()).toISOString(),
    };
    await writeWhole(join(folder, manifestName(name)), manifestText(manifest, key));
    await rename(join(work, PACKED), join(folder, archiveName(name)));
    await syncFolder(folder);
    return { manifest, newFiles: files.added, swept };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const PACKED = 'packed.db.gz';

async function copyAndProve(upkeep: StoreUpkeep, work: string): Promise<BackupManifest['database']> {
  const copy = join(work, 'copy.db');
  const packed = join(work, PACKED);
  const unpacked = join(work, 'unpacked.db');
  const { digest, ...rest } = await upkeep.copyTo(copy);
  if (digest === null) throw new Fault('E_INTERNAL', 'a copy of the database came without its digest');
  const content = { ...rest, counts: { ...rest.counts }, digest };
  const measures = await packDatabase(copy, packed);
  await rm(copy);
  const database = {
    bytes: measures.packed.bytes,
    sha256: measures.packed.sha256,
    plainBytes: measures.plain.bytes,
    plainSha256: measures.plain.sha256,
    content,
  };
  await unpackDatabase(packed, { database }, unpacked);
  await checkUnpacked(upkeep, unpacked, content, true);
  await rm(unpacked);
  return database;
}

async function keepFiles(
  deps: BackupDeps,
  key: Uint8Array,
): Promise<Collected & { readonly list: string; readonly listBytes: number }> {
  const collected = await collectFiles(
    deps.folder,
    deps.sources,
    await earlierEntries(deps.folder, key),
    deps.clock.now(),
  );
  const bytes = listBytes(collected.entries);
  const { sha256 } = await storeObject(deps.folder, bytes);
  await settleObjects(deps.folder, [sha256, ...collected.entries.map((entry) => entry.sha256)]);
  return { ...collected, list: sha256, listBytes: bytes.byteLength };
}

/** The list of the newest good backup; none, or a damaged one, only means that every file is read. */
async function earlierEntries(folder: string, key: Uint8Array): Promise<readonly FileEntry[]> {
  const newest = (await listBackups(folder, key)).find((backup) => backup.state === 'verified');
  if (newest?.state !== 'verified') return [];
  const { list, listBytes: bytes } = newest.manifest.files;
  return readList(folder, list, bytes).catch(() => []);
}

/** `orchestrator_backup_20261122_020000`, in the configured zone; a second later when that second has one already. */
async function freeName(folder: string, at: number, timeZone: string): Promise<string> {
  const taken = new Set((await listBackups(folder, null)).map((backup) => backup.name));
  for (let moment = at; ; moment += 1000) {
    const name = `orchestrator_backup_${stampOf(moment, timeZone)}`;
    if (!taken.has(name)) return name;
  }
}

function stampOf(at: number, timeZone: string): string {
  return clockText(at, timeZone).slice(0, 19).replaceAll(/[-:]/g, '').replace(' ', '_');
}
