import { NO_FIGURES } from './figures.ts';
import type { MonitorReader, MonitorStore } from './monitor-contract.ts';
import { collectedLines, coverageLines } from './operations/monitor/figure-reads.ts';
import type { MonitorCaller } from './operations/monitor/monitor-reads.ts';

/** The reads of dashboards and command line over whatever runs them. */
export function monitorStoreOver(call: MonitorCaller): MonitorStore {
  return {
    readNow: (failures) => call('readNow', failures),
    readBatches: (after, limit) => call('readBatches', after, limit),
    readBatch: (id) => call('readBatch', id),
    readBatchIds: (before, limit) => call('readBatchIds', before, limit),
    readTasks: (request) => call('readTasks', request),
    readTask: (id) => call('readTask', id),
    readErrors: (query) => call('readErrors', query),
    readFigures: (query, by, timeZone) => call('readFigures', query, by, timeZone),
    readCoverage: async (batch) => coverageLines(await call('readCoverage', batch)),
    readCollected: async (batch) => collectedLines(await call('readCollected', batch)),
    readCombinations: (batch) => call('readCombinations', batch),
    readTrend: (limit) => call('readTrend', limit),
    readSchedule: (schedule, limit) => call('readSchedule', schedule, limit),
    readAudit: (before, limit) => call('readAudit', before, limit),
    readHosts: () => call('readHosts'),
    readCodes: (batch) => call('readCodes', batch),
  };
}

/** What there is before the first batch has made a database. */
export function nothingYet(): MonitorReader {
  return {
    readNow: async () => ({ batch: null, running: [], failures: [], hosts: [], pausedSites: [], schedules: [] }),
    readBatches: async () => ({ batches: [], next: null }),
    readBatch: async () => null,
    readBatchIds: async () => [],
    readTasks: async () => ({ tasks: [], next: null, total: 0 }),
    readTask: async () => null,
    readErrors: async () => [],
    readFigures: async () => ({ groups: [], total: NO_FIGURES }),
    readCoverage: async () => [],
    readCollected: async () => [],
    readCombinations: async () => [],
    readTrend: async () => [],
    readSchedule: async () => ({ records: [], occurrences: [], pausedSites: [] }),
    readAudit: async () => [],
    readHosts: async () => [],
    readCodes: async () => ({ sites: [], cities: [], operations: [], products: [] }),
    close: async () => undefined,
  };
}
