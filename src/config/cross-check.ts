/** What one option alone cannot say: values that contradict each other. */
import type { Config } from './contract.ts';
import { formatDuration } from './option.ts';

export interface Contradiction {
  /** The option to change, dotted. */
  readonly path: string;
  /** The option it contradicts. */
  readonly other: string;
  readonly message: string;
}

export function contradictions(config: Config): readonly Contradiction[] {
  const { execution, security, scrapers } = config;
  const found: Contradiction[] = [];
  const atMost = (
    path: string,
    value: number,
    otherPath: string,
    other: number,
    format: (n: number) => string,
  ): void => {
    if (value > other)
      found.push({ path, other: otherPath, message: `${format(value)} is more than ${otherPath} (${format(other)})` });
  };

  if (execution.batch_deadline >= execution.batch_interval) {
    const [deadline, interval] = [execution.batch_deadline, execution.batch_interval].map(formatDuration);
    found.push({
      path: 'execution.batch_deadline',
      other: 'execution.batch_interval',
      message: `must be shorter than execution.batch_interval: saw ${deadline}, and an interval of ${interval}`,
    });
  }
  atMost('execution.retry.delay', execution.retry.delay, 'execution.retry.cap', execution.retry.cap, formatDuration);
  atMost(
    'execution.connect_timeout',
    execution.connect_timeout,
    'execution.request_timeout',
    execution.request_timeout,
    formatDuration,
  );
  atMost(
    'execution.headers_timeout',
    execution.headers_timeout,
    'execution.request_timeout',
    execution.request_timeout,
    formatDuration,
  );
  atMost(
    'execution.request_timeout',
    execution.request_timeout,
    'execution.progress_timeout',
    execution.progress_timeout,
    formatDuration,
  );
  atMost(
    'scrapers.recycle_memory_mb',
    scrapers.recycle_memory_mb,
    'execution.worker_memory_mb',
    execution.worker_memory_mb,
    (mb) => `${mb} MB`,
  );
  atMost(
    'security.limits.wire_bytes',
    security.limits.wire_bytes,
    'security.limits.decoded_bytes',
    security.limits.decoded_bytes,
    (bytes) => `${bytes} bytes`,
  );
  if (security.user_agents.rotate && security.user_agents.custom_agents.length < 2) {
    found.push({
      path: 'security.user_agents.rotate',
      other: 'security.user_agents.custom_agents',
      message: 'true needs at least two agents in security.user_agents.custom_agents',
    });
  }
  return found;
}
