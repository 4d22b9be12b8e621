/**
 * A service that crashes as soon as it works would be started anew for ever, and do harm each time: after ten starts
 * within five minutes it stays up and only shows what it knows (F7). `reload`, or a start after the five minutes, ends that.
 */
import { Fault } from '../../core/errors.ts';
import type { Store } from '../../store/contract.ts';
import type { CommandHandlers } from '../../upkeep/schedule/command-desk.ts';
import type { Service } from '../../upkeep/service.ts';

const MOST_STARTS = 10;
const WITHIN_MS = 5 * 60_000;

/** Whether this start is one too many; it is counted itself. `at` = epoch ms. */
export async function isCrashLoop(store: Pick<Store, 'instances'>, at: number): Promise<boolean> {
  return (await store.instances.startsSince(at - WITHIN_MS)) >= MOST_STARTS;
}

export const SAFE_MODE = `safe mode: the service was started ${MOST_STARTS} times within ${WITHIN_MS / 60_000} minutes; nothing starts until its log was read and \`scraping-monitor reload\` given`;

/** Background work that waits while `isSafe`. */
export function whileAtWork(service: Service, isSafe: () => boolean): Service {
  return { name: service.name, runOnce: async () => (isSafe() ? { safe_mode: true } : service.runOnce()) };
}

/** What people ask for is refused while `isSafe`, but for the reload that ends it. */
export function refusedInSafeMode(handlers: CommandHandlers, isSafe: () => boolean): CommandHandlers {
  const entries = Object.entries(handlers).map(([name, handle]) => [
    name,
    name === 'reload'
      ? handle
      : async (args: unknown, actor: string): Promise<unknown> => {
          if (isSafe()) throw new Fault('E_SAFE_MODE', SAFE_MODE);
          return handle(args, actor);
        },
  ]);
  return Object.fromEntries(entries) as CommandHandlers;
}
