import { Worker } from 'node:worker_threads';
import { Fault, messageOf } from '../../core/errors.ts';
import { entryPlace } from '../../core/places.ts';
import type { SchemaInfo, Store } from '../contract.ts';
import type { Caller } from '../operations/operations.ts';
import { storeOver } from '../store-over.ts';
import { choresOver } from './chores-over.ts';
import { revivedFault } from './faults.ts';
import type { StoreAnswer, StoreCall } from './group-commit.ts';
import { DEFAULT_PRAGMAS } from './pragmas.ts';
import type { SqlitePragmas } from './pragmas.ts';
import type { FromThread, ThreadData, ToThread } from './thread.ts';

export interface SqliteStoreOptions {
  readonly file: string;
  readonly pragmas?: Partial<SqlitePragmas> | undefined;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (fault: Fault) => void;
}

/** A store thread that has its code loaded and waits: it has not touched the file yet. */
export interface StoreDoor {
  /**
   * Opens the file: creates it, takes over one of the user's old program, migrates.
   * @throws {Fault} E_DIRECTORY, E_STORE_CORRUPT, E_STORE_NEWER, E_SQLITE_VERSION, E_DISK_FULL, E_IO, E_STORE
   */
  open(): Promise<Store>;
  /** Ends a thread that is not to open anything; nothing when it did. */
  abandon(): Promise<void>;
}

/** Starts the thread of a store: a third of a second of loading, which goes on beside whatever comes before the opening. */
export function prepareSqliteStore({ file, pragmas }: SqliteStoreOptions): StoreDoor {
  const gate = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const data: ThreadData = { file, pragmas: { ...DEFAULT_PRAGMAS, ...pragmas }, gate };
  const worker = new Worker(entryPlace('store-thread'), { workerData: data, name: 'store' });
  const thread = new StoreThread(worker, file);
  let opened = false;
  return {
    open: async () => {
      opened = true;
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
      await thread.ready;
      return storeOver(thread.call, async () => thread.ready, thread.close, choresOver(thread.ask));
    },
    abandon: async () => {
      if (opened) return;
      await worker.terminate();
    },
  };
}

/**
 * The store over a SQLite file, in a thread of its own (D3); calls made in one turn of the event loop, or while others are
 * at the thread, travel together and share a commit. @throws {Fault} as `StoreDoor.open` does.
 */
export function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  return prepareSqliteStore(options).open();
}

/** The caller's end of the thread: who waits for which answer. */
class StoreThread {
  readonly ready: Promise<SchemaInfo>;
  readonly #worker: Worker;
  readonly #file: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #opening = Promise.withResolvers<SchemaInfo>();
  readonly #closing = Promise.withResolvers<void>();
  #outbox: StoreCall[] = [];
  #lastId = 0;
  #isGathering = false;
  /** A list is at the thread, and not answered yet. */
  #isAway = false;
  /** Why later calls are refused. */
  #ended: string | null = null;

  constructor(worker: Worker, file: string) {
    this.#worker = worker;
    this.#file = file;
    this.ready = this.#opening.promise;
    // Whoever opens is told; a thread that is abandoned has nobody who waits for it.
    this.ready.catch(() => undefined);
    worker.on('message', (message: FromThread) => this.#receive(message));
    worker.on('error', (error: unknown) => this.#end(`the store thread failed: ${messageOf(error)}`));
    worker.on('exit', () => this.#end('the store thread ended'));
  }

  readonly call: Caller = (name, ...args) => this.ask(name, args) as Promise<never>;

  readonly ask = (name: StoreCall['name'], args: readonly unknown[]): Promise<unknown> => {
    if (this.#ended !== null) return Promise.reject(this.#refusal(this.#ended));
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { resolve, reject });
      this.#outbox.push({ id: this.#lastId, name, args });
      this.#gather();
    });
  };

  readonly close = async (): Promise<void> => {
    if (this.#ended === null) {
      this.#send();
      this.#ended = 'the store is closed';
      this.#post({ close: true });
    }
    return this.#closing.promise;
  };

  #post(message: ToThread): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(message);
  }

  /** While one list is at the thread the next one grows: fewer and larger groups, fewer syncs of the disk. */
  #gather(): void {
    if (this.#isGathering || this.#isAway) return;
    this.#isGathering = true;
    setImmediate(() => this.#send());
  }

  #send(): void {
    this.#isGathering = false;
    if (this.#outbox.length === 0) return;
    const calls = this.#outbox;
    this.#outbox = [];
    this.#isAway = true;
    this.#post({ calls });
  }

  #receive(message: FromThread): void {
    if ('answers' in message) this.#takeAnswers(message.answers);
    else if ('ready' in message) this.#opening.resolve(message.ready);
    else if ('failed' in message) this.#opening.reject(revivedFault(message.failed));
    else if (message.closed === null) this.#closing.resolve();
    else this.#closing.reject(revivedFault(message.closed));
  }

  #takeAnswers(answers: readonly StoreAnswer[]): void {
    this.#isAway = false;
    if (this.#outbox.length > 0) this.#gather();
    for (const answer of answers) this.#answer(answer);
  }

  #answer(answer: StoreAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('fault' in answer) waiting?.reject(revivedFault(answer.fault));
    else waiting?.resolve(answer.result);
  }

  /** Nobody waits for ever: what was asked and not answered is refused, stored or not. */
  #end(reason: string): void {
    this.#ended ??= reason;
    this.#outbox = [];
    for (const { reject } of this.#waiting.values()) reject(this.#refusal(reason));
    this.#waiting.clear();
    this.#opening.reject(this.#refusal(reason));
    this.#closing.resolve();
  }

  #refusal(reason: string): Fault {
    return new Fault('E_STORE', `${this.#file}: ${reason}`, { file: this.#file });
  }
}
