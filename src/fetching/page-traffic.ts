/** What a page in the browser asks for: answered by our own fetcher, from the site's kept files, or refused. */
import type { Route } from 'playwright-core';
import type { Clock } from '../core/clock.ts';
import { createTurns } from '../core/in-turn.ts';
import type { FetchedPage, FetchFailure, Fetcher, FetchRequest } from './contract.ts';
import { bareHost } from './guard.ts';
import type { StaticFiles } from './static-files.ts';

/** What a page needs to fill itself in. Pictures, fonts, styles and media are never asked for. */
const NEEDED: ReadonlySet<string> = new Set(['script', 'xhr', 'fetch']);
const LOOK_MS = 50;
/** Requests one page may cause. */
const MOST_REQUESTS = 60;

export interface TrafficDependencies {
  readonly fetcher: Fetcher;
  readonly request: FetchRequest;
  readonly page: FetchedPage;
  readonly files: StaticFiles;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export class PageTraffic {
  readonly #deps: TrafficDependencies;
  readonly #hosts: readonly string[];
  /** One after the other, as from any visitor that is polite. */
  readonly #inTurn = createTurns();
  #open = 0;
  #asked = 0;
  #lastMove: number;
  #wait: FetchFailure | null = null;
  #forbidden: FetchFailure | null = null;

  constructor(deps: TrafficDependencies) {
    this.#deps = deps;
    this.#lastMove = deps.clock.monotonic();
    const own = bareHost(new URL(deps.page.url).hostname);
    this.#hosts = [own, own.replace(/^www\./, ''), ...deps.request.allowedHosts];
  }

  /** Set when a request was told to come later: the whole page has to. */
  get mustWait(): FetchFailure | null {
    return this.#wait;
  }

  /** Something the page asked for that robots.txt forbids. */
  get forbidden(): FetchFailure | null {
    return this.#forbidden;
  }

  async answer(route: Route): Promise<void> {
    this.#open += 1;
    try {
      await this.#answer(route);
    } catch (error) {
      // A page that is closed takes its requests with it; anything else is a refused request to the page.
      if (!this.#deps.signal.aborted) await route.abort('failed').catch(() => undefined);
      if (error instanceof TypeError) throw error;
    } finally {
      this.#open -= 1;
      this.#lastMove = this.#deps.clock.monotonic();
    }
  }

  /** Resolves when the page has asked for nothing for `quietMs`, or the time is over. */
  async quiet(quietMs: number, longestMs: number): Promise<void> {
    const { clock, signal } = this.#deps;
    const end = clock.monotonic() + longestMs;
    while (!signal.aborted && clock.monotonic() < end) {
      if (this.#open === 0 && clock.monotonic() - this.#lastMove >= quietMs) return;
      await clock.sleep(LOOK_MS, signal);
    }
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const { page, files } = this.#deps;
    if (request.isNavigationRequest()) {
      const isPage = request.url() === page.url && request.frame().parentFrame() === null;
      if (!isPage) return route.abort('blockedbyclient');
      return route.fulfill({ status: page.status, contentType: 'text/html; charset=utf-8', body: page.text });
    }
    if (!this.#isNeeded(request.resourceType(), request.method(), request.url())) return route.abort('blockedbyclient');
    const known = files.get(request.url());
    if (known !== undefined) return route.fulfill({ status: 200, ...known });
    return this.#inTurn(() => this.#fetch(route));
  }

  #isNeeded(type: string, method: string, url: string): boolean {
    if (!NEEDED.has(type) || method !== 'GET' || !URL.canParse(url)) return false;
    const host = bareHost(new URL(url).hostname);
    return this.#hosts.some((own) => host === own || host.endsWith(`.${own}`));
  }

  async #fetch(route: Route): Promise<void> {
    const { fetcher, request, files, signal } = this.#deps;
    const url = route.request().url();
    this.#asked += 1;
    if (signal.aborted || this.#wait !== null || this.#asked > MOST_REQUESTS) return route.abort('blockedbyclient');
    const result = await fetcher.fetch({ ...request, url, isResource: true, headers: { accept: '*/*' } }, signal);
    if (result.kind === 'failure') {
      if (result.until !== null) this.#wait = result;
      if (result.code === 'E_ROBOTS') this.#forbidden = result;
      return route.abort('failed');
    }
    const contentType = utf8(result.headers['content-type']);
    if (route.request().resourceType() === 'script')
      files.keep(url, { body: result.text, contentType }, result.headers['cache-control']);
    return route.fulfill({ status: result.status, contentType, body: result.text });
  }
}

/** The text was decoded from whatever it came in; it goes on as UTF-8. */
function utf8(contentType: string | undefined): string {
  const type = (contentType ?? 'text/plain').split(';')[0]?.trim() ?? 'text/plain';
  return `${type}; charset=utf-8`;
}
