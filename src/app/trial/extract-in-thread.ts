/**
 * Reads a page by a definition in a thread of its own, with an end: neither a pattern that never comes back nor a page
 * made to harm (T22, T31) may hold up the service.
 */
import { Worker } from 'node:worker_threads';
import { Fault, messageOf } from '../../core/errors.ts';
import { entryPlace } from '../../core/places.ts';
import type { DefinitionSource, Extraction, PageInput } from '../../extraction/contract.ts';

export interface ThreadWork {
  readonly definition: DefinitionSource;
  readonly input: PageInput;
  readonly detail: boolean;
}

const LONGEST_MS = 20_000;
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 } as const;

/** @throws {Fault} E_LAYOUT: it took too long or too much memory; E_DEFINITION */
export async function extractInThread(work: ThreadWork): Promise<Extraction> {
  const worker = new Worker(entryPlace('extraction-thread'), {
    workerData: work,
    resourceLimits: LIMITS,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<Extraction>();
  const tooLong = setTimeout(() => {
    reject(new Fault('E_LAYOUT', `the page was not read within ${LONGEST_MS / 1000} s`));
  }, LONGEST_MS);
  worker.once('message', resolve);
  worker.once('error', (cause) => {
    reject(new Fault('E_LAYOUT', `the page could not be read: ${messageOf(cause)}`, { cause }));
  });
  try {
    return await promise;
  } finally {
    clearTimeout(tooLong);
    await worker.terminate();
  }
}
