/** Mitula (casas.mitula.mx): addresses, robots.txt, and what its pages say of an advert. */
import type { Advert, Answer, PageContext, Portal, PortalRequest } from '../portal.ts';
import { mitDetailUrl, mitId, mitPhoto, mitSerial } from './mit-address.ts';
import { mitListAnswer, mitListTruth } from './mit-list.ts';
import { goneHtml, interstitialHtml, interstitialTruth } from './mit-tro-detail.ts';
import type { Interstitial } from './mit-tro-detail.ts';
import { endingCity } from './writing.ts';

const PER_PAGE = 30;

const ROBOTS = `User-agent: *
Disallow: /adform/
Disallow: /contact/
Disallow: /user/
Disallow: /alert/
Disallow: /find?*sort=
Allow: /casas/
Allow: /find

Sitemap: https://casas.mitula.mx/sitemap_index.xml
`;

const HTML = { 'content-type': 'text/html; charset=utf-8' } as const;

/** `/casas/{venta|renta}-{producto}-{ciudad}`; without a product word it shows houses. */
function parse(url: URL): PortalRequest {
  const serial = mitSerial(url.pathname);
  if (serial !== null) return { kind: 'detail', serial };
  const [, operation, rest] = /^\/casas\/(venta|renta)-([a-z0-9-]+)$/.exec(url.pathname) ?? [];
  const split = rest === undefined ? null : endingCity(rest);
  const page = Number(url.searchParams.get('page') ?? '1');
  if (split === null || !Number.isInteger(page) || page < 1) return { kind: 'unknown' };
  const typeSlug = split.before === '' ? 'casas' : split.before;
  return {
    kind: 'list',
    search: { operation: operation === 'renta' ? 'rent' : 'sale', typeSlug, citySlug: split.city, page },
    perPage: PER_PAGE,
  };
}

/** `?page=N`; page 1 has no parameter. */
export function mitPageUrl(url: URL, page: number): string {
  const next = new URL(url);
  if (page > 1) next.searchParams.set('page', String(page));
  else next.searchParams.delete('page');
  return next.href;
}

const interstitial = (advert: Advert): Interstitial => ({
  site: 'Mit',
  name: 'Mitula Casas',
  id: mitId(advert.serial),
  url: mitDetailUrl(advert),
  photo: mitPhoto(advert, '1320x800'),
});

/** Page numbers past the last are answered 404, as any unknown path. */
function notFound(): Answer {
  const body =
    '<!DOCTYPE html><html lang="es-MX"><head><meta charset="utf-8"><title>Página no encontrada | Mitula Casas</title></head><body><main class="error-page"><h1>404</h1><p>La página que buscas no existe.</p></main></body></html>';
  return { status: 404, headers: HTML, body };
}

export const mitPortal: Portal = {
  site: 'Mit',
  hosts: ['casas.mitula.mx'],
  robots: ROBOTS,
  parse,
  pageUrl: mitPageUrl,
  advertUrl: mitDetailUrl,
  renderList: (page, context) => mitListAnswer(page, context, (number) => mitPageUrl(context.url, number)),
  renderDetail: (advert: Advert, context: PageContext) => ({
    status: 200,
    headers: HTML,
    body: interstitialHtml(advert, context, interstitial(advert)),
  }),
  renderGone: () => ({ status: 404, headers: HTML, body: goneHtml('Mitula Casas') }),
  renderNotFound: notFound,
  listTruth: mitListTruth,
  detailTruth: (advert, context) => interstitialTruth(advert, context, interstitial(advert)),
};
