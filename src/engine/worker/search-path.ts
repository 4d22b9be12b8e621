/**
 * The way of a search through its pages: where it goes on, when it is over, and whether it was whole (faults F68, F69).
 *
 *   first pass ──last page, or nothing new, or a circle──┬─ the listings stood still ──> over
 *       │                                                └─ they moved ──> second pass ──nothing new──> over
 *       └─ cap of pages, address that grows without end ──> over, truncated
 *
 * Listings that move while they are read leave gaps: a new one pushes the others on to the next page (they come twice,
 * and the new one is on a page already read), one that leaves pulls them back (the first of the next page is never
 * seen). So a search whose listings moved is read again from its first page, for as long as that brings something.
 */
import { rowKey } from '../../core/listing.ts';
import type { Row } from '../../core/listing.ts';
import type { Cursor } from '../../core/page.ts';
import type { Truncation } from '../../core/verdict.ts';

/** What a page says about the way on. */
export interface Step {
  readonly next: Cursor | null;
  readonly truncated: Truncation | null;
}

export interface SearchStart {
  readonly url: string;
  readonly maxPages: number;
  /** Keys of the rows of earlier pages, when the search is taken up again. */
  readonly keys: readonly string[];
}

interface ReadPage {
  readonly rows: readonly Row[];
  readonly nextUrl: string | null;
  readonly total: number | null;
}

/** Pages without anything new after which a search is over. */
const BARREN_PAGES = 2;
/** As other crawlers have it: a path that repeats itself is a trap. */
const MOST_REPEATS = 2;
const LONGEST_URL = 2_083;
/** Fragment of an address in the second pass: it is never sent, and survives a restart with the cursor. */
const AGAIN = /#again=(\d+)$/;

/** Number of the result page that a cursor stands for: in the second pass it begins at 1 again. */
export function pageNumber(cursor: Cursor): number {
  return Number(AGAIN.exec(cursor.url)?.[1] ?? cursor.page);
}

/** The address without our mark. */
export function pageAddress(cursor: Cursor): string {
  return cursor.url.replace(AGAIN, '');
}

export function isSecondPass(cursor: Cursor): boolean {
  return AGAIN.test(cursor.url);
}

export class SearchPath {
  readonly #start: SearchStart;
  readonly #seen: Set<string>;
  readonly #asked: Set<string>;
  #total: number | null = null;
  #moved = false;
  #barren = 0;
  #largestPage = 0;
  #lastKeys: readonly string[] = [];

  constructor(start: SearchStart) {
    this.#start = start;
    this.#seen = new Set(start.keys);
    this.#asked = new Set([start.url]);
  }

  /** Listings seen so far. */
  get seen(): number {
    return this.#seen.size;
  }

  /**
   * Notes a page of listings.
   * @returns where to go on; `repeats` when the second page is the first one again, so that the definition's paging does not page
   */
  take(cursor: Cursor, page: ReadPage): Step | 'repeats' {
    const keys = page.rows.map(rowKey).filter((key) => key !== null);
    const before = this.#seen.size;
    const repeatsLast = keys.length > 0 && keys.join('\n') === this.#lastKeys.join('\n');
    this.#watch(keys, page);
    for (const key of keys) this.#seen.add(key);
    const fresh = this.#seen.size - before;
    if (isSecondPass(cursor)) return this.#goOnAgain(cursor, page, fresh);
    if (cursor.page === 2 && fresh === 0 && (page.total === null || page.total > this.#seen.size)) return 'repeats';
    this.#barren = cursor.page > 1 && fresh === 0 ? this.#barren + 1 : 0;
    const isOver =
      page.nextUrl === null || repeatsLast || this.#barren === BARREN_PAGES || this.#asked.has(page.nextUrl);
    return isOver || page.nextUrl === null ? this.over(cursor) : this.#goOn(cursor, page.nextUrl);
  }

  /** The portal has no further page. */
  over(cursor: Cursor): Step {
    if (this.#moved && !isSecondPass(cursor))
      return { next: { page: cursor.page + 1, url: `${this.#start.url}#again=1` }, truncated: null };
    return { next: null, truncated: this.#isShort(this.#largestPage) ? 'cap' : null };
  }

  #goOn(cursor: Cursor, url: string): Step {
    if (cursor.page >= this.#start.maxPages || isTrap(url)) return { next: null, truncated: 'cap' };
    this.#asked.add(url);
    return { next: { page: cursor.page + 1, url }, truncated: null };
  }

  /** The second pass ends where it brings nothing any more and nothing is missing, at the latest after as many pages. */
  #goOnAgain(cursor: Cursor, page: ReadPage, fresh: number): Step {
    const number = pageNumber(cursor);
    const pagesBefore = cursor.page - number;
    // Few are missing: they slipped through. Many: the portal shows no more, and asking again gives no more.
    const isWorthIt = fresh > 0 || (this.#isShort(0) && !this.#isShort(this.#largestPage));
    if (page.nextUrl === null || !isWorthIt || number >= pagesBefore) return this.over(cursor);
    return { next: { page: cursor.page + 1, url: `${page.nextUrl}#again=${number + 1}` }, truncated: null };
  }

  /**
   * The listings moved: a page that begins with the end of the one before, or another total than before. What stands
   * at the top of every page is an advert that was paid for, no movement.
   */
  #watch(keys: readonly string[], { total }: ReadPage): void {
    const [first] = keys;
    const there = first === undefined ? -1 : this.#lastKeys.indexOf(first);
    const isSamePage = keys.join('\n') === this.#lastKeys.join('\n');
    if (there >= Math.max(this.#lastKeys.length / 2, 1) && !isSamePage) this.#moved = true;
    if (total !== null && this.#total !== null && total !== this.#total) this.#moved = true;
    this.#total = total ?? this.#total;
    this.#largestPage = Math.max(this.#largestPage, keys.length);
    this.#lastKeys = keys;
  }

  /** Fewer listings than the portal claims; `leeway` for promotions and adverts that are shown twice. */
  #isShort(leeway: number): boolean {
    return this.#total !== null && this.#seen.size + leeway < this.#total;
  }
}

function isTrap(url: string): boolean {
  if (url.length > LONGEST_URL) return true;
  if (!URL.canParse(url)) return false;
  const times = new Map<string, number>();
  for (const segment of new URL(url).pathname.split('/'))
    if (segment !== '') times.set(segment, (times.get(segment) ?? 0) + 1);
  return [...times.values()].some((count) => count > MOST_REPEATS);
}
