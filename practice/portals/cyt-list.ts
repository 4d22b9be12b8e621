/**
 * Casas y Terrenos' result pages (sites.md, 3.2): the Pages Router's, with `__NEXT_DATA__` and cards, and the rendered
 * cards of August 2025 without the data.
 */
import { hashOf } from '../chance.ts';
import type { Row, Value } from '../../src/core/listing.ts';
import type { Advert, Answer, ListPage, PageContext, Range, Search } from '../portal.ts';
import { ballastOf, filler, inlineIcon } from './ballast.ts';
import { advertPath, advertUrl, canonicalSlug, HOST, idOf } from './cyt-address.ts';
import { priceColumns, rangeColumns, rowOf } from './truth.ts';
import { cityName, daysBefore, escapeHtml, generationOf, grouped, isLand, scriptJson, words } from './writing.ts';

export type Generation = 'data' | 'cards';

export const generation = (search: Search): Generation => generationOf<Generation>(['data', 'cards'], search);

export const HTML = { 'content-type': 'text/html; charset=utf-8' } as const;

/** Addresses of the photos; the list shows the first. */
export function photoUrls(advert: Advert): readonly string[] {
  return Array.from(
    { length: advert.photos },
    (_, index) =>
      `https://cdn.casasyterrenos.com/properties/${idOf(advert)}/${hashOf('cyt photo', advert.serial, index).toString(16)}.jpeg`,
  );
}

export const currencyWord = (advert: Advert): 'mxn' | 'usd' => (advert.price?.currency === 'USD' ? 'usd' : 'mxn');

/** The area a card calls its surface: of land for land, else built. */
export const cardArea = (advert: Advert): Range | null => (isLand(advert.typeName) ? advert.land : advert.built);

const spread = (range: Range): string => (range.max === null ? String(range.min) : `${range.min} a ${range.max}`);

function cardCounts(advert: Advert): readonly string[] {
  const { bedrooms, bathrooms, parking } = advert;
  const area = cardArea(advert);
  const oneBath = bathrooms !== null && bathrooms.min === 1 && bathrooms.max === null;
  return [
    bedrooms === null ? null : `${spread(bedrooms)}<!-- --> Rec.`,
    bathrooms === null ? null : `${spread(bathrooms)}<!-- --> ${oneBath ? 'Baño.' : 'baños'}`,
    parking === null ? null : `${parking}<!-- --> Estac.`,
    `${area === null ? 0 : spread(area)}<!-- -->m2.`,
  ].filter((text) => text !== null);
}

function cardPrice(advert: Advert): string {
  if (advert.price === null) return 'Consultar precio';
  return `${advert.price.from ? 'Desde <!-- -->' : ''}$<!-- -->${grouped(advert.price.amount)}<!-- -->${currencyWord(advert)}`;
}

export function card(advert: Advert): string {
  const photo = photoUrls(advert)[0];
  const counts = cardCounts(advert).map(
    (text) =>
      `<div class="flex items-center gap-1">${inlineIcon('cyt', text.slice(-6))}<p class="text-sm">${text}</p></div>`,
  );
  const image =
    photo === undefined
      ? inlineIcon('cyt', 'no-photo')
      : `<img alt="" loading="lazy" width="320" height="200" decoding="async" class="h-[200px] w-full rounded-t-lg object-cover" src="${photo}"/>`;
  return `<div class="mx-2 mb-6 h-auto w-[320px] rounded-lg border border-gray-200 shadow-md"><a target="_blank" rel="noopener noreferrer" href="${advertPath(advert)}"><div class="relative">${image}</div><div class="flex flex-col gap-2 p-4"><span class="text-text-primary font-bold line-clamp-2">${escapeHtml(advert.title)}</span><span class="text-blue-cyt text-sm">${escapeHtml(`${advert.municipality}, ${advert.state}`)}</span><span class="text-blue-cyt text-lg font-bold">${cardPrice(advert)}</span><div class="grid grid-cols-2 gap-2">${counts.join('')}</div><span class="text-extralight text-xs">Código: <!-- --></span></div></a><div class="flex justify-between border-t px-4 py-2"><button type="button">${inlineIcon('cyt', 'whatsapp')}WhatsApp</button><button type="button">Contactar</button></div></div>`;
}

