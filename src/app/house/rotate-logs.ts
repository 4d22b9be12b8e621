/** The rotation of the logs, out of the configuration. */
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { OpenLogs } from '../../telemetry/open-logs.ts';
import { createLogRotation } from '../../upkeep/log-rotation.ts';
import type { Service } from '../../upkeep/service.ts';
import type { When } from '../../upkeep/service-loop.ts';

const HOUR_MS = 3_600_000;
/** Cheap when nothing is due: a log that grew too large does not wait for midnight. */
export const ROTATION_LOOK: When = { kind: 'every', ms: HOUR_MS, first: 'later' };

export function rotationOf({ logging, data }: Config, clock: Clock, log: Log, logs: OpenLogs): Service {
  return createLogRotation({
    logs,
    log,
    clock,
    timeZone: data.time_zone,
    largestBytes: logging.rotate_megabytes * 2 ** 20,
    keepDays: logging.retention_days,
  });
}
