/**
 * One task in one worker process, watched: passes permits and pages on, and ends the worker when it breaks the
 * protocol or makes no progress. Waiting for a permit is not hanging: it stops the progress clock (D15).
 */
import type { Clock } from '../../core/clock.ts';
import { isFault, messageOf } from '../../core/errors.ts';
import type { PageResult } from '../../core/page.ts';
import type { PermitRequest, PermitSource } from '../../core/politeness.ts';
import type { Done, Outcome } from '../../core/outcome.ts';
import type { StagedPage } from '../../vault/contract.ts';
import type { FromWorker, Run } from '../protocol.ts';
import { kernelOomKills, memoryOfTree, recentKernelOomKills } from './memory-watch.ts';
import { progressClock } from './progress-clock.ts';
import type { ProgressClock } from './progress-clock.ts';
import { deathOutcome } from './worker-death.ts';
import type { WorkerProcess } from './worker-process.ts';

export type RunEnd = Outcome | 'lease_lost';

export interface RunHooks {
  readonly permits: PermitSource;
  /** Commits a page: `lease_lost` ends the run silently. */
  readonly commit: (page: PageResult) => Promise<'committed' | 'repeated' | 'lease_lost'>;
  /** Puts a page that lies in the worker's staging folder into the vault; what goes wrong is only logged. */
  readonly keep: (page: StagedPage) => Promise<void>;
  readonly notKept: (reason: string) => void;
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

export function superviseRun(worker: WorkerProcess, run: Run, hooks: RunHooks): Promise<RunEnd> {
  return new SupervisedRun(worker, run, hooks).end();
}

class SupervisedRun {
  readonly #worker: WorkerProcess;
  readonly #run: Run;
  readonly #hooks: RunHooks;
  readonly #stop = new AbortController();
  readonly #ended = Promise.withResolvers<RunEnd>();
  readonly #progress: ProgressClock;
  readonly #startedAt: number;
  #keeping: Promise<void> = Promise.resolve();
  /** Granted and not reported yet: a worker that dies would otherwise keep its host's place for ever. */
  readonly #open = new Set<number>();

  constructor(worker: WorkerProcess, run: Run, hooks: RunHooks) {
    this.#worker = worker;
    this.#run = run;
    this.#hooks = hooks;
    this.#progress = progressClock(hooks.clock);
    this.#startedAt = hooks.clock.monotonic();
  }

