/**
 * Pages over HTTP: a permit for every request, redirects followed by ourselves, one deadline a request, strict decoding,
 * blocks recognised before anything is read out of the page.
 *
 *   permit ─> exchange ─┬─> redirect? checked, next hop (own permit)
 *                       ├─> broken kept-alive socket? once more (own permit, F60)
 *                       └─> decode ─┬─> wrong encoding? once more without compression (own permit, F52)
 *                                   └─> charset ─> block? ─> status ─> page
 */
import type { Clock } from '../core/clock.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { PermitReport, PermitSource } from '../core/politeness.ts';
import type { FetchFailure, FetchRequest, FetchResult, Fetcher, FetcherSettings, Proxy } from './contract.ts';
import { recogniseBlock, recogniseBlockAddress } from './blocks.ts';
import { decodeText } from './charset.ts';
import { classifyStatus } from './classify.ts';
import { Connections, lookupBySystem } from './connections.ts';
import type { Lookup, OriginPool } from './connections.ts';
import { createCookieShelf } from './cookies.ts';
import type { CookieShelf } from './cookies.ts';
import { decodeBody } from './decode.ts';
import { exchange } from './exchange.ts';
import type { RawAnswer } from './exchange.ts';
import { FetchTrouble } from './fetch-trouble.ts';
import { bareHost, createGuard } from './guard.ts';
import type { AddressGuard } from './guard.ts';
import { Ended, ended, failureOf, headersOf, refuseLoop, setOut } from './journey.ts';
import type { Journey } from './journey.ts';
import { createResolver } from './resolver.ts';
import { asRedirect } from './meta-refresh.ts';
import { headersForHop, isRedirect, mayLeadTo, redirectTarget } from './redirects.ts';
import { rehearsalOrigin } from './rehearsal.ts';
import { ProxyRing, restingMessage } from './proxy-ring.ts';
import { verdictOn } from './permit-verdict.ts';
import { cutShort } from './wholeness.ts';

/** A permit not used within a second has lapsed (D5): its instant is over, and another request may be near. */
const PERMIT_LIFE_MS = 1_000;

export interface HttpDependencies {
  readonly permits: PermitSource;
  readonly clock: Clock;
  /** Default: the machine's resolver. */
  readonly lookup?: Lookup;
}

/** One answer under one permit, and what the governor is told of it. */
interface Answered {
  readonly answer: RawAnswer;
  readonly permit: number;
  readonly latencyMs: number;
  readonly breach: () => boolean;
}

class HttpFetcher implements Fetcher {
  readonly #settings: FetcherSettings;
  readonly #permits: PermitSource;
  readonly #clock: Clock;
  readonly #guard: AddressGuard;
  readonly #connections: Connections;
  readonly #cookies: CookieShelf = createCookieShelf();
  readonly #ring: ProxyRing;

  constructor(settings: FetcherSettings, deps: HttpDependencies) {
    this.#settings = settings;
    this.#permits = deps.permits;
    this.#clock = deps.clock;
    this.#guard = createGuard(settings.allowedHosts);
    this.#ring = new ProxyRing(settings.proxies ?? [], deps.clock);
    const rehearsal = settings.rehearsalOrigin === null ? null : rehearsalOrigin(settings.rehearsalOrigin);
    const lookup = createResolver(deps.lookup ?? lookupBySystem, () => deps.clock.monotonic());
    this.#connections = new Connections({ limits: settings.limits, guard: this.#guard, lookup, rehearsal });
  }

