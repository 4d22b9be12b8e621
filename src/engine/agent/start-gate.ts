/**
 * Slots without a worker go through here one at a time: each waits for work (or for a batch that is announced) and
 * starts its worker before the next one may. So the first worker is at work while the others still load, and a slot
 * that is never needed never has one.
 */
export interface StartGate {
  /** Resolves when it is this slot's turn; call the answer when the turn is over. */
  enter(): Promise<() => void>;
  /** True once for each worker that is wanted before there is work. */
  takeWanted(): boolean;
  /** Aborted when workers become wanted: whoever waits for work looks again. */
  readonly changed: AbortSignal;
  /** So many workers are wanted soon. */
  want(workers: number): void;
}

export function createStartGate(): StartGate {
  let last: Promise<void> = Promise.resolve();
  let wanted = 0;
  let change = new AbortController();
  return {
    enter: async () => {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await before;
      return resolve;
    },
    takeWanted: () => {
      if (wanted === 0) return false;
      wanted -= 1;
      return true;
    },
    get changed() {
      return change.signal;
    },
    want: (workers) => {
      wanted = workers;
      change.abort();
      change = new AbortController();
    },
  };
}
