/** robots.txt of a host, as it answers for it (RFC 9309 §2.3; fault F71). Every request has a permit of its own. */
import type { Clock } from '../core/clock.ts';
import type { PermitAnswer, PermitReport, PermitSource } from '../core/politeness.ts';
import { classifyStatus } from './classify.ts';
import { Connections, lookupBySystem } from './connections.ts';
import type { Lookup, OriginPool } from './connections.ts';
import type { FetcherSettings, Proxy } from './contract.ts';
import { decodeBody } from './decode.ts';
import { exchange } from './exchange.ts';
import type { RawAnswer } from './exchange.ts';
import { FetchTrouble } from './fetch-trouble.ts';
import { createGuard } from './guard.ts';
import type { AddressGuard } from './guard.ts';
import { ProxyRing, restingMessage } from './proxy-ring.ts';
import { isRedirect, redirectTarget } from './redirects.ts';
import { rehearsalOrigin } from './rehearsal.ts';

/** What a crawler must at least read (RFC 9309 §2.5); the rest is not read. */
export const LONGEST_ROBOTS = 500 * 1_024;
/** RFC 9309 §2.3.1.2: five redirects are followed, also to another host; more mean that there is no file. */
const MOST_REDIRECTS = 5;
/** A server that compresses although it was asked not to: what its file may unpack to. */
const LONGEST_UNPACKED = 10 * LONGEST_ROBOTS;

export type RobotsFile =
  | { readonly kind: 'file'; readonly text: string }
  /** There is none (4xx): everything is allowed. */
  | { readonly kind: 'absent'; readonly status: number }
  /** Nobody knows (5xx, 429, no answer): nothing is allowed for now. */
  | { readonly kind: 'unreachable'; readonly message: string; readonly retryAfterMs: number | null }
  /** The host may not be asked now, or there is no way to it. */
  | Extract<PermitAnswer, { kind: 'wait' }>;

export interface RobotsRequest {
  readonly site: string;
  readonly url: string;
}

/** Rejects only with `signal.reason`. */
export type FetchRobots = (request: RobotsRequest, permits: PermitSource, signal: AbortSignal) => Promise<RobotsFile>;

export interface RobotsFetcher {
  readonly fetchRobots: FetchRobots;
  close(): Promise<void>;
}

const unreachable = (message: string, retryAfterMs: number | null = null): RobotsFile => ({
  kind: 'unreachable',
  message,
  retryAfterMs,
});

function textOf(answer: RawAnswer): string {
  const bytes = Buffer.from(decodeBody(answer.body, answer.headers['content-encoding'], LONGEST_UNPACKED));
  const whole = !answer.cut && bytes.byteLength <= LONGEST_ROBOTS;
  const text = bytes.subarray(0, LONGEST_ROBOTS).toString('utf8');
  // A rule cut in the middle would forbid more than its author did.
  return whole ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}

const HEADERS = { accept: 'text/plain,*/*;q=0.8', 'accept-encoding': 'identity' };

interface Asking {
  readonly site: string;
  readonly url: URL;
  readonly pool: OriginPool;
  readonly proxy: Proxy | null;
  readonly permit: number;
}

interface Read {
  readonly file: RobotsFile;
  readonly result: PermitReport['result'];
  readonly retryAfterMs?: number | undefined;
}

/** What an answer other than a redirect says. */
function readAnswer(answer: RawAnswer, host: string, now: number): Read {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { file: { kind: 'file', text: textOf(answer) }, result: 'ok' };
  if (headers['cf-mitigated']?.includes('challenge')) {
    return { file: unreachable(`${host} answers robots.txt with a challenge`), result: 'blocked' };
  }
  if (status >= 400 && status < 500 && status !== 429) return { file: { kind: 'absent', status }, result: 'ok' };
  const trouble = classifyStatus(status, headers, now);
  const retryAfterMs = trouble?.retryAfterMs ?? null;
  const result = trouble?.code === 'E_RATE_LIMITED' ? 'slow_down' : 'server_error';
  return {
    file: unreachable(`${host} answers robots.txt with status ${status}`, retryAfterMs),
    result,
    retryAfterMs: retryAfterMs ?? undefined,
  };
}

/** How a site's portal is reached: robots.txt goes the way of its pages. */
export interface SiteWay {
  /** Names of its proxies; null = any there is, none = direct. */
  readonly proxies: readonly string[] | null;
  readonly ignoresCertificates: boolean;
}

