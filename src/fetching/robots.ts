/**
 * What each origin's robots.txt says, remembered for an hour (RFC 9309 §2.4), used up to a day old when it cannot be
 * read again (D13). A failure is remembered only until its next try, never for the life of the process (F71).
 */
import type { Clock } from '../core/clock.ts';
import type { PermitSource } from '../core/politeness.ts';
import type { FetchRobots, RobotsFile } from './robots-fetch.ts';
import { ALLOW_ALL, forbiddingRule, parseRobots } from './robots-rules.ts';
import type { RobotsRules } from './robots-rules.ts';

export interface RobotsSettings {
  readonly freshMs: number;
  readonly staleMs: number;
  readonly userAgentToken: string;
}

/** RFC 9309 §2.4: not longer than a day, unless it cannot be read. */
export const ROBOTS_DEFAULTS = { freshMs: 3_600_000, staleMs: 24 * 3_600_000 };

const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 30 * 60_000;

type Unknown = Extract<RobotsFile, { kind: 'unreachable' | 'wait' }>;

interface Entry {
  rules: RobotsRules | null;
  readAt: number;
  /** Not asked again before this instant (monotonic). */
  retryAt: number;
  failures: number;
  trouble: Unknown | null;
  loading: Promise<void> | null;
}

export type RobotsVerdict =
  /** Milliseconds; null = the file asks for none. */
  | { readonly kind: 'allowed'; readonly crawlDelayMs: number | null }
  | { readonly kind: 'forbidden'; readonly rule: string }
  /** Monotonic instant of the next try. */
  | { readonly kind: 'unknown'; readonly until: number; readonly trouble: Unknown };

export class Robots {
  readonly #settings: RobotsSettings;
  readonly #clock: Clock;
  readonly #fetch: FetchRobots;
  readonly #permits: PermitSource;
  readonly #onTrouble: (host: string, message: string, stale: boolean) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #closing = new AbortController();

  constructor(
    settings: RobotsSettings,
    deps: {
      readonly clock: Clock;
      readonly fetchRobots: FetchRobots;
      readonly permits: PermitSource;
      readonly onTrouble: (host: string, message: string, stale: boolean) => void;
    },
  ) {
    this.#settings = settings;
    this.#clock = deps.clock;
    this.#fetch = deps.fetchRobots;
    this.#permits = deps.permits;
    this.#onTrouble = deps.onTrouble;
  }

  /** Whether an address may be asked. All who ask while the file is read wait for the same reading. */
  async check(site: string, url: URL, signal: AbortSignal): Promise<RobotsVerdict> {
    const entry = this.#entryOf(url.origin);
    const now = this.#clock.monotonic();
    if (entry.loading === null && this.#isDue(entry, now)) {
      entry.loading = this.#load(site, url.origin, entry).finally(() => {
        entry.loading = null;
      });
    }
    if (entry.loading !== null) await unlessAborted(entry.loading, signal);
    return this.#judge(entry, url);
  }

  close(): void {
    this.#closing.abort(new Error('the governor is closing'));
  }

  #entryOf(origin: string): Entry {
    const known = this.#entries.get(origin);
    if (known !== undefined) return known;
    const entry: Entry = {
      rules: null,
      readAt: -Infinity,
      retryAt: -Infinity,
      failures: 0,
      trouble: null,
      loading: null,
    };
    this.#entries.set(origin, entry);
    return entry;
  }

  #isDue(entry: Entry, now: number): boolean {
    return now - entry.readAt >= this.#settings.freshMs && now >= entry.retryAt;
  }

  async #load(site: string, origin: string, entry: Entry): Promise<void> {
    let file: RobotsFile;
    try {
      file = await this.#fetch({ site, url: `${origin}/robots.txt` }, this.#permits, this.#closing.signal);
    } catch (error) {
      if (!this.#closing.signal.aborted) throw error;
      file = { kind: 'wait', until: this.#clock.now(), code: 'E_PERMIT_WAIT', message: 'shutting down' };
    }
    const now = this.#clock.monotonic();
    if (file.kind === 'file' || file.kind === 'absent') {
      entry.rules = file.kind === 'file' ? parseRobots(file.text, this.#settings.userAgentToken) : ALLOW_ALL;
      entry.readAt = now;
      entry.failures = 0;
      entry.trouble = null;
      return;
    }
    entry.trouble = file;
    entry.retryAt = now + this.#pause(entry, file);
    if (now - entry.readAt > this.#settings.staleMs) entry.rules = null;
    this.#onTrouble(new URL(origin).hostname, file.message, entry.rules !== null);
  }

  #pause(entry: Entry, trouble: Unknown): number {
    if (trouble.kind === 'wait') return Math.max(trouble.until - this.#clock.now(), 0);
    entry.failures++;
    const growing = Math.min(FIRST_RETRY_MS * 2 ** (entry.failures - 1), LONGEST_RETRY_MS);
    return Math.max(growing, trouble.retryAfterMs ?? 0);
  }

  #judge(entry: Entry, url: URL): RobotsVerdict {
    const tooOld = this.#clock.monotonic() - entry.readAt > this.#settings.staleMs;
    if (entry.rules === null || tooOld) {
      const trouble = entry.trouble ?? {
        kind: 'unreachable',
        message: 'robots.txt has not been read yet',
        retryAfterMs: null,
      };
      return { kind: 'unknown', until: entry.retryAt, trouble };
    }
    const rule = forbiddingRule(entry.rules, url);
    if (rule !== null) return { kind: 'forbidden', rule };
    const { crawlDelay } = entry.rules;
    return { kind: 'allowed', crawlDelayMs: crawlDelay === null ? null : crawlDelay * 1_000 };
  }
}

/** Resolves with `promise`, or as soon as `signal` aborts. */
async function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const stop = (): void => resolve();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
