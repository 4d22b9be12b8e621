/** Propiedades.com's result pages (2026): `__NEXT_DATA__` with all facts, cards with some of them, JSON-LD. */
import type { Row } from '../../src/core/listing.ts';
import type { Advert, Answer, ListPage, PageContext } from '../portal.ts';
import { filler, inlineIcon } from './ballast.ts';
import * as prop from './prop-address.ts';
import { coordinates, lowColumn, priceColumns, rowOf, some } from './truth.ts';
import {
  choice,
  cityName,
  daysBefore,
  escapeHtml,
  grouped,
  isLand,
  operationWord,
  scriptJson,
  slashDay,
  slug,
  words,
} from './writing.ts';

const low = (range: Advert['bedrooms']): number | null => some(range?.min ?? null);
const flag = (advert: Advert, name: string): 0 | 1 | null => {
  const draw = choice(5, 'prop-flag', name, advert.serial);
  return draw === 0 ? 1 : draw < 4 ? 0 : null;
};

const FLAGS = [
  'pool',
  'gym',
  'terrace',
  'pets',
  'furnished',
  'elevator',
  'air_conditioning',
  'private_security',
  'laundry',
  'cistern',
] as const;

/** A sale may name a rent beside its price; 0 stands for "none". */
function prices(advert: Advert): Record<string, number> {
  const amount = advert.price?.amount ?? 0;
  const renting = advert.operation === 'rent';
  const second =
    !renting && amount > 0 && choice(20, 'prop-second', advert.serial) === 0 ? Math.round(amount / 240) : 0;
  return {
    price_num: amount,
    price_real: amount,
    sale_price_real: renting ? 0 : amount,
    rental_price_real: renting ? amount : second,
  };
}

/** The entry of `results.properties`. */
export function propEntry(advert: Advert, context: PageContext): Readonly<Record<string, unknown>> {
  const published = daysBefore(context.today, advert.publishedDaysAgo);
  const place = coordinates(advert);
  const clock = `${String(choice(24, 'h', advert.serial)).padStart(2, '0')}:${String(choice(60, 'm', advert.serial)).padStart(2, '0')}:${String(choice(60, 's', advert.serial)).padStart(2, '0')}`;
  return {
    id: prop.propId(advert.serial),
    url_property: `${prop.propDetailUrl(advert)}#tipos=${slug(advert.typeName)}&area=${slug(advert.municipality)}&pos=${choice(48, 'pos', advert.serial) + 1}`,
    ...prices(advert),
    currency: advert.price?.currency ?? null,
    purpose: advert.operation === 'rent' ? 2 : 1,
    purpose_str: advert.operation === 'rent' ? 'Renta' : 'Venta',
    type: choice(40, 'prop-type', advert.typeName) + 1,
    type_children: choice(90, 'prop-child', advert.typeName) + 1,
    type_children_str: advert.typeName,
    property_type: 'Residencial',
    size_m2: prop.propSize(advert),
    bedrooms: low(advert.bedrooms),
    bathrooms: low(advert.bathrooms),
    parking_num: some(advert.parking),
    latitude: place === null ? null : prop.propCoordinate(place.latitude, advert),
    longitude: place === null ? null : prop.propCoordinate(place.longitude, advert),
    valid_coords: place !== null,
    colony: advert.neighbourhood,
    city: advert.municipality,
    municipality: advert.municipality,
    state: advert.state,
    zipcode: String(44_100 + choice(5800, 'zip', advert.neighbourhood ?? '')),
    short_address: prop.propShortAddress(advert),
    address1: advert.street,
    full_address: [advert.street, prop.propShortAddress(advert)].filter((part) => part !== null).join(', '),
    published: `${published} ${clock}`,
    modified: slashDay(daysBefore(context.today, Math.floor(advert.publishedDaysAgo / 3))),
    days_ago: `${advert.publishedDaysAgo} días en Propiedades.com`,
    total_photos: prop.propListPhotos(advert),
    picture: advert.photos === 0 ? '' : prop.propPhoto(advert, 1, '600x400'),
    highlighted: choice(8, 'prop-high', advert.serial) === 0 ? '1' : '0',
    off_market: false,
    isAuction: advert.operation === 'auction',
    isExclusive: flag(advert, 'exclusive') === 1,
    is_main_duplicated: null,
    ...Object.fromEntries(FLAGS.map((name) => [name, flag(advert, name)])),
  };
}

