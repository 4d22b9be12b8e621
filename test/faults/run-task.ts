/** A main task as a worker runs it, over the real network code, against the fault server: what it ends as, and what was stored. */
import type { TestContext } from 'node:test';
import { systemClock } from '../../src/core/clock.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { PageResult } from '../../src/core/page.ts';
import type { PermitReport, PermitSource } from '../../src/core/politeness.ts';
import { crawlList } from '../../src/engine/worker/crawl-list.ts';
import type { TaskRun } from '../../src/engine/worker/task-run.ts';
import { compileSite } from '../../src/extraction/compile.ts';
import type { FetchLimits, Proxy } from '../../src/fetching/contract.ts';
import type { Lookup } from '../../src/fetching/connections.ts';
import { createHttpFetcher } from '../../src/fetching/http.ts';
import { faultCase } from '../../practice/faults/cases.ts';
import { startFaultServer } from '../../practice/faults/server.ts';
import type { FaultCase, FaultServer } from '../../practice/faults/server.ts';
import { openPermits } from '../fetching/open-permits.ts';
import { LIMITS } from '../fetching/with-fetcher.ts';

/** A portal of the fault server's own page: articles with an id, a heading and a price. */
export const DEFINITION = `code: Casas
name: Casas de Prueba
hosts: [portal.test]
list:
  sources:
    card: { css: article, key: { attr: data-id } }
  rows: [card]
  fields:
    listing_id: [{ from: card, attr: data-id }]
    title: [{ from: card, css: h2 }]
    price: [{ from: card, css: p, parse: money }]
  total: [{ css: '#total' }]
  next:
    address: [{ link: 'a[rel=next]' }]
    max_pages: 20
    last: [{ missing: 'a[rel=next]' }]
  empty: [{ css: '#no-results' }]
`;

export interface TaskSettings {
  readonly cases?: Readonly<Record<string, FaultCase>>;
  readonly limits?: Partial<FetchLimits>;
  readonly lookup?: Lookup;
  readonly permits?: PermitSource;
  readonly proxies?: readonly Proxy[];
  readonly definition?: string;
  readonly maxPages?: number;
  readonly usual?: TaskRun['run']['usual'];
}

export interface TaskEnd {
  readonly outcome: Outcome;
  readonly pages: readonly PageResult[];
  /** Pauses between two tries of a page, ms. */
  readonly pauses: readonly number[];
  /** Requests under way or over: one permit each. */
  readonly requests: number;
  /** What the governor heard of them. */
  readonly heard: readonly PermitReport['result'][];
}

export interface TaskStage {
  readonly server: FaultServer;
  run(target: string): Promise<TaskEnd>;
}

/** Durations are the machine's; pauses are only noted. */
function clockWithoutPauses(pauses: number[]): Clock {
  return {
    now: () => systemClock.now(),
    monotonic: () => systemClock.monotonic(),
    sleep: async (ms) => {
      pauses.push(ms);
    },
  };
}

export async function taskStage(t: TestContext, settings: TaskSettings = {}): Promise<TaskStage> {
  const server = await startFaultServer((path) => settings.cases?.[path] ?? faultCase(path));
  const pauses: number[] = [];
  const permits = openPermits();
  const clock = clockWithoutPauses(pauses);
  const fetcher = createHttpFetcher(
    {
      limits: { ...LIMITS, ...settings.limits },
      userAgent: 'PracticeBot/1.0 (+http://example.org/bot)',
      allowedHosts: ['127.0.0.1', 'portal.test'],
      rehearsalOrigin: null,
      proxies: settings.proxies ?? [],
    },
    {
      permits: settings.permits ?? permits,
      clock,
      ...(settings.lookup === undefined ? {} : { lookup: settings.lookup }),
    },
  );
  t.after(async () => {
    await fetcher.close();
    await server.close();
  });
  const site = compileSite({ file: 'casas.yaml', text: settings.definition ?? DEFINITION });
  return {
    server,
    run: async (target) => {
      const pages: PageResult[] = [];
      const [before, heardBefore] = [permits.asked.length, permits.reports.length];
      const outcome = await crawlList({
        run: runOf(target.startsWith('/') ? server.url(target) : target, settings),
        site,
        fetcher,
        clock,
        random: { next: () => 0 },
        maxFieldLength: 1_000,
        storePage: async (page) => {
          pages.push(page);
          return { goOn: true, reason: '' };
        },
        draining: () => false,
        signal: new AbortController().signal,
      });
      return {
        outcome,
        pages,
        pauses: pauses.splice(0),
        requests: permits.asked.length - before,
        heard: permits.reports.slice(heardBefore).map(({ result }) => result),
      };
    },
  };
}

function runOf(url: string, settings: TaskSettings): TaskRun['run'] {
  // Facts of the task that only a site's own program is told are left out.
  const run: Omit<TaskRun['run'], 'task'> = {
    type: 'run',
    run: 1,
    site: 'Casas',
    phase: 'main',
    url,
    definition: 'x',
    resume: { generation: 1, cursor: null, atEnd: false, pages: 0, rows: 0, keys: [] },
    items: [],
    fetch: 'http',
    proxies: null,
    userAgent: 'PracticeBot/1.0 (+http://example.org/bot)',
    maxPages: settings.maxPages ?? 20,
    timeZone: 'America/Mexico_City',
    usual: settings.usual ?? {},
  };
  return run as TaskRun['run'];
}
