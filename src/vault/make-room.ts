/** Holds the vault to its bound: the oldest ordinary pages go first, then the oldest with problems. */
import { lstat, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptPage } from './contract.ts';

export interface RoomMade {
  readonly removed: number;
  readonly removedBytes: number;
  /** Of those removed, pages that had a problem: the bound is too small then. */
  readonly removedProblems: number;
  readonly bytesLeft: number;
}

interface Body {
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
  readonly at: number;
}

/** Room for a while, so that not every page has to look for it. */
const LEAVE_SHARE = 0.9;

export async function makeRoom(
  folder: string,
  maxBytes: number,
  readIndex: (text: string) => readonly KeptPage[],
): Promise<RoomMade> {
  const bodies = await listBodies(join(folder, 'bodies'));
  let bytesLeft = bodies.reduce((sum, body) => sum + body.size, 0);
  const made = { removed: 0, removedBytes: 0, removedProblems: 0 };
  if (bytesLeft <= maxBytes) return { ...made, bytesLeft };
  const problems = await problemPages(join(folder, 'index'), readIndex);
  const order = bodies.sort((a, b) => Number(problems.has(a.sha256)) - Number(problems.has(b.sha256)) || a.at - b.at);
  for (const body of order) {
    if (bytesLeft <= maxBytes * LEAVE_SHARE) break;
    await rm(body.file, { force: true });
    bytesLeft -= body.size;
    made.removed += 1;
    made.removedBytes += body.size;
    if (problems.has(body.sha256)) made.removedProblems += 1;
  }
  const left = new Set((await listBodies(join(folder, 'bodies'))).map(({ sha256 }) => sha256));
  await dropEmptyIndexes(join(folder, 'index'), readIndex, left);
  return { ...made, bytesLeft };
}

async function listBodies(folder: string): Promise<Body[]> {
  const found: Body[] = [];
  for (const part of await namesIn(folder)) {
    for (const name of await namesIn(join(folder, part))) {
      const file = join(folder, part, name);
      const { size, mtimeMs } = await lstat(file);
      found.push({ file, sha256: name.replace(/\.zst$/, ''), size, at: mtimeMs });
    }
  }
  return found;
}

async function problemPages(
  folder: string,
  readIndex: (text: string) => readonly KeptPage[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const name of await namesIn(folder)) {
    const pages = readIndex(await readFile(join(folder, name), 'utf8'));
    for (const { sha256, problem } of pages) if (problem !== null) found.add(sha256);
  }
  return found;
}

/** The index of a batch of which nothing is left goes, too. */
async function dropEmptyIndexes(
  folder: string,
  readIndex: (text: string) => readonly KeptPage[],
  left: ReadonlySet<string>,
): Promise<void> {
  for (const name of await namesIn(folder)) {
    const pages = readIndex(await readFile(join(folder, name), 'utf8'));
    if (!pages.some(({ sha256 }) => left.has(sha256))) await rm(join(folder, name), { force: true });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
