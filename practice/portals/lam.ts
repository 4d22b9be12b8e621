/** Lamudi (lamudi.com.mx): addresses, robots.txt, and what its pages say of an advert. */
import type { Row } from '../../src/core/listing.ts';
import type { Advert, ListPage, PageContext, Portal, PortalRequest } from '../portal.ts';
import { lamDetailUrl, lamSerial } from './lam-address.ts';
import { lamDetailAnswer, lamDetailTruth } from './lam-detail.ts';
import { lamListAnswer, lamListTruth } from './lam-list.ts';

const PER_PAGE = 30;

const ROBOTS = `User-agent: *
Disallow: /adform/
Disallow: /api/
Disallow: /my-account/
Disallow: /*?*sorting=
Disallow: /*?*utm_
Disallow: /detalle/*/contact
Allow: /

Sitemap: https://www.lamudi.com.mx/sitemap.xml
`;

/** `/{estado}/{municipio}/{tipo…}/{for-sale|for-rent}/` with filters behind it, such as `bedrooms:3/`. */
const LIST_PATH = /^\/jalisco\/([a-z0-9-]+)\/([a-z-]+(?:\/[a-z-]+)?)\/for-(sale|rent)(?:\/[a-z:0-9-]+)*\/?$/;

function parse(url: URL): PortalRequest {
  const serial = lamSerial(url.pathname);
  if (serial !== null) return { kind: 'detail', serial };
  const [, citySlug, typeSlug, operation] = LIST_PATH.exec(url.pathname) ?? [];
  if (citySlug === undefined || typeSlug === undefined) return { kind: 'unknown' };
  const page = Number(url.searchParams.get('page') ?? '1');
  if (!Number.isInteger(page) || page < 1) return { kind: 'unknown' };
  return {
    kind: 'list',
    search: { operation: operation === 'rent' ? 'rent' : 'sale', typeSlug, citySlug, page },
    perPage: PER_PAGE,
  };
}

/** `?page=N`; page 1 has no parameter. */
export function lamPageUrl(url: URL, page: number): string {
  const next = new URL(url);
  if (page > 1) next.searchParams.set('page', String(page));
  else next.searchParams.delete('page');
  return next.href;
}

export const lamPortal: Portal = {
  site: 'Lam',
  hosts: ['www.lamudi.com.mx', 'lamudi.com.mx'],
  robots: ROBOTS,
  parse,
  pageUrl: lamPageUrl,
  advertUrl: lamDetailUrl,
  renderList: (page: ListPage, context: PageContext) =>
    lamListAnswer(page, context, (number) => lamPageUrl(context.url, number)),
  renderDetail: lamDetailAnswer,
  listTruth: (advert: Advert, page: ListPage): Row => lamListTruth(advert, page),
  detailTruth: lamDetailTruth,
};
