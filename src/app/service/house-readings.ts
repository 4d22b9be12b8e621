/** How the house stands at a scrape: what /metrics shows besides the counters. What must outlive a restart comes from the store. */
import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../../config/contract.ts';
import type { Batch } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { phaseOf } from '../../core/codes.ts';
import { TASK_STATUSES } from '../../core/task.ts';
import type { ScraperProgress, Store } from '../../store/contract.ts';
import type { GaugeName } from '../../telemetry/gauges.ts';
import type { Reading, ReadingPart } from '../../telemetry/metrics-contract.ts';
import type { Health } from '../../upkeep/health-check.ts';
import type { ServiceState } from '../../upkeep/service-loop.ts';
import { backupReadings } from './backup-readings.ts';
import { readFillRates } from '../view/read-fill-rates.ts';
import type { EngineCondition } from '../run/start-engine.ts';

export interface ReadingSources {
  readonly store: Pick<Store, 'reports' | 'schedule' | 'instances' | 'retention' | 'notices'>;
  readonly clock: Clock;
  readonly startedAt: number;
  readonly config: () => Config;
  readonly sites: () => readonly string[];
  readonly condition: () => EngineCondition;
  readonly health: Pick<Health, 'troubles'>;
  readonly services: () => readonly ServiceState[];
  /** Epoch ms; null = none is planned. */
  readonly nextBatchAt: () => Promise<number | null>;
}

const MS = 1000;
const HOUR_MS = 3_600_000;
/** A site that was not in any of so many batches has no last success worth telling. */
const BATCHES_BACK = 12;

export function houseReadings(from: ReadingSources): readonly ReadingPart[] {
  const successes = lastSuccesses(from.store);
  return [
    { name: 'service', read: () => serviceReadings(from) },
    { name: 'batch', read: () => batchReadings(from) },
    { name: 'sites', read: () => siteReadings(from, successes) },
    { name: 'fields', read: fillReadings(from) },
    { name: 'engine', read: async () => engineReadings(from.condition(), from.config()) },
    { name: 'backups', read: () => backupReadings(from.config(), from.services()) },
    { name: 'disks', read: () => diskReadings(from.config()) },
    { name: 'notifications', read: () => noticeReadings(from) },
  ];
}

const at = (gauge: GaugeName, epochMs: number | null, labels: Readonly<Record<string, string>> = {}): Reading[] =>
  epochMs === null ? [] : [{ gauge, labels, value: epochMs / MS }];
const flag = (gauge: GaugeName, isSet: boolean, labels: Readonly<Record<string, string>> = {}): Reading => ({
  gauge,
  labels,
  value: isSet ? 1 : 0,
});

async function serviceReadings({ store, clock, startedAt, health, services }: ReadingSources): Promise<Reading[]> {
  const starts = await store.instances.startsSince(clock.now() - HOUR_MS);
  return [
    ...at('scraping_service_started_timestamp_seconds', startedAt),
    { gauge: 'scraping_service_troubles', value: health.troubles.length },
    { gauge: 'scraping_service_restarts_last_hour', value: starts },
    ...services().flatMap(({ name: service, lastRunAt, lastError }) => [
      ...at('scraping_upkeep_last_run_timestamp_seconds', lastRunAt, { service }),
      flag('scraping_upkeep_failing', lastError !== null, { service }),
    ]),
  ];
}

async function batchReadings({ store, nextBatchAt }: ReadingSources): Promise<Reading[]> {
  const batches = await store.reports.listBatches(BATCHES_BACK);
  const [newest] = batches;
  const closed = batches.find(({ status }) => status !== 'running');
  const records = await store.schedule.schedules();
  return [
    flag('scraping_batch_running', newest?.status === 'running'),
    flag(
      'scraping_batches_paused',
      records.some(({ schedule, pausedAt }) => schedule === 'batches' && pausedAt !== null),
    ),
    ...at('scraping_batch_next_timestamp_seconds', await nextBatchAt()),
    ...at('scraping_batch_last_finished_timestamp_seconds', closed?.completedAt ?? null),
    ...at(
      'scraping_batch_last_completed_timestamp_seconds',
      batches.find(({ status }) => status === 'completed')?.completedAt ?? null,
    ),
    ...(closed === undefined
      ? []
      : [{ gauge: 'scraping_batch_last_failed_tasks' as const, value: closed.totalTasks - closed.completedTasks }]),
    ...(newest === undefined ? [] : await newestReadings(store, newest)),
  ];
}

async function newestReadings(store: ReadingSources['store'], batch: Batch): Promise<Reading[]> {
  const progress = await store.reports.progress(batch.id);
  return [
    ...at('scraping_batch_started_timestamp_seconds', batch.startedAt),
    ...(batch.status === 'running' ? at('scraping_batch_deadline_timestamp_seconds', batch.deadlineAt) : []),
    ...progress.flatMap(scraperReadings),
  ];
}

