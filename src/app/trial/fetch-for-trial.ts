/** One page of a site, for a trial of its definition: it takes the way that the site's tasks take, proxies and browser included. */
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import type { PermitSource } from '../../core/politeness.ts';
import type { FetchedPage, FetchRequest, FetchResult } from '../../fetching/contract.ts';
import { createHttpFetcher } from '../../fetching/http.ts';
import { failureOf } from '../../fetching/journey.ts';
import { createRenderer } from '../../fetching/render.ts';
import { fetcherSettings, rendererSettings } from '../parts/fetcher-settings.ts';
import type { KnownSite } from '../parts/load-sites.ts';
import { readProxies } from '../parts/read-proxies.ts';

export interface TrialFetchDeps {
  readonly config: Config;
  readonly permits: PermitSource;
  readonly clock: Clock;
  /** Whether a page has not what the definition looks for: with `fetch: auto` the browser fills it in then. */
  readonly lacks: (page: FetchedPage) => Promise<boolean>;
}

export interface TrialPage {
  readonly url: string;
  readonly detail: boolean;
}

/** Permits, redirects, page and browser together. */
const LONGEST_MS = 120_000;
/** Of our environment a browser sees only these: no secret is among them (T17). */
const ENVIRONMENT = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];

export async function fetchForTrial(
  deps: TrialFetchDeps,
  { site, effective }: KnownSite,
  { url, detail }: TrialPage,
): Promise<FetchResult> {
  const { config, permits, clock } = deps;
  const fetcher = createHttpFetcher(fetcherSettings(config, await readProxies(config)), { permits, clock });
  const environment = Object.fromEntries(ENVIRONMENT.map((name) => [name, process.env[name]]));
  const renderer = createRenderer(rendererSettings(config), { fetcher, clock, environment });
  const signal = AbortSignal.timeout(LONGEST_MS);
  const request: FetchRequest = {
    site: site.code,
    url,
    purpose: detail ? 'detail' : 'list',
    allowedHosts: site.redirectHosts,
    ignoresCertificates: site.ignoresCertificates,
    waitFor: site.defaults.waitFor,
    proxies: effective.proxies,
  };
  try {
    const page = await fetcher.fetch(request, signal);
    if (page.kind === 'failure' || effective.fetch === 'http') return page;
    if (effective.fetch === 'auto' && !(await deps.lacks(page))) return page;
    return await renderer.render(request, page, async (filled) => !(await deps.lacks(filled)), signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    return failureOf(url, 'E_TIMEOUT_TOTAL', `the page was not there within ${LONGEST_MS / 1000} s`);
  } finally {
    await renderer.close();
    await fetcher.close();
  }
}
