import type { Clock } from '../core/clock.ts';
import type { Queue, TaskMessage } from './contract.ts';

/** The queue inside one process: a list, and two kinds of sleepers to wake. */
export function createLocalQueue(clock: Clock): Queue {
  const messages: TaskMessage[] = [];
  const takers: ((message: TaskMessage | null) => void)[] = [];
  const waiters = new Set<() => void>();
  let closed = false;
  let notified = false;

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
      return new Promise((resolve) => {
        const taker = (taken: TaskMessage | null): void => {
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
    },

    notify: () => {
      notified = true;
      for (const wake of waiters) wake();
    },

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

    close: () => {
      closed = true;
      for (const taker of takers.splice(0)) taker(null);
      for (const wake of waiters) wake();
    },
  };
}
