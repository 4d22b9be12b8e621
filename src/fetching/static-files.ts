/** Scripts of one site, kept between the pages of its lane: most of what a page in the browser needs is the same as on the page before. */
import type { Clock } from '../core/clock.ts';

/** A portal that was put in order is seen in order within the hour, as with its robots.txt. */
const LONGEST_FRESH_MS = 3_600_000;
const MOST_BYTES = 32 * 2 ** 20;

export interface StaticFile {
  readonly body: string;
  readonly contentType: string;
}

interface KeptFile extends StaticFile {
  /** Monotonic. */
  readonly until: number;
}

export class StaticFiles {
  readonly #clock: Clock;
  readonly #files = new Map<string, KeptFile>();
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(url: string): StaticFile | undefined {
    const kept = this.#files.get(url);
    if (kept === undefined || kept.until > this.#clock.monotonic()) return kept;
    this.#drop(url, kept);
    return undefined;
  }

  /** @param cacheControl what the portal says of the file; a portal that says nothing means what does not change */
  keep(url: string, { body, contentType }: StaticFile, cacheControl: string | undefined): void {
    const freshMs = freshFor(cacheControl);
    const before = this.#files.get(url);
    if (before !== undefined) this.#drop(url, before);
    if (freshMs === 0 || this.#bytes + body.length > MOST_BYTES) return;
    this.#files.set(url, { body, contentType, until: this.#clock.monotonic() + freshMs });
    this.#bytes += body.length;
  }

  #drop(url: string, { body }: KeptFile): void {
    this.#files.delete(url);
    this.#bytes -= body.length;
  }
}

/** Milliseconds for which a file may be used without being asked for again (RFC 9111 §5.2.2). */
function freshFor(cacheControl = ''): number {
  if (/\bno-(?:store|cache)\b/i.test(cacheControl)) return 0;
  const seconds = /\bmax-age\s*=\s*"?(\d+)/i.exec(cacheControl)?.[1];
  return seconds === undefined ? LONGEST_FRESH_MS : Math.min(Number(seconds) * 1000, LONGEST_FRESH_MS);
}
