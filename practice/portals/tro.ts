/** Trovit (casas.trovit.com.mx): addresses, robots.txt, and what its pages say of an advert. */
import type { Advert, Answer, PageContext, Portal, PortalRequest } from '../portal.ts';
import { goneHtml, interstitialHtml, interstitialTruth } from './mit-tro-detail.ts';
import type { Interstitial } from './mit-tro-detail.ts';
import { troDetailUrl, troId, troPhoto, troSerial } from './tro-address.ts';
import { troListAnswer, troListTruth } from './tro-list.ts';
import { endingCity } from './writing.ts';

const PER_PAGE = 30;

const ROBOTS = `User-agent: *
Disallow: /index.php/cod.ad/
Disallow: /index.php/cod.rd/
Disallow: /search?
Disallow: /user/
Disallow: /alert/
Allow: /

Sitemap: https://casas.trovit.com.mx/sitemap.xml
`;

const HTML = { 'content-type': 'text/html; charset=utf-8' } as const;

/** `/{renta|venta}-{tipo}-{ciudad}`, page N as a `/N` behind it; houses have no type word. */
const LIST_PATH = /^\/(renta|venta)-([a-z0-9-]+?)(?:\/(\d{1,4}))?$/;

function parse(url: URL): PortalRequest {
  const serial = troSerial(url.pathname);
  if (serial !== null) return { kind: 'detail', serial };
  const [, operation, rest, suffix] = LIST_PATH.exec(url.pathname) ?? [];
  const split = rest === undefined ? null : endingCity(rest);
  const page = Number(suffix ?? '1');
  if (split === null || page < 1) return { kind: 'unknown' };
  return {
    kind: 'list',
    search: { operation: operation === 'renta' ? 'rent' : 'sale', typeSlug: split.before, citySlug: split.city, page },
    perPage: PER_PAGE,
  };
}

/** `/2` behind the path; page 1 has no suffix. */
export function troPageUrl(url: URL, page: number): string {
  const next = new URL(url);
  const base = next.pathname.replace(/\/\d+$/, '');
  next.pathname = page > 1 ? `${base}/${page}` : base;
  return next.href;
}

const interstitial = (advert: Advert): Interstitial => ({
  site: 'Tro',
  name: 'Trovit Casas',
  id: troId(advert.serial),
  url: troDetailUrl(advert),
  photo: troPhoto(advert),
});

function notFound(): Answer {
  return {
    status: 404,
    headers: HTML,
    body: '<!DOCTYPE html><html lang="es-MX"><head><meta charset="utf-8"><title>404 - Trovit</title></head><body><main class="error-page"><h1>Página no encontrada</h1></main></body></html>',
  };
}

export const troPortal: Portal = {
  site: 'Tro',
  hosts: ['casas.trovit.com.mx'],
  robots: ROBOTS,
  parse,
  pageUrl: troPageUrl,
  advertUrl: troDetailUrl,
  renderList: (page, context) => troListAnswer(page, context, (number) => troPageUrl(context.url, number)),
  renderDetail: (advert: Advert, context: PageContext) => ({
    status: 200,
    headers: HTML,
    body: interstitialHtml(advert, context, interstitial(advert)),
  }),
  renderGone: () => ({ status: 404, headers: HTML, body: goneHtml('Trovit Casas') }),
  renderNotFound: notFound,
  listTruth: (advert, _page, context) => troListTruth(advert, context),
  detailTruth: (advert, context) => interstitialTruth(advert, context, interstitial(advert)),
};
