/** How many rows of a batch had each field: what later batches are compared with (F65). */
import type { Batch } from '../../core/batch.ts';
import { isFault } from '../../core/errors.ts';
import { isFarBelow } from '../../extraction/drift.ts';
import type { Outputs } from '../../outputs/contract.ts';
import { fieldsFile, keyOf, sumFills } from '../../records/field-fills.ts';
import type { FieldFills } from '../../records/field-fills.ts';
import { readManifest } from '../../records/manifest.ts';
import type { Manifest } from '../../records/manifest.ts';
import { taskPaths } from '../../records/tree.ts';
import type { Store } from '../../store/contract.ts';

export interface NoteDeps {
  readonly store: Pick<Store, 'reports'>;
  readonly outputs: Pick<Outputs, 'read' | 'publish'>;
}

/** Writes it into the batch's journal; the tasks' manifests know it. */
export async function noteFields(deps: NoteDeps, batch: Batch): Promise<void> {
  const searches: FieldFills[] = [];
  for (const task of await deps.store.reports.listTasks({ batch: batch.id, statuses: ['completed'] })) {
    const { scraper, operation, product } = task;
    const { manifest: path } = taskPaths(task, batch);
    const bytes = task.rows === 0 ? null : await deps.outputs.read(path);
    const manifest = bytes === null ? null : manifestOrNull(bytes, path);
    if (manifest !== null) searches.push({ scraper, operation, product, rows: manifest.rows, filled: manifest.filled });
  }
  await deps.outputs.publish([fieldsFile(batch.id, fillsOf(searches))]);
}

/**
 * The sums of a batch's searches. A field that would have raised the alarm on one of the very searches it was counted in is
 * uneven: a portal that shows some of them in another layout lacks it there for good, and has not changed.
 */
export function fillsOf(searches: readonly FieldFills[]): readonly FieldFills[] {
  const ofKind = Map.groupBy(searches, keyOf);
  return sumFills(searches).map((sum) => {
    const uneven = Object.entries(sum.filled)
      .filter(([field, count]) =>
        ofKind.get(keyOf(sum))?.some(({ rows, filled }) => isFarBelow(filled[field] ?? 0, rows, count / sum.rows)),
      )
      .map(([field]) => field);
    return uneven.length === 0 ? sum : { ...sum, uneven };
  });
}

/** A damaged manifest must not keep a batch open: the tree's own check reports it. */
function manifestOrNull(bytes: Uint8Array, path: string): Manifest | null {
  try {
    return readManifest(bytes, path);
  } catch (error) {
    if (isFault(error)) return null;
    throw error;
  }
}
