import type { Config } from '../config/contract.ts';
import type { FetcherSettings } from '../fetching/contract.ts';

/** What the configuration says about fetching, in the words of the fetcher. */
export function fetcherSettings(config: Config): FetcherSettings {
  const { execution, security } = config;
  return {
    limits: {
      connectMs: execution.connect_timeout,
      headersMs: execution.headers_timeout,
      totalMs: execution.request_timeout,
      wireBytes: security.limits.wire_bytes,
      decodedBytes: security.limits.decoded_bytes,
      redirects: security.limits.redirects,
      headerBytes: security.limits.header_bytes,
    },
    userAgent: security.user_agents.custom_agents[0] ?? 'ScrapingBot/1.0',
    allowedHosts: security.allowed_hosts,
    rehearsalOrigin: security.rehearsal.portals,
  };
}
