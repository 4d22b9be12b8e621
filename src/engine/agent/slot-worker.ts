/** The one worker process of a slot: started when it is needed, recorded while it lives, replaced when it dies or is old. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import { codeOf, messageOf } from '../../core/errors.ts';
import type { InstanceStore } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Hello } from '../protocol.ts';
import { startWorkerProcess } from './worker-process.ts';
import type { WorkerCommand, WorkerProcess } from './worker-process.ts';

export interface SlotWorkerDeps {
  readonly instances: Pick<InstanceStore, 'recordWorker' | 'forgetWorker'>;
  readonly log: Log;
  readonly clock: Clock;
  readonly worker: WorkerCommand;
  readonly hello: Omit<Hello, 'staging'>;
  /** Each worker gets a folder of its own in here: the only place it may write to. It goes with the worker. */
  readonly staging: string;
  readonly instance: { readonly id: string; readonly bootId: string };
  /** Kernel's start time of a process: with the pid it names a process for good (D31). */
  readonly startTicks: (pid: number) => string;
}

/** A worker that is not ready after so long does not start; on a loaded machine it takes seconds. */
const START_MS = 60_000;
/** A worker asked to leave has nothing left to do: one that is still there after so long does not listen. */
const LEAVE_MS = 5000;

export class SlotWorker {
  readonly #deps: SlotWorkerDeps;
  #process: WorkerProcess | null = null;
  #mayStartPrograms = false;
  #refusal = '';
  #starting: Promise<WorkerProcess | null> | null = null;

  constructor(deps: SlotWorkerDeps) {
    this.#deps = deps;
  }

  /** Process of the worker; null when there is none now. */
  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** There is one, or one is starting. */
  get isThere(): boolean {
    return this.#process !== null || this.#starting !== null;
  }

  /** Why the last one did not start. */
  get refusal(): string {
    return this.#refusal;
  }

  /**
   * The living worker, started when there is none; null when it does not start (the log says why). One that may start
   * programs is given only to the tasks that need it, and the next task gets another one (T33).
   */
  async ready(mayStartPrograms = false): Promise<WorkerProcess | null> {
    if (this.#process !== null && this.#mayStartPrograms !== mayStartPrograms) await this.close();
    this.#mayStartPrograms = mayStartPrograms;
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #start(): Promise<WorkerProcess | null> {
    const current = this.#process;
    if (current !== null && !current.isLeaving) return current;
    // A slot has one worker: its successor starts when it is gone.
    await current?.exited;
    const name = randomBytes(6).toString('hex');
    const staging = join(this.#deps.staging, name);
    if (!this.#makeStaging(staging)) return null;
    const mark = `${this.#deps.instance.id}-${name}`;
    const worker = startWorkerProcess(this.#deps.worker, { staging, mark, mayStartPrograms: this.#mayStartPrograms });
    const ready = Promise.withResolvers<boolean>();
    worker.listen(
      (message) => {
        if (message.type === 'ready') ready.resolve(true);
      },
      () => {
        worker.kill();
      },
    );
    void worker.exited.then((exit) => {
      this.#dropStaging(staging);
      ready.resolve(false);
      if (this.#process === worker) this.#process = null;
      this.#deps.log.debug('worker_ended', { pid: worker.pid, code: exit.code, signal: exit.signal });
    });
    if (await this.#record(worker)) worker.send({ ...this.#deps.hello, staging });
    else worker.kill();
    if (await this.#within(START_MS, worker, ready.promise)) {
      this.#process = worker;
      return worker;
    }
    const exit = await worker.exited;
    this.#refusal =
      exit.lastWords === '' ? `it ended with ${exit.signal ?? exit.code ?? '?'}` : exit.lastWords.slice(-500);
    this.#deps.log.error('worker_did_not_start', {
      code: 'E_WORKER_START',
      exit: exit.code,
      signal: exit.signal,
      lastWords: exit.lastWords,
    });
    return null;
  }

  #makeStaging(folder: string): boolean {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return true;
    } catch (error) {
      this.#refusal = `its folder ${folder} cannot be made: ${messageOf(error)}`;
      this.#deps.log.error('worker_did_not_start', { code: 'E_WORKER_START', error: this.#refusal });
      return false;
    }
  }

  #dropStaging(folder: string): void {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      // The next start clears the whole staging folder.
      this.#deps.log.warn('staging_not_removed', { folder, code: 'E_IO', error: messageOf(error) });
    }
  }

  /** Lets the worker leave by itself and waits until it is gone. */
  async close(): Promise<void> {
    await this.#starting;
    const worker = this.#process;
    this.#process = null;
    if (worker === null) return;
    worker.close();
    await this.#within(LEAVE_MS, worker, worker.exited);
  }

  /** Ends the worker when the promise takes longer, as that of a stopped or endlessly busy one would. */
  async #within<T>(ms: number, worker: WorkerProcess, promise: Promise<T>): Promise<T> {
    const inTime = new AbortController();
    void this.#deps.clock.sleep(ms, inTime.signal).then(() => {
      if (!inTime.signal.aborted) worker.kill();
    });
    try {
      return await promise;
    } finally {
      inTime.abort();
    }
  }

  /** False when it could not be recorded: a worker that nobody could find after a crash must not work (D31). */
  async #record(worker: WorkerProcess): Promise<boolean> {
    const { instances, instance, startTicks, log } = this.#deps;
    try {
      await instances.recordWorker({
        pid: worker.pid,
        startTicks: startTicks(worker.pid),
        bootId: instance.bootId,
        instance: instance.id,
      });
    } catch (error) {
      log.error('worker_not_recorded', { pid: worker.pid, code: codeOf(error), error: messageOf(error) });
      return false;
    }
    void worker.exited
      .then(() => instances.forgetWorker(worker.pid))
      .catch((error: unknown) => {
        log.warn('worker_not_forgotten', { pid: worker.pid, code: codeOf(error), error: messageOf(error) });
      });
    return true;
  }
}
