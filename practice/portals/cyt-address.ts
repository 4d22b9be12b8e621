/** Casas y Terrenos' addresses (sites.md, 3.1). */
import type { Advert, PortalRequest, Search } from '../portal.ts';
import { slug } from './writing.ts';

export const HOST = 'www.casasyterrenos.com';
export const PER_PAGE = 40;
/** Ids have seven digits. */
const FIRST_ID = 4_000_000;

const RESULT_PAGE = /^\/jalisco\/([a-z0-9-]+)\/([a-z-]+)\/(venta|renta)\/?$/;
const DEVELOPMENTS = /^\/desarrollos\/jalisco\/([a-z0-9-]+)\/?$/;
const ADVERT_PAGE = /^\/(?:propiedad|d)\/[^/]*-(\d{7})\/?$/;

/** Only `?page=` pages: `?pagina=` and `utm_source=results_page=` show page 1 again. */
function pageOf(url: URL): number {
  const page = url.searchParams.get('page') ?? '1';
  return /^\d{1,4}$/.test(page) ? Math.max(1, Number(page)) : 1;
}

export function parse(url: URL): PortalRequest {
  const advert = ADVERT_PAGE.exec(url.pathname);
  if (advert !== null) return { kind: 'detail', serial: Number(advert[1]) - FIRST_ID };
  const list = (citySlug: string, typeSlug: string, operation: Search['operation']): PortalRequest => ({
    kind: 'list',
    perPage: PER_PAGE,
    search: { operation, typeSlug, citySlug, page: pageOf(url) },
  });
  const developments = DEVELOPMENTS.exec(url.pathname);
  if (developments?.[1] !== undefined) return list(developments[1], 'desarrollos', 'sale');
  const [, city, type, verb] = RESULT_PAGE.exec(url.pathname) ?? [];
  if (city === undefined || type === undefined) return { kind: 'unknown' };
  return list(city, type, verb === 'renta' ? 'rent' : 'sale');
}

export function pageUrl(url: URL, page: number): string {
  return `https://${HOST}${url.pathname}${page > 1 ? `?page=${page}` : ''}`;
}

export const idOf = (advert: Advert): string => String(FIRST_ID + advert.serial);

/** `casa-venta-villa-verona-zapopan-jal-4001007`. */
export function canonicalSlug(advert: Advert): string {
  const verb = advert.operation === 'rent' ? 'renta' : 'venta';
  const place = slug([advert.neighbourhood, advert.municipality].filter((part) => part !== null).join(' '));
  if (advert.kind === 'development') return `${slug(advert.title)}-${place}-jal-${idOf(advert)}`;
  return `${slug(advert.typeName)}-${verb}-${place}-jal-${idOf(advert)}`;
}

export const advertPath = (advert: Advert): string =>
  `/${advert.kind === 'development' ? 'd' : 'propiedad'}/${canonicalSlug(advert)}`;

export const advertUrl = (advert: Advert): string => `https://${HOST}${advertPath(advert)}`;

export const ROBOTS = `User-agent: *
Allow: /
Disallow: /api/
Disallow: /mi-cuenta/
Disallow: /admin/

Sitemap: https://www.casasyterrenos.com/sitemap.xml
`;
