/** One job of upkeep in a thread of its own: it does it, answers, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import type { DatabaseContent, Inspection, InspectionScope } from '../contract.ts';
import { connectToRead, connectToWrite } from './connection.ts';
import { readContent } from './content.ts';
import { plainFault, toFault } from './faults.ts';
import type { PlainFault } from './faults.ts';
import { inspectDatabase } from './inspect.ts';
import { DEFAULT_PRAGMAS } from './pragmas.ts';

export type UpkeepJob =
  | { readonly kind: 'copy'; readonly file: string; readonly target: string }
  | { readonly kind: 'inspect'; readonly file: string; readonly scope: InspectionScope }
  | { readonly kind: 'settle'; readonly file: string };

export type UpkeepAnswer = { readonly result: DatabaseContent | Inspection | null } | { readonly fault: PlainFault };

async function work(job: UpkeepJob): Promise<UpkeepAnswer> {
  try {
    return { result: await perform(job) };
  } catch (error) {
    return { fault: plainFault(toFault(error, job.file, `${DOING[job.kind]} the database`)) };
  }
}

const DOING = { copy: 'copying', inspect: 'inspecting', settle: 'closing' } as const;

async function perform(job: UpkeepJob): Promise<DatabaseContent | Inspection | null> {
  switch (job.kind) {
    case 'copy':
      return copy(job.file, job.target);
    case 'inspect':
      return inspectDatabase(job.file, job.scope);
    case 'settle':
      settle(job.file);
      return null;
  }
}

/** Content and copy are taken in one read transaction: they are the same moment, whatever is written meanwhile. */
async function copy(file: string, target: string): Promise<DatabaseContent> {
  const connection = connectToRead(file, DEFAULT_PRAGMAS);
  try {
    connection.exec('BEGIN');
    const content = readContent(connection, true);
    await connection.copyTo(target);
    connection.exec('COMMIT');
    return content;
  } finally {
    connection.close();
  }
}

/** The last connection to close removes the WAL. */
function settle(file: string): void {
  const connection = connectToWrite(file, DEFAULT_PRAGMAS);
  try {
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    connection.close();
  }
}

if (parentPort !== null) {
  parentPort.postMessage(await work(workerData as UpkeepJob));
}
