/** The service as a process: folders, logs, signals, systemd; returns when it was stopped (exit code 0). */
import type { LoadedConfig } from '../../config/contract.ts';
import { EXIT, messageOf } from '../../core/errors.ts';
import { openLogs } from '../../telemetry/open-logs.ts';
import type { OpenLogs } from '../../telemetry/open-logs.ts';
import { ensureFolders } from '../parts/ensure-folders.ts';
import { createSystemNotifier } from './sd-notify.ts';
import { startService } from './start-service.ts';
import type { RunningService } from './service-contract.ts';

export interface RunServiceOptions {
  readonly acceptEmpty: boolean;
  /** The service works from now on. */
  readonly onReady: () => void;
}

/** @throws {Fault} E_INSTANCE_HELD, E_DIRECTORY, E_STORE…, E_REHEARSAL: nothing was started then. */
export async function runService(
  loaded: LoadedConfig,
  load: () => Promise<LoadedConfig>,
  { acceptEmpty, onReady }: RunServiceOptions,
): Promise<void> {
  const made = await ensureFolders(loaded.config);
  const { directory, level } = loaded.config.logging;
  const logs = openLogs({ directory, level, environment: process.env });
  const log = logs.orchestrator;
  for (const folder of made) log.info('folder_made', { folder });
  for (const warning of loaded.warnings) log.warn('config_warning', { warning });
  endOnBugs(logs);
  const signals = listen();
  const service = await startService({
    loaded,
    load,
    logs,
    system: createSystemNotifier(process.env, log),
    onLost: (reason) => end(logs, 'service_lost', reason),
    acceptEmpty,
    // With the process.
    begunAt: 0,
  });
  signals.attach(service, logs);
  onReady();
  await signals.stopped;
  logs.close();
}

/** A fault of this program leaves it in no known state: it says so and ends; whoever started it starts it anew (F7). */
function endOnBugs(logs: OpenLogs): void {
  process.on('uncaughtException', (error) => end(logs, 'crashed', error));
  process.on('unhandledRejection', (error) => end(logs, 'crashed', error));
}

/** The log is written at once, line by line: nothing is left to flush but what closing does. */
function end(logs: OpenLogs, event: string, why: unknown): void {
  const stack = why instanceof Error ? why.stack : undefined;
  logs.orchestrator.error(event, { code: 'E_INTERNAL', error: messageOf(why), stack });
  logs.close();
  process.exit(EXIT.internal);
}

interface Signals {
  attach(service: RunningService, logs: OpenLogs): void;
  /** Resolves when a signal has stopped the service. */
  readonly stopped: Promise<void>;
}

/**
 * SIGTERM and SIGINT drain, a second one releases at once, a third one ends; SIGHUP reloads. A signal that comes while
 * the service still starts is kept until it has.
 */
function listen(): Signals {
  const { promise: stopped, resolve, reject } = Promise.withResolvers<void>();
  let attached: { readonly service: RunningService; readonly logs: OpenLogs } | null = null;
  let asked = 0;
  let wantsReload = false;
  const stop = (): void => {
    asked += 1;
    if (attached === null) return;
    if (asked === 1) attached.service.stop().then(resolve, reject);
    else if (asked === 2) attached.service.hurry();
    else process.exit(EXIT.ok);
  };
  const reload = (): void => {
    wantsReload = attached === null;
    // Why it failed is in the log already.
    attached?.service.reload().catch(() => undefined);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('SIGHUP', reload);
  return {
    stopped,
    attach: (service, logs) => {
      attached = { service, logs };
      if (asked > 0) service.stop().then(resolve, reject);
      else if (wantsReload) reload();
    },
  };
}
