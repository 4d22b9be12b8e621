/** `reparse`: kept pages of a batch read again with the definition of today, compared with what was published, and put in its place. */
import type { Config } from '../../config/contract.ts';
import type { Batch } from '../../core/batch.ts';
import { parseBatchId } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { Fault, messageOf } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { PageResult } from '../../core/page.ts';
import type { Task } from '../../core/task.ts';
import { publishTask } from '../../engine/agent/publish.ts';
import { rereadPage } from '../../engine/reread-page.ts';
import type { Outputs } from '../../outputs/contract.ts';
import { columnsFor } from '../../records/columns.ts';
import { mergePages } from '../../records/merge.ts';
import { readPublishedRows } from '../../records/read-rows.ts';
import { differencesOf } from '../../records/row-differences.ts';
import type { RowDifferences } from '../../records/row-differences.ts';
import type { Store } from '../../store/contract.ts';
import type { KeptPage, PageVault } from '../../vault/contract.ts';
import type { KnownSite } from '../parts/load-sites.ts';

export interface ReparseDeps {
  readonly config: Config;
  readonly clock: Clock;
  readonly outputs: Outputs;
  readonly vault: PageVault;
  readonly store: Pick<Store, 'reports'> & Partial<Pick<Store, 'reviseTask'>>;
}

export interface UnreadablePage {
  readonly page: number;
  readonly url: string;
  /** What was wrong with it when it was fetched; null = nothing. */
  readonly before: string | null;
  readonly code: ErrorCode;
  readonly message: string;
}

export interface TaskReparse {
  readonly task: Task;
  /** Kept pages of it. */
  readonly pages: number;
  /** Pages that could not be read before and can be read now. */
  readonly cured: number;
  readonly unreadable: readonly UnreadablePage[];
  /** Against what was published; null when nothing was. */
  readonly differences: RowDifferences | null;
  /** Why its file cannot be replaced; null = it can. */
  readonly obstacle: string | null;
  readonly written: boolean;
}

export interface ReparseReport {
  readonly batch: string;
  readonly site: string;
  readonly definition: string;
  readonly tasks: readonly TaskReparse[];
}

/** @throws {Fault} E_NO_BATCH; E_NOTHING_TO_DO when no page of the site is kept from that batch */
export async function reparse(deps: ReparseDeps, known: KnownSite, batchId: string): Promise<ReparseReport> {
  const batch = await deps.store.reports.findBatch(batchId);
  if (batch === null || parseBatchId(batchId) === null)
    throw new Fault('E_NO_BATCH', `there is no batch ${JSON.stringify(batchId)}`);
  const { site } = known;
  const kept = (await deps.vault.pagesOf(batch.id)).filter((page) => page.site === site.code);
  if (kept.length === 0) {
    throw new Fault('E_NOTHING_TO_DO', `no page of ${site.code} is kept from ${batch.id}`, {
      cure: `Set pages.keep to all before a batch; now it is ${deps.config.pages.keep}.`,
    });
  }
  const byTask = Map.groupBy(kept, (page) => page.task);
  const tasks = await deps.store.reports.listTasks({ batch: batch.id, sites: [site.code] });
  const reports: TaskReparse[] = [];
  for (const task of tasks) {
    const pages = newestOf(byTask.get(task.id) ?? []);
    if (pages.length > 0) reports.push(await reparseTask(deps, known, batch, task, pages));
  }
  return { batch: batch.id, site: site.code, definition: site.hash, tasks: reports };
}

/** Of each page the last fetch of the newest generation, in order. */
function newestOf(pages: readonly KeptPage[]): readonly KeptPage[] {
  const generation = Math.max(0, ...pages.map((page) => page.generation));
  const byNumber = new Map(
    pages.filter((page) => page.generation === generation).map((page) => [page.page, page] as const),
  );
  return [...byNumber.values()].sort((a, b) => a.page - b.page);
}

async function reparseTask(
  deps: ReparseDeps,
  { site }: KnownSite,
  batch: Batch,
  task: Task,
  pages: readonly KeptPage[],
): Promise<TaskReparse> {
  const published = task.status === 'completed' ? await readPublishedRows(deps.outputs, batch, task) : null;
  const listings = new Map((published ?? []).map((row) => [row['url'], row['listing_id']]));
  const results: PageResult[] = [];
  const unreadable: UnreadablePage[] = [];
  let cured = 0;
  for (const page of pages) {
    const known = listings.get(page.requestedUrl);
    const listing = { listingId: typeof known === 'string' ? known : null, url: page.requestedUrl };
    const { max_field_length: maxFieldLength } = deps.config.security.data_validation;
    const reread = rereadPage(site, page, await deps.vault.read(page.sha256), { maxFieldLength, listing });
    if (reread.kind === 'read') {
      results.push(reread.result);
      if (page.problem !== null) cured += 1;
    } else {
      const { code, message } = reread;
      unreadable.push({ page: page.page, url: page.url, before: page.problem, code, message });
    }
  }
  const columns = columnsFor('standard', task.site, task.phase, task.city);
  const differences = published === null ? null : differencesOf(published, mergePages(results).rows, columns);
  const obstacle = obstacleOf(task, pages, unreadable);
  const written =
    obstacle === null && differences !== null && hasChanges(differences) && deps.store.reviseTask !== undefined
      ? await replace(deps, batch, task, results)
      : false;
  return { task, pages: pages.length, cured, unreadable, differences, obstacle, written };
}

export function hasChanges({ added, removed, changed }: RowDifferences): boolean {
  return added + removed + Object.keys(changed).length > 0;
}

/** A file is replaced only by a whole one: every page of the task kept, and every one of them read. */
function obstacleOf(task: Task, pages: readonly KeptPage[], unreadable: readonly UnreadablePage[]): string | null {
  if (task.status !== 'completed') return `the task is ${task.status}: \`retry -b ${task.batch}\` fetches it again`;
  if (unreadable.length > 0) return `${unreadable.length} of its pages cannot be read`;
  const inOrder = pages.every((page, index) => page.page === index + 1);
  // A page that only closed a search (robots.txt, 404) was never fetched, and so is not kept.
  if (!inOrder || task.pages - pages.length > 1) return `${pages.length} of its ${task.pages} pages are kept`;
  return null;
}

async function replace(deps: ReparseDeps, batch: Batch, task: Task, pages: readonly PageResult[]): Promise<boolean> {
  const { outputs, clock, config, store } = deps;
  const last = pages.length - 1;
  const whole = pages.map((page, index) => (index === last ? { ...page, truncated: task.truncated } : page));
  const published = await publishTask(
    { tasks: { pagesToPublish: async () => whole }, outputs, clock, columns: config.data.columns },
    batch,
    { task: { ...task, status: 'running' }, lease: NO_LEASE, resume: NO_RESUME, items: [] },
  );
  if (published.kind !== 'published') return false;
  const { publication, at } = published.files;
  try {
    await store.reviseTask?.({ task: task.id, publication, verdict: published.outcome.verdict, at });
  } catch (cause) {
    throw new Fault(
      'E_STORE',
      `the file of task ${task.id} is replaced, and the database does not know it yet: ${messageOf(cause)}`,
      { cause, cure: 'Run the same command again.' },
    );
  }
  return true;
}

/** Publishing needs the shape of a leased task; nothing is leased here, for nobody else works in the directory. */
const NO_LEASE = { task: 0, owner: 'reparse', token: '' };
const NO_RESUME = { generation: 0, cursor: null, atEnd: true, pages: 0, rows: 0, keys: [] };
