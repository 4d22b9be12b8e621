/**
 * A trap: a page that real portals were seen to serve and that careless readers get wrong, at a stable address of the
 * portal. practice/traps.ts collects them from practice/portals/, and the server answers their addresses before it
 * asks the portal.
 */
import type { Row } from '../src/core/listing.ts';
import type { Answer } from './portal.ts';

/** What is right about a trap's page. */
export type TrapTruth =
  /** A result page: its rows in order, and the next page's address (null = the last page; absent = not judged). */
  | { readonly kind: 'list'; readonly rows: readonly Row[]; readonly next?: string | null }
  /** A detail page. */
  | { readonly kind: 'detail'; readonly row: Row }
  /** No listing at all: what the page has to be taken for. */
  | { readonly kind: 'verdict'; readonly verdict: 'empty' | 'blocked' | 'gone' | 'layout_changed' };

export interface Trap {
  /** Short and unique within the site: `next-link-is-page-1`. */
  readonly name: string;
  readonly site: string;
  /** Absolute address on the portal's main host. */
  readonly url: string;
  readonly answer: Answer;
  readonly truth: TrapTruth;
}
