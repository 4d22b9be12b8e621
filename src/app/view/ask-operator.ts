/**
 * How a person's action reaches the place where it is done: the running service when one holds the data directory
 * (D29), else this process, which holds it meanwhile.
 */
import { dirname } from 'node:path';
import type { Config } from '../../config/contract.ts';
import { systemClock } from '../../core/clock.ts';
import type { Clock } from '../../core/clock.ts';
import { ERRORS, Fault, isFault } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { finishBatch } from '../../engine/coordinator/finish-batch.ts';
import type { CommandAnswer } from '../../store/contract.ts';
import { holdInstanceLock } from '../../store/sqlite/instance-lock.ts';
import { openMailbox } from '../../store/sqlite/open-mailbox.ts';
import type { Mailbox } from '../../store/sqlite/open-mailbox.ts';
import type { CommandName } from '../../upkeep/schedule/command-desk.ts';
import {
  cancel,
  pause,
  readPauseRequest,
  readRetryRequest,
  resume,
  retry,
} from '../../upkeep/schedule/operator-actions.ts';
import type { OperatorDeps } from '../../upkeep/schedule/operator-actions.ts';
import { loadSites } from '../parts/load-sites.ts';
import { openLog } from '../parts/open-log.ts';
import { openParts } from '../parts/open-parts.ts';
import type { Parts } from '../parts/open-parts.ts';

export interface Question {
  readonly name: CommandName;
  /** JSON. */
  readonly args: Readonly<Record<string, unknown>>;
  /** For the audit trail: `cli:ana`. */
  readonly actor: string;
}

export interface OperatorAnswer {
  /** Who did it: a running service, or this process because nothing runs. */
  readonly by: 'service' | 'this process';
  readonly result: unknown;
}

export interface AskOptions {
  readonly clock?: Clock;
  /** Longest wait until a service takes it up. */
  readonly takenWithinMs?: number;
  /** Longest wait for the answer of a service that has taken it up. */
  readonly answeredWithinMs?: number;
}

const TAKEN_WITHIN_MS = 10_000;
const ANSWERED_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 100;

/** @throws {Fault} E_NO_SERVICE, or what the action itself throws. */
export async function askOperator(
  config: Config,
  question: Question,
  options: AskOptions = {},
): Promise<OperatorAnswer> {
  const clock = options.clock ?? systemClock;
  try {
    return { by: 'this process', result: await doHere(config, question, clock) };
  } catch (error) {
    if (!isFault(error) || error.code !== 'E_INSTANCE_HELD') throw error;
    return { by: 'service', result: await askService(config, question, error.message, { ...options, clock }) };
  }
}

async function doHere(config: Config, question: Question, clock: Clock): Promise<unknown> {
  if (question.name === 'run-now' || question.name === 'reload') {
    const directory = dirname(config.database.path);
    holdInstanceLock(directory, clock.now()).release();
    throw new Fault('E_NO_SERVICE', `no service runs in ${directory}`);
  }
  const parts = await openParts(config, clock, openLog(config));
  try {
    return await withAudit(parts, question, clock, await actionHere(config, parts, question, clock));
  } finally {
    await parts.close();
  }
}

async function actionHere(
  config: Config,
  parts: Parts,
  { name, args, actor }: Question,
  clock: Clock,
): Promise<() => Promise<unknown>> {
  const { store, outputs } = parts;
  const known = await loadSites(config);
  const { batch_interval: batchEveryMs, batch_deadline: deadlineMs } = config.execution;
  const deps: OperatorDeps = { store, clock, batchEveryMs, deadlineMs, sites: () => [...known.byCode.keys()] };
  return async () => {
    if (name === 'pause') return pause(deps, readPauseRequest(args), actor);
    if (name === 'resume') return resume(deps, readPauseRequest(args), actor);
    if (name === 'retry') {
      const { batch, tasks } = await retry(deps, readRetryRequest(args), actor);
      return { batch: batch.id, tasks };
    }
    const { batch, tasks } = await cancel(deps, actor);
    await finishBatch({ store, outputs, clock }, batch);
    return { batch: batch.id, tasks };
  };
}

/** What was refused is in the trail, too. */
async function withAudit(
  { store }: Parts,
  question: Question,
  clock: Clock,
  act: () => Promise<unknown>,
): Promise<unknown> {
  const { name, args, actor } = question;
  let outcome = 'E_INTERNAL';
  try {
    const result = await act();
    outcome = 'done';
    return result;
  } catch (error) {
    if (isFault(error)) outcome = error.code;
    throw error;
  } finally {
    await store.commands.recordAudit({ at: clock.now(), actor, action: name, details: args, outcome });
  }
}

async function askService(
  config: Config,
  question: Question,
  holder: string,
  options: AskOptions & { readonly clock: Clock },
): Promise<unknown> {
  const { clock, takenWithinMs = TAKEN_WITHIN_MS, answeredWithinMs = ANSWERED_WITHIN_MS } = options;
  const mailbox = openMailbox(config.database.path);
  try {
    const { name, args, actor } = question;
    const id = await mailbox.postCommand({ name, arguments: args, actor, askedAt: clock.now() });
    const soon = await waitForAnswer(mailbox, id, clock, takenWithinMs);
    if (soon !== null) return resultOf(soon);
    if (await mailbox.withdrawCommand(id)) {
      throw new Fault(
        'E_NO_SERVICE',
        `${holder}, which took up no command within ${takenWithinMs / 1000} s; it was taken back`,
        {
          cure: "A batch run by hand (`scraping-orchestrator run`) takes no commands: wait for its end. Else look at the service's log.",
        },
      );
    }
    const late = await waitForAnswer(mailbox, id, clock, answeredWithinMs);
    if (late !== null) return resultOf(late);
    throw new Fault('E_NO_SERVICE', `the service took ${name} up and has not answered yet`, {
      cure: 'Look at its log; do not ask again before.',
    });
  } finally {
    mailbox.close();
  }
}

async function waitForAnswer(
  mailbox: Mailbox,
  id: number,
  clock: Clock,
  longestMs: number,
): Promise<CommandAnswer | null> {
  const end = clock.monotonic() + longestMs;
  for (;;) {
    const answer = (await mailbox.findCommand(id))?.answer ?? null;
    if (answer !== null || clock.monotonic() >= end) return answer;
    await clock.sleep(LOOK_EVERY_MS);
  }
}

function resultOf(answer: CommandAnswer): unknown {
  if ('result' in answer) return answer.result;
  const { code, message, cure } = answer.error;
  throw new Fault(code in ERRORS ? (code as ErrorCode) : 'E_INTERNAL', message, { cure });
}
