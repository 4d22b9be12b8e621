import { join } from 'node:path';
import type { Config } from '../config/contract.ts';
import type { Log } from '../telemetry/contract.ts';
import { createLog } from '../telemetry/log.ts';

/** The log of the orchestrator: `orchestrator.log` in the configured folder. */
export function openLog(config: Config): Log {
  return createLog({ level: config.logging.level, destination: join(config.logging.directory, 'orchestrator.log') });
}