/** `{from, to}` for developments, else the bare number; unknown is 0. */
function figure(range: Range | null, development: boolean): unknown {
  if (!development) return range?.min ?? 0;
  return range === null ? { from: 0, to: 0 } : { from: range.min, to: range.max ?? range.min };
}

export function propertyData(advert: Advert, context: PageContext): unknown {
  const development = advert.kind === 'development';
  const renting = advert.operation === 'rent';
  const amount = advert.price?.amount ?? 0;
  const slug = canonicalSlug(advert);
  const images = photoUrls(advert);
  return {
    id: Number(idOf(advert)),
    name: advert.title,
    canonical: slug,
    slugs: renting ? { venta: null, renta: slug } : { venta: slug, renta: null },
    isSale: !renting,
    isRent: renting,
    isDevelopment: development,
    developmentName: development ? advert.title : null,
    currency: currencyWord(advert).toUpperCase(),
    priceSale: renting || development ? 0 : amount,
    priceRent: renting && !development ? amount : 0,
    price: development ? { from: amount, to: advert.price?.max ?? amount } : null,
    surface: figure(advert.land, development),
    construction: figure(advert.built, development),
    rooms: figure(advert.bedrooms, development),
    bathrooms: figure(advert.bathrooms, development),
    parkingLots: advert.parking,
    neighborhood: advert.neighbourhood,
    municipality: advert.municipality,
    state: advert.state,
    type: advert.typeName,
    _geo:
      advert.latitude === null || advert.longitude === null ? null : { lat: advert.latitude, lng: advert.longitude },
    lastUpdate: `${daysBefore(context.today, Math.min(advert.publishedDaysAgo, 9))}T18:22:03.000Z`,
    broker: {
      id: hashOf('broker', advert.agency ?? '') % 9000,
      name: advert.agency,
      phone: '33 0000 0000',
      logo: null,
    },
    images,
    photoPreview: images[0] ?? null,
  };
}

function nextData(page: ListPage, context: PageContext): string {
  const { search } = page;
  const data = {
    props: {
      pageProps: {
        _nextI18Next: { initialLocale: 'es' },
        initialState: {
          filtersData: { type: search.typeSlug, municipality: search.citySlug, page: search.page },
          propertyData: {
            properties: page.adverts.map((advert) => propertyData(advert, context)),
            estimatedTotalHits: page.total,
            offset: (search.page - 1) * 40,
            limit: 40,
            processingTimeMs: 7,
          },
        },
      },
      __N_SSP: true,
    },
    page: '/[...slug]',
    query: { page: String(search.page) },
    buildId: 'b7Q2rYp0kXv3practice',
  };
  return `<script id="__NEXT_DATA__" type="application/json">${scriptJson(data)}</script>`;
}

/** The page's parts besides the portal's frame. */
export function frame(title: string, canonical: string, main: string, data: string): string {
  const ballast = ballastOf('cyt');
  const core = `<meta charSet="utf-8"/><title>${escapeHtml(title)}</title><meta name="viewport" content="width=device-width"/><link rel="canonical" href="${canonical}"/>`;
  const body = `<div id="__next"><header class="sticky top-0"><a href="/">Casas y Terrenos</a></header><main>${main}</main><footer>© Casas y Terrenos</footer></div>`;
  const length =
    core.length + body.length + data.length + ballast.head.length + ballast.sprite.length + ballast.tail.length;
  return `<!DOCTYPE html><html lang="es"><head>${core}${ballast.head}</head><body>${ballast.sprite}${body}${data}${ballast.tail}${filler('cyt', length)}</body></html>`;
}

