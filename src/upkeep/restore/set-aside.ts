/**
 * Takes a database away without ever taking anything from it: its files get a second name in `quarantine/` first, and
 * only then may the first one go to another file. A kill at any point leaves every byte under one name at least.
 */
import { copyFile, link, lstat, mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OWNER_ONLY_FOLDER, syncFolder } from '../backup/durable-file.ts';

const COMPANIONS = ['', '-wal', '-shm', '-journal'] as const;

export const quarantineFolder = (database: string): string => join(dirname(database), 'quarantine');

/** Gives the database's files a second name in a new folder of `quarantine/`; null when there are none. */
export async function keepAside(database: string, now: number): Promise<string | null> {
  const present: string[] = [];
  for (const companion of COMPANIONS)
    if (await isThere(`${database}${companion}`)) present.push(`${database}${companion}`);
  if (present.length === 0) return null;
  const folder = await newFolder(quarantineFolder(database), now);
  for (const file of present) await keep(file, join(folder, basename(file)));
  await syncFolder(folder);
  await syncFolder(dirname(folder));
  return folder;
}

/** Takes away what would be applied to whatever database comes next; `keepAside` has kept it. */
export async function dropCompanions(database: string): Promise<void> {
  for (const companion of COMPANIONS) {
    if (companion !== '') await rm(`${database}${companion}`, { force: true });
  }
  await rm(`${database}.seal`, { force: true });
  await syncFolder(dirname(database));
}

/** After `keepAside`: the name is free for a new database. */
export async function dropDatabase(database: string): Promise<void> {
  await dropCompanions(database);
  await rm(database, { force: true });
  await syncFolder(dirname(database));
}

async function isThere(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => null)) !== null;
}

async function keep(file: string, kept: string): Promise<void> {
  try {
    await link(file, kept);
  } catch (error) {
    // File systems without hard links, and another one mounted there.
    if (!['EPERM', 'EXDEV', 'ENOTSUP', 'EMLINK'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await copyFile(file, kept);
  }
}

/** `quarantine/20261122-100000`, or `…-2` when that is taken. */
async function newFolder(parent: string, now: number): Promise<string> {
  await mkdir(parent, { recursive: true, mode: OWNER_ONLY_FOLDER });
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  for (let number = 1; ; number += 1) {
    const folder = join(parent, number === 1 ? stamp : `${stamp}-${number}`);
    try {
      await mkdir(folder, { mode: OWNER_ONLY_FOLDER });
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
