import type { PageResult } from '../../src/core/page.ts';

/** A page that is proven empty, as a scraper that does nothing gives it. `at` = epoch ms. */
export function emptyPage(url: string, at: number): PageResult {
  return {
    page: 1,
    url,
    next: null,
    truncated: null,
    rows: [],
    rejects: [],
    emptied: {},
    fetchedAt: at,
    fetchedOn: new Date(at).toISOString().slice(0, 10),
    robots: 'respect',
    definition: 'nothing',
    httpStatus: 200,
    wireBytes: 0,
    latencyMs: 0,
    total: 0,
    empty: true,
  };
}
