/** The other end of extract-in-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { compileSite } from '../../extraction/compile.ts';
import type { ThreadWork } from './extract-in-thread.ts';

const { definition, input, detail } = workerData as ThreadWork;
const site = compileSite(definition);
parentPort?.postMessage(detail ? site.extractDetail(input) : site.extractList(input));
