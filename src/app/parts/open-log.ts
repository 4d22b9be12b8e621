import { join } from 'node:path';
import type { Config } from '../../config/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import { createLog } from '../../telemetry/log.ts';
import { openLogs } from '../../telemetry/open-logs.ts';
import type { OpenLogs } from '../../telemetry/open-logs.ts';

/** The log of the orchestrator: `orchestrator.log` in the configured folder. */
export function openLog(config: Config): Log {
  return createLog({ level: config.logging.level, destination: join(config.logging.directory, 'orchestrator.log') });
}

/** All logs, for a process that runs for days: it rotates them, too. */
export function openAllLogs(config: Config): OpenLogs {
  return openLogs({ directory: config.logging.directory, level: config.logging.level, environment: process.env });
}
