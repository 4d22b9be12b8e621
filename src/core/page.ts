import type { Row, RejectedRow } from './listing.ts';
import type { Truncation } from './verdict.ts';

/** How robots.txt was treated when the page was asked for; recorded with every fetch. */
export type RobotsMode = 'respect' | 'ignore';

/** How a site's pages are had: as they come, in a browser, or in a browser when they come without content. */
export type FetchMode = 'http' | 'browser' | 'auto';

/** Where a task goes on. For a detail task `page` is the sequence number of the listing in its frozen list. */
export interface Cursor {
  readonly page: number;
  readonly url: string;
}

/** One page's result as the worker sends it: its rows and where to go on, committed together or not at all (D16). */
export interface PageResult {
  readonly page: number;
  readonly url: string;
  /** Where to go on; null = `end`: this was the last page. */
  readonly next: Cursor | null;
  /** Set with `next: null` when something other than the portal's own last page ended it. */
  readonly truncated: Truncation | null;
  readonly rows: readonly Row[];
  readonly rejects: readonly RejectedRow[];
  /** Per field: how many optional values were emptied, and one raw example (D21). */
  readonly emptied: Readonly<
    Record<string, { readonly count: number; readonly example: string; readonly reason: string }>
  >;
  readonly fetchedAt: number;
  /** Day of the fetch in the batch's zone; a row's dates come from it (D11). */
  readonly fetchedOn: string;
  readonly robots: RobotsMode;
  /** Hash of the site definition that read it. */
  readonly definition: string;
  readonly httpStatus: number;
  readonly wireBytes: number;
  readonly latencyMs: number;
  /** Total the portal claims for the search, when it shows one. */
  readonly total: number | null;
  /** Proven empty: the portal says there are no results (D20). */
  readonly empty: boolean;
}

/** What a task has when it is taken up again (D17). */
export interface ResumePoint {
  readonly generation: number;
  /** null = from the start. */
  readonly cursor: Cursor | null;
  /** Every page is committed: only publishing is left. */
  readonly atEnd: boolean;
  readonly pages: number;
  readonly rows: number;
  /** Keys (listing id, else URL) of the rows of earlier pages: to recognise a page that comes again. */
  readonly keys: readonly string[];
}

/** One listing a detail task visits; the list is frozen when the task is planned (D22). */
export interface DetailItem {
  readonly sequence: number;
  readonly listingId: string;
  readonly url: string;
}
