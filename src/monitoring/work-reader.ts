/** Batches, tasks, errors and coverage over the store of this machine. */
import { Fault } from '../core/errors.ts';
import { adviceForStored } from '../wording/advice.ts';
import type { BatchPlace, BatchRead, BatchSummary } from '../store/contract.ts';
import type { WorkReader } from './contract.ts';
import { cellsOf, linesOfSummaries, rowsByCell } from './coverage.ts';
import { describeBatch, describeLeftScrapers, describeScrapers, describeSummary } from './describe-batch.ts';
import type { Hindrances } from './describe-batch.ts';
import { describeDetail, describeTask } from './describe-task.ts';
import { groupErrors } from './error-groups.ts';
import { DEFAULT_LIMIT, readCursor, writeCursor } from './paging.ts';
import { resolveBatch, resolveSelector } from './resolve-selector.ts';
import type { MonitorSources, ReportSources } from './sources.ts';
import { readStatus } from './read-status.ts';
import type { BatchView, ScraperView } from './status-shape.ts';
import type { Coverage } from './task-shape.ts';

export function workReader(sources: MonitorSources): WorkReader {
  const { store, clock, language, files } = sources;
  return {
    status: () => readStatus(sources),
    batches: async ({ cursor, limit = DEFAULT_LIMIT }) => {
      const page = await store.readBatches(cursor === undefined ? null : placeOf(cursor), limit);
      const { timeZone } = sources.schedule();
      const hindrances = page.batches.some(isRunning) ? await readHindrances(sources) : undefined;
      const now = clock.now();
      return {
        items: page.batches.map((one) =>
          'batch' in one ? describeBatch(one, now, hindrances) : describeSummary(one.summary, timeZone),
        ),
        next: page.next === null ? null : writeCursor([page.next.left, page.next.startedAt, page.next.id]),
        total: null,
      };
    },
    batch: (id) => readOneBatch(sources, id),
    coverage: (batch) => readCoverageOf(sources, batch),
    tasks: async (selector, { sort, descending }, { cursor, limit = DEFAULT_LIMIT }) => {
      const query = await resolveSelector(sources, selector);
      const [value, id] = cursor === undefined ? [] : readCursor(cursor, ['string|number', 'number']);
      const page = await store.readTasks({
        query,
        order: sort,
        descending,
        after: id === undefined ? null : { value: value as string | number, id: id as number },
        limit,
      });
      const now = clock.now();
      return {
        items: page.tasks.map((task) => describeTask(task, now)),
        next: page.next === null ? null : writeCursor([page.next.value, page.next.id]),
        total: page.total,
      };
    },
    task: async (id) => {
      const read = await store.readTask(id);
      if (read === null) throw noTask(id);
      const { batch, errorCode } = read.task;
      const hasProblemPage = await files.hasProblemPage({ batch, id });
      return describeDetail(read, adviceForStored(errorCode, language), hasProblemPage, clock.now());
    },
    problemPage: async (id) => {
      const read = await store.readTask(id);
      if (read === null) throw noTask(id);
      return files.problemPage({ batch: read.task.batch, id });
    },
    errors: async (selector) => {
      const query = await resolveSelector(sources, selector);
      return groupErrors(await store.readErrors(query), query.batches[0] ?? '', language);
    },
  };
}

const noTask = (id: number): Fault =>
  new Fault('E_UNKNOWN', `there is no task ${id}`, { cure: '`scraping-monitor tasks` lists the tasks of a batch.' });

function placeOf(cursor: string): BatchPlace {
  const [left, startedAt, id] = readCursor(cursor, ['boolean', 'number', 'string']);
  return { left: left === true, startedAt: Number(startedAt), id: String(id) };
}

/** @throws {Fault} E_NO_BATCH: of a batch that was asked by name, or because there is none yet. */
export async function requireBatch(sources: Pick<MonitorSources, 'store'>, asked: string): Promise<string> {
  const id = await resolveBatch(sources, asked);
  if (id !== null) return id;
  throw new Fault('E_NO_BATCH', 'there is no batch yet', { cure: '`scraping-monitor run-now` starts one.' });
}

export async function readOneBatch(
  sources: MonitorSources,
  asked: string,
): Promise<{ readonly batch: BatchView; readonly scrapers: readonly ScraperView[] }> {
  const { store, clock, language } = sources;
  const id = await requireBatch(sources, asked);
  const read = await store.readBatch(id);
  if (read === null) throw new Fault('E_NO_BATCH', `there is no batch ${id}`);
  if ('summary' in read)
    return {
      batch: describeSummary(read.summary, sources.schedule().timeZone),
      scrapers: describeLeftScrapers(await store.readCombinations(id)),
    };
  const hindrances = await readHindrances(sources);
  const now = clock.now();
  return {
    batch: describeBatch(read, now, hindrances),
    scrapers: describeScrapers(read, now, { ...hindrances, language }),
  };
}

const isRunning = (one: BatchRead | { readonly summary: BatchSummary }): boolean =>
  'batch' in one && one.batch.status === 'running';

/** What keeps portals waiting now. */
async function readHindrances({ store }: Pick<MonitorSources, 'store'>): Promise<Hindrances> {
  const [{ pausedSites }, hosts] = await Promise.all([store.readSchedule(null, 0), store.readHosts()]);
  return { pausedSites, hosts };
}

/** The newest closed batch that began before; a rehearsal is no measure for a real one, nor the other way round. */
export async function batchBefore(
  { store }: Pick<MonitorSources, 'store'>,
  batch: BatchRead['batch'],
): Promise<string | null> {
  for (const { id, status } of await store.readBatchIds(batch.id, 20)) {
    if (status === 'cancelled' || status === 'running') continue;
    const before = await store.readBatch(id);
    if (before !== null && 'batch' in before && before.batch.rehearsal === batch.rehearsal) return id;
  }
  return null;
}

export async function readCoverageOf(
  sources: Pick<MonitorSources, 'store'> & Pick<ReportSources, 'files'>,
  asked: string,
): Promise<Coverage> {
  const { store } = sources;
  const id = await requireBatch(sources, asked);
  const read = await store.readBatch(id);
  if (read === null || 'summary' in read) {
    const lines = linesOfSummaries(await store.readCombinations(id));
    return { batch: id, before: null, cells: [...cellsOf(lines, null)], notPlanned: [] };
  }
  return coverageSince(sources, id, await batchBefore(sources, read.batch));
}

/** @param before the batch to compare with; null = there is none */
export async function coverageSince(
  { store, files }: Pick<MonitorSources, 'store'> & Pick<ReportSources, 'files'>,
  id: string,
  before: string | null,
): Promise<Coverage> {
  const [lines, linesBefore, unplanned] = await Promise.all([
    store.readCoverage(id),
    before === null ? null : store.readCollected(before),
    // The catalogue of today says nothing of an older batch.
    store.readBatchIds(null, 1).then(([newest]) => (newest?.id === id ? notPlanned(files) : [])),
  ]);
  const rowsBefore = linesBefore === null ? null : rowsByCell(linesBefore);
  return { batch: id, before, cells: [...cellsOf(lines, rowsBefore)], notPlanned: [...unplanned] };
}

async function notPlanned(files: Pick<MonitorSources['files'], 'catalogue'>): Promise<Coverage['notPlanned']> {
  const { faults } = await files.catalogue();
  return faults
    .filter(({ fatal, kind }) => fatal || kind === 'repeated-row')
    .map(({ place, kind, message }) => ({ place, kind, message }));
}
