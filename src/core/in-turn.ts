/** Runs a step when every earlier one is over, however it ended; resolves, or rejects, as the step does. */
export type InTurn = <T>(step: () => Promise<T>) => Promise<T>;

/** For steps that must not run at the same time: each begins in the order in which it was asked for. */
export function createTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (step) => {
    const turn = last.then(step);
    last = turn.catch(() => undefined);
    return turn;
  };
}
