/**
 * Pages that a script fills in (`fetch: browser | auto`). Chromium never reaches the network by itself: each request of a
 * page is answered by our own fetcher, with its permit, guard, caps and cookies, or not at all. The library is loaded with
 * the first page; one context a site lives from page to page, and its scripts are kept; a browser that crashed is started anew.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { messageOf } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { Clock } from '../core/clock.ts';
import type { FetchedPage, Fetcher, FetchRequest, FetchResult, Renderer, RendererSettings } from './contract.ts';
import { FetchTrouble } from './fetch-trouble.ts';
import { findBrowser } from './find-browser.ts';
import { failureOf } from './journey.ts';
import { PageTraffic } from './page-traffic.ts';
import { StaticFiles } from './static-files.ts';

/** What a context leaks lives no longer than so many pages. */
const PAGES_A_CONTEXT = 100;
/** A started browser answers within this, or it does not work here. */
const LAUNCH_MS = 30_000;

/** No request for so long: the page may have what it wants, and is looked at. */
const QUIET_MS = 250;
/** Nothing for so long: nothing more comes, however slow the machine. */
const LONGEST_QUIET_MS = 8000;

/** Time to close a tab or the browser. */
const LEAVE_MS = 5000;

/** Nothing is resolved and nothing phones home: what is not answered by us has no way out. */
const FLAGS = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-extensions',
  '--disable-component-update',
  '--disable-background-networking',
  '--disable-domain-reliability',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--mute-audio',
  '--js-flags=--max-old-space-size=512',
];

export interface RenderDependencies {
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  /** What the browser sees of the environment: no secret may be in it. */
  readonly environment: NodeJS.ProcessEnv;
}

export function createRenderer(settings: RendererSettings, deps: RenderDependencies): Renderer {
  return new ChromiumRenderer(settings, deps);
}

interface SiteContext {
  readonly context: BrowserContext;
  readonly userAgent: string;
  pages: number;
}

class ChromiumRenderer implements Renderer {
  readonly #settings: RendererSettings;
  readonly #deps: RenderDependencies;
  readonly #sites = new Map<string, SiteContext>();
  /** By site: they outlive its contexts, and a browser that crashed. */
  readonly #files = new Map<string, StaticFiles>();
  #browser: Browser | null = null;

  constructor(settings: RendererSettings, deps: RenderDependencies) {
    this.#settings = settings;
    this.#deps = deps;
  }

