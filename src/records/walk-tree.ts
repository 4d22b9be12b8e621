/** The folders of the tree that hold a task's files, in order; a walk that stopped goes on after the folder it reached. */
import { parseBatchId } from '../core/batch.ts';
import type { BatchName } from '../core/batch.ts';
import { isCode } from '../core/codes.ts';

/** Reads folders of the tree; empty when there is none. */
export interface FolderReader {
  list(folder: string): Promise<readonly string[]>;
}

export interface TaskFolder {
  /** `CyT/Gdl/Ven/Dep/Sep25/01` */
  readonly path: string;
  readonly batch: BatchName;
  readonly names: readonly string[];
}

/** Site, city, operation, product: above the month and the execution. */
const COMBINATION_DEPTH = 4;
const DEPTH = 6;

/**
 * Every folder of a task's depth, in the order of the names, from the one after `after` on (null = from the first).
 * @throws {Fault} E_DIRECTORY, E_IO when a folder cannot be read.
 */
export async function* taskFolders(tree: FolderReader, after: string | null): AsyncGenerator<TaskFolder> {
  yield* below(tree, [], after === null ? null : after.split('/'));
}

async function* below(
  tree: FolderReader,
  at: readonly string[],
  after: readonly string[] | null,
): AsyncGenerator<TaskFolder> {
  const names = await tree.list(at.join('/'));
  if (at.length === DEPTH) {
    const batch = parseBatchId(`${at[4] ?? ''}_${at[5] ?? ''}`);
    if (batch !== null) yield { path: at.join('/'), batch, names };
    return;
  }
  const reached = after?.[at.length] ?? null;
  for (const name of names.filter(isCode)) {
    if (reached !== null && (name < reached || (name === reached && at.length === DEPTH - 1))) continue;
    yield* below(tree, [...at, name], name === reached ? after : null);
  }
}

/** The folders of one batch, without looking into those of other months. */
export async function* foldersOfBatch(
  tree: FolderReader,
  batch: BatchName,
  execution: string,
): AsyncGenerator<TaskFolder> {
  for await (const combination of combinations(tree, [])) {
    const path = `${combination}/${batch.monthYear}/${execution}`;
    const names = await tree.list(path);
    if (names.length > 0) yield { path, batch, names };
  }
}

async function* combinations(tree: FolderReader, at: readonly string[]): AsyncGenerator<string> {
  if (at.length === COMBINATION_DEPTH) {
    yield at.join('/');
    return;
  }
  for (const name of (await tree.list(at.join('/'))).filter(isCode)) yield* combinations(tree, [...at, name]);
}
