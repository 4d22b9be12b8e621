import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { entryPlace } from '../../core/places.ts';
import type { DatabaseContent, Inspection, StoreUpkeep } from '../contract.ts';
import { revivedFault } from './faults.ts';
import type { UpkeepAnswer, UpkeepJob } from './upkeep-thread.ts';

/** @param file the database the store works on: the source of copies. */
export function sqliteUpkeep(file: string): StoreUpkeep {
  return {
    copyTo: async (target) => (await inThread({ kind: 'copy', file, target })) as DatabaseContent,
    // The first start of all has no file: no thread is loaded to find that out.
    inspect: async (other, scope) =>
      existsSync(other)
        ? ((await inThread({ kind: 'inspect', file: other, scope })) as Inspection)
        : { state: 'missing' },
    settle: async (other) => {
      await inThread({ kind: 'settle', file: other });
    },
  };
}

async function inThread(job: UpkeepJob): Promise<DatabaseContent | Inspection | null> {
  const worker = new Worker(entryPlace('upkeep-thread'), {
    workerData: job,
    name: `upkeep ${job.kind}`,
  });
  // The thread answers once and ends by itself; waiting for its end makes sure that its connection is closed.
  const ended = once(worker, 'exit');
  const [answer] = (await once(worker, 'message')) as [UpkeepAnswer];
  await ended;
  if ('fault' in answer) throw revivedFault(answer.fault);
  return answer.result;
}
