/**
 * Runs parsers over inputs in a thread of their own, so that one that never ends is noticed from outside: the number of
 * the input under way stands in shared memory. An input is told by parser and number, and made anew from them.
 */
import { Worker } from 'node:worker_threads';

export interface FuzzRequest {
  readonly parser: string;
  readonly from: number;
  readonly count: number;
}

export interface FuzzResult {
  readonly parser: string;
  readonly inputs: number;
  /** What was thrown, or never ended, and the number of its input. */
  readonly troubles: readonly { readonly number: number; readonly what: string }[];
  /** The input that took longest, measured a second time alone. */
  readonly slowest: { readonly number: number; readonly ms: number };
}

/** No input may take a second; a machine that is busy with other things gets this long before it is called endless. */
const ENDLESS_MS = 60_000;
const LOOK_MS = 1_000;
const NOT_STARTED = -1;

export function runFuzz(request: FuzzRequest): Promise<FuzzResult> {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  progress[0] = NOT_STARTED;
  const worker = new Worker(new URL('fuzz-child.ts', import.meta.url), { workerData: { request, progress } });
  return new Promise((resolve, reject) => {
    let seen = NOT_STARTED;
    let since = performance.now();
    const watch = setInterval(() => {
      const number = Atomics.load(progress, 0);
      // Before its first input the thread is still reading what it mutates.
      if (number !== seen || number === NOT_STARTED) {
        seen = number;
        since = performance.now();
        return;
      }
      if (performance.now() - since < ENDLESS_MS) return;
      clearInterval(watch);
      void worker.terminate();
      resolve({
        parser: request.parser,
        inputs: number - request.from,
        troubles: [{ number, what: `did not end within ${ENDLESS_MS / 1_000} s` }],
        slowest: { number, ms: ENDLESS_MS },
      });
    }, LOOK_MS);
    worker.once('message', (result: FuzzResult) => {
      clearInterval(watch);
      resolve(result);
    });
    worker.once('error', (error) => {
      clearInterval(watch);
      reject(error);
    });
  });
}
