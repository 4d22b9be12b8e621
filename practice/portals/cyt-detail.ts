/** Casas y Terrenos' detail page (sites.md, 3.3): the App Router's, with its data in the flight chunks and no `__NEXT_DATA__`. */
import { hashOf } from '../chance.ts';
import type { Row } from '../../src/core/listing.ts';
import type { Advert, Answer } from '../portal.ts';
import { inlineIcon } from './ballast.ts';
import { advertPath, advertUrl, canonicalSlug, HOST, idOf } from './cyt-address.ts';
import { currencyWord, frame, HTML, photoUrls } from './cyt-list.ts';
import { priceColumns, rowOf } from './truth.ts';
import { escapeHtml, flat, grouped, scriptJson } from './writing.ts';

/** The portal's groups of amenities, and the columns they belong in. */
export const GROUPS = [
  ['General', 'features'],
  ['Servicios', 'services'],
  ['Amenidades', 'amenities'],
  ['Exteriores', 'exteriors'],
] as const;

/** Where a trap's page differs from an advert's own. */
export interface DetailTwist {
  /** `<title>` and h1. */
  readonly title?: string;
  /** Rent beside the sale. */
  readonly secondRent?: number;
}

const area = (value: number | null | undefined): string | null =>
  value === null || value === undefined ? null : value.toFixed(2);

/** The counts, where 0 stands for unknown. */
function features(advert: Advert): unknown {
  return {
    age: advert.ageYears ?? 0,
    area: area(advert.land?.min),
    construction: area(advert.built?.min),
    bathrooms: advert.bathrooms?.min ?? 0,
    halfBathrooms: advert.halfBathrooms ?? 0,
    levels: 0,
    parking: advert.parking ?? 0,
    rooms: advert.bedrooms?.min ?? 0,
  };
}

function property(advert: Advert, twist: DetailTwist): unknown {
  const { price } = advert;
  const money = price === null ? null : { price: price.amount, currency: currencyWord(advert) };
  const renting = advert.operation === 'rent';
  return {
    canonical: advertUrl(advert),
    id: Number(idOf(advert)),
    name: advert.title,
    land: area(advert.land?.min),
    construction: area(advert.built?.min),
    coords:
      advert.latitude === null || advert.longitude === null ? null : { lat: advert.latitude, lng: advert.longitude },
    county: advert.state,
    municipality: advert.municipality,
    municipalityId: hashOf(advert.municipality) % 3000,
    neighborhood: advert.neighbourhood,
    street: advert.street,
    externalNumber: null,
    description: `<p>${escapeHtml(advert.description).replaceAll('\n', '<br>')}</p>`,
    features: features(advert),
    images: photoUrls(advert).map((original, order) => ({ original, order })),
    prioritizedPrices: {
      primary: renting ? { renta: money } : { venta: money },
      secondary:
        twist.secondRent === undefined ? null : { renta: { price: twist.secondRent, currency: 'mxn' }, traspaso: null },
    },
    sellingPrice: renting ? null : (price?.amount ?? null),
    currency: currencyWord(advert),
    typeOfProperty: advert.typeName,
    isPublished: true,
    status: 'published',
    generalAmenities: Object.fromEntries(
      GROUPS.map(([name, key]) => [name, advert[key]]).filter(([, items]) => items?.length !== 0),
    ),
    contactCard: { name: advert.agency, phone: '33 0000 0000', email: 'contacto@example.com' },
  };
}

/** Text as React streams it: rows `id:json`, cut into chunks at any place. */
function flight(advert: Advert, twist: DetailTwist): string {
  const key = `@"property-page","${canonicalSlug(advert)}",`;
  const rows = [
    `1:"$Sreact.fragment"\n2:I[94970,["177","static/chunks/app/layout-5c1.js"],"ClientPageRoot"]\n`,
    `7:["$","$L12",null,{"value":${JSON.stringify({ fallback: { [key]: { property: property(advert, twist), related: [] } } })}}]\n`,
    `8:["$","meta","1",{"name":"viewport","content":"width=device-width"}]\n`,
  ].join('');
  const size = 3000 + (advert.serial % 700);
  const chunks = Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
  return chunks.map((chunk) => `<script>self.__next_f.push([1,${scriptJson(chunk)}])</script>`).join('');
}

function jsonLd(advert: Advert): string {
  const data = {
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'RealEstateListing',
        url: advertUrl(advert),
        name: advert.title,
        image: photoUrls(advert).slice(0, 5),
        ...(advert.price === null
          ? {}
          : {
              offers: {
                '@type': 'Offer',
                price: advert.price.amount,
                priceCurrency: advert.price.currency,
                availability: 'https://schema.org/InStock',
              },
            }),
        address: {
          '@type': 'PostalAddress',
          addressLocality: advert.municipality,
          addressRegion: advert.state,
          addressCountry: 'MX',
        },
        ...(advert.latitude === null || advert.longitude === null
          ? {}
          : { geo: { '@type': 'GeoCoordinates', latitude: advert.latitude, longitude: advert.longitude } }),
      },
      {
        '@type': 'BreadcrumbList',
        itemListElement: [{ '@type': 'ListItem', position: 1, name: 'Jalisco', item: `https://${HOST}/i/jalisco` }],
      },
    ],
  };
  return `<script type="application/ld+json">${scriptJson(data)}</script>`;
}

