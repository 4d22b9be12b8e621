/** The log files are rotated each local day and when they grow too large, compressed, and removed at their age. */
import { messageOf } from '../core/errors.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../telemetry/contract.ts';
import { LOG_NAMES } from '../telemetry/open-logs.ts';
import type { OpenLogs } from '../telemetry/open-logs.ts';
import { rotateLog } from '../telemetry/rotate-log.ts';
import type { Service } from './service.ts';

export interface LogRotationDeps {
  readonly logs: Pick<OpenLogs, 'fileOf' | 'reopen' | 'dropped'>;
  readonly log: Log;
  readonly clock: Clock;
  readonly timeZone: string;
  /** `logging.rotate_megabytes`, in bytes. */
  readonly largestBytes: number;
  /** `logging.retention_days`. */
  readonly keepDays: number;
}

/** Cheap when nothing is due, so it may run every hour: that keeps a flood from filling the disk before midnight. */
export function createLogRotation(deps: LogRotationDeps): Service {
  return { name: 'log-rotation', runOnce: () => rotateAll(deps) };
}

async function rotateAll({
  logs,
  log,
  clock,
  timeZone,
  largestBytes,
  keepDays,
}: LogRotationDeps): Promise<Readonly<Record<string, number>>> {
  const sum = { rotated: 0, compressed: 0, removed: 0, failed: 0, droppedLines: logs.dropped() };
  for (const name of LOG_NAMES) {
    const file = logs.fileOf(name);
    try {
      const result = await rotateLog({ file, now: clock.now(), timeZone, largestBytes, keepDays, reopen: logs.reopen });
      sum.rotated += result.rotated === null ? 0 : 1;
      sum.compressed += result.compressed;
      sum.removed += result.removed;
    } catch (error) {
      // One log's trouble (a full disk) must not keep the others from being rotated.
      sum.failed += 1;
      log.error('log_not_rotated', { file, error: messageOf(error) });
    }
  }
  return sum;
}
