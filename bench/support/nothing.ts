import { nothingWorker, SOURCE } from './product.ts';

/** The worker that does nothing, from source. */
export const NOTHING_WORKER = nothingWorker(SOURCE);

/** Where nobody listens: a job that asks for a page there has a fault. */
export const NOWHERE = 'http://127.0.0.1:9';
