/** A slot: the loop that takes a task, leases it, runs it in its worker, publishes and settles it. */
import { randomUUID } from 'node:crypto';
import type { Batch } from '../../core/batch.ts';
import { codeOf, messageOf } from '../../core/errors.ts';
import { DONE } from '../../core/outcome.ts';
import type { PermitSource } from '../../core/politeness.ts';
import type { Task } from '../../core/task.ts';
import type { Queue, TaskMessage } from '../../queue/contract.ts';
import type { LeasedTask, Store } from '../../store/contract.ts';
import type { PageOwner, PageVault, StagedPage } from '../../vault/contract.ts';
import type { Run, TaskFacts } from '../protocol.ts';
import type { SiteRun } from '../site-run.ts';
import type { UsualFills } from '../usual-fills.ts';
import { linkedTo, NO_LONGER } from './linked-signal.ts';
import { Scales } from './memory-watch.ts';
import { TaskEnding, troubleOfOurs } from './task-ending.ts';
import type { EndingDeps, EndingSettings } from './task-ending.ts';
import { SlotWorker } from './slot-worker.ts';
import type { SlotWorkerDeps } from './slot-worker.ts';
import type { StartGate } from './start-gate.ts';
import { superviseRun } from './supervise-run.ts';
import type { RunEnd, RunHooks } from './supervise-run.ts';

export interface SlotDeps extends SlotWorkerDeps, EndingDeps {
  readonly store: Pick<Store, 'tasks'>;
  readonly queue: Queue;
  readonly gate: StartGate;
  readonly permits: PermitSource;
  readonly vault: Pick<PageVault, 'keep'>;
  readonly settings: SlotSettings;
  /** What a scraper runs with; takes the scraper's name. @throws {Fault} E_NO_DEFINITION */
  readonly siteRun: (scraper: string) => SiteRun;
  readonly findBatch: (id: string) => Promise<Batch>;
  readonly usualFills: UsualFills;
  /** Aborted when draining takes too long: workers are ended and their tasks released. */
  readonly halt: AbortSignal;
}

export interface SlotSettings extends EndingSettings {
  readonly resumeWindowMs: number;
  readonly progressTimeoutMs: number;
  readonly sliceMs: number;
  /** A worker is replaced after so many tasks: nothing it leaks lives long. */
  readonly recycleAfterTasks: number;
  /** A worker that holds more than this is replaced after its task. */
  readonly recycleMemoryBytes: number;
  /** With more than this it is ended at once. */
  readonly memoryLimitBytes: number;
  /** One, or several that take turns, a task each. */
  readonly userAgents: readonly string[];
  /** The same for a worker together with the programs it starts. */
  readonly programMemoryBytes: number;
}

/** A slot without work for so long lets its worker go: between batches an orchestrator has none. */
const IDLE_MS = 60_000;

export class WorkSlot {
  readonly #deps: SlotDeps;
  readonly #worker: SlotWorker;
  readonly #ending: TaskEnding;
  readonly #scales: Scales;
  readonly #programScales: Scales;
  #runs = 0;
  #tasksOfWorker = 0;
  #current: { readonly task: Task; readonly revoked: AbortController; readonly over: Promise<void> } | null = null;

  constructor(deps: SlotDeps) {
    this.#deps = deps;
    this.#worker = new SlotWorker(deps);
    this.#ending = new TaskEnding(deps);
    this.#scales = new Scales(deps.clock, deps.settings.recycleMemoryBytes);
    this.#programScales = new Scales(deps.clock, deps.settings.programMemoryBytes / 2);
  }

  /** Process of its worker; null when it has none now. */
  get workerPid(): number | null {
    return this.#worker.pid;
  }