  async end(): Promise<RunEnd> {
    this.#listen();
    void this.#awaitDeath();
    void this.#watch();
    this.#worker.send(this.#run);
    const forget = this.#obeySignals();
    try {
      return await this.#ended.promise;
    } finally {
      this.#stop.abort(RUN_OVER);
      // The staging folder may go with the worker: what lies there is taken over first.
      await this.#keeping;
      for (const permit of this.#open) this.#hooks.permits.report({ permit, result: 'network', latencyMs: 0 });
      forget();
    }
  }

  #listen(): void {
    this.#worker.listen(
      (message) => {
        this.#progress.mark();
        this.#answer(message).catch((error: unknown) => {
          this.#fail(brokenStore(error, this.#hooks.clock));
        });
      },
      (fault) => {
        this.#fail({ kind: 'retry', verdict: 'resources', code: 'E_PROTOCOL', message: messageOf(fault) });
      },
    );
  }

  async #awaitDeath(): Promise<void> {
    const oomKillsBefore = recentKernelOomKills(this.#hooks.clock);
    const exit = await this.#worker.exited;
    // A worker outlives most of its runs: their ends were told long ago.
    if (this.#stop.signal.aborted) return;
    this.#ended.resolve(deathOutcome(exit, oomKillsBefore !== kernelOomKills()));
  }

  /** Drain, halt and revocation, whether they come later or came before; returns how to stop listening to them. */
  #obeySignals(): () => void {
    const orders: readonly (readonly [AbortSignal, () => void])[] = [
      [this.#hooks.drain, () => this.#worker.send({ type: 'drain' })],
      [
        this.#hooks.halt,
        () => this.#fail({ kind: 'released', reason: 'shutting down: no time was left to finish the page' }),
      ],
      [this.#hooks.revoked, () => this.#fail('lease_lost')],
    ];
    for (const [signal, obey] of orders) {
      signal.addEventListener('abort', obey);
      if (signal.aborted) obey();
    }
    return () => {
      for (const [signal, obey] of orders) signal.removeEventListener('abort', obey);
    };
  }

  #fail(end: RunEnd): void {
    this.#worker.kill();
    this.#ended.resolve(end);
  }

  async #answer(message: FromWorker): Promise<void> {
    const foreign = this.#foreign(message);
    if (foreign !== null) {
      this.#fail({ kind: 'retry', verdict: 'resources', code: 'E_PROTOCOL', message: foreign });
      return;
    }
    switch (message.type) {
      case 'ask':
        return this.#grant(message.ask, message.request);
      case 'report':
        // Of a permit that it does not hold it has nothing to tell: it could open or shut another one's host.
        if (this.#open.delete(message.report.permit)) this.#hooks.permits.report(message.report);
        return;
      case 'kept':
        this.#keeping = this.#hooks.keep(message.page);
        return;
      case 'not-kept':
        this.#hooks.notKept(message.reason);
        return;
      case 'page':
        await this.#store(message.result, message.outcome);
        return;
      case 'outcome':
        this.#ended.resolve(message.outcome);
        return;
      case 'progress':
      case 'ready':
        return;
    }
  }

  /** A worker speaks of its own run and site alone (T33): one that speaks of others is ended. */
  #foreign(message: FromWorker): string | null {
    if (message.type === 'ask' && message.request.site !== this.#run.site)
      return `a worker of ${this.#run.site} asked for a permit of ${JSON.stringify(message.request.site.slice(0, 40))}`;
    if (!('run' in message) || message.run === this.#run.run) return null;
    return `a worker spoke of run ${message.run} while it had run ${this.#run.run}`;
  }

  async #grant(ask: number, request: PermitRequest): Promise<void> {
    this.#progress.pause();
    const answer = await this.#hooks.permits.acquire(request, this.#stop.signal);
    this.#progress.resume();
    if (this.#stop.signal.aborted) {
      // Granted in the moment the run ended: nobody is left to use it.
      if (answer.kind === 'granted')
        this.#hooks.permits.report({ permit: answer.permit, result: 'unused', latencyMs: 0 });
      return;
    }
    if (answer.kind === 'granted') this.#open.add(answer.permit);
    this.#worker.send({ type: 'permit', ask, answer });
  }

  /** `outcome`: it was the last page, and the worker waits for no answer. */
  async #store(page: PageResult, outcome: Done | undefined): Promise<void> {
    const stored = await this.#hooks.commit(page);
    this.#progress.mark();
    if (outcome !== undefined) {
      this.#ended.resolve(stored === 'lease_lost' ? stored : outcome);
      return;
    }
    const reason = stored === 'lease_lost' ? 'lease lost' : this.#reasonToLeave();
    this.#worker.send({ type: 'page-stored', run: this.#run.run, page: page.page, goOn: reason === '', reason });
    if (stored === 'lease_lost') this.#ended.resolve('lease_lost');
  }

  /** Empty = go on. */
  #reasonToLeave(): string {
    if (this.#hooks.drain.aborted) return 'shutting down';
    return this.#hooks.clock.monotonic() - this.#startedAt > this.#hooks.sliceMs ? 'slice over' : '';
  }

  async #watch(): Promise<void> {
    const { clock } = this.#hooks;
    for (;;) {
      const asleep = clock.monotonic();
      await clock.sleep(WATCH_MS, this.#stop.signal);
      if (this.#stop.signal.aborted) return;
      // We stood still, not the worker: what it said meanwhile is read before it is judged.
      if (clock.monotonic() - asleep > WATCH_MS + STALL_MS) continue;
      const trouble = this.#hungOutcome() ?? this.#tooLargeOutcome();
      if (trouble === null) continue;
      this.#fail(trouble);
      return;
    }
  }

  #hungOutcome(): Outcome | null {
    const idle = this.#progress.idleMs();
    if (idle <= this.#hooks.progressTimeoutMs) return null;
    const seconds = Math.round(idle / 1000);
    return {
      kind: 'retry',
      verdict: 'timeout',
      code: 'E_HUNG',
      message: `no progress for ${seconds} s on ${this.#run.url}`,
    };
  }

  #tooLargeOutcome(): Outcome | null {
    const limit = this.#hooks.memoryLimitBytes;
    const bytes = memoryOfTree(this.#worker.pid, limit);
    if (bytes <= limit) return null;
    const [held, most] = [bytes, limit].map((size) => Math.round(size / 2 ** 20));
    const message = `the worker held ${held} MB, more than the ${most} MB it may, on ${this.#run.url}`;
    return { kind: 'retry', verdict: 'resources', code: 'E_OOM', message };
  }
}

/** Soon enough to go on by itself, long enough not to hammer a store that is in trouble. */
const STORE_PAUSE_MS = 30_000;

/** The platform's fault, not the task's: free of charge. */
function brokenStore(error: unknown, clock: Clock): Outcome {
  const code = isFault(error) ? error.code : 'E_INTERNAL';
  return {
    kind: 'deferred',
    verdict: 'resources',
    code,
    message: messageOf(error),
    until: clock.now() + STORE_PAUSE_MS,
  };
}
