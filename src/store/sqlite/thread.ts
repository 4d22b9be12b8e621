/** The store thread: the only connection that writes. Calls come in lists, and whatever waits is one group. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { Fault, isFault, messageOf } from '../../core/errors.ts';
import type { SchemaInfo } from '../contract.ts';
import type { Connection } from './connection.ts';
import { plainFault, toFault } from './faults.ts';
import type { PlainFault } from './faults.ts';
import { groupCommit } from './group-commit.ts';
import type { StoreAnswer, StoreCall } from './group-commit.ts';
import { schemaInfo } from './migrate.ts';
import { openDatabase } from './open-database.ts';
import type { SqlitePragmas } from './pragmas.ts';
import { runnerOver } from './runner.ts';
import { closeSealed } from './seal.ts';

export interface ThreadData {
  readonly file: string;
  readonly pragmas: SqlitePragmas;
}

export type ToThread = { readonly calls: readonly StoreCall[] } | { readonly close: true };

export type FromThread =
  | { readonly ready: SchemaInfo }
  | { readonly failed: PlainFault }
  | { readonly answers: readonly StoreAnswer[] }
  | { readonly closed: PlainFault | null };

function serve(port: MessagePort, { file, pragmas }: ThreadData): void {
  const post = (message: FromThread): void => port.postMessage(message);
  const connection = open(file, pragmas, post);
  if (connection === null) return;
  const group = groupCommit(connection, runnerOver(connection));
  post({ ready: schemaInfo(connection) });

  port.on('message', (first: ToThread) => {
    const calls: StoreCall[] = [];
    let closing = false;
    let next: ToThread | undefined = first;
    while (next !== undefined) {
      if ('calls' in next) calls.push(...next.calls);
      else closing = true;
      next = receiveMessageOnPort(port)?.message;
    }
    if (calls.length > 0) post({ answers: group.run(calls) });
    if (!closing) return;
    post({ closed: close(connection) });
    port.close();
  });
}

function open(file: string, pragmas: SqlitePragmas, post: (message: FromThread) => void): Connection | null {
  try {
    return openDatabase(file, pragmas);
  } catch (error) {
    post({ failed: plainFault(isFault(error) ? error : new Fault('E_INTERNAL', messageOf(error), { cause: error })) });
    return null;
  }
}

/** Leaves one file, sealed: everything is moved from the WAL into the database. */
function close(connection: Connection): PlainFault | null {
  try {
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    closeSealed(connection);
    return null;
  } catch (error) {
    return plainFault(toFault(error, connection.file, 'closing the database'));
  }
}

if (parentPort !== null) serve(parentPort, workerData as ThreadData);
