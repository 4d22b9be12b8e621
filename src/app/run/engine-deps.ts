/** What coordinator and agent are given: the configuration and the open parts in their words. */
import type { Batch } from '../../core/batch.ts';
import { Fault } from '../../core/errors.ts';
import type { PermitSource } from '../../core/politeness.ts';
import type { SlotDeps } from '../../engine/agent/work-slot.ts';
import type { FeedDeps } from '../../engine/coordinator/feed-lanes.ts';
import { planDetails } from '../../engine/coordinator/plan-details.ts';
import { startTicksOf } from '../../engine/instance.ts';
import type { BatchDeps } from '../../engine/run-batch.ts';
import { createUsualFills } from '../../engine/usual-fills.ts';
import type { Queue } from '../../queue/contract.ts';
import { fetcherSettings, rendererSettings, userAgents } from '../parts/fetcher-settings.ts';
import { openVault } from '../parts/open-page-vault.ts';
import { stagingFolder } from '../parts/staging-folder.ts';
import { siteRuns } from '../parts/load-sites.ts';
import { loadInstalledCatalogue } from '../parts/load-targets.ts';
import { isRehearsal } from '../parts/open-parts.ts';
import type { EngineOptions } from './engine-options.ts';

type Supervision = Pick<FeedDeps, 'slots' | 'hopeless' | 'isParked' | 'revoke'>;

const MB = 2 ** 20;

export function batchDeps(
  { config, log, clock, sites, parts }: EngineOptions,
  queue: Queue,
  supervision: Supervision,
): BatchDeps {
  const { store, outputs } = parts;
  const { execution, data } = config;
  const maxAttempts = execution.retry.max_attempts;
  return {
    store,
    queue,
    log,
    plan: {
      store,
      outputs,
      clock,
      timeZone: data.time_zone,
      deadlineMs: execution.batch_deadline,
      maxAttempts,
      rehearsal: isRehearsal(config),
    },
    feed: {
      ...supervision,
      store,
      queue,
      clock,
      log,
      siteRun: siteRuns(sites, config),
      phaseBarrier: execution.phase_barrier,
      planDetails: (batch, scraper) => planDetails({ store, outputs, clock, maxAttempts }, batch, scraper),
    },
    finish: { store, outputs, clock },
    loadTargets: async () => {
      const catalogue = await loadInstalledCatalogue(config, sites);
      if (catalogue.faults.length > 0)
        log.warn('catalogue_faults', {
          faults: catalogue.faults.length,
          rows: catalogue.rows,
          targets: catalogue.targets.length,
        });
      return catalogue.targets.filter((target) => sites.byCode.get(target.site)?.effective.enabled === true);
    },
  };
}

export function slotDeps(
  { config, log, clock, random, sites, parts, worker, proxies = [] }: EngineOptions,
  queue: Queue,
  permits: PermitSource,
  halt: AbortSignal,
): Omit<SlotDeps, 'gate'> {
  const { store, outputs, instance } = parts;
  const { execution, scrapers, security, data } = config;
  return {
    store,
    instances: store.instances,
    queue,
    outputs,
    permits,
    clock,
    random,
    log,
    worker,
    halt,
    hello: {
      type: 'hello',
      fetcher: fetcherSettings(config, proxies),
      maxFieldLength: security.data_validation.max_field_length,
      keepPages: config.pages.keep,
      browser: rendererSettings(config),
      programs: {
        maxSeconds: security.system_limits.max_execution_time,
        maxOutputBytes: security.system_limits.max_file_size_mb * MB,
      },
    },
    staging: stagingFolder(config),
    vault: openVault(config, log),
    instance,
    startTicks: startTicksOf,
    siteRun: siteRuns(sites, config),
    findBatch: batchFinder((id) => store.batches.findBatch(id)),
    usualFills: createUsualFills({ outputs, log }),
    settings: {
      retry: { strategy: execution.retry.strategy, baseMs: execution.retry.delay, capMs: execution.retry.cap },
      columns: data.columns,
      resumeWindowMs: execution.resume_window,
      progressTimeoutMs: execution.progress_timeout,
      sliceMs: execution.slice,
      recycleAfterTasks: scrapers.recycle_after_tasks,
      recycleMemoryBytes: scrapers.recycle_memory_mb * MB,
      memoryLimitBytes: execution.worker_memory_mb * MB,
      userAgents: userAgents(config),
      programMemoryBytes: (execution.worker_memory_mb + security.system_limits.max_memory_mb) * MB,
    },
  };
}

/** A batch's name and zone never change while it runs: they are asked for once. */
function batchFinder(find: (id: string) => Promise<Batch | null>): (id: string) => Promise<Batch> {
  let known: Batch | null = null;
  return async (id) => {
    if (known?.id !== id) known = await find(id);
    if (known === null) throw new Fault('E_NO_BATCH', `there is no batch ${id}`);
    return known;
  };
}
