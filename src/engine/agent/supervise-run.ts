/**
 * One task in one worker process, watched: passes permits and pages on, and ends the worker when it breaks the
 * protocol or makes no progress. Waiting for a permit is not hanging: it stops the progress clock (D15).
 */
import type { Clock } from '../../core/clock.ts';
import { isFault, messageOf } from '../../core/errors.ts';
import type { PageResult } from '../../core/page.ts';
import type { PermitSource } from '../../core/politeness.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { FromWorker, Run } from '../protocol.ts';
import type { WorkerExit, WorkerProcess } from './worker-process.ts';

export type RunEnd = Outcome | 'lease_lost';

export interface RunHooks {
  readonly permits: PermitSource;
  /** Commits a page: `lease_lost` ends the run silently. */
  readonly commit: (page: PageResult) => Promise<'committed' | 'repeated' | 'lease_lost'>;
  readonly clock: Clock;
  /** No page and no outcome for so long, permits aside: hung. */
  readonly progressTimeoutMs: number;
  /** So much work in one go is a slice: the task is released and goes on later, uncharged (D15). */
  readonly sliceMs: number;
  /** Aborted when the agent must stop: the worker leaves at the next page boundary. */
  readonly drain: AbortSignal;
  /** Aborted when there is no more time: the worker is ended at once. */
  readonly halt: AbortSignal;
}

/** How often the progress clock is looked at. */
const WATCH_MS = 1000;

export async function superviseRun(worker: WorkerProcess, run: Run, hooks: RunHooks): Promise<RunEnd> {
  const stop = new AbortController();
  const { promise, resolve } = Promise.withResolvers<RunEnd>();
  const progress = progressClock(hooks.clock);
  /** Granted and not reported yet: a worker that dies would otherwise keep its host's place for ever. */
  const open = new Set<number>();
  const fail = (outcome: Outcome): void => {
    worker.kill();
    resolve(outcome);
  };
  const startedAt = hooks.clock.monotonic();
  worker.listen(
    (message) => {
      progress.mark();
      void answer(message).catch((error: unknown) => {
        fail(brokenStore(error, hooks.clock));
      });
    },
    (fault) => {
      fail({ kind: 'retry', verdict: 'resources', code: 'E_PROTOCOL', message: messageOf(fault) });
    },
  );
  const drain = (): void => {
    worker.send({ type: 'drain' });
  };
  const halt = (): void => {
    fail({ kind: 'released', reason: 'shutting down: no time was left to finish the page' });
  };
  hooks.drain.addEventListener('abort', drain);
  hooks.halt.addEventListener('abort', halt);
  void worker.exited.then((exit) => {
    resolve(diedOutcome(exit));
  });
  void watch();
  worker.send(run);
  if (hooks.drain.aborted) drain();
  try {
    return await promise;
  } finally {
    stop.abort();
    for (const permit of open) hooks.permits.report({ permit, result: 'network', latencyMs: 0 });
    hooks.drain.removeEventListener('abort', drain);
    hooks.halt.removeEventListener('abort', halt);
  }

  async function answer(message: FromWorker): Promise<void> {
    switch (message.type) {
      case 'ask': {
        progress.pause();
        const permit = await hooks.permits.acquire(message.request, stop.signal);
        progress.resume();
        if (stop.signal.aborted) {
          // Granted in the moment the run ended: nobody is left to use it.
          if (permit.kind === 'granted') hooks.permits.report({ permit: permit.permit, result: 'unused', latencyMs: 0 });
          return;
        }
        if (permit.kind === 'granted') open.add(permit.permit);
        worker.send({ type: 'permit', ask: message.ask, answer: permit });
        return;
      }
      case 'report':
        open.delete(message.report.permit);
        hooks.permits.report(message.report);
        return;
      case 'page':
        if (message.run === run.run) await store(message.result);
        return;
      case 'outcome':
        if (message.run === run.run) resolve(message.outcome);
        return;
      case 'ready':
        return;
    }
  }

  async function store(page: PageResult): Promise<void> {
    const stored = await hooks.commit(page);
    progress.mark();
    const sliceOver = hooks.clock.monotonic() - startedAt > hooks.sliceMs;
    const reason = stored === 'lease_lost' ? 'lease lost' : hooks.drain.aborted ? 'shutting down' : sliceOver ? 'slice over' : '';
    worker.send({ type: 'page-stored', run: run.run, page: page.page, goOn: reason === '', reason });
    if (stored === 'lease_lost') resolve('lease_lost');
  }

  async function watch(): Promise<void> {
    for (;;) {
      await hooks.clock.sleep(WATCH_MS, stop.signal);
      if (stop.signal.aborted) return;
      const idle = progress.idleMs();
      if (idle > hooks.progressTimeoutMs) {
        const seconds = Math.round(idle / 1000);
        fail({ kind: 'retry', verdict: 'timeout', code: 'E_HUNG', message: `no progress for ${seconds} s on ${run.url}` });
        return;
      }
    }
  }
}

interface ProgressClock {
  mark(): void;
  pause(): void;
  resume(): void;
  idleMs(): number;
}

function progressClock(clock: Clock): ProgressClock {
  let last = clock.monotonic();
  let waiting = 0;
  return {
    mark: () => {
      last = clock.monotonic();
    },
    pause: () => {
      waiting += 1;
    },
    resume: () => {
      waiting -= 1;
      last = clock.monotonic();
    },
    idleMs: () => (waiting > 0 ? 0 : clock.monotonic() - last),
  };
}

function diedOutcome(exit: WorkerExit): Outcome {
  const how = exit.signal === null ? `with exit code ${exit.code ?? '?'}` : `by ${exit.signal}`;
  const words = exit.lastWords === '' ? '' : `; its last words: ${exit.lastWords.slice(-500)}`;
  return { kind: 'retry', verdict: 'resources', code: 'E_WORKER_DIED', message: `the worker process ended ${how}${words}` };
}

/** Soon enough to go on by itself, long enough not to hammer a store that is in trouble. */
const STORE_PAUSE_MS = 30_000;

/** The platform's fault, not the task's: free of charge. */
function brokenStore(error: unknown, clock: Clock): Outcome {
  const code = isFault(error) ? error.code : 'E_INTERNAL';
  return { kind: 'deferred', verdict: 'resources', code, message: messageOf(error), until: clock.now() + STORE_PAUSE_MS };
}