  async fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchResult> {
    signal.throwIfAborted();
    try {
      const journey = setOut(request, signal);
      for (;;) {
        const result = await this.#hop(journey);
        if (result !== null) return result;
      }
    } catch (error) {
      if (error instanceof Ended) return error.failure;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  /** One request. Null = the journey goes on: to the next address, or to the same one in another way. */
  async #hop(journey: Journey): Promise<FetchResult | null> {
    const url = journey.url.href;
    const refusal = this.#guard.refuseUrl(journey.url);
    if (refusal !== null) throw ended(url, 'E_ADDRESS', refusal);
    const cookie = this.#cookies.headerFor(journey.request.site, url);
    const headers = headersOf(journey, journey.request.userAgent ?? this.#settings.userAgent, cookie);
    refuseLoop(journey, cookie);
    const answered = await this.#ask(journey, headers);
    if (answered === null) return null;
    await this.#cookies.keep(journey.request.site, url, answered.answer.setCookie);
    if (isRedirect(answered.answer.status)) return this.#redirect(journey, answered);
    try {
      return await this.#page(journey, answered);
    } catch (error) {
      if (!(error instanceof FetchTrouble)) throw error;
      if (error.code === 'E_ENCODING' && !journey.plain) {
        journey.plain = true;
        this.#report(answered.permit, 'network', answered.latencyMs);
        return null;
      }
      return this.#fail(journey, answered, error.code, `${journey.url.host}: ${error.message}`);
    }
  }

  /** @returns the permit's number, valid now */
  async #permit(journey: Journey): Promise<number> {
    const { request, signal } = journey;
    const url = journey.url.href;
    for (;;) {
      const answer = await this.#permits.acquire({ site: request.site, url, purpose: request.purpose }, signal);
      if (answer.kind === 'forbidden')
        throw ended(url, 'E_ROBOTS', `robots.txt of ${journey.url.host} forbids it: ${answer.rule}`);
      if (answer.kind === 'wait') {
        signal.throwIfAborted();
        throw ended(url, answer.code, answer.message, { until: answer.until });
      }
      const lapsed = this.#clock.now() - (answer.grantedAt ?? this.#clock.now()) > PERMIT_LIFE_MS;
      if (!lapsed && !signal.aborted) {
        if (answer.robots === 'ignore') journey.robots = 'ignore';
        return answer.permit;
      }
      this.#report(answer.permit, 'unused', 0);
      signal.throwIfAborted();
    }
  }

  /** Null = the kept-alive socket had been closed as we sent: asked again, once (F60). */
  async #ask(journey: Journey, headers: Record<string, string>): Promise<Answered | null> {
    const proxy = this.#proxyFor(journey);
    const permit = await this.#permit(journey);
    const granted = this.#clock.monotonic();
    const pool = this.#connections.poolFor(journey.url, journey.request.ignoresCertificates, proxy);
    const { connects, breaches } = pool;
    try {
      const answer = await exchange(pool, { url: journey.url, headers }, this.#settings.limits, journey.signal);
      if (proxy !== null) this.#ring.worked(journey.request.site, proxy);
      return { answer, permit, latencyMs: this.#clock.monotonic() - granted, breach: () => pool.breaches > breaches };
    } catch (error) {
      const latencyMs = this.#clock.monotonic() - granted;
      if (!(error instanceof FetchTrouble)) {
        this.#report(permit, 'unused', latencyMs);
        throw error;
      }
      this.#report(permit, verdictOn(journey.request, error.code), latencyMs);
      if (error.code === 'E_PROXY' && proxy !== null) {
        this.#ring.failed(journey.request.site, proxy);
        journey.proxiesTried += 1;
        return null;
      }
      if (!journey.resent && this.#wasStale(error, pool, connects)) {
        journey.resent = true;
        return null;
      }
      throw ended(journey.url.href, error.code, error.message, { latencyMs });
    }
  }

  /** @throws {Ended} E_PROXY, free of charge, when all of the site's proxies rest */
  #proxyFor({ request, url }: Journey): Proxy | null {
    const choice = this.#ring.choose(request.site, request.proxies ?? null, request.session ?? 0);
    if (choice.kind !== 'resting') return choice.kind === 'proxy' ? choice.proxy : null;
    throw ended(url.href, 'E_PROXY', restingMessage(choice), { until: choice.until });
  }

  #wasStale(error: FetchTrouble, pool: OriginPool, connects: number): boolean {
    return error.code === 'E_RESET' && pool.connects === connects && error.message.includes('before an answer');
  }