/** `props.pageProps` and what stands around it; `properties` as given. */
export function propNextData(page: ListPage, properties: readonly unknown[]): unknown {
  const { search, pages, total } = page;
  const results = {
    properties,
    paginate: {
      current_page: search.page,
      items: total,
      pages,
      next_page: search.page < pages ? search.page + 1 : null,
    },
    statusHttp: { code: 200 },
    seo: { h1: heading(page) },
    pagina: { params: { area: search.citySlug, tipos: search.typeSlug } },
  };
  const pageProps = { results, totalItems: total, initialReduxState: { Results: { results } } };
  return {
    props: { pageProps, __N_SSP: true },
    page: '/[...slug]',
    query: { slug: [search.citySlug] },
    buildId: 'q8VdZ1xkT0c2mL',
    isFallback: false,
    gssp: true,
  };
}

function amenity(icon: string, text: string | null): string {
  return text === null
    ? ''
    : `<li class="amenities"><i class="pcom-i" data-id="pcom-icon-${icon}">${inlineIcon('prop', icon)}</i><span class="amenities-count">${text}</span></li>`;
}

function gallery(advert: Advert): string {
  const shown = Math.min(advert.photos, 3);
  const pictures = Array.from({ length: shown }, (_, index) => {
    const source =
      index === 0 ? prop.propPhoto(advert, 1, '600x400') : 'https://propiedades.com/static/background-card.webp';
    return `<picture><img src="${source}"${index === 0 ? ` srcset="${prop.propPhoto(advert, 1, '336x200')} 336w, ${prop.propPhoto(advert, 1, '600x400')} 600w"` : ''} alt="" loading="lazy"></picture>`;
  });
  return `<div class="pcom-property-card-header-gallery">${pictures.join('')}</div>`;
}

/** A listing's card: what only the JSON has (coordinates' source, dates, photos, colony apart) is not all on it. */
export function propCard(advert: Advert): string {
  const highlighted = choice(8, 'prop-high', advert.serial) === 0;
  const operation = operationWord(advert.operation);
  const place = coordinates(advert);
  const geo =
    place === null
      ? ''
      : `<meta itemprop="latitude" content="${place.latitude}"><meta itemprop="longitude" content="${place.longitude}">`;
  const size = prop.propSize(advert);
  const street = advert.street ?? advert.neighbourhood ?? '';
  const price = `${prop.propPrice(advert)}${advert.price === null ? '' : ` <span class="currency">${advert.price.currency}</span>`}`;
  return `<section data-gtm="card | ${slug(advert.typeName)} | ${operation.toLowerCase()} | ${highlighted}" data-id="${prop.propId(advert.serial)}"><section class="pcom-property-card" itemscope itemtype="https://schema.org/Residence"><header class="pcom-property-card-header">${geo}${gallery(advert)}${highlighted ? '<div class="labels-highlighted">DESTACADO</div>' : ''}</header>
<article class="pcom-property-card-body" data-testid="pcom-property-card-body"><div class="section-labels"><div>${escapeHtml(advert.typeName)}</div><div>${operation}</div></div>
<div class="pcom-property-card-body-main-info"><div>${price}</div><a class="pcom-property-card-body-main-info-street" href="${prop.propDetailUrl(advert)}#tipos=${slug(advert.typeName)}" title="${escapeHtml(prop.propShortAddress(advert))}"><h2><span itemprop="streetAddress">${escapeHtml(street)}</span>, <span itemprop="addressLocality">${escapeHtml(advert.municipality)}</span>, <span itemprop="addressRegion">${escapeHtml(advert.state)}</span></h2></a><p>ID: ${prop.propId(advert.serial)}</p></div>
<ul class="pcom-property-card-body-amenities">${amenity('rooms', low(advert.bedrooms) === null ? null : String(low(advert.bedrooms)))}${amenity('bathroom', low(advert.bathrooms) === null ? null : String(low(advert.bathrooms)))}${amenity('construction-size', size === null ? null : `${grouped(Number(size))} m2`)}${amenity('parking', some(advert.parking) === null ? null : String(advert.parking))}</ul></article></section></section>`;
}

