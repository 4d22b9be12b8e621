/**
 * Tells systemd how the service stands (sd_notify(3)), through the program `systemd-notify`: Node has no datagram
 * sockets in the file system. The unit needs `NotifyAccess=all`, since the message comes from a child. Without
 * NOTIFY_SOCKET nothing is done; a message that fails is logged and disturbs nothing.
 */
import type { Batch } from '../../core/batch.ts';
import { execFile } from 'node:child_process';
import { messageOf } from '../../core/errors.ts';
import type { Log } from '../../telemetry/contract.ts';

export interface SystemNotifier {
  ready(status: string): Promise<void>;
  reloading(): Promise<void>;
  stopping(): Promise<void>;
  /** "I am alive." */
  ping(): Promise<void>;
  /** How often `ping` must come, ms; null = systemd does not watch. */
  readonly watchdogMs: number | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A message that takes longer is given up: systemd itself is in trouble then. */
const LONGEST_MS = 5000;

export function createSystemNotifier(environment: Environment, log: Log): SystemNotifier {
  const send = async (...fields: readonly string[]): Promise<void> => {
    if (environment['NOTIFY_SOCKET'] === undefined) return;
    try {
      await notify(environment, fields);
    } catch (error) {
      log.warn('systemd_not_notified', { fields, error: messageOf(error) });
    }
  };
  return {
    ready: (status) => send('READY=1', `STATUS=${status}`),
    // systemd tells by it whether READY=1 came after this reload began (Type=notify-reload).
    reloading: () => send('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`),
    stopping: () => send('STOPPING=1'),
    ping: () => send('WATCHDOG=1'),
    watchdogMs: watchdogOf(environment),
  };
}

function notify(environment: Environment, fields: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const { NOTIFY_SOCKET, PATH } = environment;
    execFile(
      'systemd-notify',
      [...fields],
      { env: { NOTIFY_SOCKET, PATH }, timeout: LONGEST_MS, killSignal: 'SIGKILL' },
      (error) => {
        if (error === null) resolve();
        else reject(error instanceof Error ? error : new Error(messageOf(error)));
      },
    );
  });
}

function watchdogOf({ WATCHDOG_USEC, WATCHDOG_PID, NOTIFY_SOCKET }: Environment): number | null {
  const usec = Number(WATCHDOG_USEC ?? '');
  const isForUs = WATCHDOG_PID === undefined || Number(WATCHDOG_PID) === process.pid;
  return NOTIFY_SOCKET !== undefined && isForUs && usec > 0 ? usec / 1000 : null;
}

/** What `systemctl status` shows. */
export function batchLine(batch: Batch, ended: boolean): string {
  if (!ended) return `batch ${batch.id} is running`;
  return `batch ${batch.id} is over: ${batch.completedTasks} of ${batch.totalTasks} tasks completed`;
}
