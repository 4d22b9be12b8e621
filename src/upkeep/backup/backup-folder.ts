/**
 * The folder of the backups:
 *
 *   orchestrator_backup_20261122_020000.db.gz    the database; only ever there together with its manifest
 *   orchestrator_backup_20261122_020000.json     the manifest
 *   orchestrator_backup_20261122_020000.damaged  a later check failed, and why: never restored by itself
 *   objects/3f/3f0a….gz                          the other files, each content once, for as long as a backup names it
 *   .partial-<pid>-…/, ….json.partial            work in progress
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
  const names = await namesIn(folder);
  const isBeingMade = names.some((name) => WORK_FOLDER.test(name) && !isAbandoned(name));
  const left = names.filter((name) => isAbandoned(name) || (!isBeingMade && isOrphan(name, names)));
  for (const name of left) await rm(join(folder, name), { recursive: true, force: true });
  return left.length;
}

function isAbandoned(name: string): boolean {
  const worker = WORK_FOLDER.exec(name)?.[1];
  return worker !== undefined && (Number(worker) === process.pid || !isAlive(Number(worker)));
}

/** The manifest is written, and gets its name, just before the archive does: alone, it is from a backup killed in between. */
function isOrphan(file: string, names: readonly string[]): boolean {
  const [, name = '', unfinished] = /^(.*)\.(?:json|damaged)(\.partial)?$/.exec(file) ?? [];
  return NAME_PATTERN.test(name) && (unfinished !== undefined || !names.includes(archiveName(name)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
