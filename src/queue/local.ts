import type { Clock } from '../core/clock.ts';
import type { Queue, TaskMessage } from './contract.ts';

type Taker = (message: TaskMessage | null) => void;

/** The queue inside one process: a list, and two kinds of sleepers to wake. */
export function createLocalQueue(clock: Clock): Queue {
  const messages: TaskMessage[] = [];
  const takers: Taker[] = [];
  const waiters = new Set<() => void>();
  const leased: number[] = [];
  let closed = false;
  let notified = false;
  const wakeAll = (): void => {
    for (const wake of waiters) wake();
  };
  const notify = (): void => {
    notified = true;
    wakeAll();
  };

  return {
    offer: (message) => {
      if (closed) return;
      // Who came last: the worker that was busy a moment ago is warm, and the others may go when they stay idle.
      const taker = takers.pop();
      if (taker === undefined) messages.push(message);
      else taker(message);
    },

    take: (signal) => {
      const message = messages.shift();
      if (message !== undefined) return Promise.resolve(message);
      if (closed || signal.aborted) return Promise.resolve(null);
      notify();
      return standInLine(takers, signal);
    },

    leased: (task) => void leased.push(task),
    takeLeased: () => leased.splice(0),

    notify,
    wait: async (ms, signal) => {
      if (!notified && !closed && !signal.aborted) {
        const woken = new AbortController();
        const wake = (): void => woken.abort('woken');
        waiters.add(wake);
        signal.addEventListener('abort', wake, { once: true });
        await clock.sleep(ms, woken.signal);
        signal.removeEventListener('abort', wake);
        waiters.delete(wake);
      }
      notified = false;
    },

    get depth() {
      return messages.length;
    },
    get waiting() {
      return takers.length;
    },

    close: () => {
      closed = true;
      for (const taker of takers.splice(0)) taker(null);
      wakeAll();
    },
  };
}

function standInLine(takers: Taker[], signal: AbortSignal): Promise<TaskMessage | null> {
  return new Promise((resolve) => {
    const taker: Taker = (taken) => {
      signal.removeEventListener('abort', leave);
      resolve(taken);
    };
    const leave = (): void => {
      takers.splice(takers.indexOf(taker), 1);
      resolve(null);
    };
    takers.push(taker);
    signal.addEventListener('abort', leave, { once: true });
  });
}
