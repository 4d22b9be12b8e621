/** Propiedades.com's detail pages (June 2026): facts in `__NEXT_DATA__`, a cut description, misleading geo metadata. */
import type { Row } from '../../src/core/listing.ts';
import type { Advert, Answer, PageContext } from '../portal.ts';
import { ballastOf, filler } from './ballast.ts';
import * as prop from './prop-address.ts';
import { coordinates, lowColumn, priceColumns, rowOf, some } from './truth.ts';
import { choice, cut, escapeHtml, operationWord, scriptJson } from './writing.ts';

/** The page cuts descriptions about here and says so (`is_truncated`). */
const SHOWN_DESCRIPTION = 200;
/** Every page's geo metadata names the middle of Jalisco, whatever the property. */
const STATE_CENTROID = '20.6595382;-103.3494376';

const low = (range: Advert['bedrooms']): number | null => some(range?.min ?? null);

/** "Casa en Renta en Av. Vallarta 1234, Zapopan". */
function titleParts(advert: Advert): { readonly before: string; readonly street: string; readonly after: string } {
  return {
    before: `${advert.typeName} en ${operationWord(advert.operation)} en `,
    street: advert.street ?? advert.neighbourhood ?? advert.municipality,
    after: `, ${advert.municipality}`,
  };
}

function property(advert: Advert): Readonly<Record<string, unknown>> {
  const place = coordinates(advert);
  return {
    id: prop.propId(advert.serial),
    status: 1,
    price: advert.price === null ? 'Consultar precio' : `${prop.propPrice(advert)} ${advert.price.currency}`,
    real_price: advert.price?.amount ?? 0,
    currency: advert.price?.currency ?? null,
    purpose_string: operationWord(advert.operation),
    type_children_string: advert.typeName,
    street: advert.street,
    colony: advert.neighbourhood,
    city: advert.municipality,
    state: advert.state,
    zipcode: String(44_100 + choice(5800, 'zip', advert.neighbourhood ?? '')),
    address: [advert.street, prop.propShortAddress(advert)].filter((part) => part !== null).join(', '),
    short_address: prop.propShortAddress(advert),
    latitude: place === null ? null : prop.propCoordinate(place.latitude, advert),
    longitude: place === null ? null : prop.propCoordinate(place.longitude, advert),
    bathrooms: low(advert.bathrooms),
    size_house: advert.built === null ? null : String(advert.built.min),
    size_ground: advert.land === null ? null : String(advert.land.min),
    age: advert.ageYears,
    description: cut(advert.description, SHOWN_DESCRIPTION),
    is_truncated: cut(advert.description, SHOWN_DESCRIPTION).endsWith('...'),
    disabled: false,
    isAuction: advert.operation === 'auction',
    redirect: null,
    thumbnail: advert.photos === 0 ? '' : prop.propImage(advert, 1),
  };
}

/** `__NEXT_DATA__` of a detail page around a `property` record. */
export function propDetailData(
  record: Readonly<Record<string, unknown>>,
  rest: Readonly<Record<string, unknown>>,
): unknown {
  const state = { Property: { property: { results: { property: record, ...rest } } } };
  return {
    props: { pageProps: { initialState: state, initialReduxState: state } },
    page: '/inmuebles/[slug]',
    buildId: 'q8VdZ1xkT0c2mL',
  };
}

function restOfData(advert: Advert): Readonly<Record<string, unknown>> {
  const gallery = Object.fromEntries(
    Array.from({ length: advert.photos }, (_, index) => [String(index), { image: prop.propImage(advert, index + 1) }]),
  );
  return {
    amenities: {
      age: advert.ageYears,
      size_ground: advert.land === null ? null : String(advert.land.min),
      parking_num: some(advert.parking),
    },
    gallery,
    breadcrumbs: [{ name: advert.state }, { name: advert.municipality }],
    seo: { canonical: prop.propDetailUrl(advert), is_property_no_index: false },
    profile: { name: advert.agency, phone: '33 0000 0000' },
    services: advert.services.map((name) => ({ name })),
    statistics: { views: choice(900, 'views', advert.serial) },
  };
}

const list = (names: readonly string[]): string => names.map((name) => `<li>${escapeHtml(name)}</li>`).join('');

function metaDescription(advert: Advert): string {
  const bedrooms = low(advert.bedrooms);
  const rooms = bedrooms === null ? '' : `, ${bedrooms} ${bedrooms === 1 ? 'recámara' : 'recámaras'}`;
  return `${advert.typeName} en ${operationWord(advert.operation).toLowerCase()} en ${prop.propShortAddress(advert)}${rooms}. Conoce más en Propiedades.com.`;
}

