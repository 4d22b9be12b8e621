/** A slot: the loop that takes a task, leases it, runs it in its worker, publishes and settles it. */
import { randomUUID } from 'node:crypto';
import type { Batch } from '../../core/batch.ts';
import type { Random } from '../../core/clock.ts';
import { codeOf, messageOf } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { PermitSource } from '../../core/politeness.ts';
import type { RetryPolicy } from '../../core/retry.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { Task } from '../../core/task.ts';
import type { Outputs } from '../../outputs/contract.ts';
import type { Queue, TaskMessage } from '../../queue/contract.ts';
import type { ColumnProfile } from '../../records/columns.ts';
import type { LeasedTask, Store } from '../../store/contract.ts';
import { isPlatformTrouble, TROUBLE_PAUSE_MS } from '../platform-trouble.ts';
import { settleTask } from '../settle-task.ts';
import type { PublishedFiles } from '../settle-task.ts';
import type { SiteRun } from '../site-run.ts';
import { memoryOfTree } from './memory-watch.ts';
import { publishTask } from './publish.ts';
import type { Published } from './publish.ts';
import { SlotWorker } from './slot-worker.ts';
import type { SlotWorkerDeps } from './slot-worker.ts';
import type { StartGate } from './start-gate.ts';
import { superviseRun } from './supervise-run.ts';
import type { RunEnd } from './supervise-run.ts';

export interface SlotDeps extends SlotWorkerDeps {
  readonly store: Pick<Store, 'tasks'>;
  readonly queue: Queue;
  readonly gate: StartGate;
  readonly outputs: Outputs;
  readonly permits: PermitSource;
  readonly random: Random;
  readonly settings: SlotSettings;
  /** What a scraper runs with; takes the scraper's name. @throws {Fault} E_NO_DEFINITION */
  readonly siteRun: (scraper: string) => SiteRun;
  readonly findBatch: (id: string) => Promise<Batch>;
  /** Aborted when draining takes too long: workers are ended and their tasks released. */
  readonly halt: AbortSignal;
  /** Told how each task was left: the coordinator watches its lane by it. */
  readonly onSettled?: (task: Task) => void;
  /** Told of the machine's limits that were met (open files, processes): fewer tasks start at once (F10). */
  readonly onLimit?: (message: string) => void;
}

export interface SlotSettings {
  readonly retry: RetryPolicy;
  readonly columns: ColumnProfile;
  readonly resumeWindowMs: number;
  readonly progressTimeoutMs: number;
  readonly sliceMs: number;
  /** A worker is replaced after so many tasks: nothing it leaks lives long. */
  readonly recycleAfterTasks: number;
  /** A worker that holds more than this is replaced after its task. */
  readonly recycleMemoryBytes: number;
  /** With more than this it is ended at once. */
  readonly memoryLimitBytes: number;
}

/** Pause after a fault of the platform (full disk, refused write, no worker) before the task is tried again, free of charge. */
const PLATFORM_PAUSE_MS = 60_000;

/** A slot without work for so long lets its worker go: between batches an orchestrator has none. */
const IDLE_MS = 60_000;

/** Limits of the machine or the process, not a full disk: open files, processes, memory for a new process. */
const LIMITS = /\b(EMFILE|ENFILE|EAGAIN|ENOMEM)\b/;

export class WorkSlot {
  readonly #deps: SlotDeps;
  readonly #worker: SlotWorker;
  #runs = 0;
  #tasksOfWorker = 0;
  #current: { readonly task: Task; readonly revoked: AbortController; readonly over: Promise<void> } | null = null;

  constructor(deps: SlotDeps) {
    this.#deps = deps;
    this.#worker = new SlotWorker(deps);
  }

  /** Process of its worker; null when it has none now. */
  get workerPid(): number | null {
    return this.#worker.pid;
  }

  /** Ends the run of a task that was, or is about to be, taken away; resolves when the slot has let go of it. */
  async revoke(matches: (task: Task) => boolean): Promise<void> {
    const current = this.#current;
    if (current === null || !matches(current.task)) return;
    current.revoked.abort();
    await current.over;
  }

