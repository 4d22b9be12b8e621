/**
 * A definition tried on a page from within the service: fetched with the service's own permits (D5), or pasted. What
 * fetches is loaded with the first trial: a service that starts has no use for it.
 */
import type { Config } from '../../config/contract.ts';
import { dayOf } from '../../core/local-time.ts';
import type { Clock } from '../../core/clock.ts';
import { ERRORS, Fault } from '../../core/errors.ts';
import type { PermitSource } from '../../core/politeness.ts';
import type { Extraction } from '../../extraction/contract.ts';
import type { FetchedPage, FetchFailure, FetchResult } from '../../fetching/contract.ts';
import type { SiteTestRequest, SiteTestView } from '../../monitoring/site-test-shape.ts';
import { extractInThread } from './extract-in-thread.ts';
import { loadSites } from '../parts/load-sites.ts';
import type { KnownSite, Sites } from '../parts/load-sites.ts';

export interface TrialDeps {
  readonly config: () => Config;
  /** Of the governor that all requests of this process go through. */
  readonly permits: () => PermitSource;
  readonly clock: Clock;
}

/** Pages read at the same time; each takes a thread. */
const MOST_AT_ONCE = 2;

/** @throws {Fault} E_NO_DEFINITION, E_URL (another site's address), E_NOTHING_TO_DO, E_LAYOUT */
export function definitionTrial(deps: TrialDeps): (request: SiteTestRequest) => Promise<SiteTestView> {
  let open = 0;
  return async (request) => {
    if (open >= MOST_AT_ONCE) {
      throw new Fault('E_TOO_MANY', `${MOST_AT_ONCE} pages are being tried already`, {
        cure: 'Try again in a moment.',
      });
    }
    open += 1;
    try {
      return await tryDefinition(deps, request);
    } finally {
      open -= 1;
    }
  };
}

async function tryDefinition(deps: TrialDeps, request: SiteTestRequest): Promise<SiteTestView> {
  const config = deps.config();
  const sites = await loadSites(config);
  const { findSite } = await import('./test-site.ts');
  const known = findSite(sites, request.site);
  const { page } = request;
  if (page !== undefined)
    return read(deps, known, request, page, request.url ?? `https://${known.site.hosts[0] ?? ''}/`);
  const url = await addressOf(config, sites, known, request.url);
  const fetched = await fetchOnce(deps, known, url, request.detail ?? false);
  return fetched.kind === 'failure'
    ? notFetched(known, url, fetched)
    : read(deps, known, request, fetched.text, fetched.url);
}

async function addressOf(
  config: Config,
  sites: Sites,
  { site }: KnownSite,
  asked: string | undefined,
): Promise<string> {
  if (asked === undefined) return (await import('./test-site.ts')).firstTarget(config, sites, site.code);
  const { hostname } = new URL(asked);
  if (site.hosts.includes(hostname) || site.redirectHosts.includes(hostname)) return asked;
  throw new Fault('E_URL', `${hostname} is no host of ${site.code}`, {
    cure: `Name an address of ${site.hosts.join(' or ')}.`,
  });
}

async function fetchOnce(deps: TrialDeps, known: KnownSite, url: string, detail: boolean): Promise<FetchResult> {
  const { fetchForTrial } = await import('./fetch-for-trial.ts');
  const lacks = async (page: FetchedPage): Promise<boolean> =>
    (await extract(deps, known, detail, page.text, page.url)).kind === 'layout_changed';
  const { config, permits, clock } = deps;
  return fetchForTrial({ config: config(), permits: permits(), clock, lacks }, known, { url, detail });
}

async function read(
  deps: TrialDeps,
  known: KnownSite,
  { detail = false }: SiteTestRequest,
  text: string,
  url: string,
): Promise<SiteTestView> {
  const extraction = await extract(deps, known, detail, text, url);
  return { ...NOTHING, site: known.site.code, url, ...viewOf(extraction) };
}

function extract(
  { config, clock }: TrialDeps,
  { source }: KnownSite,
  detail: boolean,
  text: string,
  url: string,
): Promise<Extraction> {
  const fetchedOn = dayOf(clock.now(), config().data.time_zone);
  const input = { url, requestedUrl: url, startUrl: url, text, page: 1, fetchedOn };
  return extractInThread({ definition: source, input, detail });
}

const NOTHING: Pick<SiteTestView, 'rows' | 'fields' | 'next' | 'total' | 'error'> = {
  rows: [],
  fields: [],
  next: null,
  total: null,
  error: null,
};

function viewOf(extraction: Extraction): Pick<SiteTestView, 'verdict'> & Partial<SiteTestView> {
  switch (extraction.kind) {
    case 'content': {
      const { rows, fields, nextUrl, total } = extraction;
      const shown = fields.map((field) => ({ ...field, alternatives: field.alternatives.map((one) => ({ ...one })) }));
      return { verdict: 'ok', rows: rows.map((row) => ({ ...row })), fields: shown, next: nextUrl, total };
    }
    case 'empty':
    case 'blocked':
    case 'gone':
      return { verdict: extraction.kind, error: { code: null, message: extraction.marker } };
    case 'layout_changed':
      return {
        verdict: 'layout_changed',
        error: { code: extraction.code ?? 'E_LAYOUT', message: extraction.message },
      };
  }
}

function notFetched({ site }: KnownSite, url: string, { code, message }: FetchFailure): SiteTestView {
  return {
    ...NOTHING,
    site: site.code,
    url,
    verdict: ERRORS[code].verdict ?? 'network',
    error: { code, message },
  };
}