function icons(advert: Advert): string {
  const rows: readonly (readonly [string, number | null])[] = [
    ['icono numero de habitaciones', advert.bedrooms?.min ?? null],
    ['icono de numero de baños', advert.bathrooms?.min ?? null],
    ['icono numero de estacionamientos', advert.parking],
  ];
  return rows
    .map(([alt, count]) => (count === null ? '' : `<div><img alt="${alt}" src="/icons/i.svg"/><p>${count}</p></div>`))
    .join('');
}

export function renderDetail(advert: Advert, twist: DetailTwist = {}): Answer {
  const title = twist.title ?? advert.title;
  const amount =
    advert.price === null
      ? 'Consultar precio'
      : `$<!-- -->${grouped(advert.price.amount)}<!-- -->${currencyWord(advert)}`;
  const rent =
    twist.secondRent === undefined
      ? ''
      : `<p class="text-lg">Renta: $<!-- -->${grouped(twist.secondRent)}<!-- -->mxn</p>`;
  const panels = GROUPS.filter(([, key]) => advert[key].length > 0).map(
    ([name, key]) =>
      `<section id="amenities-panel-${name.toLowerCase()}"><h3>${name}</h3>${advert[key].map((item) => `<div>${inlineIcon('cyt', item)}<span class="truncate">${escapeHtml(item)}</span></div>`).join('')}</section>`,
  );
  const figure = (label: string, value: string | null): string =>
    value === null ? '' : `<div><p class="uppercase">${label}</p><p>${value}m2</p></div>`;
  const main = `<p class="text-3xl font-bold">${amount}</p>${rent}<h1 class="text-xl">${escapeHtml(title)}</h1>
<div class="hidden"><p>Esta propiedad ya no está disponible para venta o renta.</p></div>
<div class="flex">${icons(advert)}</div>${figure('Terreno', area(advert.land?.min))}${figure('Construcción', area(advert.built?.min))}
<div class="prose"><p>${escapeHtml(advert.description).replaceAll('\n', '<br/>')}</p></div>${panels.join('')}`;
  const dataLayer = {
    listing_id: idOf(advert),
    listing_price: advert.price?.amount ?? null,
    listing_currency: currencyWord(advert),
    listing_property_type: advert.typeName,
    listing_transaction_type: advert.operation === 'rent' ? 'renta' : 'venta',
    listing_neighborhood: advert.neighbourhood,
    listing_municipality: advert.municipality,
    listing_state: advert.state,
  };
  const scripts = `${jsonLd(advert)}<script>window.dataLayer=[${scriptJson(dataLayer)}]</script><script>(self.__next_f=self.__next_f||[]).push([0])</script>${flight(advert, twist)}`;
  return { status: 200, headers: HTML, body: frame(title, `https://${HOST}${advertPath(advert)}`, main, scripts) };
}

export function renderGone(): Answer {
  const main =
    '<div class="flex flex-col items-center"><h1>Lo sentimos, esta propiedad no está disponible</h1><a href="/">Ver otras propiedades</a></div>';
  return { status: 200, headers: HTML, body: frame('Propiedad no disponible', `https://${HOST}/`, main, '') };
}

export function renderNotFound(): Answer {
  return {
    status: 404,
    headers: HTML,
    body: frame('404', `https://${HOST}/`, '<h1>404 - Pagina no encontrada</h1>', ''),
  };
}

export function detailTruth(advert: Advert): Row {
  const photos = photoUrls(advert);
  const groups = Object.fromEntries(GROUPS.map(([, key]) => [key, advert[key].join('; ')]));
  return rowOf({
    site: 'CyT',
    listing_id: idOf(advert),
    url: advertUrl(advert),
    title: advert.title,
    description: flat(advert.description),
    ...priceColumns(advert.price, { period: false, from: false }),
    operation: advert.operation === 'rent' ? 'rent' : 'sale',
    property_type: advert.typeName,
    street: advert.street,
    neighbourhood: advert.neighbourhood,
    municipality: advert.municipality,
    state: advert.state,
    bedrooms: advert.bedrooms?.min ?? null,
    bathrooms: advert.bathrooms?.min ?? null,
    half_bathrooms: advert.halfBathrooms,
    parking: advert.parking,
    built_area_m2: advert.built?.min ?? null,
    land_area_m2: advert.land?.min ?? null,
    photos: photos.length === 0 ? null : photos.length,
    first_photo: photos[0] ?? null,
    latitude: advert.latitude,
    longitude: advert.longitude,
    age_years: advert.ageYears,
    ...groups,
  });
}
