/**
 * The whole job: the product's own orchestrator and workers, one batch after the other in one process, each followed by
 * a line that says what it had cost by then. Argument: `BatchesJob` as JSON.
 */
import { openLog } from '../../src/app/parts/open-log.ts';
import { openOrchestrator } from '../../src/app/foreground/open-orchestrator.ts';
import { loadConfig } from '../../src/config/load.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import type { WorkerCommand } from '../../src/engine/agent/worker-process.ts';
import { ownCpuMs, treeCpuMs } from '../support/processes.ts';

export interface BatchesJob {
  readonly config: string;
  readonly batches: number;
  /** What runs as a worker; the product's own when left out. */
  readonly worker?: WorkerCommand;
}

/** All since the start of the process. */
export interface Mark {
  readonly cpuMs: number;
  /** Of this process alone, store thread included, ms. */
  readonly ownCpuMs: number;
  readonly pages: number;
  readonly rows: number;
  readonly tasks: number;
  readonly failed: number;
}

const job = JSON.parse(process.argv[2] ?? '') as BatchesJob;
const { config } = await loadConfig({ file: job.config, environment: {}, workingDirectory: '/' });
const orchestrator = await openOrchestrator({
  config,
  log: openLog(config),
  ...(job.worker === undefined ? {} : { worker: job.worker }),
});
let mark: Mark = { cpuMs: 0, ownCpuMs: 0, pages: 0, rows: 0, tasks: 0, failed: 0 };
for (let number = 0; number < job.batches; number += 1) {
  const opened = await orchestrator.openBatch(NO_FILTERS);
  const batch = await orchestrator.runBatch(opened, new AbortController().signal);
  const progress = await orchestrator.reports.progress(opened.batch.id);
  mark = {
    cpuMs: treeCpuMs(process.pid),
    ownCpuMs: ownCpuMs(),
    pages: mark.pages + progress.reduce((sum, scraper) => sum + scraper.pages, 0),
    rows: mark.rows + progress.reduce((sum, scraper) => sum + scraper.rows, 0),
    tasks: mark.tasks + (batch?.totalTasks ?? 0),
    failed: mark.failed + (batch?.failedTasks ?? 0),
  };
  console.log(JSON.stringify(mark));
}
await orchestrator.close();
