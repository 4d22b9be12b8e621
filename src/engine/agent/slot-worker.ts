/** The one worker process of a slot: started when it is needed, recorded while it lives, replaced when it dies or is old. */
import { messageOf } from '../../core/errors.ts';
import type { InstanceStore } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Hello } from '../protocol.ts';
import { startWorkerProcess } from './worker-process.ts';
import type { WorkerCommand, WorkerProcess } from './worker-process.ts';

export interface SlotWorkerDeps {
  readonly instances: Pick<InstanceStore, 'recordWorker' | 'forgetWorker'>;
  readonly log: Log;
  readonly worker: WorkerCommand;
  readonly hello: Hello;
  readonly instance: { readonly id: string; readonly bootId: string };
  /** Kernel's start time of a process: with the pid it names a process for good (D31). */
  readonly startTicks: (pid: number) => string;
}

export class SlotWorker {
  readonly #deps: SlotWorkerDeps;
  #process: WorkerProcess | null = null;

  constructor(deps: SlotWorkerDeps) {
    this.#deps = deps;
  }

  /** The living worker, started when there is none; null when it does not start (the log says why). */
  async ready(): Promise<WorkerProcess | null> {
    if (this.#process !== null) return this.#process;
    const worker = startWorkerProcess(this.#deps.worker);
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
      ready.resolve(false);
      if (this.#process === worker) this.#process = null;
      this.#deps.log.debug('worker_ended', { pid: worker.pid, code: exit.code, signal: exit.signal });
    });
    await this.#record(worker);
    worker.send(this.#deps.hello);
    if (await ready.promise) {
      this.#process = worker;
      return worker;
    }
    const exit = await worker.exited;
    this.#deps.log.error('worker_did_not_start', { code: 'E_WORKER_START', exit: exit.code, signal: exit.signal, lastWords: exit.lastWords });
    return null;
  }

  /** Lets the worker leave by itself and waits until it is gone. */
  async close(): Promise<void> {
    const worker = this.#process;
    this.#process = null;
    if (worker === null) return;
    worker.close();
    await worker.exited;
  }

  async #record(worker: WorkerProcess): Promise<void> {
    const { instances, instance, startTicks, log } = this.#deps;
    await instances.recordWorker({ pid: worker.pid, startTicks: startTicks(worker.pid), bootId: instance.bootId, instance: instance.id });
    void worker.exited
      .then(() => instances.forgetWorker(worker.pid))
      .catch((error: unknown) => {
        log.warn('worker_not_forgotten', { pid: worker.pid, error: messageOf(error) });
      });
  }
}
