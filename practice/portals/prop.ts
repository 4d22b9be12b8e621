/** Propiedades.com: addresses, robots.txt, and what its pages say of an advert. */
import type { Answer, Portal, PortalRequest, Search } from '../portal.ts';
import { propDetailUrl, propSerial } from './prop-address.ts';
import { propDetailAnswer, propDetailTruth, propGoneAnswer } from './prop-detail.ts';
import { propListAnswer, propListTruth } from './prop-list.ts';

const PER_PAGE = 48;

const ROBOTS = `User-agent: *
Disallow: /api/
Disallow: /admin/
Disallow: /favoritos
Disallow: /mensajes
Disallow: /*?*orden=
Disallow: /*?*utm_
Allow: /

Sitemap: https://propiedades.com/sitemap.xml
`;

const OPERATIONS: Readonly<Record<string, Search['operation']>> = { venta: 'sale', renta: 'rent', remates: 'auction' };

/** `/{lugar}/{tipo}-{venta|renta|remates}` with filters behind it, such as `/recamaras-3`. */
const LIST_PATH = /^\/([a-z-]+)\/([a-z-]+)-(venta|renta|remates)(?:\/[a-z0-9-]+)*\/?$/;

/** Pages are counted by `pagina`; `page` does nothing. */
function parse(url: URL): PortalRequest {
  const serial = propSerial(url.pathname);
  if (serial !== null) return { kind: 'detail', serial };
  const [, citySlug, typeSlug, word] = LIST_PATH.exec(url.pathname) ?? [];
  const operation = word === undefined ? undefined : OPERATIONS[word];
  const page = Number(url.searchParams.get('pagina') ?? '1');
  if (citySlug === undefined || typeSlug === undefined || operation === undefined || citySlug === 'inmuebles')
    return { kind: 'unknown' };
  if (!Number.isInteger(page) || page < 1) return { kind: 'unknown' };
  return { kind: 'list', search: { operation, typeSlug, citySlug, page }, perPage: PER_PAGE };
}

/** `?pagina=N`; page 1 has no parameter. */
export function propPageUrl(url: URL, page: number): string {
  const next = new URL(url);
  if (page > 1) next.searchParams.set('pagina', String(page));
  else next.searchParams.delete('pagina');
  return next.href;
}

function notFound(): Answer {
  return {
    status: 404,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!DOCTYPE html><html lang="es"><head><meta charset="utf-8"><title>404 | Propiedades.com</title></head><body><main class="error-page"><h1>No encontramos esta página</h1></main></body></html>',
  };
}

export const propPortal: Portal = {
  site: 'Prop',
  hosts: ['propiedades.com', 'www.propiedades.com'],
  robots: ROBOTS,
  parse,
  pageUrl: propPageUrl,
  advertUrl: propDetailUrl,
  renderList: (page, context) => propListAnswer(page, context, (number) => propPageUrl(context.url, number)),
  renderDetail: propDetailAnswer,
  renderGone: propGoneAnswer,
  renderNotFound: notFound,
  listTruth: (advert, _page, context) => propListTruth(advert, context),
  detailTruth: propDetailTruth,
};
