/** Makes a database with history, a backup of it, and restores that; prints what each took. Argument: `RestoreJob`. */
import { statSync } from 'node:fs';
import { manageBackups } from '../../src/app/house/manage-backups.ts';
import { openLog } from '../../src/app/parts/open-log.ts';
import { openOrchestrator } from '../../src/app/foreground/open-orchestrator.ts';
import { loadConfig } from '../../src/config/load.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { systemClock } from '../../src/core/clock.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-store.ts';
import { growHistory } from '../support/grow-history.ts';
import { NOTHING_WORKER } from '../support/nothing.ts';
import { ownCpuMs } from '../support/processes.ts';

export interface RestoreJob {
  readonly config: string;
  readonly tasks: number;
}

export interface RestoreMark {
  readonly bytes: number;
  readonly createMs: number;
  readonly restoreMs: number;
  /** Processor time of the restore. */
  readonly restoreCpuMs: number;
}

const job = JSON.parse(process.argv[2] ?? '') as RestoreJob;
const loaded = await loadConfig({ file: job.config, environment: {}, workingDirectory: '/' });
const { config } = loaded;
const file = config.database.path;
const orchestrator = await openOrchestrator({ config, log: openLog(config), worker: NOTHING_WORKER });
const { batch } = await orchestrator.openBatch(NO_FILTERS);
await orchestrator.close();
const store = await openSqliteStore({ file });
await store.batches.cancelOpenTasks(batch.id, 'measured', Date.now());
await store.batches.closeBatch(batch.id, 'cancelled', Date.now());
await store.close();
growHistory(file, job.tasks);

const backups = manageBackups(loaded, systemClock, openLog(config));
const creating = performance.now();
await backups.create();
const createMs = performance.now() - creating;
const cpuBefore = ownCpuMs();
const restoring = performance.now();
await backups.restore({ at: null, trust: false });
const restoreMs = performance.now() - restoring;
const mark: RestoreMark = { bytes: statSync(file).size, createMs, restoreMs, restoreCpuMs: ownCpuMs() - cpuBefore };
console.log(JSON.stringify(mark));
