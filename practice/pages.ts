/** From an address to a page or its truth: what stands between the HTTP server, the market and the portals. */
import type { Row } from '../src/core/listing.ts';
import type { Market } from './market.ts';
import type { Answer, ListPage, PageContext, Portal } from './portal.ts';
import type { Trap } from './trap.ts';

export interface Rehearsal {
  readonly portals: readonly Portal[];
  readonly traps: readonly Trap[];
  readonly market: Market;
  /** One advert comes in front between two page requests, so that page N + 1 begins with the last row of page N. */
  readonly shift: boolean;
}

export interface ListTruth {
  readonly kind: 'list';
  readonly pages: readonly { readonly url: string; readonly rows: readonly Row[] }[];
  /** Adverts of the whole search. */
  readonly total: number;
  readonly empty: boolean;
}

export type Truth =
  | ListTruth
  | { readonly kind: 'detail'; readonly row: Row }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'trap'; readonly trap: TrapFacts };

/** A trap for those who ask about it: its page stays on the portal. */
export type TrapFacts = Omit<Trap, 'answer'>;

export function withoutAnswer({ name, site, url, truth }: Trap): TrapFacts {
  return { name, site, url, truth };
}

type ListRequest = Extract<ReturnType<Portal['parse']>, { kind: 'list' }>;

/** Path and query as one key: hosts of one portal share their pages. */
const addressKey = (url: URL): string => `${url.pathname}${url.search}`;

export function portalOf(rehearsal: Rehearsal, host: string): Portal | null {
  return rehearsal.portals.find(({ hosts }) => hosts.includes(host)) ?? null;
}

function trapAt(rehearsal: Rehearsal, portal: Portal, url: URL): Trap | null {
  const key = addressKey(url);
  return rehearsal.traps.find((trap) => trap.site === portal.site && addressKey(new URL(trap.url)) === key) ?? null;
}

function contextOf(rehearsal: Rehearsal, url: URL): PageContext {
  return { url, today: rehearsal.market.options.today, epoch: rehearsal.market.options.epoch };
}

/** The page a request names; null = no such type or city, or past the last page. */
function listPage(rehearsal: Rehearsal, portal: Portal, request: ListRequest, pageNumber: number): ListPage | null {
  const { perPage, search } = request;
  const all = rehearsal.market.adverts(portal.site, search);
  if (all === null || pageNumber < 1) return null;
  const arrived = rehearsal.shift ? pageNumber - 1 : 0;
  const pages = Math.max(1, Math.ceil((all.length + arrived) / perPage));
  if (pageNumber > pages) return null;
  const start = (pageNumber - 1) * perPage - arrived;
  return {
    search: { ...search, page: pageNumber },
    adverts: all.slice(start, start + perPage),
    total: all.length + arrived,
    pages,
  };
}

const NOT_FOUND: Answer = {
  status: 404,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html><html lang="es"><head><title>404</title></head><body><h1>Página no encontrada</h1></body></html>',
};

/** The search's first page in the place of any of its pages. */
export function firstPageFor(rehearsal: Rehearsal, portal: Portal, url: URL): Answer {
  return portal.parse(url).kind === 'list'
    ? answerFor(rehearsal, portal, new URL(portal.pageUrl(url, 1)))
    : answerFor(rehearsal, portal, url);
}

export function answerFor(rehearsal: Rehearsal, portal: Portal, url: URL): Answer {
  if (url.pathname === '/robots.txt') {
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: portal.robots };
  }
  const trap = trapAt(rehearsal, portal, url);
  if (trap !== null) return trap.answer;
  const context = contextOf(rehearsal, url);
  const missing = (): Answer => portal.renderNotFound?.(context) ?? NOT_FOUND;
  const request = portal.parse(url);
  switch (request.kind) {
    case 'list': {
      const page = listPage(rehearsal, portal, request, request.search.page);
      return page === null ? missing() : portal.renderList(page, context);
    }
    case 'detail': {
      const advert = rehearsal.market.advert(portal.site, request.serial);
      return advert === null ? (portal.renderGone?.(context) ?? missing()) : portal.renderDetail(advert, context);
    }
    case 'unknown':
      return missing();
  }
}

function listTruth(rehearsal: Rehearsal, portal: Portal, request: ListRequest, url: URL): Truth {
  const first = listPage(rehearsal, portal, request, 1);
  if (first === null) return { kind: 'unknown' };
  const pages: { url: string; rows: readonly Row[] }[] = [];
  for (let number = 1; ; number += 1) {
    const page = listPage(rehearsal, portal, request, number);
    if (page === null) break;
    const address = portal.pageUrl(url, number);
    const context = contextOf(rehearsal, new URL(address));
    pages.push({ url: address, rows: page.adverts.map((advert) => portal.listTruth(advert, page, context)) });
  }
  return { kind: 'list', pages, total: first.total, empty: first.total === 0 };
}

/** What is right for any address of any portal: a search from its first page to its last, a detail page, a trap. */
export function truthFor(rehearsal: Rehearsal, url: URL): Truth {
  const portal = portalOf(rehearsal, url.hostname);
  if (portal === null) return { kind: 'unknown' };
  const trap = trapAt(rehearsal, portal, url);
  if (trap !== null) return { kind: 'trap', trap: withoutAnswer(trap) };
  const request = portal.parse(url);
  switch (request.kind) {
    case 'list':
      return listTruth(rehearsal, portal, request, url);
    case 'detail': {
      const advert = rehearsal.market.advert(portal.site, request.serial);
      return advert === null
        ? { kind: 'gone' }
        : { kind: 'detail', row: portal.detailTruth(advert, contextOf(rehearsal, url)) };
    }
    case 'unknown':
      return { kind: 'unknown' };
  }
}

/** Adverts of the search that `url` is a page of; null when the portal does not know it. */
export function totalFor(rehearsal: Rehearsal, portal: Portal, url: URL): number | null {
  const request = portal.parse(url);
  return request.kind === 'list' ? (rehearsal.market.adverts(portal.site, request.search)?.length ?? null) : null;
}