  async render(
    request: FetchRequest,
    page: FetchedPage,
    isWhole: (page: FetchedPage) => boolean | Promise<boolean>,
    signal: AbortSignal,
  ): Promise<FetchResult> {
    signal.throwIfAborted();
    const started = this.#deps.clock.monotonic();
    try {
      const site = await this.#siteOf(request);
      const text = await this.#show(site, request, page, isWhole, signal);
      const decodedBytes = Buffer.byteLength(text);
      if (decodedBytes > this.#settings.maxBytes)
        throw new FetchTrouble('E_TOO_LARGE', `the page became ${decodedBytes} bytes, over ${this.#settings.maxBytes}`);
      const latencyMs = page.latencyMs + this.#deps.clock.monotonic() - started;
      return { ...page, text, decodedBytes, latencyMs };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Unfilled) return error.failure;
      const code = codeOfTrouble(error);
      // A browser in doubt is not asked again.
      if (code === 'E_BROWSER' || code === 'E_TIMEOUT_TOTAL') await this.close();
      return failureOf(page.url, code, messageOf(error), { latencyMs: this.#deps.clock.monotonic() - started });
    }
  }

  async close(): Promise<void> {
    const browser = this.#browser;
    this.#browser = null;
    this.#sites.clear();
    if (browser !== null) await this.#within(LEAVE_MS, browser.close());
  }

  async #show(
    site: SiteContext,
    request: FetchRequest,
    page: FetchedPage,
    isWhole: (page: FetchedPage) => boolean | Promise<boolean>,
    signal: AbortSignal,
  ): Promise<string> {
    const { fetcher, clock } = this.#deps;
    const tab = await site.context.newPage();
    const over = new AbortController();
    const traffic = new PageTraffic({
      fetcher,
      request,
      page,
      files: this.#filesOf(request),
      clock,
      signal: over.signal,
    });
    const onAbort = (): void => over.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await tab.route('**/*', (route) => traffic.answer(route));
      await tab.routeWebSocket(/.*/, (socket) => socket.close());
      const filled = this.#filled(tab, traffic, request, page, isWhole);
      return await Promise.race([filled, brokenBy(tab, over.signal), this.#tooLong(over.signal)]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      over.abort();
      await this.#within(LEAVE_MS, tab.close());
    }
  }

  /** A page whose script never ends answers no question any more. */
  async #tooLong(signal: AbortSignal): Promise<never> {
    const { totalMs } = this.#settings;
    await this.#deps.clock.sleep(totalMs + LEAVE_MS, signal);
    throw new FetchTrouble('E_TIMEOUT_TOTAL', `the page was not filled in within ${totalMs} ms`);
  }

  /** What a browser does not do in time, or cannot do any more, is left: whatever stays ends with the worker. */
  async #within(ms: number, work: Promise<unknown>): Promise<void> {
    const over = new AbortController();
    await Promise.race([work.catch(() => undefined), this.#deps.clock.sleep(ms, over.signal)]);
    over.abort();
  }

  /** The page as it is when it has what was looked for, or when nothing more comes: the extraction says what is wrong then. */
  async #filled(
    tab: Page,
    traffic: PageTraffic,
    request: FetchRequest,
    page: FetchedPage,
    isWhole: (page: FetchedPage) => boolean | Promise<boolean>,
  ): Promise<string> {
    const { totalMs } = this.#settings;
    const { clock } = this.#deps;
    const deadline = clock.monotonic() + totalMs;
    const left = (): number => Math.max(1, deadline - clock.monotonic());
    await tab.goto(page.url, { waitUntil: 'domcontentloaded', timeout: totalMs });
    const waitFor = request.waitFor ?? null;
    if (waitFor !== null)
      await tab.waitForSelector(waitFor, { state: 'attached', timeout: left() }).catch(() => undefined);
    for (let quietMs = QUIET_MS; ; quietMs = Math.min(quietMs * 2, LONGEST_QUIET_MS)) {
      await traffic.quiet(quietMs, left());
      const text = await tab.content();
      if (traffic.mustWait !== null) throw new Unfilled(traffic.mustWait);
      if (await isWhole({ ...page, text })) return text;
      if (quietMs < LONGEST_QUIET_MS && clock.monotonic() < deadline) continue;
      if (traffic.forbidden !== null) throw new Unfilled(traffic.forbidden);
      return text;
    }
  }

  /** A site's context; the next task may say another name, and begins with a new one. */
  async #siteOf({ site, userAgent = this.#settings.userAgent }: FetchRequest): Promise<SiteContext> {
    const known = this.#sites.get(site);
    const isUsable = known?.userAgent === userAgent && known.pages < PAGES_A_CONTEXT;
    if (known !== undefined && isUsable && this.#browser?.isConnected() === true) {
      known.pages += 1;
      return known;
    }
    await known?.context.close().catch(() => undefined);
    const browser = await this.#launched();
    const context = await browser.newContext({
      userAgent,
      locale: 'es-MX',
      serviceWorkers: 'block',
      acceptDownloads: false,
    });
    const made = { context, userAgent, pages: 1 };
    this.#sites.set(site, made);
    return made;
  }

  #filesOf({ site }: FetchRequest): StaticFiles {
    const files = this.#files.get(site) ?? new StaticFiles(this.#deps.clock);
    this.#files.set(site, files);
    return files;
  }

  async #launched(): Promise<Browser> {
    if (this.#browser?.isConnected() === true) return this.#browser;
    const { environment } = this.#deps;
    const executablePath = findBrowser(this.#settings.program);
    const { chromium } = await import('playwright-core');
    // Chromium refuses its own sandbox to root.
    const sandboxed = this.#settings.sandbox && process.getuid?.() !== 0;
    this.#browser = await chromium.launch({
      executablePath,
      headless: true,
      chromiumSandbox: sandboxed,
      args: FLAGS,
      timeout: LAUNCH_MS,
      // Its profile and caches go where the worker may write, and leave with it.
      env: { ...(environment as Record<string, string>), HOME: environment['TMPDIR'] ?? '/tmp' },
      handleSIGHUP: false,
      handleSIGINT: false,
      handleSIGTERM: false,
    });
    return this.#browser;
  }
}

function codeOfTrouble(error: unknown): ErrorCode {
  if (error instanceof FetchTrouble) return error.code;
  return error instanceof Error && error.name === 'TimeoutError' ? 'E_TIMEOUT_TOTAL' : 'E_BROWSER';
}

/** The page stays without its content because a request of its own has to wait for long, or is forbidden. */
class Unfilled extends Error {
  readonly failure: Extract<FetchResult, { kind: 'failure' }>;

  constructor(failure: Extract<FetchResult, { kind: 'failure' }>) {
    super(failure.message);
    this.failure = failure;
  }
}

function brokenBy(tab: Page, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    tab.once('crash', () => reject(new FetchTrouble('E_BROWSER', 'the browser tab crashed')));
    tab
      .context()
      .browser()
      ?.once('disconnected', () => {
        reject(new FetchTrouble('E_BROWSER', 'the browser ended in the middle of the page'));
      });
    signal.addEventListener('abort', () => reject(new FetchTrouble('E_BROWSER', 'the page was given up')), {
      once: true,
    });
  });
}
