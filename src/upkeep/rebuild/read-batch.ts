/**
 * One batch as the output tree and its journal know it (D9). What is damaged is left out and named; what the journal
 * says without its mark in the tree is not believed: a task is complete when its manifest is there.
 */
import { NO_FILTERS, parseBatchId } from '../../core/batch.ts';
import type { BatchStatus } from '../../core/batch.ts';
import { isFault } from '../../core/errors.ts';
import { FAILED, isSettled, taskKey } from '../../core/task.ts';
import type { PlannedTask, TaskStatus } from '../../core/task.ts';
import type { Outputs } from '../../outputs/contract.ts';
import {
  closePath,
  journalFolder,
  outcomesFolder,
  planPath,
  readClose,
  readOutcome,
  readPlan,
} from '../../records/journal.ts';
import type { JournalBatch, JournalClose, JournalOutcome } from '../../records/journal.ts';
import { readManifest } from '../../records/manifest.ts';
import type { Manifest } from '../../records/manifest.ts';
import { taskPaths } from '../../records/tree.ts';
import type { ImportedBatch, ImportedTask } from '../../store/contract.ts';

export interface TreeBatch {
  readonly batch: JournalBatch;
  readonly tasks: readonly ImportedTask[];
  readonly close: JournalClose | null;
  /** Files that could not be used, and why. */
  readonly damage: readonly string[];
}

type Reader = Pick<Outputs, 'read' | 'list'>;

const DAY_MS = 24 * 60 * 60 * 1000;
/** A batch whose plan is lost gets the longest deadline there is (D1). */
const LONGEST_BATCH_MS = 14 * DAY_MS;

