/** Inmuebles24's addresses (sites.md, 2.1): result pages, adverts, and what each says of itself. */
import type { Advert, PortalRequest, Search } from '../portal.ts';

export const HOST = 'www.inmuebles24.com';
export const PER_PAGE = 30;
/** Advert ids have nine digits, as the portal's have since 2024. */
const FIRST_ID = 140_000_000;

const RESULT_PAGE = /^\/(.+?)-en-(venta|renta)-en-(.+?)(-q-remate)?(?:-pagina-(\d{1,4}))?\.html$/;
const ADVERT_PAGE = /^\/propiedades\/(?:clasificado|desarrollo|emprendimiento)\/[^/]*-(\d{8,9})\.html$/;

export function parse(url: URL): PortalRequest {
  const advert = ADVERT_PAGE.exec(url.pathname);
  if (advert !== null) {
    const serial = Number(advert[1]) - FIRST_ID;
    return serial >= 0 ? { kind: 'detail', serial } : { kind: 'unknown' };
  }
  const [, typeSlug, verb, citySlug, foreclosure, page] = RESULT_PAGE.exec(url.pathname) ?? [];
  if (typeSlug === undefined || citySlug === undefined) return { kind: 'unknown' };
  const operation = foreclosure !== undefined ? 'auction' : verb === 'renta' ? 'rent' : 'sale';
  return { kind: 'list', perPage: PER_PAGE, search: { operation, typeSlug, citySlug, page: Number(page ?? 1) } };
}

/** Path of page N of a search: page 1 has no number. */
export function listPath(search: Search, page: number): string {
  const verb = search.operation === 'rent' ? 'renta' : 'venta';
  const foreclosure = search.operation === 'auction' ? '-q-remate' : '';
  return `/${search.typeSlug}-en-${verb}-en-${search.citySlug}${foreclosure}${page > 1 ? `-pagina-${page}` : ''}.html`;
}

export function pageUrl(url: URL, page: number): string {
  const plain = url.pathname.replace(/-pagina-\d+(?=\.html$)/, '');
  return `https://${HOST}${page > 1 ? plain.replace(/\.html$/, `-pagina-${page}.html`) : plain}`;
}

const TYPE_CODES: Readonly<Record<string, string>> = {
  Casa: 'clcain',
  Departamento: 'clapin',
  Terreno: 'cltein',
  'Local comercial': 'cllcin',
  Oficina: 'clofin',
  'Bodega comercial': 'clboin',
  'Casa en condominio': 'clccin',
  Edificio: 'cledin',
};

/** The portal's slugs keep dots and turn every other sign into a dash of its own, so that dashes double. */
function slugOf(title: string): string {
  return title
    .normalize('NFD')
    .replaceAll('²', '-sup2-')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]/g, '-')
    .slice(0, 70)
    .replace(/^[-.]+|-+$/g, '');
}

export function idOf(advert: Advert): string {
  return String(FIRST_ID + advert.serial);
}

/** Path without the tracking query. */
export function advertPath(advert: Advert): string {
  const slug = slugOf(advert.title);
  if (advert.kind === 'development') {
    return `/propiedades/desarrollo/${advert.serial % 2 === 0 ? 'ememvein' : 'ememhoin'}-${slug}-${idOf(advert)}.html`;
  }
  const code = `${advert.operation === 'rent' ? 'al' : 've'}${TYPE_CODES[advert.typeName] ?? 'clotin'}`;
  return `/propiedades/clasificado/${code}-${slug}-${idOf(advert)}.html`;
}

export function advertUrl(advert: Advert): string {
  return `https://${HOST}${advertPath(advert)}`;
}

/** robots.txt as saved in September 2025 (sites.md, 2.7): nothing after the fifth result page. */
export const ROBOTS = `User-agent: *
Disallow: /*-ubicado-en-*
Allow: /propiedades/*-ubicado-en-*
Disallow: /*-ordenado-por-*
Allow: /*-ordenado-por-precio-ascendente
Disallow: /*pagina-*.html
Allow: /*-pagina-2.html
Allow: /*-pagina-3.html
Allow: /*-pagina-4.html
Allow: /*-pagina-5.html
Disallow: /*?utm_source*
Disallow: /panel/
Disallow: /users-api/
Disallow: /avisos-api/
Disallow: /leads-api/
Disallow: /rpseo-static/
Disallow: /cdn-cgi/

Sitemap: https://www.inmuebles24.com/sitemaps_https.xml
Sitemap: https://www.inmuebles24.com/sitemaps_list_emp_https.xml
Sitemap: https://www.inmuebles24.com/sitemaps_prop_emp_https.xml
`;