export interface RobotsDependencies {
  readonly clock: Clock;
  /** Default: the machine's resolver. */
  readonly lookup?: Lookup;
  /** Default: any proxy, and certificates that hold. */
  readonly wayOf?: (site: string) => SiteWay;
}

const ANY_WAY: SiteWay = { proxies: null, ignoresCertificates: false };
/** robots.txt is asked for once an hour: whichever proxy is well will do. */
const ANY_SESSION = 0;

class RobotsReader implements RobotsFetcher {
  readonly #settings: FetcherSettings;
  readonly #deps: RobotsDependencies;
  readonly #guard: AddressGuard;
  readonly #connections: Connections;
  readonly #ring: ProxyRing;

  constructor(settings: FetcherSettings, deps: RobotsDependencies) {
    this.#settings = settings;
    this.#deps = deps;
    this.#guard = createGuard(settings.allowedHosts);
    this.#ring = new ProxyRing(settings.proxies ?? [], deps.clock);
    const { limits } = settings;
    const rehearsal = settings.rehearsalOrigin === null ? null : rehearsalOrigin(settings.rehearsalOrigin);
    this.#connections = new Connections({
      limits,
      guard: this.#guard,
      lookup: deps.lookup ?? lookupBySystem,
      rehearsal,
    });
  }

  readonly fetchRobots: FetchRobots = async ({ site, url }, permits, signal) => {
    const way = this.#deps.wayOf?.(site) ?? ANY_WAY;
    let next = new URL(url);
    let redirects = 0;
    while (redirects <= MOST_REDIRECTS) {
      const refusal = this.#guard.refuseUrl(next);
      if (refusal !== null) return unreachable(refusal);
      const choice = this.#ring.choose(site, way.proxies, ANY_SESSION);
      if (choice.kind === 'resting')
        return { kind: 'wait', until: choice.until, code: 'E_PROXY', message: restingMessage(choice) };
      const answer = await permits.acquire({ site, url: next.href, purpose: 'robots' }, signal);
      signal.throwIfAborted();
      if (answer.kind === 'forbidden') return unreachable(answer.rule);
      if (answer.kind === 'wait') return answer;
      const proxy = choice.kind === 'proxy' ? choice.proxy : null;
      const pool = this.#connections.poolFor(next, way.ignoresCertificates, proxy);
      const result = await this.#ask({ site, url: next, pool, proxy, permit: answer.permit }, permits, signal);
      // The proxy rests now: the next one is taken, or the site waits.
      if (result === 'proxy failed') continue;
      if (!(result instanceof URL)) return result;
      next = result;
      redirects += 1;
    }
    return { kind: 'absent', status: 310 };
  };

  close(): Promise<void> {
    return this.#connections.close();
  }

  async #ask(
    { site, url, pool, proxy, permit }: Asking,
    permits: PermitSource,
    signal: AbortSignal,
  ): Promise<RobotsFile | URL | 'proxy failed'> {
    const { clock } = this.#deps;
    const startedAt = clock.monotonic();
    const report = (result: PermitReport['result'], retryAfterMs?: number): void => {
      permits.report({ permit, result, latencyMs: clock.monotonic() - startedAt, retryAfterMs });
    };
    try {
      const headers = { ...HEADERS, 'user-agent': this.#settings.userAgent, host: url.host };
      const answer = await exchange(pool, { url, headers, keepOnly: LONGEST_ROBOTS }, this.#settings.limits, signal);
      if (proxy !== null) this.#ring.worked(site, proxy);
      if (isRedirect(answer.status)) {
        report('ok');
        return redirectTarget(url, answer.status, answer.headers['location']);
      }
      const { file, result, retryAfterMs } = readAnswer(answer, url.host, clock.now());
      report(result, retryAfterMs);
      return file;
    } catch (error) {
      if (!(error instanceof FetchTrouble)) {
        report('unused');
        throw error;
      }
      if (error.code === 'E_PROXY' && proxy !== null) {
        report('unused');
        this.#ring.failed(site, proxy);
        return 'proxy failed';
      }
      report('network');
      return unreachable(error.message);
    }
  }
}

/**
 * @param settings the fetcher's; robots.txt is held to the same deadlines and the same guard
 * @throws {Fault} E_CONFIG when the rehearsal origin is not one of this machine
 */
export function createRobotsFetcher(settings: FetcherSettings, deps: RobotsDependencies): RobotsFetcher {
  return new RobotsReader(settings, deps);
}
