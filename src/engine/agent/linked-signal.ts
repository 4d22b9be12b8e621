/** A reason costs nothing; without one each abort makes an exception with its stack. */
export const NO_LONGER = 'no longer waited for';

/** Aborts with any of the signals, or by itself; then it listens to none of them any more. */
export function linkedTo(...signals: readonly AbortSignal[]): AbortController {
  const linked = new AbortController();
  const abort = (): void => linked.abort(NO_LONGER);
  for (const signal of signals) {
    if (signal.aborted) linked.abort(NO_LONGER);
    else signal.addEventListener('abort', abort, { once: true, signal: linked.signal });
  }
  return linked;
}
