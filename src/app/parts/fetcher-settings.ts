import type { Config } from '../../config/contract.ts';
import type { FetcherSettings, Proxy, RendererSettings } from '../../fetching/contract.ts';

/** A connection that has all but stopped is noticed long before the page's own deadline. */
const SLOW_MS = 20_000;

/** What the configuration says about fetching, in the words of the fetcher. */
export function fetcherSettings(config: Config, proxies: readonly Proxy[] = []): FetcherSettings {
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
    proxies,
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

/** Who we say we are: the first one, or all in turn, a task each. */
export function userAgents({ security: { user_agents: agents } }: Config): readonly string[] {
  return agents.rotate ? agents.custom_agents : agents.custom_agents.slice(0, 1);
}

function userAgentOf(config: Config): string {
  return userAgents(config)[0] ?? 'ScrapingBot/1.0';
}
