/** What happens in a worker process: messages in, one task at a time, messages out. */
import type { Duplex } from 'node:stream';
import type { Clock, Random } from '../../core/clock.ts';
import { ERRORS, Fault, isFault, messageOf } from '../../core/errors.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { DefinitionSource, Site } from '../../extraction/contract.ts';
import type { Fetcher, FetcherSettings } from '../../fetching/contract.ts';
import type { PermitSource } from '../../core/politeness.ts';
import { openChannel } from '../frames.ts';
import type { FromWorker, Run, ToWorker } from '../protocol.ts';
import { crawlList } from './crawl-list.ts';
import { createPermitClient } from './permit-client.ts';
import type { TaskRun } from './task-run.ts';
import { visitDetails } from './visit-details.ts';

export interface WorkerDeps {
  readonly pipe: Duplex;
  readonly clock: Clock;
  readonly random: Random;
  readonly createFetcher: (settings: FetcherSettings, permits: PermitSource) => Fetcher;
  readonly compileSite: (source: DefinitionSource) => Site;
  /** Leaves the process; the agent is gone or broke the protocol. */
  readonly leave: (code: number) => void;
}

type StoredAnswer = { readonly goOn: boolean; readonly reason: string };

export function serveWorker(deps: WorkerDeps): void {
  const definitions = new Map<string, DefinitionSource>();
  const sites = new Map<string, Site>();
  const stop = new AbortController();
  let fetcher: Fetcher | null = null;
  let maxFieldLength = 0;
  let draining = false;
  let stored: ((answer: StoredAnswer) => void) | null = null;

  const channel = openChannel(deps.pipe, (message) => {
    receive(message as ToWorker);
  }, () => {
    deps.leave(ERRORS.E_PROTOCOL.exit);
  });
  const send = (message: FromWorker): void => {
    channel.send(message);
  };
  const permits = createPermitClient(send);
  // The pipe closes when the agent wants us gone, or died: either way there is nobody to work for (F2).
  deps.pipe.on('end', () => {
    stop.abort();
    deps.leave(0);
  });

  function receive(message: ToWorker): void {
    switch (message.type) {
      case 'hello':
        fetcher = deps.createFetcher(message.fetcher, permits);
        maxFieldLength = message.maxFieldLength;
        send({ type: 'ready' });
        return;
      case 'define':
        definitions.set(message.hash, message.source);
        return;
      case 'run':
        void work(message);
        return;
      case 'permit':
        permits.answer(message.ask, message.answer);
        return;
      case 'page-stored':
        stored?.({ goOn: message.goOn, reason: message.reason });
        stored = null;
        return;
      case 'drain':
        draining = true;
        permits.drain();
    }
  }

  async function work(run: Run): Promise<void> {
    const outcome = await attempt(run).catch(brokenRun);
    send({ type: 'outcome', run: run.run, outcome });
  }

  async function attempt(run: Run): Promise<Outcome> {
    if (fetcher === null) throw new Fault('E_PROTOCOL', 'a task came before hello');
    const task: TaskRun = {
      run,
      site: siteOf(run.definition),
      fetcher,
      clock: deps.clock,
      random: deps.random,
      maxFieldLength,
      storePage: (result) =>
        new Promise((resolve) => {
          stored = resolve;
          send({ type: 'page', run: run.run, result });
        }),
      draining: () => draining,
      signal: stop.signal,
    };
    return run.phase === 'main' ? crawlList(task) : visitDetails(task);
  }

  function siteOf(hash: string): Site {
    const known = sites.get(hash);
    if (known !== undefined) return known;
    const source = definitions.get(hash);
    if (source === undefined) throw new Fault('E_PROTOCOL', `a task came before its definition ${hash}`);
    const site = deps.compileSite(source);
    sites.set(hash, site);
    return site;
  }
}

/** Anything thrown in a run is our fault or the definition's: it is said with its name and the task is tried again. */
function brokenRun(error: unknown): Outcome {
  const code = isFault(error) ? error.code : 'E_INTERNAL';
  const where = error instanceof Error && !isFault(error) ? ` (${error.stack?.split('\n')[1]?.trim() ?? ''})` : '';
  return { kind: 'retry', verdict: ERRORS[code].verdict ?? 'invalid', code, message: `${messageOf(error)}${where}` };
}
