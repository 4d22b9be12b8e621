/** Where a life can be cut off: the states of its folder before each call that changes a file, and choices among them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../e2e/invariants.ts';
import type { Call } from './faulty-disk.ts';
import type { Deed, Installation } from './life.ts';
import type { Lives } from './lives.ts';

/** All of them, as `npm run crash-test` does; `npm test` takes a sample. */
export const EVERY_POINT = process.env['CRASH_TEST'] === 'long';

export interface Cut {
  /** What it comes before: `call 12, write /orchestrator.db-wal`. */
  readonly before: string;
  /** The same for calls alike: number and random names apart. */
  readonly sort: string;
  /** What the cut leaves. */
  readonly installation: Installation;
}

export interface Cuts {
  /** Of the whole life, in order. */
  readonly calls: readonly Call[];
  /** One for each state that differs from all before it: syncs and the like change nothing a kill would show. */
  readonly cuts: readonly Cut[];
}

/** Lives once, undisturbed, on a disk that keeps every state. */
export async function cutsOf(lives: Lives, installation: Installation, deed: Deed = 'run'): Promise<Cuts> {
  const { disk } = lives;
  disk.plan({ action: 'copy', first: 1, stays: true });
  const { failure } = await lives.live(installation, { deed });
  disk.heal();
  assert.equal(failure, null, failure?.message);
  const calls = disk.calls();
  const known = new Set<string>();
  const cuts = disk.takeCopies().flatMap((folder, index): readonly Cut[] => {
    const state = fingerprint(folder);
    if (known.has(state)) {
      rmSync(folder, { recursive: true });
      return [];
    }
    known.add(state);
    const sort = sortOf(calls[index], installation);
    return [{ before: `call ${index + 1}, ${sort}`, sort, installation: { folder, madeAt: installation.madeAt } }];
  });
  return { calls, cuts };
}

/** `write /Base_de_Datos/.staging/*.part`: calls alike have it in common. */
export function sortOf(call: Call | undefined, { folder }: Installation): string {
  assert.ok(call !== undefined);
  return `${call.kind} ${call.path.slice(folder.length)}`
    .replace(/[^/]*\.part$/, '*.part')
    .replace(/\d{8}_\d{6}|partial-[\w-]+/, '*');
}

/** What tells two states apart; the WAL's index is not read after a crash. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const path of filesBelow(folder)) {
    if (!path.endsWith('-shm')) hash.update(`${path}\n`).update(readFileSync(join(folder, path)));
  }
  return hash.digest('hex');
}

/** Evenly spread: in the long form all or `long`, in the short one `short`, as far as there are so many sorts. */
export function choose<T extends { readonly sort: string }>(
  all: readonly T[],
  { short, long = all.length }: { readonly short: number; readonly long?: number },
): readonly T[] {
  return EVERY_POINT ? spread(all, long) : spread([...new Map(all.map((one) => [one.sort, one])).values()], short);
}

function spread<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, index) => all[Math.floor(((index + 0.5) * all.length) / most)] as T);
}
