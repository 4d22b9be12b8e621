/** The store thread: the only connection that writes. Calls come in lists, and whatever waits is one group. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { SchemaInfo } from '../contract.ts';
import { asFault, plainFault } from './faults.ts';
import type { PlainFault } from './faults.ts';
import type { StoreAnswer, StoreCall } from './group-commit.ts';
import type { SqlitePragmas } from './pragmas.ts';
import { Session } from './session.ts';

export interface ThreadData {
  readonly file: string;
  readonly pragmas: SqlitePragmas;
  /** Its one number is 1 once the file may be touched. */
  readonly gate: Int32Array;
}

export type ToThread = { readonly calls: readonly StoreCall[] } | { readonly close: true };

export type FromThread =
  | { readonly ready: SchemaInfo }
  | { readonly failed: PlainFault }
  | { readonly answers: readonly StoreAnswer[] }
  | { readonly closed: PlainFault | null };

function serve(port: MessagePort, { file, pragmas }: ThreadData): void {
  const post = (message: FromThread): void => port.postMessage(message);
  const session = open(file, pragmas, post);
  if (session === null) return;
  post({ ready: session.schema() });

  port.on('message', (first: ToThread) => {
    const calls: StoreCall[] = [];
    let closing = false;
    let next: ToThread | undefined = first;
    while (next !== undefined) {
      if ('calls' in next) calls.push(...next.calls);
      else closing = true;
      next = receiveMessageOnPort(port)?.message;
    }
    if (calls.length > 0) post({ answers: session.run(calls) });
    if (!closing) return;
    post({ closed: session.close() });
    port.close();
  });
}

function open(file: string, pragmas: SqlitePragmas, post: (message: FromThread) => void): Session | null {
  try {
    return new Session(file, pragmas);
  } catch (error) {
    post({ failed: plainFault(asFault(error)) });
    return null;
  }
}

if (parentPort !== null) {
  const data = workerData as ThreadData;
  Atomics.wait(data.gate, 0, 0);
  serve(parentPort, data);
}
