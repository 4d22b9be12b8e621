/** The reads of dashboards and command line by name. Plain SQL: nothing here loads Kysely. */
import { readBatch, readBatches, readBatchIds, readCombinations } from './batch-reads.ts';
import { readCollected, readCoverage, readTrend } from './figure-reads.ts';
import { readFigures } from './read-figures.ts';
import { readAudit, readCodes, readHosts, readNow, readSchedule } from './house-reads.ts';
import { readErrors, readTask, readTasks } from './task-reads.ts';
import type { Operation } from '../../statement.ts';

export const MONITOR_READS = {
  readNow,
  readBatches,
  readBatch,
  readBatchIds,
  readTasks,
  readTask,
  readErrors,
  readFigures,
  readCoverage,
  readCollected,
  readCombinations,
  readTrend,
  readSchedule,
  readAudit,
  readHosts,
  readCodes,
} as const;

type MonitorReads = typeof MONITOR_READS;
export type MonitorReadName = keyof MonitorReads;
export type MonitorCaller = <N extends MonitorReadName>(
  name: N,
  ...args: Parameters<MonitorReads[N]>
) => Promise<ReturnType<MonitorReads[N]> extends Operation<infer T> ? T : never>;
