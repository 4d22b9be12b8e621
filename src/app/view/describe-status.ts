/** What stands in `status.json`: the service, its batch, its condition, its services. */
import { countFailed } from '../../core/task.ts';
import type { Batch } from '../../core/batch.ts';
import { VERSION } from '../../core/version.ts';
import type { ScraperProgress, Store } from '../../store/contract.ts';
import type { LiveView } from '../../monitoring/sources.ts';
import type { Health } from '../../upkeep/health-check.ts';
import { nextDue } from '../../core/schedule.ts';
import { recurrences } from '../../upkeep/schedule/recurrences.ts';
import type { ScheduleSettings } from '../../upkeep/schedule/settings.ts';
import type { ServiceState } from '../../upkeep/service-loop.ts';
import type { StallWatch } from '../../upkeep/stall-watch.ts';
import { troublesOf } from './live-from-service.ts';
import type { ServiceStage } from './live-from-service.ts';
import type { EngineCondition } from '../run/start-engine.ts';

export interface StatusSources {
  readonly stage: ServiceStage;
  readonly startedAt: number;
  readonly store: Pick<Store, 'reports' | 'schedule'>;
  readonly current: Batch | null;
  readonly condition: EngineCondition;
  readonly health: Health;
  readonly live: LiveView;
  readonly stallWatch: StallWatch;
  readonly services: readonly ServiceState[];
  readonly settings: ScheduleSettings;
}

export async function describeStatus(from: StatusSources): Promise<Readonly<Record<string, unknown>>> {
  const { condition, current } = from;
  const degraded = troublesOf(from);
  const { pagesPerMinute, cpuShare, ownMemoryBytes, startMs, service } = from.live;
  return {
    version: VERSION,
    pid: process.pid,
    startedAt: new Date(from.startedAt).toISOString(),
    stage: from.stage,
    state: degraded.length > 0 ? 'degraded' : current === null ? 'idle' : 'working',
    degraded,
    batch: current === null ? null : await batchOf(from.store, current.id),
    lastBatch: await lastBatch(from.store),
    nextBatchAt: instantText(await nextBatchAt(from.store, from.settings)),
    slots: { ...service.slots, workers: condition.workers.length },
    pagesPerMinute,
    cpuShare,
    ownMemoryBytes,
    startMs,
    memoryMb: Math.round(process.memoryUsage().rss / 2 ** 20),
    stalls: { count: from.stallWatch.stalls, longestMs: Math.round(from.stallWatch.longestMs) },
    services: from.services.map(({ name, runs, failures, lastRunAt, lastError }) => ({
      name,
      runs,
      failures,
      lastRunAt: lastRunAt === null ? null : new Date(lastRunAt).toISOString(),
      lastError,
    })),
  };
}

async function batchOf(store: StatusSources['store'], id: string): Promise<unknown> {
  const [batch, progress] = await Promise.all([store.reports.findBatch(id), store.reports.progress(id)]);
  if (batch === null) return null;
  const sum = (count: (scraper: ScraperProgress) => number): number =>
    progress.reduce((total, scraper) => total + count(scraper), 0);
  return {
    id,
    startedAt: new Date(batch.startedAt).toISOString(),
    deadlineAt: new Date(batch.deadlineAt).toISOString(),
    tasks: sum(({ total }) => total),
    completed: sum(({ byStatus }) => byStatus.completed),
    failed: sum(({ byStatus }) => countFailed(byStatus)),
    running: sum(({ byStatus }) => byStatus.running),
    retrying: sum(({ byStatus }) => byStatus.retrying),
    pending: sum(({ byStatus }) => byStatus.pending),
    rows: sum(({ rows }) => rows),
    pages: sum(({ pages }) => pages),
  };
}

async function lastBatch({ reports }: StatusSources['store']): Promise<unknown> {
  const batch = (await reports.listBatches(2)).find(({ status }) => status !== 'running');
  if (batch === undefined) return null;
  const { id, status, completedTasks, failedTasks, completedAt } = batch;
  return {
    id,
    status,
    completed: completedTasks,
    failed: failedTasks,
    completedAt: completedAt === null ? null : new Date(completedAt).toISOString(),
  };
}

const instantText = (epochMs: number | null): string | null =>
  epochMs === null ? null : new Date(epochMs).toISOString();

/** Epoch ms; null = none starts by itself. */
export async function nextBatchAt(
  store: { readonly schedule: Pick<Store['schedule'], 'schedules'> },
  settings: ScheduleSettings,
): Promise<number | null> {
  if (!settings.batches) return null;
  const records = await store.schedule.schedules();
  const batches = recurrences(settings, records).find(([record]) => record.schedule === 'batches');
  return batches === undefined ? null : nextDue(batches[1], batches[0]);
}
