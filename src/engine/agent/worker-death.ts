/** Why a worker process ended by itself, told from its exit code, its signal and its last words (F1, F11). */
import type { Outcome } from '../../core/outcome.ts';
import type { WorkerExit } from './worker-process.ts';

/** What V8 writes before it ends a process whose heap is full, and Node when an array buffer finds no memory. */
const HEAP_WORDS = /heap out of memory|Allocation failed|Array buffer allocation failed|FATAL ERROR: .*memory/i;

/** @param kernelKilled the kernel ended some process for lack of memory while this one ran */
export function deathOutcome(exit: WorkerExit, kernelKilled: boolean): Outcome {
  const how = exit.signal === null ? `with exit code ${exit.code ?? '?'}` : `by ${exit.signal}`;
  const words = exit.lastWords === '' ? '' : `; its last words: ${exit.lastWords.slice(-500)}`;
  const heapFull = HEAP_WORDS.test(exit.lastWords);
  if (heapFull || (exit.signal === 'SIGKILL' && kernelKilled)) {
    const why = heapFull ? 'its JavaScript heap was full' : 'the kernel ended it for lack of memory';
    return { kind: 'retry', verdict: 'resources', code: 'E_OOM', message: `${why} (it ended ${how})${words}` };
  }
  return {
    kind: 'retry',
    verdict: 'resources',
    code: 'E_WORKER_DIED',
    message: `the worker process ended ${how}${words}`,
  };
}