/** The first photos; the rest is in the data's gallery, as bare file names. */
function pictures(advert: Advert): string {
  const shown = Array.from({ length: Math.min(advert.photos, 5) }, (_, index) =>
    prop.propPhoto(advert, index + 1, '1200x507'),
  );
  return `<div class="property-gallery">${shown.map((address) => `<img src="${address}" alt="">`).join('')}</div>`;
}

/** A page around its record. */
export function propDetailHtml(advert: Advert, parts: { readonly data: unknown }): string {
  const ballast = ballastOf('prop');
  const title = titleParts(advert);
  const price = advert.price === null ? 'Consultar precio' : `${prop.propPrice(advert)} ${advert.price.currency}`;
  // Seen so on a rental: the businessFunction does not follow the operation.
  const jsonLd = {
    '@context': 'https://schema.org',
    '@type': 'Offer',
    businessFunction: 'http://purl.org/goodrelations/v1#Sell',
    url: prop.propDetailUrl(advert),
  };
  const html = `<!DOCTYPE html><html lang="es"><head><meta charset="utf-8"><title>${escapeHtml(`${title.before}${title.street}${title.after}`)}</title><meta name="description" content="${escapeHtml(metaDescription(advert))}"><meta name="ICBM" content="${STATE_CENTROID.replace(';', ', ')}"><meta name="geo.position" content="${STATE_CENTROID}"><link rel="canonical" href="${prop.propDetailUrl(advert)}">${ballast.head}<script type="application/ld+json">${scriptJson(jsonLd)}</script></head>
<body><div id="__next">${ballast.sprite}<main><h1>${escapeHtml(title.before)}<em itemprop="streetAddress">${escapeHtml(title.street)}</em>${escapeHtml(title.after)}</h1><div class="price-text"><h2><strong>${price}</strong></h2></div><input type="hidden" id="property_id" value="${prop.propId(advert.serial)}">${pictures(advert)}
<p data-testid="property-description">${escapeHtml(cut(advert.description, SHOWN_DESCRIPTION))}</p>
<section data-gtm="container-caracteristicas"><h2>Características</h2><ul>${list(advert.features)}</ul></section>
<section data-gtm="container-amenidades"><h2>Amenidades</h2><ul>${list(advert.amenities)}</ul></section></main></div><script id="__NEXT_DATA__" type="application/json">${scriptJson(parts.data)}</script>${ballast.tail}`;
  return `${html}${filler('prop', html.length)}</body></html>`;
}

const HTML = { 'content-type': 'text/html; charset=utf-8' } as const;

export function propDetailAnswer(advert: Advert): Answer {
  return {
    status: 200,
    headers: HTML,
    body: propDetailHtml(advert, { data: propDetailData(property(advert), restOfData(advert)) }),
  };
}

/** The page of an advert that has left: status 200, `disabled`, "FUERA DEL MERCADO". */
export function propGoneAnswer(context: PageContext): Answer {
  const record = { id: 0, disabled: true, redirect: null };
  const data = propDetailData(record, { seo: { canonical: context.url.href, is_property_no_index: true } });
  const html = `<!DOCTYPE html><html lang="es"><head><meta charset="utf-8"><meta name="robots" content="noindex"><title>Propiedad fuera del mercado | Propiedades.com</title></head><body><div id="__next"><main><div id="container-section-off-the-market"><strong>FUERA DEL MERCADO</strong><p>Esta propiedad ya no se encuentra disponible</p></div></main></div><script id="__NEXT_DATA__" type="application/json">${scriptJson(data)}</script></body></html>`;
  return { status: 200, headers: HTML, body: html };
}

/** What the detail page says of an advert. */
export function propDetailTruth(advert: Advert, _context: PageContext): Row {
  const place = coordinates(advert);
  const title = titleParts(advert);
  return rowOf({
    site: 'Prop',
    listing_id: String(prop.propId(advert.serial)),
    url: prop.propDetailUrl(advert),
    title: `${title.before}${title.street}${title.after}`,
    description: cut(advert.description, SHOWN_DESCRIPTION),
    ...priceColumns(advert.price, { period: false, from: false }),
    operation: advert.operation,
    property_type: advert.typeName,
    location: prop.propShortAddress(advert),
    street: advert.street,
    neighbourhood: advert.neighbourhood,
    municipality: advert.municipality,
    state: advert.state,
    ...lowColumn('bedrooms', advert.bedrooms),
    ...lowColumn('bathrooms', advert.bathrooms),
    parking: some(advert.parking),
    ...lowColumn('built_area_m2', advert.built),
    ...lowColumn('land_area_m2', advert.land),
    agency: advert.agency,
    photos: some(advert.photos),
    first_photo: advert.photos > 0 ? prop.propPhoto(advert, 1, '1200x507') : null,
    latitude: place?.latitude,
    longitude: place?.longitude,
    features: advert.features.join('; '),
    services: advert.services.join('; '),
    amenities: advert.amenities.join('; '),
    age_years: some(advert.ageYears),
  });
}