function jsonLd(page: ListPage, context: PageContext): string {
  const itemListElement = page.adverts.map((advert, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    item: {
      '@type': 'RealEstateListing',
      url: prop.propDetailUrl(advert),
      datePosted: daysBefore(context.today, advert.publishedDaysAgo),
      ...(advert.price === null
        ? {}
        : { offers: { '@type': 'Offer', price: advert.price.amount, priceCurrency: advert.price.currency } }),
    },
  }));
  const data = {
    '@context': 'https://schema.org',
    '@type': 'WebPage',
    url: context.url.href,
    mainEntity: { '@type': 'ItemList', itemListElement },
  };
  return `<script type="application/ld+json">${scriptJson(data)}</script>`;
}

function heading(page: ListPage): string {
  return `${grouped(page.total)} ${words(page.search.typeSlug)} en ${operationWord(page.search.operation)} en ${cityName(page.search.citySlug)}`;
}

function pager(page: ListPage, pageUrl: (page: number) => string): string {
  const { page: current } = page.search;
  const numbers = [current - 1, current, current + 1].filter((number) => number >= 1 && number <= page.pages);
  const items = numbers.map(
    (number) =>
      `<li${number === current ? ' class="active"' : ''}><a aria-label="page-${number}" href="${escapeHtml(pageUrl(number))}">${number}</a></li>`,
  );
  const arrow =
    current < page.pages
      ? `<li data-gtm="arrow right"><a href="${escapeHtml(pageUrl(current + 1))}">${inlineIcon('prop', 'next')}</a></li>`
      : '';
  return `<ul aria-label="items-pagination">${items.join('')}${arrow}</ul>`;
}

const NO_RESULTS =
  '<section class="no-results" data-testid="no-results"><h2>No encontramos propiedades con estas características</h2><p>Ajusta los filtros de tu búsqueda.</p></section>';

/** What a trap page puts in the place of the usual parts. */
export interface PropListParts {
  readonly cards: readonly string[];
  readonly data: unknown;
  readonly beforeData?: string;
  readonly jsonLd: string;
}

export function propListHtml(page: ListPage, parts: PropListParts, pageUrl: (page: number) => string): string {
  const title = escapeHtml(heading(page));
  const html = `<!DOCTYPE html><html lang="es"><head><meta charset="utf-8"><title>${title} | Propiedades.com</title><link rel="canonical" href="${escapeHtml(pageUrl(page.search.page))}">${parts.jsonLd}</head>
<body><div id="__next"><header><a href="/">Propiedades.com</a></header><main><h1>${title}</h1><div class="pcom-property-list">
${parts.cards.length === 0 ? NO_RESULTS : parts.cards.join('\n')}</div>
${pager(page, pageUrl)}</main></div>${parts.beforeData ?? ''}<script id="__NEXT_DATA__" type="application/json">${scriptJson(parts.data)}</script>`;
  return `${html}${filler('prop', html.length)}</body></html>`;
}

export function propListAnswer(page: ListPage, context: PageContext, pageUrl: (page: number) => string): Answer {
  const properties = page.adverts.map((advert) => propEntry(advert, context));
  const body = propListHtml(
    page,
    { cards: page.adverts.map(propCard), data: propNextData(page, properties), jsonLd: jsonLd(page, context) },
    pageUrl,
  );
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** What the page's JSON says of an advert: it has no title, no description, no agency and no price period. */
export function propListTruth(advert: Advert, context: PageContext): Row {
  const place = coordinates(advert);
  const land = isLand(advert.typeName);
  return rowOf({
    site: 'Prop',
    listing_id: String(prop.propId(advert.serial)),
    url: prop.propDetailUrl(advert),
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
    ...lowColumn(land ? 'land_area_m2' : 'built_area_m2', land ? advert.land : advert.built),
    published_on: daysBefore(context.today, advert.publishedDaysAgo),
    photos: prop.propListPhotos(advert),
    first_photo: advert.photos > 0 ? prop.propPhoto(advert, 1, '600x400') : null,
    latitude: place?.latitude,
    longitude: place?.longitude,
  });
}
