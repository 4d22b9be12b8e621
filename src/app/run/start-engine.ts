/**
 * The engine of this process: coordinator, agent, governor and what watches over them, built from one configuration
 * over parts that are open already. A new configuration is a new engine over the same parts (F14).
 */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Batch, BatchFilters } from '../../core/batch.ts';
import { createMachineLook } from '../../engine/agent/machine-load.ts';
import { startAgent } from '../../engine/agent/run-agent.ts';
import type { Agent } from '../../engine/agent/run-agent.ts';
import type { MachineLoad } from '../../engine/agent/slot-count.ts';
import { createParking } from '../../engine/coordinator/park-lanes.ts';
import { createBlockWatch } from '../../engine/coordinator/watch-blocks.ts';
import { createRejectWatch } from '../../engine/coordinator/watch-rejects.ts';
import { openBatch, runBatch } from '../../engine/run-batch.ts';
import type { OpenedBatch } from '../../engine/run-batch.ts';
import type { PermitSource } from '../../core/politeness.ts';
import type { HostPace } from '../../fetching/contract.ts';
import type { Queue } from '../../queue/contract.ts';
import { createLocalQueue } from '../../queue/local.ts';
import { createDiskGuard } from '../../upkeep/disk-guard.ts';
import type { DiskGuard, DiskSpace, LowDisk } from '../../upkeep/disk-guard.ts';
import { NO_METRICS } from '../../telemetry/metrics-contract.ts';
import type { Service } from '../../upkeep/service.ts';
import { startServiceLoop } from '../../upkeep/service-loop.ts';
import type { DueService, ServiceLoop } from '../../upkeep/service-loop.ts';
import { showDuration } from '../../wording/show-time.ts';
import { batchDeps, slotDeps } from './engine-deps.ts';
import type { EngineOptions } from './engine-options.ts';
import { meteredPermits, meteredTasks } from './metered-work.ts';
import { walWatch } from '../house/maintenance-services.ts';
import { openGovernor } from '../parts/open-governor.ts';
import type { WatchedGovernor } from '../parts/open-governor.ts';
import { createSlotWatch } from './slot-watch.ts';
import type { SlotWatch } from './slot-watch.ts';

/** How the engine stands, for the status file. */
export interface EngineCondition {
  readonly slots: number;
  readonly slotsReason: string | null;
  readonly lowDisk: LowDisk | null;
  /** Processes of the workers that live now. */
  readonly workers: readonly number[];
  /** The last look at the machine; null = none yet. */
  readonly load: MachineLoad | null;
  /** Tasks handed out that no slot has taken yet. */
  readonly queued: number;
  /** What the governor knows of each host it was asked for. */
  readonly hosts: readonly HostPace[];
}

export interface Engine {
  /** Starts the workers of an open batch ahead of its first task: they load while the rest of a start goes on. */
  warmUp(): Promise<void>;
  /** The open batch, or a new one made from the catalogue. */
  openBatch(filters: BatchFilters): Promise<OpenedBatch>;
  /** Runs it to its end; null when `stop` aborted first. */
  runBatch(opened: OpenedBatch, stop: AbortSignal): Promise<Batch | null>;
  condition(): EngineCondition;
  /** Whatever else asks a portal does it with these, too (D5). */
  readonly permits: PermitSource;
  /** Lets pages in flight end (`execution.drain_seconds` at most) and releases their tasks; the parts stay open. */
  close(): Promise<void>;
  /** What is in flight is ended and released at once. */
  hurry(): void;
}

/** How often the machine is looked at. */
const SLOT_LOOK_MS = 15_000;
const DISK_LOOK_MS = 5000;

