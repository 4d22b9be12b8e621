/** Statistics, trends and the report of a batch over the store of this machine. */
import { Fault } from '../core/errors.ts';
import type { FiguresReader } from './contract.ts';
import { describeBatch, describeScrapers, describeSummary } from './describe-batch.ts';
import { describeTask } from './describe-task.ts';
import { groupErrors } from './error-groups.ts';
import { assertCodes, queryOf, resolveBatch } from './resolve-selector.ts';
import type { MonitorSources, ReportSources } from './sources.ts';
import { statisticsOf, targetsOf } from './statistics.ts';
import type { BatchReport, Statistics, StatisticsBy, Trend } from './statistics-shape.ts';
import type { Selector } from './selector.ts';
import { instantOf } from './counts.ts';
import { batchBefore, coverageSince, readCoverageOf, requireBatch } from './work-reader.ts';

const SLOWEST_SHOWN = 10;

export function figuresReader(sources: MonitorSources): FiguresReader {
  return {
    statistics: (selector, by, lastBatches) => statistics(sources, selector, by, lastBatches),
    trend: async (lastBatches): Promise<Trend> => {
      const lines = await sources.store.readTrend(lastBatches);
      return { points: lines.map(({ startedAt, ...line }) => ({ ...line, startedAt: instantOf(startedAt) })) };
    },
    report: (batch) => readReport({ ...sources, timeZone: () => sources.schedule().timeZone }, batch),
  };
}

/** Of one batch when the selector names one, else of the newest `lastBatches`. */
async function statistics(
  sources: MonitorSources,
  selector: Selector,
  by: StatisticsBy,
  lastBatches: number,
): Promise<Statistics> {
  const { store } = sources;
  const batches = await batchesOf(sources, selector, lastBatches);
  const [newest] = batches;
  if (newest !== undefined) await assertCodes(sources, selector, newest.id);
  const ids = batches.map(({ id }) => id);
  const { timeZone } = sources.schedule();
  const figures = statisticsOf(await store.readFigures(queryOf(selector, ids), by, timeZone));
  const { ownMemoryBytes, startMs } = await sources.live();
  // The newest first, as the batches themselves are told.
  const ordered = by === 'batch' ? ids.flatMap((id) => figures.lines.filter(({ key }) => key === id)) : figures.lines;
  return {
    by,
    batches: ids,
    lines: [...ordered],
    total: figures.total,
    targets: [...targetsOf(figures.total, { ownMemoryBytes, startMs, batches })],
  };
}

async function batchesOf(sources: MonitorSources, selector: Selector, lastBatches: number) {
  const { store } = sources;
  if (selector.batch === undefined || (selector.batch.toLowerCase() === 'last' && lastBatches > 1))
    return store.readBatchIds(null, lastBatches);
  const id = await resolveBatch(sources, selector.batch);
  const found = id === null ? null : await store.readBatch(id);
  return found !== null && 'batch' in found ? [{ id: found.batch.id, status: found.batch.status }] : [];
}

/** @throws {Fault} E_NO_BATCH */
export async function readReport(sources: ReportSources, asked: string): Promise<BatchReport> {
  const { store, files, clock, language } = sources;
  const id = await requireBatch(sources, asked);
  const read = await store.readBatch(id);
  if (read === null) throw new Fault('E_NO_BATCH', `there is no batch ${id}`);
  if ('summary' in read) {
    const batch = describeSummary(read.summary, sources.timeZone());
    const coverage = await readCoverageOf(sources, id);
    return { batch, before: null, scrapers: [], coverage, causes: [], slowest: [], fillRates: [] };
  }
  const now = clock.now();
  const beforeId = await batchBefore(sources, read.batch);
  const query = { batches: [id] };
  // All at once: what is read is put into shape while the next is read.
  const [coverage, before, { pausedSites }, hosts, errors, slowest, fillRates] = await Promise.all([
    coverageSince(sources, id, beforeId),
    beforeId === null ? null : store.readBatch(beforeId),
    store.readSchedule(null, 0),
    store.readHosts(),
    store.readErrors(query),
    store.readTasks({ query, order: 'duration', descending: true, after: null, limit: SLOWEST_SHOWN }),
    comparedFillRates(files, id, beforeId),
  ]);
  return {
    batch: describeBatch(read, now, { pausedSites, hosts }),
    before: before !== null && 'batch' in before ? describeBatch(before, now) : null,
    scrapers: [...describeScrapers(read, now, { pausedSites, hosts, language })],
    coverage,
    causes: [...groupErrors(errors, id, language)],
    slowest: slowest.tasks.map((task) => describeTask(task, now)),
    fillRates,
  };
}

async function comparedFillRates(
  files: ReportSources['files'],
  batch: string,
  before: string | null,
): Promise<BatchReport['fillRates']> {
  const earlier = before === null ? [] : await files.fillRates(before);
  return (await files.fillRates(batch)).map(({ site, fields }) => ({
    site,
    fields: fields.map(({ field, share }) => ({
      field,
      share,
      before: earlier.find((one) => one.site === site)?.fields.find((one) => one.field === field)?.share ?? null,
    })),
  }));
}
