/** Brings the database up to what the output tree knows: all of `rebuild`, and the second half of recovery (D9). */
import { parseBatchId } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { Fault } from '../../core/errors.ts';
import type { Outputs } from '../../outputs/contract.ts';
import { JOURNAL_FOLDER } from '../../records/journal.ts';
import type { Store } from '../../store/contract.ts';
import { importOf, readBatchFromTree } from './read-batch.ts';
import type { TreeBatch } from './read-batch.ts';

export interface ReplayDeps {
  readonly outputs: Pick<Outputs, 'read' | 'list'>;
  readonly store: Pick<Store, 'importBatch'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Zone of a batch whose plan is lost. */
  readonly timeZone: string;
  /** A data directory is for rehearsal or for real work, its tree too (D33). */
  readonly rehearsal: boolean;
  readonly actor: 'rebuild' | 'recovery';
}

export interface ReplayReport {
  /** In the tree. */
  readonly batches: number;
  readonly batchesAdded: number;
  readonly tasksAdded: number;
  readonly tasksEnded: number;
  /** Open tasks in the newest batch: they are run, or run again. */
  readonly openTasks: number;
  readonly rows: number;
  /** Files that could not be used, and why. */
  readonly damage: readonly string[];
}

/** Batches the journal knows, by their ids. */
export async function batchesInTree(outputs: Pick<Outputs, 'list'>): Promise<readonly string[]> {
  return (await outputs.list(JOURNAL_FOLDER)).filter((name) => parseBatchId(name) !== null);
}

/** @throws {Fault} E_REHEARSAL when the tree is of the other kind; E_STORE… */
export async function replayTree(deps: ReplayDeps): Promise<ReplayReport> {
  const found: TreeBatch[] = [];
  const damage: string[] = [];
  for (const id of await batchesInTree(deps.outputs)) {
    const tree = await readBatchFromTree(deps.outputs, id, deps.timeZone);
    if (tree === null) damage.push(`the journal of ${id} has neither a plan nor an outcome that can be read`);
    else {
      found.push(tree);
      damage.push(...tree.damage);
    }
  }
  // Sorted by start, never by id (D28).
  found.sort((a, b) => a.batch.startedAt - b.batch.startedAt);
  const sum = { batchesAdded: 0, tasksAdded: 0, tasksEnded: 0, openTasks: 0, rows: 0 };
  for (const tree of found) {
    if (tree.batch.rehearsal !== deps.rehearsal) throw otherKind(tree, deps.rehearsal);
    const imported = importOf(tree, { newest: tree === found.at(-1), at: deps.clock.now(), actor: deps.actor });
    const report = await deps.store.importBatch(imported);
    sum.batchesAdded += report.batchAdded ? 1 : 0;
    sum.tasksAdded += report.tasksAdded;
    sum.tasksEnded += report.tasksEnded;
    sum.rows += imported.tasks.reduce((rows, task) => rows + task.rows, 0);
    if (imported.close === null) sum.openTasks += imported.tasks.filter((task) => task.completedAt === null).length;
  }
  return { batches: found.length, ...sum, damage };
}

function otherKind({ batch }: TreeBatch, rehearsal: boolean): Fault {
  const kind = (is: boolean): string => (is ? 'a rehearsal' : 'real work');
  return new Fault(
    'E_REHEARSAL',
    `batch ${batch.id} of the output tree is ${kind(batch.rehearsal)}, and this start is for ${kind(rehearsal)}`,
  );
}
