/** The log files for people: which they are, read from the start or followed. */
import { join } from 'node:path';
import type { Config } from '../config/contract.ts';
import { followLog, readLog } from '../telemetry/read-log.ts';
import type { LogFilter, LogFollower, LogLine } from '../telemetry/read-log.ts';
import { LOG_NAMES } from '../telemetry/open-logs.ts';
import type { LogName } from '../telemetry/open-logs.ts';

export { LOG_NAMES };
export type { LogFilter, LogFollower, LogLine, LogName };

export interface LogReading {
  /** Up to where `follower` began, when there is one: no line is missing between the two, and none comes twice. */
  lines(follower: LogFollower | null): AsyncGenerator<LogLine>;
  follow(): LogFollower;
}

export function readLogs(config: Config, name: LogName, filter: LogFilter): LogReading {
  const file = join(config.logging.directory, `${name}.log`);
  return { lines: (follower) => readLog(file, filter, follower?.began ?? null), follow: () => followLog(file, filter) };
}
