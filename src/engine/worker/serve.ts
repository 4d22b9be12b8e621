/** What happens in a worker process: messages in, one task at a time, messages out. */
import type { Duplex } from 'node:stream';
import type { Clock, Random } from '../../core/clock.ts';
import { ERRORS, Fault, isFault, messageOf } from '../../core/errors.ts';
import type { Done, Outcome } from '../../core/outcome.ts';
import type { PageResult } from '../../core/page.ts';
import type { CheckedDefinition, Site } from '../../extraction/contract.ts';
import type { Fetcher, FetcherSettings, Renderer, RendererSettings } from '../../fetching/contract.ts';
import type { PermitSource } from '../../core/politeness.ts';
import { openChannel } from '../frames.ts';
import type { FromWorker, Hello, Run, ToWorker } from '../protocol.ts';
import { crawlList } from './crawl-list.ts';
import { createPermitClient } from './permit-client.ts';
import type { PermitClient } from './permit-client.ts';
import type { TaskRun } from './task-run.ts';
import { visitDetails } from './visit-details.ts';

export interface WorkerDeps {
  readonly pipe: Duplex;
  readonly clock: Clock;
  readonly random: Random;
  readonly createFetcher: (settings: FetcherSettings, permits: PermitSource) => Fetcher;
  readonly createRenderer: (settings: RendererSettings, fetcher: Fetcher) => Renderer;
  readonly compileSite: (definition: CheckedDefinition) => Site;
  /** Leaves the process; the agent is gone or broke the protocol. */
  readonly leave: (code: number) => void;
}

type StoredAnswer = { readonly goOn: boolean; readonly reason: string };

export function serveWorker(deps: WorkerDeps): void {
  new ServedWorker(deps).serve();
}

class ServedWorker {
  readonly #deps: WorkerDeps;
  readonly #send: (message: FromWorker) => void;
  readonly #permits: PermitClient;
  readonly #definitions = new Map<string, CheckedDefinition>();
  readonly #sites = new Map<string, Site>();
  readonly #stop = new AbortController();
  #fetcher: Fetcher | null = null;
  #renderer: Renderer | null = null;
  #hello: Hello | null = null;
  #draining = false;
  /** The outcome of the run went with its last page. */
  #told = false;
  /** Takes the agent's answer to the page that was sent last. */
  #stored: ((answer: StoredAnswer) => void) | null = null;

  constructor(deps: WorkerDeps) {
    this.#deps = deps;
    const channel = openChannel(
      deps.pipe,
      (message) => {
        this.#receive(message as ToWorker);
      },
      () => {
        deps.leave(ERRORS.E_PROTOCOL.exit);
      },
    );
    this.#send = (message) => {
      channel.send(message);
    };
    this.#permits = createPermitClient(this.#send);
  }

  serve(): void {
    // The pipe closes when the agent wants us gone, or died: either way there is nobody to work for (F2).
    this.#deps.pipe.on('end', () => {
      this.#stop.abort();
      this.#deps.leave(0);
    });
  }

  #receive(message: ToWorker): void {
    switch (message.type) {
      case 'hello':
        this.#fetcher = this.#deps.createFetcher(message.fetcher, this.#permits);
        this.#renderer = this.#deps.createRenderer(message.browser, this.#fetcher);
        this.#hello = message;
        this.#send({ type: 'ready' });
        return;
      case 'define':
        this.#definitions.set(message.hash, message.definition);
        return;
      case 'run':
        void this.#work(message);
        return;
      case 'permit':
        this.#permits.answer(message.ask, message.answer);
        return;
      case 'page-stored':
        this.#stored?.({ goOn: message.goOn, reason: message.reason });
        this.#stored = null;
        return;
      case 'drain':
        this.#draining = true;
        this.#permits.drain();
    }
  }

  async #work(run: Run): Promise<void> {
    this.#told = false;
    const outcome = await this.#attempt(run).catch(brokenRun);
    if (!this.#told) this.#send({ type: 'outcome', run: run.run, outcome });
  }

  async #attempt(run: Run): Promise<Outcome> {
    const hello = this.#hello;
    if (this.#fetcher === null || hello === null) throw new Fault('E_PROTOCOL', 'a task came before hello');
    const task: TaskRun = {
      run,
      site: this.#siteOf(run.definition),
      fetcher: this.#fetcher,
      clock: this.#deps.clock,
      random: this.#deps.random,
      maxFieldLength: hello.maxFieldLength,
      ...(this.#renderer === null ? {} : { renderer: this.#renderer }),
      vault: {
        keep: hello.keepPages,
        staging: hello.staging,
        hand: (page) => this.#send({ type: 'kept', run: run.run, page }),
        failed: (reason) => this.#send({ type: 'not-kept', run: run.run, reason }),
      },
      programs: {
        ...hello.programs,
        permits: this.#permits,
        staging: hello.staging,
        userAgent: run.userAgent,
        rehearsalOrigin: hello.fetcher.rehearsalOrigin,
        progress: () => {
          this.#send({ type: 'progress', run: run.run });
        },
      },
      storePage: (result, outcome) => this.#storePage(run.run, result, outcome),
      draining: () => this.#draining,
      signal: this.#stop.signal,
    };
    if (task.site.program !== null) {
      // Few sites have one, and no other needs what it reads its output with.
      const { runProgram } = await import('./run-program.ts');
      return runProgram(task, task.site.program);
    }
    return run.phase === 'main' ? crawlList(task) : visitDetails(task);
  }

  #storePage(run: number, result: PageResult, outcome: Done | undefined): Promise<StoredAnswer> {
    if (outcome !== undefined) {
      this.#told = true;
      this.#send({ type: 'page', run, result, outcome });
      return Promise.resolve({ goOn: true, reason: '' });
    }
    return new Promise((resolve) => {
      this.#stored = resolve;
      this.#send({ type: 'page', run, result });
    });
  }

  #siteOf(hash: string): Site {
    const known = this.#sites.get(hash);
    if (known !== undefined) return known;
    const definition = this.#definitions.get(hash);
    if (definition === undefined) throw new Fault('E_PROTOCOL', `a task came before its definition ${hash}`);
    const site = this.#deps.compileSite(definition);
    this.#sites.set(hash, site);
    return site;
  }
}

/** Anything thrown in a run is our fault or the definition's: it is said with its name and the task is tried again. */
function brokenRun(error: unknown): Outcome {
  const code = isFault(error) ? error.code : 'E_INTERNAL';
  const where = error instanceof Error && !isFault(error) ? ` (${error.stack?.split('\n')[1]?.trim() ?? ''})` : '';
  return { kind: 'retry', verdict: ERRORS[code].verdict ?? 'invalid', code, message: `${messageOf(error)}${where}` };
}
