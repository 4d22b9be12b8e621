/** Plans one batch of the catalogue and leaves it; prints how long that took. Argument: `PlanJob` as JSON. */
import { openLog } from '../../src/app/parts/open-log.ts';
import { openOrchestrator } from '../../src/app/foreground/open-orchestrator.ts';
import { loadConfig } from '../../src/config/load.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import type { WorkerCommand } from '../../src/engine/agent/worker-process.ts';

export interface PlanJob {
  readonly config: string;
  readonly worker: WorkerCommand;
}

export interface PlanMark {
  readonly wallMs: number;
  readonly tasks: number;
}

const job = JSON.parse(process.argv[2] ?? '') as PlanJob;
const { config } = await loadConfig({ file: job.config, environment: {}, workingDirectory: '/' });
const orchestrator = await openOrchestrator({ config, log: openLog(config), worker: job.worker });
const startedAt = performance.now();
const { batch } = await orchestrator.openBatch(NO_FILTERS);
const mark: PlanMark = { wallMs: performance.now() - startedAt, tasks: batch.totalTasks };
console.log(JSON.stringify(mark));
await orchestrator.close();
