import type { Config } from '../config/contract.ts';
import type { FetcherSettings, RendererSettings } from '../fetching/contract.ts';

/** A connection that has all but stopped is noticed long before the page's own deadline. */
const SLOW_MS = 20_000;

/** What the configuration says about fetching, in the words of the fetcher. */
export function fetcherSettings(config: Config): FetcherSettings {
  const { execution, security } = config;
  return {
    limits: {
      connectMs: execution.connect_timeout,
      headersMs: execution.headers_timeout,
      totalMs: execution.request_timeout,
      slowMs: SLOW_MS,
      wireBytes: security.limits.wire_bytes,
      decodedBytes: security.limits.decoded_bytes,
      redirects: security.limits.redirects,
      headerBytes: security.limits.header_bytes,
    },
    userAgent: userAgentOf(config),
    allowedHosts: security.allowed_hosts,
    rehearsalOrigin: security.rehearsal.portals,
  };
}

export function rendererSettings(config: Config): RendererSettings {
  const { browser, execution, security } = config;
  return {
    program: browser.program,
    sandbox: browser.sandbox,
    userAgent: userAgentOf(config),
    totalMs: execution.request_timeout,
    maxBytes: security.limits.decoded_bytes,
  };
}

function userAgentOf({ security }: Config): string {
  return security.user_agents.custom_agents[0] ?? 'ScrapingBot/1.0';
}
