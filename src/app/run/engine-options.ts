import type { Config } from '../../config/contract.ts';
import type { Clock, Random } from '../../core/clock.ts';
import type { MachineLoad } from '../../engine/agent/slot-count.ts';
import type { WorkerCommand } from '../../engine/agent/worker-process.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Proxy } from '../../fetching/contract.ts';
import type { WorkMetrics } from '../../telemetry/metrics-contract.ts';
import type { DiskSpace } from '../../upkeep/disk-guard.ts';
import type { Sites } from '../parts/load-sites.ts';
import type { Parts } from '../parts/open-parts.ts';

/** What an engine is built from; everything with a world outside is open already. */
export interface EngineOptions {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
  readonly sites: Sites;
  readonly parts: Parts;
  readonly worker: WorkerCommand;
  /** With their secrets; none when absent. */
  readonly proxies?: readonly Proxy[];
  /** Told what passes; nobody when absent. */
  readonly metrics?: WorkMetrics | undefined;
  /** The machine as it is, unless a test says otherwise. */
  readonly machine?: ((workers: readonly number[]) => MachineLoad) | undefined;
  readonly spaceOf?: ((folder: string) => Promise<DiskSpace>) | undefined;
}