  /** It has a worker, or one is starting. */
  get hasWorker(): boolean {
    return this.#worker.isThere;
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
    if (leased !== null) this.#deps.queue.leased(leased.task.id);
    // The lane's next task may start, if there is a slot for it; when all are busy, who gets free first tells.
    if (leased === null || this.#deps.queue.waiting > 0) this.#deps.queue.notify();
    if (leased === null) return;
    const revoked = new AbortController();
    const over = Promise.withResolvers<void>();
    this.#current = { task: leased.task, revoked, over: over.promise };
    try {
      const end = await this.#attempt(batch, leased, drain, revoked.signal).catch(troubleOfOurs);
      await this.#ending.conclude(batch, leased, end, drain);
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
    if (leased.resume.atEnd) return DONE;
    const site = this.#deps.siteRun(leased.task.scraper);
    const worker = await this.#worker.ready(site.startsPrograms);
    if (worker === null)
      return this.#ending.platformTrouble(
        'E_WORKER_START',
        `no worker process could be started: ${this.#worker.refusal}`,
      );
    this.#runs += 1;
    this.#tasksOfWorker += 1;
    worker.define(site.definitionHash, site.definition);
    const run = await this.#runOf(batch, leased, site);
    const end = await superviseRun(worker, run, this.#hooksOf(batch, leased, site, worker.staging, drain, revoked));
    // A worker whose task was taken away is still at it: there is nothing to wait for.
    if (end === 'lease_lost') worker.kill();
    else if ('code' in end && end.code === 'E_PROTOCOL') this.#alert(worker.pid, leased.task, end.message);
    // A browser is large from its first page on: it stays for the next task until it has half of what it may.
    const scales = site.startsPrograms ? this.#programScales : this.#scales;
    if (scales.isTooLarge(worker.pid) || this.#tasksOfWorker >= this.#deps.settings.recycleAfterTasks)
      await this.#recycle();
    return end;
  }

  async #runOf(batch: Batch, { task, resume, items }: LeasedTask, site: SiteRun): Promise<Run> {
    return {
      type: 'run',
      run: this.#runs,
      site: task.site,
      phase: task.phase,
      url: task.url,
      definition: site.definitionHash,
      resume,
      items,
      fetch: site.fetch,
      proxies: site.proxies,
      userAgent: userAgentFor(this.#deps.settings.userAgents, task),
      maxPages: site.maxPages,
      timeZone: batch.timeZone,
      usual: await this.#deps.usualFills(task),
      task: factsOf(task, site),
    };
  }

  #hooksOf(
    batch: Batch,
    { task, resume, lease }: LeasedTask,
    site: SiteRun,
    staging: string,
    drain: AbortSignal,
    revoked: AbortSignal,
  ): RunHooks {
    const { settings, permits, clock, store, halt, log } = this.#deps;
    const owner = { batch: batch.id, task: task.id, site: task.site, generation: resume.generation };
    return {
      permits,
      commit: (page) => {
        const committed = store.tasks.commitPage(lease, resume.generation, page);
        if (page.next === null) this.#ending.expectPublish(lease);
        return committed;
      },
      keep: (page) => this.#keep(staging, page, owner),
      notKept: (reason) => log.warn('page_not_kept', { task: task.id, error: reason }),
      clock,
      progressTimeoutMs: settings.progressTimeoutMs,
      sliceMs: settings.sliceMs,
      memoryLimitBytes: site.startsPrograms ? settings.programMemoryBytes : settings.memoryLimitBytes,
      revoked,
      drain,
      halt,
    };
  }

  async #keep(staging: string, page: StagedPage, owner: PageOwner): Promise<void> {
    try {
      await this.#deps.vault.keep(staging, page, owner);
    } catch (error) {
      const { task } = owner;
      this.#deps.log.warn('page_not_kept', { task, url: page.url, code: codeOf(error), error: messageOf(error) });
    }
  }

  /** Junk from our own program is a fault, or somebody's work (T33): a person looks at it. */
  #alert(pid: number, { id, scraper }: Task, error: string): void {
    this.#deps.log.error('worker_broke_protocol', { pid, task: id, scraper, code: 'E_PROTOCOL', error });
  }

  async #recycle(): Promise<void> {
    this.#tasksOfWorker = 0;
    await this.#worker.close();
  }
}

/** The same task says the same name each time, whatever slot it runs in. */
function userAgentFor(agents: readonly string[], { id }: Task): string {
  return agents[id % agents.length] ?? '';
}

function factsOf(task: Task, site: SiteRun): TaskFacts {
  const { id, batch, city, operation, product, orderNum, attempts } = task;
  return { id, batch, city, operation, product, orderNum, attempt: attempts, politeness: site.politeness };
}
