/** The second thread of D3: reads for API and reports, on a connection that can change nothing. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { MonitorReadName } from '../operations/monitor/monitor-reads.ts';
import { asFault, plainFault } from './faults.ts';
import type { PlainFault } from './faults.ts';
import { MonitorSession } from './monitor-session.ts';

export interface ReaderQuestion {
  readonly id: number;
  readonly name: MonitorReadName;
  readonly args: readonly unknown[];
}

export type ReaderAnswer = { readonly id: number } & ({ readonly result: unknown } | { readonly fault: PlainFault });

export type ToReader = ReaderQuestion | { readonly close: true };

function serve(port: MessagePort, file: string): void {
  const session = new MonitorSession(file);
  port.on('message', (message: ToReader) => {
    if ('close' in message) {
      session.close();
      port.close();
      return;
    }
    const { id, name, args } = message;
    try {
      port.postMessage({ id, result: session.run(name, args) } satisfies ReaderAnswer);
    } catch (error) {
      port.postMessage({ id, fault: plainFault(asFault(error)) } satisfies ReaderAnswer);
    }
  });
}

if (parentPort !== null) serve(parentPort, (workerData as { readonly file: string }).file);
