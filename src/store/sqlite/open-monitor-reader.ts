import type { MonitorReader } from '../contract.ts';
import { monitorStoreOver } from '../monitor-store-over.ts';
import { MonitorSession } from './monitor-session.ts';

/** The reads of the command line, in this process: beside a running service, or without one. */
export function openMonitorReader(file: string): MonitorReader {
  const session = new MonitorSession(file);
  return {
    ...monitorStoreOver(async (name, ...args) => session.run(name, args) as never),
    close: async () => session.close(),
  };
}
