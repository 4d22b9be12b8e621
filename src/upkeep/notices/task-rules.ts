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
    const { step, verdict, site, at } = happening;
    if (step === 'complete') successes.set(site, at);
    else if (isTold(happening) && isTaskCause(verdict))
      events.push({ cause: verdict, site, at, facts: factsOf(happening) });
  }
  return { events, successes };
}

/** Other attempts that failed are tried again: only the end of the task is told. */
function isTold({ step, verdict }: TaskHappening): boolean {
  return step === 'fail' || step === 'exhaust' || (step === 'retry' && AT_ONCE.has(verdict ?? ''));
}

function factsOf({ code, message, task, batch, url }: TaskHappening): Seen['facts'] {
  return { ...(code === null ? {} : { code }), ...(message === null ? {} : { message }), task, batch, url };
}