export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { config, log, clock, random, sites, parts, metrics = NO_METRICS } = options;
  const { store } = parts;
  const most = config.execution.max_concurrency;
  const governor = await openGovernor({ config, sites, hosts: store.hosts, clock, random, log });
  const queue = createLocalQueue(clock);
  const drain = new AbortController();
  const halt = new AbortController();
  const rejects = createRejectWatch({ store, clock, log });
  const blocks = createBlockWatch(log);
  const parking = createParking(clock);
  const disk = diskGuard(options);
  const wal = walWatch(config, store, log);
  const stopped = (): string | null => (disk.hasRoom ? wal.stopReason : 'the disk is nearly full');
  const slots = slotWatch(options, stopped, () => agent.workers());
  const agent = startAgent(
    {
      ...slotDeps(options, queue, meteredPermits(governor, metrics, clock), halt.signal),
      store: { tasks: meteredTasks(store.tasks, metrics) },
      onLimit: (message) => slots.meetLimit(message),
      onSettled: (task) => {
        for (const watch of [blocks, parking, rejects]) watch.settled(task);
      },
    },
    most,
    drain.signal,
  );
  const deps = batchDeps(options, queue, {
    slots: () => slots.slots(),
    hopeless: hopelessness(options, governor),
    isParked: (scraper) => parking.isParked(scraper),
    revoke: (matches) => agent.revoke(matches),
  });
  const watching = await watchMachine(options, disk, wal, slots);
  return {
    warmUp: async () => {
      if ((await store.batches.openBatch()) !== null) agent.warmUp(most);
    },
    openBatch: async (filters) => {
      agent.warmUp(most);
      const opened = await openBatch(deps, filters);
      if (!opened.continued) governor.beginBatch();
      return opened;
    },
    runBatch: async (opened, stop) => {
      const batch = await runBatch(deps, opened, stop);
      if (batch !== null) await rejects.batchOver();
      return batch;
    },
    hurry: () => halt.abort(),
    permits: governor,
    condition: () => conditionOf(slots, disk, agent, queue, governor),
    close: async () => {
      await drainAgent(options, agent, drain, halt);
      await watching.stop();
      queue.close();
      await governor.close();
    },
  };
}

/**
 * What it looks at is known before the first task: a start on a full disk starts nothing. What fails is logged, and looked
 * at again.
 */
async function watchMachine(
  { clock, log }: EngineOptions,
  disk: DiskGuard,
  wal: Service,
  slots: SlotWatch,
): Promise<ServiceLoop> {
  const loop = startServiceLoop([every(DISK_LOOK_MS, disk), every(SLOT_LOOK_MS, wal), every(SLOT_LOOK_MS, slots)], {
    clock,
    log,
  });
  await Promise.allSettled([loop.run(disk.name), loop.run(slots.name)]);
  return loop;
}

function every(ms: number, service: Service): DueService {
  return { service, when: { kind: 'every', ms, first: 'later' } };
}

function conditionOf(
  slots: SlotWatch,
  disk: DiskGuard,
  agent: Agent,
  queue: Queue,
  governor: WatchedGovernor,
): EngineCondition {
  return {
    slots: slots.slots(),
    slotsReason: slots.reason,
    lowDisk: disk.low,
    workers: agent.workers(),
    load: slots.load,
    queued: queue.depth,
    hosts: governor.snapshot(),
  };
}

async function drainAgent(
  { config, log, clock }: EngineOptions,
  agent: Agent,
  drain: AbortController,
  halt: AbortController,
): Promise<void> {
  const longest = config.execution.drain_seconds;
  log.info('draining', { longest_s: longest });
  drain.abort();
  const stopWaiting = new AbortController();
  const tooLong = clock.sleep(longest * 1000, stopWaiting.signal).then(() => {
    halt.abort();
  });
  await agent.ended;
  stopWaiting.abort();
  await tooLong;
}

function diskGuard({ config, log, spaceOf }: EngineOptions): DiskGuard {
  return createDiskGuard({
    folders: [...new Set([config.data.directory, dirname(config.database.path)])],
    minFreeBytes: config.monitoring.min_free_mb * 2 ** 20,
    minFreePercent: config.monitoring.min_free_percent,
    spaceOf: spaceOf ?? spaceOfDisk,
    log,
  });
}

async function spaceOfDisk(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

function slotWatch(
  { config, clock, log, machine }: EngineOptions,
  stopped: () => string | null,
  workers: () => readonly number[],
): SlotWatch {
  const { max_concurrency: most, max_machine_percent: percent, worker_memory_mb: workerMb } = config.execution;
  const look = machine ?? createMachineLook(clock);
  return createSlotWatch({
    limits: { most, percent, workerBytes: workerMb * 2 ** 20 },
    look: () => look(workers()),
    stopped,
    log,
  });
}

/** D1: a portal that was shut for so long in one batch is given up. */
function hopelessness({ config, sites }: EngineOptions, governor: WatchedGovernor): (scraper: string) => string | null {
  const hosts = new Map([...sites.byCode.values()].map(({ site }) => [site.code.toLowerCase(), site.hosts]));
  const limit = config.execution.circuit.give_up;
  return (scraper) => {
    const shut = (hosts.get(scraper.replace(/_det$/, '')) ?? []).find((host) => governor.openMs(host) >= limit);
    return shut === undefined
      ? null
      : `the circuit of ${shut} was open for ${showDuration(governor.openMs(shut))} in this batch`;
  };
}
