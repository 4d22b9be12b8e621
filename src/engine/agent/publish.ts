/**
 * Turns a finished task's committed pages into its files (D18): merge, render, then rejected rows, CSV, journal
 * entry and, last, the manifest that marks them all as there. The lease is asked for with the pages, and what was published
 * is recorded with the settlement. Publishing again after a crash gives the same bytes.
 */
import type { Batch } from '../../core/batch.ts';
import type { Clock, Random } from '../../core/clock.ts';
import { GONE } from '../../core/listing.ts';
import type { PageResult } from '../../core/page.ts';
import type { RetryPolicy } from '../../core/retry.ts';
import { taskKey } from '../../core/task.ts';
import type { Done, Outcome } from '../../core/outcome.ts';
import type { Truncation } from '../../core/verdict.ts';
import { VERSION } from '../../core/version.ts';
import type { OutputFile, Outputs } from '../../outputs/contract.ts';
import { columnsFor, rejectedColumns, rejectedRow } from '../../records/columns.ts';
import type { ColumnProfile } from '../../records/columns.ts';
import { csvBytes } from '../../records/csv.ts';
import { countFilled } from '../../records/field-fills.ts';
import { fullRowsFile, outcomeFile } from '../../records/journal.ts';
import { manifestBytes, sha256Of } from '../../records/manifest.ts';
import type { Manifest } from '../../records/manifest.ts';
import { mergePages } from '../../records/merge.ts';
import type { MergedPages } from '../../records/merge.ts';
import { taskPaths } from '../../records/tree.ts';
import type { LeasedTask, Publication, TaskStore } from '../../store/contract.ts';
import { afterwards, decide } from '../settle-task.ts';
import type { PublishedFiles } from '../settle-task.ts';

export interface PublishDeps {
  readonly tasks: Pick<TaskStore, 'pagesToPublish'>;
  readonly outputs: Outputs;
  readonly clock: Clock;
  readonly columns: ColumnProfile;
}

export type Published =
  | { readonly kind: 'published'; readonly outcome: Done; readonly files: PublishedFiles }
  | { readonly kind: 'unpublishable'; readonly outcome: Outcome }
  | { readonly kind: 'lease_lost' };

export async function publishTask(deps: PublishDeps, batch: Batch, leased: LeasedTask): Promise<Published> {
  const pages = await deps.tasks.pagesToPublish(leased.lease);
  return pages === 'lease_lost' ? { kind: 'lease_lost' } : publishPages(deps, batch, leased, pages);
}

async function publishPages(
  deps: PublishDeps,
  batch: Batch,
  leased: LeasedTask,
  pages: readonly PageResult[],
): Promise<Published> {
  const merged = mergePages(pages);
  if (merged.rows.length === 0 && merged.rejects.some((reject) => !reject.reason.startsWith(GONE)))
    return { kind: 'unpublishable', outcome: allRejected(merged) };
  const outcome = endOf(pages, merged);
  const { task } = leased;
  const completedAt = deps.clock.now();
  const paths = taskPaths(task, batch);
  const csv = csvBytes(columnsFor(deps.columns, task.site, task.phase, task.city), merged.rows);
  const publication = publicationOf(csv, merged, paths.csv);
  await deps.outputs.publish(filesOf());
  return { kind: 'published', outcome, files: { publication, at: completedAt } };

  function filesOf(): OutputFile[] {
    const files: OutputFile[] = [];
    if (merged.rejects.length > 0) {
      files.push({
        path: paths.rejected,
        content: csvBytes(rejectedColumns(task.phase), merged.rejects.map(rejectedRow)),
      });
    }
    files.push({ path: paths.csv, content: csv });
    if (deps.columns !== 'standard') files.push(fullRowsFile(task, merged.rows));
    const settlement = decide(leased, outcome, publication, NO_RETRY, completedAt, NO_CHANCE);
    const outcomeOfTask = outcomeFile(afterwards({ ...task, pages: pages.length }, settlement));
    // The plan and the manifest say all of a main task that `rebuild` needs; a detail task is in no plan.
    files.push(task.phase === 'main' ? { ...outcomeOfTask, derived: true } : outcomeOfTask);
    files.push({ path: paths.manifest, content: manifestOf() });
    return files;
  }

  function manifestOf(): Uint8Array {
    return manifestBytes({
      rows: publication.rows,
      bytes: publication.bytes,
      sha256: publication.sha256,
      batch: batch.id,
      task: taskKey(task),
      attempt: task.attempts,
      site: task.site,
      definition: pages.at(-1)?.definition ?? '',
      startedAt: new Date(task.startedAt ?? completedAt).toISOString(),
      completedAt: new Date(completedAt).toISOString(),
      verdict: outcome.verdict,
      truncated: outcome.truncated ?? null,
      url: task.url,
      pages: pages.filter((page) => page.httpStatus > 0).length,
      ...observed(merged),
      robots: pages.some((page) => page.robots === 'ignore') ? 'ignore' : 'respect',
      columns: deps.columns,
      skippedUnchanged: 0,
      version: VERSION,
    });
  }
}

/** A completed task is never tried again: neither delay nor jitter matters for its entry in the journal. */
const NO_RETRY: RetryPolicy = { strategy: 'linear', baseMs: 0, capMs: 0 };
const NO_CHANCE: Random = { next: () => 0 };

function publicationOf(csv: Uint8Array, merged: MergedPages, outputPath: string): Publication {
  return {
    sha256: sha256Of(csv),
    bytes: csv.length,
    rows: merged.rows.length,
    rejectedRows: merged.rejects.length,
    outputPath,
  };
}

function observed(
  merged: MergedPages,
): Pick<Manifest, 'duplicates' | 'filled' | 'gapSuspected' | 'rejected' | 'emptied'> {
  return {
    duplicates: merged.duplicates,
    filled: countFilled(merged.rows),
    gapSuspected: merged.moved,
    rejected: merged.rejects.length,
    emptied: merged.emptied,
  };
}

function endOf(pages: readonly PageResult[], merged: MergedPages): Done {
  const truncated: Truncation | null = pages.at(-1)?.truncated ?? null;
  return {
    kind: 'done',
    verdict: merged.rows.length === 0 ? 'empty' : 'ok',
    ...(truncated === null ? {} : { truncated }),
  };
}

function allRejected(merged: MergedPages): Outcome {
  const example = merged.rejects[0]?.reason ?? '';
  return {
    kind: 'suspect',
    verdict: 'invalid',
    code: 'E_ALL_REJECTED',
    message: `all ${merged.rejects.length} rows were rejected; the first one: ${example}`,
  };
}
