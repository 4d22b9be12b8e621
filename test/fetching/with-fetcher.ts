/** A fetcher against the fault server, closed with it when the test ends. */
import type { TestContext } from 'node:test';
import { systemClock } from '../../src/core/clock.ts';
import type { FetchRequest, FetchResult, FetcherSettings, FetchLimits } from '../../src/fetching/contract.ts';
import type { Lookup } from '../../src/fetching/connections.ts';
import { createHttpFetcher } from '../../src/fetching/http.ts';
import { faultCase } from '../../practice/faults/cases.ts';
import { startFaultServer } from '../../practice/faults/server.ts';
import type { FaultCase, FaultServer } from '../../practice/faults/server.ts';
import type { PermitSource } from '../../src/core/politeness.ts';
import { openPermits } from './open-permits.ts';
import type { OpenPermits } from './open-permits.ts';

export const LIMITS: FetchLimits = {
  connectMs: 5_000,
  headersMs: 5_000,
  totalMs: 10_000,
  slowMs: 5_000,
  wireBytes: 1 << 20,
  decodedBytes: 2 << 20,
  redirects: 5,
  headerBytes: 16_384,
};

export interface Stage {
  readonly server: FaultServer;
  readonly permits: OpenPermits;
  get(target: string, more?: Partial<FetchRequest>, signal?: AbortSignal): Promise<FetchResult>;
}

export interface StageOptions {
  readonly limits?: Partial<FetchLimits>;
  readonly settings?: Partial<FetcherSettings>;
  /** Cases of this test alone, by path. */
  readonly cases?: Readonly<Record<string, FaultCase>>;
  readonly permits?: PermitSource;
  readonly lookup?: Lookup;
}

export async function withFetcher(t: TestContext, options: StageOptions = {}): Promise<Stage> {
  const server = await startFaultServer((path) => options.cases?.[path] ?? faultCase(path));
  const permits = openPermits();
  const settings: FetcherSettings = {
    limits: { ...LIMITS, ...options.limits },
    userAgent: 'PracticeBot/1.0 (+http://example.org/bot)',
    allowedHosts: ['127.0.0.1', 'portal.test'],
    rehearsalOrigin: null,
    ...options.settings,
  };
  const fetcher = createHttpFetcher(settings, {
    permits: options.permits ?? permits,
    clock: systemClock,
    ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
  });
  t.after(async () => {
    await fetcher.close();
    await server.close();
  });
  return {
    server,
    permits,
    get: (target, more = {}, signal = new AbortController().signal) => {
      const url = target.startsWith('/') ? server.url(target) : target;
      return fetcher.fetch({ site: 'Inm24', url, purpose: 'list', allowedHosts: [], ...more }, signal);
    },
  };
}
