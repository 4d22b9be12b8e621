/** One page from the network, whole and decoded, or the exact reason why not. Expected trouble is never thrown. */
import type { ErrorCode } from '../core/errors.ts';
import type { PermitSource, RequestPurpose } from '../core/politeness.ts';
import type { RobotsMode } from '../core/page.ts';

export interface FetchRequest {
  readonly site: string;
  readonly url: string;
  readonly purpose: RequestPurpose;
  /** Hosts a redirect of this site may lead to, besides its own (`lamudi.com.mx`). */
  readonly allowedHosts: readonly string[];
  /** Takes a certificate that does not hold, for this site alone (F44); false = never. */
  readonly ignoresCertificates?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Proxies of the site, by name; null or absent = any there is, none = direct. */
  readonly proxies?: readonly string[] | null;
  /** The same number keeps the same proxy: a task's. */
  readonly session?: number;
  /** Instead of the settings' agent. */
  readonly userAgent?: string;
  /** Something that a page in the browser needs: no page itself, so it is neither a block nor cut short. */
  readonly isResource?: boolean;
  /** In the browser: the page is whole when this selector finds something. */
  readonly waitFor?: string | null;
}

export interface FetchedPage {
  readonly kind: 'page';
  /** After redirects. */
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly charset: string;
  readonly wireBytes: number;
  readonly decodedBytes: number;
  readonly latencyMs: number;
  readonly fetchedAt: number;
  /** Addresses asked before the last one, in order. */
  readonly redirects: readonly string[];
  readonly robots: RobotsMode;
}

/** Nothing usable came. `code` says why (core/errors.ts); the worker turns it into an outcome. */
export interface FetchFailure {
  readonly kind: 'failure';
  /** What came instead of the page, when something readable did: a block page is kept. */
  readonly text?: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly url: string;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  /** Free-of-charge waits: try again at this instant (epoch ms). */
  readonly until: number | null;
  readonly latencyMs: number;
}

export type FetchResult = FetchedPage | FetchFailure;

export interface Fetcher {
  /** Asks for a permit for every hop, follows redirects itself, decodes strictly. `signal` ends it at once. */
  fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchResult>;
  close(): Promise<void>;
}

/** Fills in pages whose content a script makes; every request of the page goes through the fetcher. */
export interface Renderer {
  /**
   * @param page as it was fetched: it is not asked for again
   * @param isWhole whether a page has what was looked for: it is waited for no longer then
   */
  render(
    request: FetchRequest,
    page: FetchedPage,
    isWhole: (page: FetchedPage) => boolean | Promise<boolean>,
    signal: AbortSignal,
  ): Promise<FetchResult>;
  close(): Promise<void>;
}

export interface RendererSettings {
  /** Program; null = looked for in PATH. */
  readonly program: string | null;
  /** Chromium's own sandbox. */
  readonly sandbox: boolean;
  readonly userAgent: string;
  /** Longest time of one page. */
  readonly totalMs: number;
  /** Largest page. */
  readonly maxBytes: number;
}

/** Numbers every request is held to (facts: `security.limits`, `execution.request_timeout`). */
export interface FetchLimits {
  readonly connectMs: number;
  readonly headersMs: number;
  /** Absolute deadline of one request, body included. */
  readonly totalMs: number;
  /** A body that brings less than 1 KB a second over this time is given up (F45). */
  readonly slowMs: number;
  readonly wireBytes: number;
  readonly decodedBytes: number;
  readonly redirects: number;
  readonly headerBytes: number;
}

/** Its user and password live in memory only: they reach no log, message, database or child's environment. */
export interface Proxy {
  readonly name: string;
  readonly kind: 'http' | 'https' | 'socks5';
  readonly host: string;
  readonly port: number;
  /** Empty = it wants none. */
  readonly user: string;
  readonly password: string;
}

export interface FetcherSettings {
  readonly proxies?: readonly Proxy[];
  readonly limits: FetchLimits;
  readonly userAgent: string;
  /** Addresses other than public ones that may be asked, by host name. */
  readonly allowedHosts: readonly string[];
  /** Rehearsal: every request goes to this loopback origin with its own Host header; null = the real network. */
  readonly rehearsalOrigin: string | null;
}

/** The governor: grants each request to a host (DESIGN §1). One per agent process. */
export interface Governor extends PermitSource {
  /** What it knows of each host, for people and for the store. */
  snapshot(): readonly HostPace[];
  close(): Promise<void>;
}

/** What the governor knows of a host that must survive a restart (D5); the store keeps it under the same names. */
export interface HostMemory {
  readonly host: string;
  /** How many times slower than its own delay the host is asked; 1 = normal. */
  readonly slowdown: number;
  /** Epoch ms; null = closed. A `Retry-After` counts too. */
  readonly circuitOpenUntil: number | null;
  /** All cool-downs so far, ms. */
  readonly circuitOpenedMs: number;
  /** Openings without a lasting recovery between them. */
  readonly failures: number;
  readonly updatedAt: number;
}

/** Something a person may want to know of a host. */
export type GovernorEvent =
  | { readonly kind: 'circuit_opened'; readonly host: string; readonly until: number; readonly openings: number }
  | { readonly kind: 'circuit_closed'; readonly host: string }
  | { readonly kind: 'robots_unreachable'; readonly host: string; readonly message: string; readonly stale: boolean }
  | { readonly kind: 'crawl_delay_capped'; readonly host: string; readonly askedMs: number; readonly usedMs: number };

export interface HostPace {
  readonly host: string;
  readonly slowdown: number;
  readonly delayMs: number;
  readonly circuitOpenUntil: number | null;
  readonly granted: number;
  readonly waiting: number;
}
