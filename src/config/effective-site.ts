import { nearest } from '../yaml/nearest.ts';
import type { Config, EffectiveSite, SiteToRun } from './contract.ts';

/**
 * How a site is run: defaults ← its definition ← `websites.<site>`, and under a rehearsal faster than any portal would bear.
 * Requests a minute may be `Infinity` (unlimited): rehearsal, or `security.rate_limiting.enable: false`.
 */
export function effectiveSite(config: Config, site: SiteToRun): EffectiveSite {
  const own = config.websites[site.code] ?? {};
  const definition = site.defaults;
  const sources: Record<string, string> = {};
  const choose = <T>(value: string, key: string, override: T | undefined, defined: T, definedBy = 'definition'): T => {
    sources[value] = override === undefined ? definedBy : `websites.${site.code}.${key}`;
    return override ?? defined;
  };

  const lanes = choose('lanes', 'lanes', own.lanes, definition.lanes);
  const delaySeconds = choose('delay', 'rate_limit_seconds', own.rate_limit_seconds, definition.delaySeconds);
  const { respect } = config.security.robots_txt;
  const robots = choose(
    'robots',
    'robots',
    own.robots,
    respect ? definition.robots : 'ignore',
    respect ? 'definition' : 'security.robots_txt.respect',
  );
  const enabled = choose('enabled', 'enabled', own.enabled, true, 'default');
  const priority = choose('priority', 'priority', own.priority, definition.priority);
  const alwaysOn = choose('alwaysOn', 'always_on', own.always_on, definition.alwaysOn);
  // A portal without a detail definition has nothing that an override could switch on.
  const hasDetail = choose(
    'hasDetail',
    'has_detail_scraper',
    site.hasDetail ? own.has_detail_scraper : undefined,
    site.hasDetail,
  );

  const fetch = choose('fetch', 'fetch', own.fetch, definition.fetch);

  const pace = paceOf(config, delaySeconds * 1000);
  sources['requestsPerMinute'] = pace.source;
  if (pace.source === 'rehearsal') sources['delay'] = 'rehearsal';
  const { delayMs, jitterMs, requestsPerMinute, burst } = pace;
  return {
    code: site.code,
    enabled,
    priority,
    lanes,
    alwaysOn,
    hasDetail,
    fetch,
    proxies: own.proxies ?? null,
    politeness: { delayMs, jitterMs, requestsPerMinute, burst, concurrency: lanes, robots },
    sources: sources as EffectiveSite['sources'],
  };
}

function paceOf(config: Config, delayMs: number) {
  const { rate_limiting: limiting, rehearsal } = config.security;
  if (rehearsal.portals !== null) {
    const unlimited = Number.POSITIVE_INFINITY;
    return {
      delayMs: Math.min(delayMs, rehearsal.delay_ms),
      jitterMs: 0,
      requestsPerMinute: unlimited,
      burst: unlimited,
      source: 'rehearsal',
    };
  }
  const enabled = limiting.enable;
  return {
    delayMs,
    jitterMs: limiting.jitter,
    requestsPerMinute: enabled ? limiting.requests_per_minute : Number.POSITIVE_INFINITY,
    burst: enabled ? limiting.burst_limit : Number.POSITIVE_INFINITY,
    source: enabled ? 'security.rate_limiting.requests_per_minute' : 'security.rate_limiting.enable',
  };
}

export interface UnknownWebsite {
  readonly code: string;
  /** The site that was probably meant. */
  readonly meant: string | null;
}

/** Entries of `websites` that belong to no site: their settings would silently do nothing. */
export function unknownWebsites(config: Config, siteCodes: readonly string[]): readonly UnknownWebsite[] {
  return Object.keys(config.websites)
    .filter((code) => !siteCodes.includes(code))
    .map((code) => ({ code, meant: nearest(code, siteCodes) }));
}
