import type { WorkerCommand } from '../../src/engine/agent/worker-process.ts';
import { ROOT } from './pinned.ts';

/** The worker that does nothing, as the orchestrator starts it. */
export const NOTHING_WORKER: WorkerCommand = {
  program: process.execPath,
  args: ['--disable-warning=ExperimentalWarning', `${ROOT}bench/jobs/nothing-worker.ts`],
};

/** Where nobody listens: a job that asks for a page there has a fault. */
export const NOWHERE = 'http://127.0.0.1:9';
