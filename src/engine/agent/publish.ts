/**
 * Turns a finished task's committed pages into its files (D18): merge, render, intent in the store, then rejected
 * rows, CSV, journal entry and, last, the manifest that marks them all as there. Publishing again after a crash gives
 * the same bytes.
 */
import { createHash } from 'node:crypto';
import type { Batch } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { GONE } from '../../core/listing.ts';
import type { PageResult } from '../../core/page.ts';
import type { Outcome, Truncation } from '../../core/verdict.ts';
import type { OutputFile, Outputs } from '../../outputs/contract.ts';
import { columnsFor, rejectedColumns } from '../../records/columns.ts';
import type { ColumnProfile } from '../../records/columns.ts';
import { csvBytes } from '../../records/csv.ts';
import { fullRowsFile, outcomeFile } from '../../records/journal.ts';
import { manifestBytes } from '../../records/manifest.ts';
import { mergePages } from '../../records/merge.ts';
import type { MergedPages } from '../../records/merge.ts';
import { taskPaths } from '../../records/tree.ts';
import type { LeasedTask, PublishIntent, TaskStore } from '../../store/contract.ts';

export interface PublishDeps {
  readonly tasks: Pick<TaskStore, 'readPages' | 'recordIntent'>;
  readonly outputs: Outputs;
  readonly clock: Clock;
  readonly columns: ColumnProfile;
}

export type Published =
  | { readonly kind: 'published'; readonly outcome: Extract<Outcome, { kind: 'done' }>; readonly intent: PublishIntent }
  | { readonly kind: 'unpublishable'; readonly outcome: Outcome }
  | { readonly kind: 'lease_lost' };

/** Share of rejected rows above which a task is flagged (D21). */
export const HIGH_REJECT_SHARE = 0.2;

export async function publishTask(deps: PublishDeps, batch: Batch, leased: LeasedTask): Promise<Published> {
  const pages = await deps.tasks.readPages(leased.task.id);
  const merged = mergePages(pages);
  if (merged.rows.length === 0 && merged.rejects.some((reject) => !reject.reason.startsWith(GONE))) return { kind: 'unpublishable', outcome: allRejected(merged) };
  const outcome = endOf(pages, merged);
  const { task } = leased;
  const paths = taskPaths(task, batch);
  const csv = csvBytes(columnsFor(deps.columns, task.site, task.phase), merged.rows);
  const intent: PublishIntent = {
    sha256: createHash('sha256').update(csv).digest('hex'),
    bytes: csv.length,
    rows: merged.rows.length,
    rejectedRows: merged.rejects.length,
    outputPath: paths.csv,
  };
  if ((await deps.tasks.recordIntent(leased.lease, intent)) === 'lease_lost') return { kind: 'lease_lost' };
  await deps.outputs.publish(filesOf());
  return { kind: 'published', outcome, intent };

  function filesOf(): OutputFile[] {
    const files: OutputFile[] = [];
    if (merged.rejects.length > 0) files.push({ path: paths.rejected, content: csvBytes(rejectedColumns(), merged.rejects.map(flatReject)) });
    files.push({ path: paths.csv, content: csv });
    if (deps.columns !== 'standard') files.push(fullRowsFile(batch.id, task, merged.rows));
    files.push(
      outcomeFile(batch.id, task, { status: 'completed', verdict: outcome.verdict, truncated: outcome.truncated ?? null, code: null, message: null, rows: intent.rows, path: paths.csv, sha256: intent.sha256, at: deps.clock.now() }),
      { path: paths.manifest, content: manifestOf() },
    );
    return files;
  }

  function manifestOf(): Uint8Array {
    return manifestBytes({
      rows: intent.rows,
      bytes: intent.bytes,
      sha256: intent.sha256,
      batch: batch.id,
      task: task.id,
      attempt: task.attempts,
      scraper: task.scraper,
      site: task.site,
      url: task.url,
      orderNum: task.orderNum,
      definition: pages.at(-1)?.definition ?? '',
      columns: deps.columns,
      startedAt: new Date(task.startedAt ?? deps.clock.now()).toISOString(),
      completedAt: new Date(deps.clock.now()).toISOString(),
      verdict: outcome.verdict,
      truncated: outcome.truncated ?? null,
      pages: pages.filter((page) => page.httpStatus > 0).length,
      duplicates: merged.duplicates,
      rejected: merged.rejects.length,
      flagged: merged.rejects.length > (merged.rows.length + merged.rejects.length) * HIGH_REJECT_SHARE,
      emptied: merged.emptied,
      robots: pages.some((page) => page.robots === 'ignore') ? 'ignore' : 'respect',
      total: pages[0]?.total ?? null,
    });
  }
}

function flatReject(reject: MergedPages['rejects'][number]): Record<string, string | number | boolean | null> {
  return { reason: reject.reason, page: reject.page, position: reject.position, ...reject.row };
}

function endOf(pages: readonly PageResult[], merged: MergedPages): Extract<Outcome, { kind: 'done' }> {
  const truncated: Truncation | null = pages.at(-1)?.truncated ?? null;
  return { kind: 'done', verdict: merged.rows.length === 0 ? 'empty' : 'ok', ...(truncated === null ? {} : { truncated }) };
}

function allRejected(merged: MergedPages): Outcome {
  const example = merged.rejects[0]?.reason ?? '';
  return { kind: 'suspect', verdict: 'invalid', code: 'E_ALL_REJECTED', message: `all ${merged.rejects.length} rows were rejected; the first one: ${example}` };
}
