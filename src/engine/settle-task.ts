/**
 * The only writer of task status (with the store's lease): turns how an attempt ended into a step of the transition
 * table, writes the outcome into the batch's journal and then status, event and counts in one fenced transaction (D18, D25).
 */
import { retryDelay } from '../core/retry.ts';
import type { RetryPolicy } from '../core/retry.ts';
import type { Clock, Random } from '../core/clock.ts';
import { assertTransition } from '../core/task.ts';
import type { Task } from '../core/task.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Outputs } from '../outputs/contract.ts';
import { outcomeFile } from '../records/journal.ts';
import type { LeasedTask, Publication, Settlement, TaskStore } from '../store/contract.ts';

export interface SettleDeps {
  readonly tasks: Pick<TaskStore, 'settleTask'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly retry: RetryPolicy;
  readonly outputs: Pick<Outputs, 'publish'>;
}

/** What lies in the tree already, and the moment its journal entry names: the store is told the same. */
export interface PublishedFiles {
  readonly publication: Publication;
  readonly at: number;
}

/** Steps after which the task is left alone: they are journalled. */
const FINAL_STEPS: ReadonlySet<Settlement['step']> = new Set(['complete', 'fail', 'exhaust']);

export async function settleTask(
  deps: SettleDeps,
  leased: LeasedTask,
  outcome: Outcome,
  published: PublishedFiles | null,
): Promise<Task | 'lease_lost'> {
  const publish = published?.publication ?? null;
  const settlement = decide(leased, outcome, publish, deps.retry, published?.at ?? deps.clock.now(), deps.random);
  // Before the settle, so that no end is unrecorded. A completed task is journalled with its files (publish.ts): the
  // manifest must stay the last mark.
  if (FINAL_STEPS.has(settlement.step) && publish === null)
    await deps.outputs.publish([outcomeFile(afterwards(leased.task, settlement))]);
  return deps.tasks.settleTask(settlement);
}

/** The task as the settlement leaves it: what the journal keeps (D9). */
export function afterwards(task: Task, settlement: Settlement): Task {
  return {
    ...task,
    status: assertTransition(task.id, task.status, settlement.step),
    completedAt: settlement.at,
    retryAt: settlement.retryAt,
    verdict: settlement.verdict,
    truncated: settlement.truncated,
    errorCode: settlement.code,
    errorMessage: settlement.message,
    outputPath: settlement.publish?.outputPath ?? null,
    rows: settlement.publish?.rows ?? 0,
    rejectedRows: settlement.publish?.rejectedRows ?? 0,
    fileBytes: settlement.publish?.bytes ?? 0,
  };
}

/** Ends of an attempt that cost the worker its life: the page in flight may be their cause. */
const KILLED: ReadonlySet<string> = new Set(['E_WORKER_DIED', 'E_HUNG', 'E_OOM', 'E_PROTOCOL']);

/** A settlement that charges the attempt and changes nothing else. */
function plainSettlement(leased: LeasedTask, at: number): Omit<Settlement, 'step' | 'verdict' | 'code' | 'message'> {
  return {
    lease: leased.lease,
    at,
    durationMs: Math.max(0, at - (leased.task.startedAt ?? at)),
    truncated: null,
    retryAt: null,
    free: false,
    interrupted: false,
    quarantined: false,
    freshStart: false,
    publish: null,
  };
}

/** D25 as a function: outcome and attempts so far to the step, its charge and the time of the next try. */
export function decide(
  leased: LeasedTask,
  outcome: Outcome,
  publish: Publication | null,
  policy: RetryPolicy,
  at: number,
  random: Random,
): Settlement {
  const base = plainSettlement(leased, at);
  switch (outcome.kind) {
    case 'done':
      return {
        ...base,
        step: 'complete',
        verdict: outcome.verdict,
        truncated: outcome.truncated ?? null,
        code: null,
        message: null,
        publish,
      };
    case 'deferred':
      return { ...base, ...trouble(outcome), step: 'defer', retryAt: outcome.until, free: true };
    case 'released':
      return {
        ...base,
        step: 'release',
        verdict: null,
        code: null,
        message: outcome.reason,
        free: true,
        interrupted: outcome.interrupted ?? false,
      };
    case 'failed':
      return { ...base, ...trouble(outcome), step: 'fail' };
    case 'quarantined':
      return { ...base, ...trouble(outcome), step: 'exhaust', quarantined: true };
    case 'retry':
    case 'suspect': {
      const freshStart = outcome.verdict === 'layout_changed' || outcome.verdict === 'invalid';
      const interrupted = KILLED.has(outcome.code);
      if (leased.task.attempts >= leased.task.maxAttempts) {
        return {
          ...base,
          ...endOfAttempts(leased.task, outcome, interrupted),
          step: 'exhaust',
          freshStart,
          interrupted,
        };
      }
      const delay = retryDelay(policy, leased.task.attempts, random, outcome.retryAfterMs);
      return { ...base, ...trouble(outcome), step: 'retry', retryAt: at + delay, freshStart, interrupted };
    }
  }
}

/**
 * A page at which a worker ended for the second time, or more, is poison (P12): a person must look before it is tried
 * again. The count starts anew with every page that was committed.
 */
function endOfAttempts(
  task: Task,
  outcome: Trouble,
  interrupted: boolean,
): Pick<Settlement, 'verdict' | 'code' | 'message' | 'quarantined'> {
  const times = task.interruptions + 1;
  if (!interrupted || times < 2) return { ...trouble(outcome), quarantined: false };
  return {
    ...trouble(outcome),
    message: `quarantined: a worker ended ${times} times on the same page; the last time: ${outcome.message}`,
    quarantined: true,
  };
}

interface Trouble {
  readonly verdict: Verdict;
  readonly code: string;
  readonly message: string;
}

function trouble(outcome: Trouble): Pick<Settlement, 'verdict' | 'code' | 'message'> {
  return { verdict: outcome.verdict, code: outcome.code, message: outcome.message };
}