export function headingOf(search: Search): string {
  const place = `${cityName(search.citySlug)}, Jalisco`;
  if (search.typeSlug === 'desarrollos') return `Desarrollos en ${place}`;
  return `${words(search.typeSlug)} en ${search.operation === 'rent' ? 'renta' : 'venta'} en ${place}`;
}

/** The words of an empty search (practice/MARKERS.md): no saved page shows the portal's own. */
export const NO_RESULTS =
  '<div class="flex flex-col items-center" data-testid="no-results"><h2>No encontramos propiedades con estas características</h2><p>Intenta modificar los filtros de tu búsqueda.</p></div>';

function pager(page: ListPage, path: string): string {
  const { search, pages } = page;
  const numbers = Array.from(
    { length: pages },
    (_, index) =>
      `<a class="px-2${index + 1 === search.page ? ' font-bold' : ''}" href="${path}${index === 0 ? '' : `?page=${index + 1}`}">${index + 1}</a>`,
  );
  const next =
    search.page < pages
      ? `<a rel="next" aria-label="Siguiente" href="${path}?page=${search.page + 1}">Siguiente</a>`
      : '';
  return `<nav class="flex justify-center" aria-label="pagination">${numbers.join('')}${next}</nav>`;
}

export function renderList(page: ListPage, context: PageContext): Answer {
  return { status: 200, headers: HTML, body: listHtml(page, context, generation(page.search)) };
}

export function listHtml(page: ListPage, context: PageContext, shown: Generation): string {
  const { search, adverts } = page;
  const heading = headingOf(search);
  const path = context.url.pathname;
  const results =
    adverts.length === 0
      ? NO_RESULTS
      : `<div class="flex flex-wrap justify-center">${adverts.map(card).join('')}</div>${pager(page, path)}`;
  const main = `<h1 class="text-2xl font-bold">${escapeHtml(heading)}</h1><p class="text-extralight">${grouped(page.total)}<!-- --> resultados</p>${results}`;
  const data = shown === 'data' ? nextData(page, context) : '';
  return frame(`${heading} | Casas y Terrenos`, `https://${HOST}${path}`, main, data);
}

const priceOf = (advert: Advert): Record<string, Value> => priceColumns(advert.price, { period: false, from: true });

/** The right row of a card, with what the data adds to it. */
export function listTruth(advert: Advert, page: ListPage): Row {
  return cardTruth(advert, generation(page.search));
}

export function cardTruth(advert: Advert, shown: Generation): Row {
  const development = advert.kind === 'development';
  const area = isLand(advert.typeName)
    ? rangeColumns('land_area_m2', 'land_area_max_m2', advert.land)
    : rangeColumns('built_area_m2', 'built_area_max_m2', advert.built);
  const photos = photoUrls(advert);
  const fromData: Record<string, Value> =
    shown === 'data'
      ? {
          operation: advert.operation === 'rent' ? 'rent' : 'sale',
          price_max: advert.price?.max ?? null,
          property_type: advert.typeName,
          neighbourhood: advert.neighbourhood,
          agency: advert.agency,
          photos: photos.length === 0 ? null : photos.length,
          latitude: advert.latitude,
          longitude: advert.longitude,
          land_area_m2: advert.land?.min ?? null,
        }
      : {};
  return rowOf({
    site: 'CyT',
    listing_id: idOf(advert),
    url: advertUrl(advert),
    title: advert.title,
    ...priceOf(advert),
    // Only the search's address says it where there is no data; a search for developments does not.
    operation: development ? null : advert.operation === 'rent' ? 'rent' : 'sale',
    location: `${advert.municipality}, ${advert.state}`,
    municipality: advert.municipality,
    state: advert.state,
    ...rangeColumns('bedrooms', 'bedrooms_max', advert.bedrooms),
    ...rangeColumns('bathrooms', 'bathrooms_max', advert.bathrooms),
    parking: advert.parking,
    ...area,
    first_photo: photos[0] ?? null,
    ...fromData,
  });
}