/** @param timeZone of a batch whose plan is lost. Null when nothing of it can be read. */
export async function readBatchFromTree(outputs: Reader, id: string, timeZone: string): Promise<TreeBatch | null> {
  const damage: string[] = [];
  const plan = await attempt(damage, planPath(id), async (path) => readNamed(outputs, path, readPlan));
  const outcomes = await readOutcomes(outputs, id, damage);
  const close = await attempt(damage, closePath(id), async (path) => readNamed(outputs, path, readClose));
  const batch = plan?.batch ?? batchOf(id, outcomes, timeZone);
  if (batch === null) return null;
  const planned = new Map((plan?.tasks ?? []).map((task) => [taskKey(task), task]));
  const tasks: ImportedTask[] = [];
  for (const [key, outcome] of outcomes) {
    planned.delete(key);
    tasks.push(await believed(outputs, batch, outcome, close, damage));
  }
  for (const task of planned.values())
    tasks.push((await publishedWithoutOutcome(outputs, batch, task, damage)) ?? pendingTask(batch, task));
  tasks.sort(
    (a, b) =>
      (a.phase === b.phase ? 0 : a.phase === 'main' ? -1 : 1) ||
      compare(a.scraper, b.scraper) ||
      a.orderNum - b.orderNum,
  );
  return { batch, tasks, close, damage };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function readNamed<T>(
  outputs: Reader,
  path: string,
  read: (bytes: Uint8Array, file: string) => T,
): Promise<T | null> {
  const bytes = await outputs.read(path);
  return bytes === null ? null : read(bytes, path);
}

async function attempt<T>(
  damage: string[],
  path: string,
  work: (path: string) => Promise<T | null>,
): Promise<T | null> {
  try {
    return await work(path);
  } catch (error) {
    if (!isFault(error)) throw error;
    damage.push(error.message);
    return null;
  }
}

async function readOutcomes(
  outputs: Reader,
  id: string,
  damage: string[],
): Promise<ReadonlyMap<string, JournalOutcome>> {
  const outcomes = new Map<string, JournalOutcome>();
  for (const scraper of await outputs.list(`${journalFolder(id)}/outcomes`)) {
    for (const name of await outputs.list(outcomesFolder(id, scraper))) {
      const path = `${outcomesFolder(id, scraper)}/${name}`;
      const outcome = await attempt(damage, path, async () => readNamed(outputs, path, readOutcome));
      if (outcome === null) continue;
      const fits = outcome.batch === id && outcome.scraper === scraper && name === `${outcome.orderNum}.json`;
      if (fits) outcomes.set(taskKey(outcome), outcome);
      else damage.push(`journal file ${path} is that of ${outcome.batch} ${taskKey(outcome)}`);
    }
  }
  return outcomes;
}

/** A batch whose plan is lost, out of its tasks. */
function batchOf(id: string, outcomes: ReadonlyMap<string, JournalOutcome>, timeZone: string): JournalBatch | null {
  const name = parseBatchId(id);
  if (name === null || outcomes.size === 0) return null;
  const startedAt = Math.min(...[...outcomes.values()].map((outcome) => outcome.createdAt));
  return {
    id,
    ...name,
    startedAt,
    deadlineAt: startedAt + LONGEST_BATCH_MS,
    timeZone,
    rehearsal: false,
    filters: NO_FILTERS,
  };
}

async function believed(
  outputs: Reader,
  batch: JournalBatch,
  outcome: JournalOutcome,
  close: JournalClose | null,
  damage: string[],
): Promise<ImportedTask> {
  if (outcome.status !== 'completed') return { ...outcome, sha256: null, skippedUnchanged: 0 };
  const path = taskPaths(outcome, batch).manifest;
  const manifest = await attempt(damage, path, async () => readNamed(outputs, path, readManifest));
  if (manifest !== null && manifest.task === taskKey(outcome) && manifest.batch === batch.id)
    return published(outcome, manifest);
  // A closed batch's results may have been taken away at their age; what ended since had its manifest written last.
  if (close !== null && (outcome.completedAt ?? 0) <= close.completedAt)
    return { ...outcome, sha256: null, skippedUnchanged: 0 };
  return pendingTask(batch, outcome);
}

/** A power cut may take the outcome of a main task whose files are on the disk: its plan and its manifest say what it said. */
async function publishedWithoutOutcome(
  outputs: Reader,
  batch: JournalBatch,
  task: PlannedTask,
  damage: string[],
): Promise<ImportedTask | null> {
  const paths = taskPaths(task, batch);
  const manifest = await attempt(damage, paths.manifest, async (path) => readNamed(outputs, path, readManifest));
  if (manifest === null || manifest.task !== taskKey(task) || manifest.batch !== batch.id) return null;
  const outcome: JournalOutcome = {
    ...pendingTask(batch, task),
    status: 'completed',
    attempts: manifest.attempt,
    startedAt: Date.parse(manifest.startedAt),
    completedAt: Date.parse(manifest.completedAt),
    verdict: manifest.verdict,
    truncated: manifest.truncated,
    outputPath: paths.csv,
    pages: manifest.pages,
  };
  return published(outcome, manifest);
}

function published(outcome: JournalOutcome, manifest: Manifest): ImportedTask {
  return {
    ...outcome,
    rows: manifest.rows,
    rejectedRows: manifest.rejected,
    fileBytes: manifest.bytes,
    sha256: manifest.sha256,
    skippedUnchanged: manifest.skippedUnchanged,
  };
}

function pendingTask(batch: JournalBatch, task: PlannedTask): ImportedTask {
  const { scraper, phase, site, city, operation, product, url, orderNum, ordinal, maxAttempts } = task;
  return {
    batch: batch.id,
    scraper,
    phase,
    site,
    city,
    operation,
    product,
    url,
    orderNum,
    ordinal,
    maxAttempts,
    status: 'pending',
    attempts: 0,
    interruptions: 0,
    createdAt: batch.startedAt,
    startedAt: null,
    completedAt: null,
    retryAt: null,
    errorCode: null,
    errorMessage: null,
    verdict: null,
    truncated: null,
    outputPath: null,
    rows: 0,
    rejectedRows: 0,
    pages: 0,
    fileBytes: 0,
    sha256: null,
    skippedUnchanged: 0,
  };
}

export interface ImportSettings {
  /** Only the newest batch can be open: the next one is planned when it is closed. */
  readonly newest: boolean;
  readonly at: number;
  readonly actor: string;
}

/** What goes into the database: an open task of a batch that is over ended somehow, and the journal does not say how. */
export function importOf(tree: TreeBatch, { newest, at, actor }: ImportSettings): ImportedBatch {
  const { batch, tasks } = tree;
  const end = tree.close ?? (newest ? null : lostEnd(tasks, batch.startedAt));
  if (end === null) return { batch, tasks, close: null, at, actor };
  const status: TaskStatus = end.status === 'cancelled' ? 'cancelled' : 'permanently_failed';
  const ended = tasks.map((task): ImportedTask =>
    isSettled(task.status)
      ? task
      : {
          ...task,
          status,
          completedAt: end.completedAt,
          retryAt: null,
          errorMessage: 'it ended with its batch; the journal does not say how',
        },
  );
  return { batch, tasks: ended, close: { status: end.status, completedAt: end.completedAt }, at, actor };
}

function lostEnd(
  tasks: readonly ImportedTask[],
  startedAt: number,
): { readonly status: Exclude<BatchStatus, 'running'>; readonly completedAt: number } {
  const completedAt = Math.max(startedAt, ...tasks.map((task) => task.completedAt ?? startedAt));
  return {
    status: tasks.some((task) => !FAILED.includes(task.status) && isSettled(task.status)) ? 'completed' : 'failed',
    completedAt,
  };
}
