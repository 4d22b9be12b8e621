/**
 * Runs one batch after the other for as long as the service lives: starts one when it is asked to, goes on with the
 * open one after a start, a reload or a failure, and never runs two.
 */
import { NO_FILTERS } from '../../core/batch.ts';
import type { Batch, BatchFilters } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { Fault, isFault, messageOf } from '../../core/errors.ts';
import { createTurns } from '../../core/in-turn.ts';
import type { Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Engine } from './start-engine.ts';

export interface BatchRunnerDeps {
  readonly store: Pick<Store, 'batches'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The engine of now: a reload replaces it. */
  readonly engine: () => Engine;
  /** Told when a batch begins or goes on, and when it has ended. */
  readonly onChange: (batch: Batch, ended: boolean) => void;
}

export interface BatchRunner {
  /** The batch that runs now. */
  readonly current: Batch | null;
  /** Plans a batch and starts it. @throws {Fault} E_BATCH_OPEN when one runs, E_NOTHING_TO_DO … when none can be planned */
  runNow(filters?: BatchFilters): Promise<Batch>;
  /** Goes on with the open batch, if there is one and it does not run. */
  takeUp(): Promise<void>;
  /** Stops feeding: what runs is left to the engine's close. Nothing starts until `takeUp` or `runNow`. */
  suspend(): Promise<void>;
}

/** A batch that broke for another reason than a full disk is tried again after this, until its deadline ends it. */
const BROKEN_PAUSE_MS = 60_000;

interface Running {
  readonly batch: Batch;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

export function createBatchRunner(deps: BatchRunnerDeps): BatchRunner {
  return new Runner(deps);
}

class Runner implements BatchRunner {
  readonly #deps: BatchRunnerDeps;
  #running: Running | null = null;
  /** Starts come one after the other: two at the same moment must not plan two batches. */
  readonly #inTurn = createTurns();

  constructor(deps: BatchRunnerDeps) {
    this.#deps = deps;
  }

  get current(): Batch | null {
    return this.#running?.batch ?? null;
  }

  runNow(filters: BatchFilters = NO_FILTERS): Promise<Batch> {
    return this.#inTurn(async () => {
      const open = await this.#deps.store.batches.openBatch();
      if (open !== null)
        throw new Fault('E_BATCH_OPEN', `batch ${open.id} is running`, {
          cure: 'Wait for its end, or cancel it first.',
        });
      // Its close was written, and its last steps are under way.
      await this.#running?.ended;
      const { batch } = await this.#deps.engine().openBatch(filters);
      this.#begin(batch, false);
      return batch;
    });
  }

  takeUp(): Promise<void> {
    return this.#inTurn(async () => {
      const open = await this.#deps.store.batches.openBatch();
      if (open === null || this.#running?.batch.id === open.id) return;
      await this.#running?.ended;
      const { batch } = await this.#deps.engine().openBatch(NO_FILTERS);
      this.#begin(batch, true);
    });
  }

  async suspend(): Promise<void> {
    await this.#inTurn(async () => {
      this.#running?.stop.abort();
      await this.#running?.ended;
    });
  }

  #begin(batch: Batch, continued: boolean): void {
    const stop = new AbortController();
    const ended = this.#run(batch, continued, stop.signal).finally(() => {
      this.#running = null;
    });
    this.#running = { batch, stop, ended };
    this.#deps.onChange(batch, false);
  }

  async #run(batch: Batch, continued: boolean, stop: AbortSignal): Promise<void> {
    const { log, clock, engine, onChange } = this.#deps;
    while (!stop.aborted) {
      try {
        const closed = await engine().runBatch({ batch, continued }, stop);
        if (closed !== null) onChange(closed, true);
        return;
      } catch (error) {
        log.error('batch_interrupted', {
          batch: batch.id,
          code: isFault(error) ? error.code : 'E_INTERNAL',
          error: messageOf(error),
          again_in_s: BROKEN_PAUSE_MS / 1000,
        });
        await clock.sleep(BROKEN_PAUSE_MS, stop);
      }
    }
  }
}
