/**
 * Takes up what people ask of a running service (D29), within a second, and answers. The handlers do the work; who
 * asked for what, and how it ended, goes to the audit trail with the answer.
 */
import type { Clock } from '../../core/clock.ts';
import { ERRORS, isFault, messageOf } from '../../core/errors.ts';
import type { Command, CommandAnswer, Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Service } from '../service.ts';

const COMMAND_NAMES = ['run-now', 'pause', 'resume', 'retry', 'cancel', 'reload'] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** Checks the arguments, does it, and returns what to tell (JSON). @throws {Fault} what the asker is told instead. */
type CommandHandler = (args: unknown, actor: string) => Promise<unknown>;
export type CommandHandlers = Readonly<Record<CommandName, CommandHandler>>;

export interface CommandDeskDeps {
  readonly store: Pick<Store, 'commands'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Of this process: what an earlier one took and did not answer is answered for it. */
  readonly instance: string;
  readonly handlers: CommandHandlers;
}

/** How often the desk is to be asked: with the work itself, below the second that is promised. */
export const DESK_EVERY_MS = 500;
/** What waited longer was asked of a service that is gone: it is not done behind its asker's back. */
const LONGEST_WAIT_MS = 60_000;

export function createCommandDesk(deps: CommandDeskDeps): Service {
  const { store, clock, instance } = deps;
  let opened = false;
  return {
    name: 'commands',
    runOnce: async () => {
      if (opened && (await store.commands.waitingCommands()) === 0) return { answered: 0 };
      const at = clock.now();
      const taken = await store.commands.takeCommands({ instance, at, notBefore: at - LONGEST_WAIT_MS });
      opened = true;
      for (const command of taken) {
        const answer = await answerTo(deps, command);
        await store.commands.answerCommand(command.id, answer, clock.now());
      }
      return { answered: taken.length };
    },
  };
}

async function answerTo({ handlers, log }: CommandDeskDeps, command: Command): Promise<CommandAnswer> {
  const { name, actor } = command;
  try {
    const handler = COMMAND_NAMES.some((known) => known === name) ? handlers[name as CommandName] : undefined;
    if (handler === undefined) {
      const message = `this service knows no command ${JSON.stringify(name)}`;
      return { error: { code: 'E_USAGE', message, cure: 'Use the programs of the same version as the service.' } };
    }
    log.info('command', { command: name, actor, arguments: command.arguments });
    return { result: (await handler(command.arguments, actor)) ?? null };
  } catch (error) {
    log.warn('command_refused', { command: name, actor, error: messageOf(error) });
    return { error: asError(error) };
  }
}

function asError(error: unknown): { readonly code: string; readonly message: string; readonly cure: string } {
  if (isFault(error)) return { code: error.code, message: error.message, cure: error.cure };
  return { code: 'E_INTERNAL', message: messageOf(error), cure: ERRORS.E_INTERNAL.advice };
}
