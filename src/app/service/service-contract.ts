/** What the service is started with, and what can be done to it. */
import type { Clock } from '../../core/clock.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { OpenLogs } from '../../telemetry/open-logs.ts';
import type { ServiceMonitor } from './open-service-monitor.ts';
import type { SystemNotifier } from './sd-notify.ts';
import type { LiveEngineOptions, ReloadReport } from '../run/live-engine.ts';

export interface ServeOptions extends LiveEngineOptions {
  readonly logs: OpenLogs;
  readonly system: SystemNotifier;
  /** The service cannot go on by itself (its store is gone): the process is to end, and to be started anew. */
  readonly onLost: (reason: string) => void;
  readonly clock?: Clock | undefined;
  /** On the monotonic clock, when it was asked to start: of a process, with it. Absent = now. */
  readonly begunAt?: number | undefined;
  /** Begin anew when a broken database has neither a backup nor a tree to come back from. */
  readonly acceptEmpty?: boolean | undefined;
}

export interface RunningService {
  /** Configuration and definitions are read again. @throws {Fault} nothing has changed then */
  reload(): Promise<ReloadReport>;
  /** Drains within `execution.drain_seconds`, releases what is left, closes everything. */
  stop(): Promise<void>;
  /** All that can be seen of it and done to it, without asking through files. */
  readonly monitor: ServiceMonitor;
  /** What Prometheus reads at `/metrics`. */
  metrics(): Promise<MetricsText>;
  /** While it stops: what is in flight is released at once. */
  hurry(): void;
}

export type MetricsText = Awaited<ReturnType<Metrics['text']>>;
