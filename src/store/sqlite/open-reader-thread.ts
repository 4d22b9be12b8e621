import { Worker } from 'node:worker_threads';
import { Fault, messageOf } from '../../core/errors.ts';
import { entryPlace } from '../../core/places.ts';
import type { MonitorReader } from '../contract.ts';
import { monitorStoreOver } from '../monitor-store-over.ts';
import { revivedFault } from './faults.ts';
import type { ReaderAnswer, ToReader } from './reader-thread.ts';

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (fault: Fault) => void;
}

/** The same reads in a thread of their own, for a service whose loop must never wait for one (D3). */
export function openReaderThread(file: string): MonitorReader {
  const reader = new Reader(file);
  return {
    ...monitorStoreOver((name, ...args) => reader.ask({ name, args }) as Promise<never>),
    close: () => reader.close(),
  };
}

/** The thread is started with the first question, and anew after it died: who looks on must not end who works. */
class Reader {
  readonly #file: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #lastId = 0;
  #closed = false;

  constructor(file: string) {
    this.#file = file;
  }

  ask(question: { readonly name: string; readonly args: readonly unknown[] }): Promise<unknown> {
    if (this.#closed) return Promise.reject(new Fault('E_STORE', `the reader of ${this.#file} is closed`));
    const worker = (this.#worker ??= this.#start());
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, ...question });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
    });
    worker.postMessage({ close: true } satisfies ToReader);
    await ended;
  }

  #start(): Worker {
    const worker = new Worker(entryPlace('reader-thread'), {
      workerData: { file: this.#file },
      name: 'reader',
    });
    worker.on('message', (answer: ReaderAnswer) => this.#answer(answer));
    worker.on('error', (error: unknown) => this.#ended(`the reader thread failed: ${messageOf(error)}`));
    worker.on('exit', () => this.#ended('the reader thread ended'));
    return worker;
  }

  #answer(answer: ReaderAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('fault' in answer) waiting?.reject(revivedFault(answer.fault));
    else waiting?.resolve(answer.result);
  }

  #ended(reason: string): void {
    this.#worker = null;
    for (const { reject } of this.#waiting.values())
      reject(new Fault('E_STORE', `${reason} (reading ${this.#file})`, { file: this.#file }));
    this.#waiting.clear();
  }
}
