/** Which ends of attempts are worth telling. */
import type { TaskHappening } from '../../store/contract.ts';
import { isTaskCause } from '../../notifying/contract.ts';
import type { Look, Seen } from './group-troubles.ts';

/** Told with the first attempt that ends so: waiting for the last one would lose hours. */
const AT_ONCE: ReadonlySet<string> = new Set(['blocked', 'layout_changed']);

export function lookAtTasks(happenings: readonly TaskHappening[]): Pick<Look, 'events' | 'successes'> {
  const events: Seen[] = [];
  const successes = new Map<string, number>();
  for (const happening of happenings) {
    const { step, site, at } = happening;
    const cause = causeOf(happening);
    if (step === 'complete') successes.set(site, at);
    else if (isTaskCause(cause)) events.push({ cause, site, at, facts: factsOf(happening) });
  }
  return { events, successes };
}

/** Other attempts that failed are tried again: only the end of the task is told. Other waits are usual. */
function causeOf({ step, verdict, code }: TaskHappening): string | null {
  if (step === 'defer') return code === 'E_PROXY' ? 'proxies' : null;
  const isTold = step === 'fail' || step === 'exhaust' || (step === 'retry' && AT_ONCE.has(verdict ?? ''));
  return isTold ? verdict : null;
}

function factsOf({ code, message, task, batch, url }: TaskHappening): Seen['facts'] {
  return { ...(code === null ? {} : { code }), ...(message === null ? {} : { message }), task, batch, url };
}