  #redirect(journey: Journey, answered: Answered): null | FetchResult {
    const { answer } = answered;
    const from = journey.url;
    try {
      const to = redirectTarget(from, answer.status, answer.headers['location']);
      const block = recogniseBlockAddress(to.href);
      if (block !== null)
        throw new FetchTrouble('E_BLOCKED', `${from.host} sends us to a ${block.system} page (${block.marker})`);
      if (journey.redirects.length >= this.#settings.limits.redirects) {
        throw new FetchTrouble(
          'E_REDIRECT',
          `more than ${this.#settings.limits.redirects} redirects: ${journey.redirects.join(' -> ')}`,
        );
      }
      const own = bareHost(new URL(journey.request.url).hostname);
      if (!mayLeadTo(bareHost(to.hostname), own, journey.request.allowedHosts)) {
        throw new FetchTrouble('E_REDIRECT_HOST', `${own} sends us to ${to.href.slice(0, 200)}, another site`);
      }
      this.#report(answered.permit, 'ok', answered.latencyMs);
      journey.redirects.push(from.href);
      journey.headers = headersForHop(journey.headers, from, to);
      journey.url = to;
      journey.plain = false;
      journey.resent = false;
      return null;
    } catch (error) {
      if (!(error instanceof FetchTrouble)) throw error;
      return this.#fail(journey, answered, error.code, error.message);
    }
  }

  async #page(journey: Journey, answered: Answered): Promise<FetchResult | null> {
    const { answer } = answered;
    const { status, headers } = answer;
    const url = journey.url.href;
    const decoded = decodeBody(answer.body, headers['content-encoding'], this.#settings.limits.decodedBytes);
    const { text, charset } = decodeText(decoded, headers['content-type']);
    const { isResource = false } = journey.request;
    const block = isResource ? null : recogniseBlock({ status, headers, url, text });
    if (block !== null) {
      return this.#fail(
        journey,
        answered,
        'E_BLOCKED',
        `${journey.url.host} answered with a ${block.system} page, status ${status} (${block.marker})`,
        { text },
      );
    }
    const now = this.#clock.now();
    const trouble = classifyStatus(status, headers, now);
    if (trouble !== null)
      return this.#fail(journey, answered, trouble.code, `${journey.url.host}: ${trouble.message}`, trouble);
    const cut = isResource ? null : await cutShort(text, answer, answered.breach);
    if (cut !== null) throw new FetchTrouble('E_TRUNCATED', cut);
    const onward = isResource ? null : asRedirect(answer, text, journey.url);
    if (onward !== null) return this.#redirect(journey, { ...answered, answer: onward });
    this.#report(answered.permit, 'ok', answered.latencyMs);
    const { latencyMs } = answered;
    const { redirects, robots } = journey;
    const sizes = { wireBytes: answer.body.byteLength, decodedBytes: decoded.byteLength };
    return {
      kind: 'page',
      url,
      status,
      headers,
      text,
      charset,
      ...sizes,
      latencyMs,
      fetchedAt: now,
      redirects,
      robots,
    };
  }

  #fail(
    journey: Journey,
    answered: Answered,
    code: ErrorCode,
    message: string,
    more: Partial<FetchFailure> = {},
  ): FetchFailure {
    this.#report(answered.permit, verdictOn(journey.request, code), answered.latencyMs, more.retryAfterMs ?? undefined);
    const { latencyMs } = answered;
    return failureOf(journey.url.href, code, message, {
      status: answered.answer.status,
      latencyMs,
      ...more,
    });
  }

  #report(permit: number, result: PermitReport['result'], latencyMs: number, retryAfterMs?: number): void {
    this.#permits.report({ permit, result, latencyMs, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  }
}

/**
 * Fetches pages over HTTP. Trouble comes back as a `FetchFailure`; the promise rejects only with `signal.reason`, when
 * the caller's signal ended it.
 *
 * @throws {Fault} E_CONFIG when the rehearsal origin is not one of this machine
 */
export function createHttpFetcher(settings: FetcherSettings, deps: HttpDependencies): Fetcher {
  return new HttpFetcher(settings, deps);
}