  /** Works until the queue closes or `drain` aborts; a task in hand is brought to a page boundary and released. */
  async work(drain: AbortSignal): Promise<void> {
    while (!drain.aborted) {
      const message = await this.#next(drain);
      if (message === 'idle') {
        await this.#worker.close();
        continue;
      }
      if (message === 'warm') continue;
      if (message === null) break;
      try {
        await this.#workOn(message, drain);
      } catch (error) {
        // The task stays leased to this instance; the next start frees it. The log is what a person gets to see.
        const code = codeOf(error);
        this.#deps.log.error('task_not_settled', {
          task: message.task,
          scraper: message.scraper,
          code,
          error: messageOf(error),
        });
      }
      this.#deps.queue.notify();
    }
    await this.#worker.close();
  }

  /** The next task; `idle` when nothing came for so long that the worker may go; null when there will be none. */
  async #next(drain: AbortSignal): Promise<TaskMessage | 'idle' | 'warm' | null> {
    if (this.#worker.pid === null) return this.#nextForNewWorker(drain);
    const waiting = linkedTo(drain);
    let idle = false;
    void this.#deps.clock.sleep(IDLE_MS, waiting.signal).then(() => {
      idle = !waiting.signal.aborted;
      waiting.abort(NO_LONGER);
    });
    const message = await this.#deps.queue.take(waiting.signal);
    waiting.abort(NO_LONGER);
    return message === null && idle && !drain.aborted ? 'idle' : message;
  }

  /** Slots without a worker wait one behind the other, so that their workers start one after the other. */
  async #nextForNewWorker(drain: AbortSignal): Promise<TaskMessage | 'warm' | null> {
    const { queue, gate } = this.#deps;
    const leave = await gate.enter();
    try {
      while (!drain.aborted) {
        const changed = linkedTo(drain, gate.changed);
        const message = gate.takeWanted() ? 'warm' : await queue.take(changed.signal);
        const looksAgain = message === null && changed.signal.aborted && !drain.aborted;
        changed.abort(NO_LONGER);
        if (looksAgain) continue;
        if (message !== null) await this.#worker.ready();
        return message;
      }
      return null;
    } finally {
      leave();
    }
  }

  async #workOn(message: TaskMessage, drain: AbortSignal): Promise<void> {
    const batch = await this.#deps.findBatch(message.batch);
    const leased = await this.#lease(message);
    this.#deps.queue.notify();
    if (leased === null) return;
    const revoked = new AbortController();
    const over = Promise.withResolvers<void>();
    this.#current = { task: leased.task, revoked, over: over.promise };
    try {
      const end = await this.#attempt(batch, leased, drain, revoked.signal).catch(troubleOfOurs);
      const settled = end === 'lease_lost' ? end : await this.#settle(batch, leased, end, drain);
      this.#report(message, settled);
    } finally {
      this.#current = null;
      over.resolve();
    }
  }

  async #lease(message: TaskMessage): Promise<LeasedTask | null> {
    const site = this.#deps.siteRun(message.scraper);
    const leased = await this.#deps.store.tasks.leaseTask({
      task: message.task,
      owner: this.#deps.instance.id,
      token: randomUUID(),
      at: this.#deps.clock.now(),
      laneWidth: site.lanes,
      resumeWindowMs: this.#deps.settings.resumeWindowMs,
      definition: site.definitionHash,
    });
    return typeof leased === 'string' ? null : leased;
  }

  async #attempt(batch: Batch, leased: LeasedTask, drain: AbortSignal, revoked: AbortSignal): Promise<RunEnd> {
    // Every page is committed: a crash came between the last page and the settle. Only publishing is left.
    if (leased.resume.atEnd) return { kind: 'done', verdict: 'ok' };
    const worker = await this.#worker.ready();
    if (worker === null)
      return this.#platformTrouble('E_WORKER_START', `no worker process could be started: ${this.#worker.refusal}`);
    const { task, resume, items, lease } = leased;
    const site = this.#deps.siteRun(task.scraper);
    const { settings, permits, clock, store } = this.#deps;
    this.#runs += 1;
    this.#tasksOfWorker += 1;
    worker.define(site.definitionHash, site.definition);
    const end = await superviseRun(
      worker,
      {
        type: 'run',
        run: this.#runs,
        site: task.site,
        phase: task.phase,
        url: task.url,
        definition: site.definitionHash,
        resume,
        items,
        maxPages: site.maxPages,
        timeZone: batch.timeZone,
      },
      {
        permits,
        commit: (page) => store.tasks.commitPage(lease, resume.generation, page),
        clock,
        progressTimeoutMs: settings.progressTimeoutMs,
        sliceMs: settings.sliceMs,
        memoryLimitBytes: settings.memoryLimitBytes,
        revoked,
        drain,
        halt: this.#deps.halt,
      },
    );
    // A worker whose task was taken away is still at it: there is nothing to wait for.
    if (end === 'lease_lost') worker.kill();
    const isLarge = memoryOfTree(worker.pid, settings.recycleMemoryBytes) > settings.recycleMemoryBytes;
    if (isLarge || this.#tasksOfWorker >= settings.recycleAfterTasks) await this.#recycle();
    return end;
  }

  async #recycle(): Promise<void> {
    this.#tasksOfWorker = 0;
    await this.#worker.close();
  }

  async #settle(batch: Batch, leased: LeasedTask, end: Outcome, drain: AbortSignal): Promise<Task | 'lease_lost'> {
    if (end.kind !== 'done') return this.#settleAs(leased, end, null, drain);
    const published = await this.#publish(batch, leased);
    if (published.kind === 'lease_lost') return 'lease_lost';
    return this.#settleAs(leased, published.outcome, published.kind === 'published' ? published.files : null, drain);
  }

  async #publish(batch: Batch, leased: LeasedTask): Promise<Published> {
    const { store, outputs, clock, settings } = this.#deps;
    try {
      return await publishTask({ tasks: store.tasks, outputs, clock, columns: settings.columns }, batch, leased);
    } catch (error) {
      const outcome = isPlatformTrouble(error)
        ? this.#platformTrouble(error.code, error.message)
        : troubleOfOurs(error);
      return { kind: 'unpublishable', outcome };
    }
  }

  /** Waits for a disk or a store in trouble (F8, F9): a task that is never settled would hold its lane, and so the batch, for ever. */
  async #settleAs(
    leased: LeasedTask,
    outcome: Outcome,
    published: PublishedFiles | null,
    drain: AbortSignal,
  ): Promise<Task | 'lease_lost'> {
    const { store, outputs, clock, random, settings, log } = this.#deps;
    for (;;) {
      try {
        return await settleTask(
          { tasks: store.tasks, outputs, clock, random, retry: settings.retry },
          leased,
          outcome,
          published,
        );
      } catch (error) {
        if (drain.aborted || !isPlatformTrouble(error)) throw error;
        log.error('settle_postponed', {
          task: leased.task.id,
          scraper: leased.task.scraper,
          code: error.code,
          error: error.message,
        });
        await clock.sleep(TROUBLE_PAUSE_MS, drain);
      }
    }
  }

  #platformTrouble(code: ErrorCode, message: string): Outcome {
    if (LIMITS.test(message)) this.#deps.onLimit?.(message);
    return { kind: 'deferred', verdict: 'resources', code, message, until: this.#deps.clock.now() + PLATFORM_PAUSE_MS };
  }

  #report(message: TaskMessage, settled: Task | 'lease_lost'): void {
    if (settled === 'lease_lost') {
      this.#deps.log.warn('lease_lost', { task: message.task, scraper: message.scraper });
      return;
    }
    this.#deps.onSettled?.(settled);
    const { id, scraper, city, operation, product, status, verdict, rows, attempts, errorCode, errorMessage } = settled;
    const fields = {
      task: id,
      scraper,
      city,
      operation,
      product,
      status,
      verdict,
      rows,
      attempts,
      code: errorCode,
      message: errorMessage,
    };
    if (status === 'completed' || status === 'pending') this.#deps.log.info('task_settled', fields);
    else this.#deps.log.warn('task_settled', fields);
  }
}

/** A reason costs nothing; without one each abort makes an exception with its stack. */
const NO_LONGER = 'no longer waited for';

/** Aborts with any of the signals, or by itself; then it listens to none of them any more. */
function linkedTo(...signals: readonly AbortSignal[]): AbortController {
  const linked = new AbortController();
  const abort = (): void => linked.abort(NO_LONGER);
  for (const signal of signals) {
    if (signal.aborted) linked.abort(NO_LONGER);
    else signal.addEventListener('abort', abort, { once: true, signal: linked.signal });
  }
  return linked;
}

/** A fault of this program must not leave a task unsettled: it is charged, so that it cannot go on for ever. */
function troubleOfOurs(error: unknown): Outcome {
  return { kind: 'retry', verdict: 'resources', code: codeOf(error), message: messageOf(error) };
}
