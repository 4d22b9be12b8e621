/** The desk's handlers: the operator's actions, and what only the running service can do. */
import type { Batch, BatchFilters } from '../../core/batch.ts';
import type { CommandHandlers } from './command-desk.ts';
import {
  cancel,
  pause,
  readPauseRequest,
  readRetryRequest,
  readRunRequest,
  resume,
  retry,
} from './operator-actions.ts';
import type { OperatorDeps } from './operator-actions.ts';

/** What the service that holds the desk does itself. */
export interface LiveService {
  /** Starts a batch now and returns once it is planned. @throws {Fault} E_BATCH_OPEN, E_NOTHING_TO_DO */
  runNow(filters: BatchFilters): Promise<Batch>;
  /** The open batch changed under its feet (reopened, more tasks pending, cancelled): run it, or look at it again. */
  takeUp(batch: Batch): Promise<void>;
  /** Reads configuration and definitions again; says what changed. @throws {Fault} the old ones stay then. */
  reload(): Promise<unknown>;
}

export function operatorHandlers(deps: OperatorDeps, live: LiveService): CommandHandlers {
  return {
    'run-now': async (args) => {
      const { id, totalTasks } = await live.runNow(readRunRequest(args));
      return { batch: id, tasks: totalTasks };
    },
    pause: (args, actor) => pause(deps, readPauseRequest(args), actor),
    resume: (args, actor) => resume(deps, readPauseRequest(args), actor),
    retry: async (args, actor) => {
      const { batch, tasks } = await retry(deps, readRetryRequest(args), actor);
      await live.takeUp(batch);
      return { batch: batch.id, tasks };
    },
    cancel: async (_args, actor) => {
      const { batch, tasks } = await cancel(deps, actor);
      await live.takeUp(batch);
      return { batch: batch.id, tasks };
    },
    reload: () => live.reload(),
  };
}
