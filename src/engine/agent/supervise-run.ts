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
import { kernelOomKills, memoryOfTree } from './memory-watch.ts';
import { deathOutcome } from './worker-death.ts';
import type { WorkerProcess } from './worker-process.ts';

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
  /** Real memory of the worker and what it started, bytes: with more it is ended (E_OOM). */
  readonly memoryLimitBytes: number;
  /** Aborted when the task was taken away: its worker is ended, and nothing is settled. */
  readonly revoked: AbortSignal;
  /** Aborted when the agent must stop: the worker leaves at the next page boundary. */
  readonly drain: AbortSignal;
  /** Aborted when there is no more time: the worker is ended at once. */
  readonly halt: AbortSignal;
}

/** How often the progress clock and the worker's memory are looked at. */
const WATCH_MS = 1000;
/** A sleep that took so much longer than asked for: this process stood still, and messages may wait unread (F6). */
const STALL_MS = 2000;

/** A reason of our own: without one each abort makes an exception with its stack, which costs more than the rest of it. */
const RUN_OVER = 'the run is over';

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
  const oomKillsBefore = kernelOomKills();
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
  const revoke = (): void => {
    worker.kill();
    resolve('lease_lost');
  };
  hooks.drain.addEventListener('abort', drain);
  hooks.halt.addEventListener('abort', halt);
  hooks.revoked.addEventListener('abort', revoke);
  void worker.exited.then((exit) => {
    resolve(deathOutcome(exit, oomKillsBefore !== kernelOomKills()));
  });
  void watch();
  worker.send(run);
  if (hooks.drain.aborted) drain();
  if (hooks.halt.aborted) halt();
  if (hooks.revoked.aborted) revoke();
  try {
    return await promise;
  } finally {
    stop.abort(RUN_OVER);
    for (const permit of open) hooks.permits.report({ permit, result: 'network', latencyMs: 0 });
    hooks.drain.removeEventListener('abort', drain);
    hooks.halt.removeEventListener('abort', halt);
    hooks.revoked.removeEventListener('abort', revoke);
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
      const asleep = hooks.clock.monotonic();
      await hooks.clock.sleep(WATCH_MS, stop.signal);
      if (stop.signal.aborted) return;
      // We stood still, not the worker: what it said meanwhile is read before it is judged.
      if (hooks.clock.monotonic() - asleep > WATCH_MS + STALL_MS) continue;
      const trouble = hungOutcome() ?? tooLargeOutcome();
      if (trouble === null) continue;
      fail(trouble);
      return;
    }
  }

  function hungOutcome(): Outcome | null {
    const idle = progress.idleMs();
    if (idle <= hooks.progressTimeoutMs) return null;
    const seconds = Math.round(idle / 1000);
    return { kind: 'retry', verdict: 'timeout', code: 'E_HUNG', message: `no progress for ${seconds} s on ${run.url}` };
  }

  function tooLargeOutcome(): Outcome | null {
    const bytes = memoryOfTree(worker.pid, hooks.memoryLimitBytes);
    if (bytes <= hooks.memoryLimitBytes) return null;
    const [held, most] = [bytes, hooks.memoryLimitBytes].map((size) => Math.round(size / 2 ** 20));
    return { kind: 'retry', verdict: 'resources', code: 'E_OOM', message: `the worker held ${held} MB, more than the ${most} MB it may, on ${run.url}` };
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

/** Soon enough to go on by itself, long enough not to hammer a store that is in trouble. */
const STORE_PAUSE_MS = 30_000;

/** The platform's fault, not the task's: free of charge. */
function brokenStore(error: unknown, clock: Clock): Outcome {
  const code = isFault(error) ? error.code : 'E_INTERNAL';
  return { kind: 'deferred', verdict: 'resources', code, message: messageOf(error), until: clock.now() + STORE_PAUSE_MS };
}
