/**
 * Every day a part of the tree is read and compared with its manifests, so that a huge one is gone through over days
 * and a bad disk is noticed while backups still hold what it ate. Where it stopped, and what it found, are remembered.
 */
import { setImmediate } from 'node:timers/promises';
import { batchId } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { Outputs } from '../../outputs/contract.ts';
import { taskFolders } from '../../records/walk-tree.ts';
import type { TaskFolder } from '../../records/walk-tree.ts';
import { removedPath } from '../../records/removed.ts';
import { parseTaskPath } from '../../records/tree.ts';
import type { Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Service, Summary } from '../service.ts';
import { checkFolder } from './check-folder.ts';
import { findMissing } from './find-missing.ts';
import { treeProblem } from './tree-problem.ts';
import type { TreeProblem } from './tree-problem.ts';

export interface VerifyTreeDeps {
  readonly outputs: Pick<Outputs, 'read' | 'exists' | 'list'>;
  readonly store: Pick<Store, 'reports' | 'retention' | 'batches'>;
  readonly clock: Clock;
  readonly log: Log;
  /** `maintenance.verify_megabytes`, in bytes. */
  readonly bytesPerRun: number;
}

/** What is remembered between runs, and what `doctor` reads. */
export interface TreeVerification {
  /** The last folder that was checked; null = the next run begins anew. */
  readonly position: string | null;
  readonly roundStartedAt: number;
  /** End of the last round over the whole tree; null = none has ended yet. */
  readonly roundEndedAt: number | null;
  /** Files and bytes checked in this round so far. */
  readonly files: number;
  readonly bytes: number;
  readonly problems: readonly TreeProblem[];
}

export const VERIFY_NOTE = 'verify-tree';
/** So many are kept and told; a dead disk would fill the database otherwise. */
const MOST_PROBLEMS = 500;

export function createTreeVerification(deps: VerifyTreeDeps): Service {
  return { name: 'verify-tree', runOnce: () => verifyOnce(deps) };
}

async function verifyOnce(deps: VerifyTreeDeps): Promise<Summary> {
  const { clock, store, log } = deps;
  const now = clock.now();
  const before = (await store.retention.loadNote(VERIFY_NOTE))?.value as TreeVerification | undefined;
  const open = await store.batches.openBatch();
  const { walked, ended, files, bytes, position } = await walk(
    deps,
    before?.position ?? null,
    open === null ? null : batchId(open),
    now,
  );
  // What was found before is looked at again: a file that was put back is whole.
  const again = await recheck(deps, before?.problems ?? [], now);
  const problems = firstSeen(
    [...again, ...walked, ...(await findMissing(deps.outputs, store.reports, now))],
    before?.problems ?? [],
  );
  const known = new Set((before?.problems ?? []).map(keyOf));
  const news = problems.filter((problem) => !known.has(keyOf(problem)));
  for (const { path, kind, what, cure } of news) log.error('tree_file_damaged', { path, kind, what, cure });
  const fresh = before === undefined || before.position === null;
  const state: TreeVerification = {
    position: ended ? null : position,
    roundStartedAt: fresh ? now : before.roundStartedAt,
    roundEndedAt: ended ? now : (before?.roundEndedAt ?? null),
    files: files + (fresh ? 0 : before.files),
    bytes: bytes + (fresh ? 0 : before.bytes),
    problems: problems.slice(0, MOST_PROBLEMS),
  };
  await store.retention.saveNote(VERIFY_NOTE, { at: now, value: state });
  const summary = { files, bytes, round_done: ended, problems: problems.length, new_problems: news.length };
  log.info('tree_verified', summary);
  return summary;
}

interface Walk {
  readonly walked: readonly TreeProblem[];
  readonly ended: boolean;
  readonly files: number;
  readonly bytes: number;
  readonly position: string | null;
}

/** At least one folder a run, so that it always gets on. The open batch is still being written, others are leaving. */
async function walk(
  { outputs, bytesPerRun }: VerifyTreeDeps,
  after: string | null,
  open: string | null,
  now: number,
): Promise<Walk> {
  const walked: TreeProblem[] = [];
  let files = 0;
  let bytes = 0;
  let position = after;
  const skipped = new Map<string, boolean>(open === null ? [] : [[open, true]]);
  try {
    for await (const folder of taskFolders(outputs, after)) {
      position = folder.path;
      const batch = batchId(folder.batch);
      if (!skipped.has(batch)) skipped.set(batch, await outputs.exists(removedPath(batch)));
      if (skipped.get(batch) === true) continue;
      const checked = await checkFolder(outputs, folder, now);
      files += checked.files;
      bytes += checked.bytes;
      walked.push(...checked.problems);
      if (bytes >= bytesPerRun) return { walked, ended: false, files, bytes, position };
      // Reading and hashing are quick and synchronous: others get their turn in between.
      await setImmediate();
    }
    return { walked, ended: true, files, bytes, position: null };
  } catch (error) {
    // A folder that cannot be listed ends the round, for it would be met again at the same place every day.
    walked.push(treeProblem('unreadable', position ?? '.', `the walk stopped after it: ${messageOf(error)}`, now));
    return { walked, ended: true, files, bytes, position: null };
  }
}

async function recheck(
  { outputs }: VerifyTreeDeps,
  problems: readonly TreeProblem[],
  now: number,
): Promise<readonly TreeProblem[]> {
  const folders = new Map<string, TaskFolder>();
  for (const { path } of problems) {
    const place = parseTaskPath(path);
    const folder = path.slice(0, path.lastIndexOf('/'));
    if (place !== null && !folders.has(folder))
      folders.set(folder, { path: folder, batch: place.batch, names: await outputs.list(folder) });
  }
  const found: TreeProblem[] = [];
  for (const folder of folders.values()) found.push(...(await checkFolder(outputs, folder, now)).problems);
  return found;
}

/** Each once, with the instant at which it was first seen. */
function firstSeen(problems: readonly TreeProblem[], before: readonly TreeProblem[]): readonly TreeProblem[] {
  const first = new Map(before.map((problem) => [keyOf(problem), problem.foundAt]));
  const byKey = new Map(problems.map((problem) => [keyOf(problem), problem]));
  return [...byKey].map(([key, problem]) => ({ ...problem, foundAt: first.get(key) ?? problem.foundAt }));
}

function keyOf({ path, kind }: TreeProblem): string {
  return `${kind} ${path}`;
}
