/** A kept page, read again with the definition as it is now: what the worker would have made of it. */
import type { ErrorCode } from '../core/errors.ts';
import { DETAIL_FIELDS, GONE, LISTING_FIELDS } from '../core/listing.ts';
import type { Row } from '../core/listing.ts';
import type { PageResult } from '../core/page.ts';
import type { Extraction, Site } from '../extraction/contract.ts';
import { validateRows } from '../records/validate.ts';
import type { KeptPage } from '../vault/contract.ts';

export type Reread =
  | { readonly kind: 'read'; readonly result: PageResult; readonly nextUrl: string | null }
  | { readonly kind: 'unreadable'; readonly code: ErrorCode; readonly message: string };

export interface RereadSettings {
  readonly maxFieldLength: number;
  /** Id and address of the advert, for a page of a detail task. */
  readonly listing?: { readonly listingId: string | null; readonly url: string };
}

export function rereadPage(site: Site, page: KeptPage, text: string, settings: RereadSettings): Reread {
  const { url, requestedUrl, startUrl, fetchedOn } = page;
  const input = { url, requestedUrl, startUrl, text, page: page.page, fetchedOn };
  const extraction = page.purpose === 'detail' ? site.extractDetail(input) : site.extractList(input);
  switch (extraction.kind) {
    case 'content':
      return { kind: 'read', result: contentOf(site, page, extraction, settings), nextUrl: extraction.nextUrl };
    case 'empty':
      return { kind: 'read', result: { ...bare(site, page), empty: page.page === 1 }, nextUrl: null };
    case 'gone':
      return { kind: 'read', result: { ...bare(site, page), ...goneFrom(page, extraction.marker) }, nextUrl: null };
    case 'blocked':
      return { kind: 'unreadable', code: 'E_BLOCKED', message: extraction.marker };
    case 'layout_changed':
      return { kind: 'unreadable', code: extraction.code ?? 'E_LAYOUT', message: extraction.message };
  }
}

function contentOf(
  site: Site,
  page: KeptPage,
  extraction: Extract<Extraction, { kind: 'content' }>,
  { maxFieldLength, listing }: RereadSettings,
): PageResult {
  const isDetail = page.purpose === 'detail';
  const rows = isDetail ? extraction.rows.map((row) => ofListing(row, page, listing)) : extraction.rows;
  const valid = validateRows(rows, {
    fields: isDetail ? DETAIL_FIELDS : LISTING_FIELDS,
    page: page.page,
    fetchedOn: page.fetchedOn,
    maxFieldLength,
  });
  return { ...bare(site, page), ...valid, total: extraction.total };
}

/** As when it was visited: the list names the advert, not the page. */
function ofListing(row: Row, page: KeptPage, listing: RereadSettings['listing']): Row {
  return {
    ...row,
    listing_id: row['listing_id'] ?? listing?.listingId ?? null,
    url: listing?.url ?? page.requestedUrl,
  };
}

function goneFrom(page: KeptPage, marker: string): Pick<PageResult, 'rejects'> {
  if (page.purpose !== 'detail') return { rejects: [] };
  const row = { url: page.requestedUrl };
  return { rejects: [{ row, reason: `${GONE}: ${marker}`, page: page.page, position: 1 }] };
}

function bare(site: Site, page: KeptPage): PageResult {
  return {
    page: page.page,
    url: page.url,
    next: null,
    truncated: null,
    rows: [],
    rejects: [],
    emptied: {},
    fetchedAt: page.fetchedAt,
    fetchedOn: page.fetchedOn,
    robots: 'respect',
    definition: site.hash,
    httpStatus: page.status,
    wireBytes: 0,
    latencyMs: 0,
    total: null,
    empty: false,
  };
}
