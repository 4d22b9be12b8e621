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

const NEVER: TreeVerification = {
  position: null,
  roundStartedAt: 0,
  roundEndedAt: null,
  files: 0,
  bytes: 0,
  problems: [],
};

async function verifyOnce(deps: VerifyTreeDeps): Promise<Summary> {
  const { clock, store, log } = deps;
  const now = clock.now();
  const before = ((await store.retention.loadNote(VERIFY_NOTE))?.value ?? NEVER) as TreeVerification;
  const open = await store.batches.openBatch();
  const walk = await walkOn(deps, before.position, open === null ? null : batchId(open), now);
  // What was found before is looked at again: a file that was put back is whole.
  const again = await recheck(deps, before.problems, now);
  const missing = await findMissing(deps.outputs, store.reports, now);
  const problems = firstSeen([...again, ...walk.problems, ...missing], before.problems);
  const news = problems.filter((problem) => !before.problems.some((known) => keyOf(known) === keyOf(problem)));
  for (const { path, kind, what, cure } of news) log.error('tree_file_damaged', { path, kind, what, cure });
  await store.retention.saveNote(VERIFY_NOTE, {
    at: now,
    value: { ...stateAfter(before, walk, now), problems: problems.slice(0, MOST_PROBLEMS) },
  });
  const summary = {
    files: walk.files,
    bytes: walk.bytes,
    round_done: walk.ended,
    problems: problems.length,
    new_problems: news.length,
  };
  log.info('tree_verified', summary);
  return summary;
}

function stateAfter(before: TreeVerification, walk: Walk, now: number): Omit<TreeVerification, 'problems'> {
  const anew = before.position === null;
  return {
    position: walk.ended ? null : walk.position,
    roundStartedAt: anew ? now : before.roundStartedAt,
    roundEndedAt: walk.ended ? now : before.roundEndedAt,
    files: walk.files + (anew ? 0 : before.files),
    bytes: walk.bytes + (anew ? 0 : before.bytes),
  };
}

interface Walk {
  readonly problems: readonly TreeProblem[];
  readonly ended: boolean;
  readonly files: number;
  readonly bytes: number;
  readonly position: string | null;
}

/** At least one folder a run, so that it always gets on. The open batch is still being written, others are leaving. */
async function walkOn(
  { outputs, bytesPerRun }: VerifyTreeDeps,
  after: string | null,
  open: string | null,
  now: number,
): Promise<Walk> {
  const problems: TreeProblem[] = [];
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
      problems.push(...checked.problems);
      if (bytes >= bytesPerRun) return { problems, ended: false, files, bytes, position };
      // Reading and hashing are quick and synchronous: others get their turn in between.
      await setImmediate();
    }
    return { problems, ended: true, files, bytes, position: null };
  } catch (error) {
    // A folder that cannot be listed ends the round, for it would be met again at the same place every day.
    problems.push(treeProblem('unreadable', position ?? '.', `the walk stopped after it: ${messageOf(error)}`, now));
    return { problems, ended: true, files, bytes, position: null };
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