function scraperReadings(scraper: ScraperProgress): Reading[] {
  const labels = { site: scraper.site, phase: phaseOf(scraper.scraper) };
  return [
    ...TASK_STATUSES.map((status): Reading => ({
      gauge: 'scraping_batch_tasks',
      labels: { ...labels, status },
      value: scraper.byStatus[status],
    })),
    { gauge: 'scraping_batch_rows', labels, value: scraper.rows },
    { gauge: 'scraping_batch_pages', labels, value: scraper.pages },
    { gauge: 'scraping_lane_ready_tasks', labels, value: scraper.byStatus.pending + scraper.byStatus.retrying },
  ];
}

async function siteReadings(
  { store, sites }: ReadingSources,
  successes: () => Promise<ReadonlyMap<string, number>>,
): Promise<Reading[]> {
  const [paused, succeeded] = await Promise.all([store.schedule.pausedSites(), successes()]);
  const isPaused = new Set(paused.map(({ site }) => site));
  return sites().flatMap((site) => [
    flag('scraping_site_paused', isPaused.has(site), { site }),
    ...at('scraping_site_last_success_timestamp_seconds', succeeded.get(site) ?? null, { site }),
  ]);
}

/** Closed batches change no more: their part is read once. */
function lastSuccesses(store: Pick<Store, 'reports'>): () => Promise<ReadonlyMap<string, number>> {
  const closed = new Map<string, readonly ScraperProgress[]>();
  return async () => {
    const batches = await store.reports.listBatches(BATCHES_BACK);
    const newest = new Map<string, number>();
    for (const { id, status, completedAt } of batches) {
      const key = `${id} ${completedAt}`;
      const progress = closed.get(key) ?? (await store.reports.progress(id));
      if (status !== 'running') closed.set(key, progress);
      for (const { site, lastSuccessAt } of progress)
        if (lastSuccessAt !== null) newest.set(site, Math.max(lastSuccessAt, newest.get(site) ?? 0));
    }
    for (const key of closed.keys())
      if (!batches.some(({ id, completedAt }) => key === `${id} ${completedAt}`)) closed.delete(key);
    return newest;
  };
}

/** A closed batch is read once. */
function fillReadings({ store, config, sites }: ReadingSources): () => Promise<Reading[]> {
  let kept: { readonly key: string; readonly readings: Reading[] } | null = null;
  return async () => {
    const closed = (await store.reports.listBatches(2)).find(({ status }) => status !== 'running');
    if (closed === undefined) return [];
    const key = `${closed.id} ${closed.completedAt}`;
    if (kept?.key !== key) {
      const rates = await readFillRates(config().data.directory, closed.id, sites());
      const readings = rates.flatMap(({ site, fields }) =>
        fields.map(({ field, share }): Reading => ({
          gauge: 'scraping_site_fill_ratio',
          labels: { site, field },
          value: share,
        })),
      );
      kept = { key, readings };
    }
    return kept.readings;
  };
}

function engineReadings({ slots, workers, load, queued, hosts, lowDisk }: EngineCondition, config: Config): Reading[] {
  return [
    { gauge: 'scraping_slots', value: slots },
    { gauge: 'scraping_slots_configured', value: config.execution.max_concurrency },
    { gauge: 'scraping_workers', value: workers.length },
    { gauge: 'scraping_queue_tasks', value: queued },
    flag('scraping_disk_low', lowDisk !== null),
    ...(load === null
      ? []
      : [
          { gauge: 'scraping_memory_bytes' as const, labels: { of: 'service' }, value: load.ownBytes },
          { gauge: 'scraping_memory_bytes' as const, labels: { of: 'workers' }, value: load.workersBytes },
          { gauge: 'scraping_machine_memory_available_bytes' as const, value: load.availableBytes },
          { gauge: 'scraping_machine_cpu_ratio' as const, value: load.processorPercent / 100 },
        ]),
    ...hosts.flatMap(({ host, slowdown, delayMs, circuitOpenUntil, waiting }): Reading[] => [
      { gauge: 'scraping_host_delay_seconds', labels: { host }, value: delayMs / MS },
      { gauge: 'scraping_host_slowdown_ratio', labels: { host }, value: slowdown },
      flag('scraping_host_circuit_open', circuitOpenUntil !== null, { host }),
      { gauge: 'scraping_host_waiting_requests', labels: { host }, value: waiting },
    ]),
  ];
}

async function diskReadings({ data, database, backup }: Config): Promise<Reading[]> {
  const folders = { tree: data.directory, database: dirname(database.path), backups: backup.directory };
  const disks = await Promise.all(
    Object.entries(folders).map(async ([holds, folder]): Promise<Reading[]> => {
      const { bavail, blocks, bsize } = await statfs(folder);
      return [
        { gauge: 'scraping_disk_free_bytes', labels: { holds }, value: bavail * bsize },
        { gauge: 'scraping_disk_size_bytes', labels: { holds }, value: blocks * bsize },
      ];
    }),
  );
  return [...disks.flat(), { gauge: 'scraping_database_size_bytes', value: (await stat(database.path)).size }];
}

async function noticeReadings({ store }: ReadingSources): Promise<Reading[]> {
  const { waiting, dead } = await store.notices.countNotices();
  return [
    { gauge: 'scraping_notifications_waiting', value: waiting },
    { gauge: 'scraping_notifications_dead', value: dead },
  ];
}
