/** How the service stands, told by itself: for its own dashboards, and for the status file others read. */
import type { Config } from '../../config/contract.ts';
import type { Batch } from '../../core/batch.ts';
import { VERSION } from '../../core/version.ts';
import type { LiveView } from '../../monitoring/sources.ts';
import type { Health } from '../../upkeep/health-check.ts';
import { SAFE_MODE } from '../run/safe-mode.ts';
import type { PageMeter } from '../run/page-meter.ts';
import type { EngineCondition } from '../run/start-engine.ts';

export type ServiceStage = 'starting' | 'running' | 'safe' | 'reloading' | 'stopping' | 'stopped';

export interface LiveSources {
  readonly stage: ServiceStage;
  readonly startedAt: number;
  /** From the start until it could work; null = it still starts. */
  readonly startMs: number | null;
  readonly current: Batch | null;
  readonly condition: EngineCondition;
  readonly health: Pick<Health, 'troubles'>;
  readonly pages: PageMeter;
  readonly config: Config;
}

export function liveFromService(from: LiveSources): LiveView {
  const { condition, config } = from;
  const { load } = condition;
  return {
    service: {
      state: stateOf(from),
      version: VERSION,
      pid: process.pid,
      startedAt: new Date(from.startedAt).toISOString(),
      troubles: [...troublesOf(from)],
      slots: { now: condition.slots, configured: config.execution.max_concurrency, reason: condition.slotsReason },
    },
    pagesPerMinute: from.pages.perMinute(),
    cpuShare: load === null ? null : load.processorPercent / 100,
    ownMemoryBytes: load === null ? process.memoryUsage().rss : load.ownBytes + load.workersBytes,
    startMs: from.startMs,
  };
}

/** What keeps it from its work, or was found by the hourly check. */
export function troublesOf({
  stage,
  condition,
  health,
}: Pick<LiveSources, 'stage' | 'condition' | 'health'>): readonly string[] {
  return [
    ...(stage === 'safe' ? [SAFE_MODE] : []),
    ...(condition.lowDisk === null ? [] : [`the disk of ${condition.lowDisk.folder} is nearly full: no task starts`]),
    ...health.troubles.map(({ check, what }) => `${check}: ${what}`),
  ];
}

function stateOf(from: LiveSources): LiveView['service']['state'] {
  if (from.stage === 'stopped') return 'off';
  if (from.stage === 'starting' || from.stage === 'stopping') return from.stage;
  if (troublesOf(from).length > 0) return 'degraded';
  return from.current === null ? 'idle' : 'working';
}
