/**
 * The folder of the backups:
 *
 *   orchestrator_backup_20261122_020000.db.gz    the database; only ever there together with its manifest
 *   orchestrator_backup_20261122_020000.json     the manifest
 *   orchestrator_backup_20261122_020000.damaged  a later check failed, and why: never restored by itself
 *   objects/3f/3f0a….gz                          the other files, each content once, for as long as a backup names it
 *   .partial-<pid>-…/                            work in progress
 */
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isFault, messageOf } from '../../core/errors.ts';
import { archiveName, manifestName, NAME_PATTERN, readBackupManifest } from './backup-manifest.ts';
import type { BackupManifest } from './backup-manifest.ts';
import { OWNER_ONLY_FOLDER } from './durable-file.ts';

/** A backup as the folder shows it. */
export type ListedBackup =
  | { readonly name: string; readonly state: 'verified'; readonly manifest: BackupManifest }
  | { readonly name: string; readonly state: 'damaged'; readonly reason: string };

export const damageName = (name: string): string => `${name}.damaged`;
export const workFolderName = (random: string): string => `.partial-${process.pid}-${random}`;
const WORK_FOLDER = /^\.partial-(\d+)-[0-9a-f]+$/;

/** Newest first. @param key null = the seals are not checked. */
export async function listBackups(folder: string, key: Uint8Array | null): Promise<readonly ListedBackup[]> {
  const names = (await namesIn(folder))
    .filter((file) => file.endsWith('.db.gz') && NAME_PATTERN.test(file.slice(0, -'.db.gz'.length)))
    .map((file) => file.slice(0, -'.db.gz'.length))
    .sort()
    .reverse();
  return Promise.all(names.map((name) => lookAt(folder, name, key)));
}

async function lookAt(folder: string, name: string, key: Uint8Array | null): Promise<ListedBackup> {
  const known = await readText(join(folder, damageName(name)));
  if (known !== null) return { name, state: 'damaged', reason: known.trim() };
  try {
    const file = join(folder, manifestName(name));
    const text = await readText(file);
    if (text === null) return { name, state: 'damaged', reason: 'its manifest is missing' };
    const manifest = readBackupManifest(text, file, key);
    const { size } = await stat(join(folder, archiveName(name)));
    if (manifest.name !== name) return { name, state: 'damaged', reason: `its manifest is that of ${manifest.name}` };
    if (size === manifest.database.bytes) return { name, state: 'verified', manifest };
    return { name, state: 'damaged', reason: `${size} bytes, and ${manifest.database.bytes} were written` };
  } catch (error) {
    if (!isFault(error)) throw error;
    return { name, state: 'damaged', reason: messageOf(error) };
  }
}

export async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
}

/** Removes what killed backups left; returns how many things. A backup that another process makes now is left alone. */
export async function sweepPartials(folder: string): Promise<number> {
  let swept = 0;
  const names = await namesIn(folder);
  for (const file of names) {
    const worker = WORK_FOLDER.exec(file)?.[1];
    const abandoned = worker !== undefined && (Number(worker) === process.pid || !isAlive(Number(worker)));
    if (!abandoned && !isOrphan(file, names)) continue;
    await rm(join(folder, file), { recursive: true, force: true });
    swept += 1;
  }
  return swept;
}

/** The manifest gets its name just before the archive does: alone, it is from a backup killed between the two. */
function isOrphan(file: string, names: readonly string[]): boolean {
  const name = file.replace(/\.(json|damaged)$/, '');
  return (
    name !== file &&
    NAME_PATTERN.test(name) &&
    !names.includes(archiveName(name)) &&
    !names.some((other) => WORK_FOLDER.test(other))
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
