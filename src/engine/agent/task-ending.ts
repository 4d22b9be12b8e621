/** How a task is brought home after its attempt: published when it is done, settled in any case, and reported. */
import type { Batch } from '../../core/batch.ts';
import type { Clock, Random } from '../../core/clock.ts';
import { codeOf, messageOf } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { Lease } from '../../core/lease.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { RetryPolicy } from '../../core/retry.ts';
import type { Task } from '../../core/task.ts';
import type { Outputs } from '../../outputs/contract.ts';
import type { ColumnProfile } from '../../records/columns.ts';
import type { LeasedTask, Store, TaskStore } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import { isPlatformTrouble, TROUBLE_PAUSE_MS } from '../platform-trouble.ts';
import { settleTask } from '../settle-task.ts';
import type { PublishedFiles } from '../settle-task.ts';
import { publishTask } from './publish.ts';
import type { Published } from './publish.ts';
import type { RunEnd } from './supervise-run.ts';

export interface EndingDeps {
  readonly store: Pick<Store, 'tasks'>;
  readonly outputs: Outputs;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: EndingSettings;
  /** Told how each task was left: the coordinator watches its lane by it. */
  readonly onSettled?: (task: Task) => void;
  /** Told of the machine's limits that were met (open files, processes): fewer tasks start at once (F10). */
  readonly onLimit?: (message: string) => void;
}

export interface EndingSettings {
  readonly retry: RetryPolicy;
  readonly columns: ColumnProfile;
}

/** Pause after a fault of the platform (full disk, refused write, no worker) before the task is tried again, free of charge. */
const PLATFORM_PAUSE_MS = 60_000;

/** Limits of the machine or the process, not a full disk: open files, processes, memory for a new process. */
const LIMITS = /\b(EMFILE|ENFILE|EAGAIN|ENOMEM)\b/;

/** The pages of a task that is about to be published, asked for by the holder of this lease. */
interface PagesAsked {
  readonly lease: Lease;
  readonly pages: ReturnType<TaskStore['pagesToPublish']>;
}

export class TaskEnding {
  readonly #deps: EndingDeps;
  #asked: PagesAsked | null = null;

  constructor(deps: EndingDeps) {
    this.#deps = deps;
  }

  /** Asks for the pages of a task in the same breath as its last one is committed: both travel to the store together. */
  expectPublish(lease: Lease): void {
    const pages = this.#deps.store.tasks.pagesToPublish(lease);
    // A refusal is told to who publishes, if it comes to that.
    pages.catch(() => undefined);
    this.#asked = { lease, pages };
  }

  #pagesToPublish(lease: Lease): PagesAsked['pages'] {
    const asked = this.#asked;
    this.#asked = null;
    return asked?.lease === lease ? asked.pages : this.#deps.store.tasks.pagesToPublish(lease);
  }

  /** Publishes and settles; a task whose lease was lost is left to its new owner. */
  async conclude(batch: Batch, leased: LeasedTask, end: RunEnd, drain: AbortSignal): Promise<void> {
    const settled = end === 'lease_lost' ? end : await this.#settle(batch, leased, end, drain);
    if (settled !== 'lease_lost') this.#report(settled);
    else this.#deps.log.warn('lease_lost', { task: leased.task.id, scraper: leased.task.scraper });
  }

  async #settle(batch: Batch, leased: LeasedTask, end: Outcome, drain: AbortSignal): Promise<Task | 'lease_lost'> {
    if (end.kind !== 'done') return this.#settleAs(leased, end, null, drain);
    const published = await this.#publish(batch, leased);
    if (published.kind === 'lease_lost') return 'lease_lost';
    return this.#settleAs(leased, published.outcome, published.kind === 'published' ? published.files : null, drain);
  }

  async #publish(batch: Batch, leased: LeasedTask): Promise<Published> {
    const { outputs, clock, settings } = this.#deps;
    const tasks = { pagesToPublish: (lease: Lease) => this.#pagesToPublish(lease) };
    try {
      return await publishTask({ tasks, outputs, clock, columns: settings.columns }, batch, leased);
    } catch (error) {
      const outcome = isPlatformTrouble(error) ? this.platformTrouble(error.code, error.message) : troubleOfOurs(error);
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

  platformTrouble(code: ErrorCode, message: string): Outcome {
    if (LIMITS.test(message)) this.#deps.onLimit?.(message);
    return { kind: 'deferred', verdict: 'resources', code, message, until: this.#deps.clock.now() + PLATFORM_PAUSE_MS };
  }

  #report(settled: Task): void {
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
    // A search that a limit cut short is told: its file looks like any other (F68).
    if (status === 'completed' && settled.truncated === 'cap')
      this.#deps.log.warn('search_truncated', { task: id, scraper, url: settled.url, rows, pages: settled.pages });
    if (status === 'completed' || status === 'pending') this.#deps.log.info('task_settled', fields);
    else this.#deps.log.warn('task_settled', fields);
  }
}

/** A fault of this program must not leave a task unsettled: it is charged, so that it cannot go on for ever. */
export function troubleOfOurs(error: unknown): Outcome {
  return { kind: 'retry', verdict: 'resources', code: codeOf(error), message: messageOf(error) };
}
