/**
 * Mitula's result pages. Two generations: `data` (facts in data-* attributes, the link base64 in
 * data-clickdestination, JSON-LD aligned with the cards) and `button` (the older one: a "Ver detalle" button in a
 * plain click link, the title as text, no JSON-LD, no coordinates).
 */
import type { Row } from '../../src/core/listing.ts';
import type { Advert, Answer, ListPage, PageContext, Range } from '../portal.ts';
import { ballastOf, filler, inlineIcon } from './ballast.ts';
import {
  aggregatorPrice,
  mitClickUrl,
  mitDateAndAgency,
  mitDetailUrl,
  mitId,
  mitPhoto,
  placeText,
} from './mit-address.ts';
import { coordinates, lowColumn, priceColumns, rowOf, some } from './truth.ts';
import {
  choice,
  cityName,
  cut,
  daysBefore,
  escapeHtml,
  generationOf,
  grouped,
  isLand,
  operationWord,
  scriptJson,
  words,
} from './writing.ts';

export type MitGeneration = 'data' | 'button';
export const MIT_GENERATIONS: readonly [MitGeneration, ...MitGeneration[]] = ['data', 'button'];

const SHOWN_DESCRIPTION = 200;

/** The one area of the card: built, or for land the lot; of a range the lower end. */
const shownArea = (advert: Advert): number | null =>
  some((isLand(advert.typeName) ? advert.land : advert.built)?.min ?? null);
const low = (range: Range | null): number | null => some(range?.min ?? null);

function fact(test: string, value: number | null, one: string, many: string): string {
  if (value === null) return '';
  const text = test === 'floor-area' ? `${grouped(value)} m²` : `${value} ${value === 1 ? one : many}`;
  return `<p class="listing-card__properties__property" data-test="${test}" content="${value}">${inlineIcon('mit', test)}<span>${text}</span></p>`;
}

function facilities(advert: Advert): string {
  const names = [...advert.amenities, ...advert.exteriors].slice(0, 3);
  const items = names.map(
    (name) =>
      `<span class="listing-card__facilities__facility">${inlineIcon('mit', 'check')}${escapeHtml(name)}</span>`,
  );
  return items.length === 0
    ? ''
    : `<div class="listing-card__facilities" data-test="snippet__amenities">${items.join('')}</div>`;
}

function picture(advert: Advert, generation: MitGeneration): string {
  const title = escapeHtml(advert.title);
  if (advert.photos === 0) return '<div class="listing-card__image listing-card__image--none"></div>';
  const address = mitPhoto(advert, '660x400');
  const sizes = ['330x200', '660x400', '990x600', '1320x800']
    .map((size, index) => `${mitPhoto(advert, size)} ${330 * (index + 1)}w`)
    .join(', ');
  const image =
    generation === 'data'
      ? `<img class="main" content="${address}" src="${address}" srcset="${sizes}" alt="${title}" title="${title}" loading="lazy">`
      : `<img class="main" src="${address}" srcset="${sizes}" alt="" loading="lazy">`;
  return `<div class="listing-card__image">${image}<span class="listing-card__image__count">${advert.photos}</span></div>`;
}

function body(advert: Advert, context: PageContext): string {
  const highDemand =
    choice(8, 'mit-demand', advert.serial) === 0
      ? '<span class="tag tag--listing--highdemand">Muy solicitado</span>'
      : '';
  return `<div class="listing-card__price"><span class="price__actual" data-test="price__actual">${aggregatorPrice(advert, ' ') ?? 'Consultar precio'}</span></div>
<div class="listing-card__tags"><span class="tag tag--listing--property-type">${escapeHtml(advert.typeName)}</span>${highDemand}</div>
<div class="listing-card__location" data-test="snippet__location">${inlineIcon('mit', 'pin')}<span class="listing-card__location__geo">${escapeHtml(placeText(advert))}</span></div>
<div class="listing-card__properties">${fact('bedrooms', low(advert.bedrooms), 'Recámara', 'Recámaras')}${fact('bathrooms', low(advert.bathrooms), 'Baño', 'Baños')}${fact('floor-area', shownArea(advert), '', '')}</div>
${facilities(advert)}
<div class="listing-card__description" data-test="snippet__description"><div class="listing-card__description__text" style="display:none">${escapeHtml(cut(advert.description, SHOWN_DESCRIPTION))}</div></div>
<div class="listing-card__published" data-test="snippet__published-date-and-agency"><p>${escapeHtml(mitDateAndAgency(advert, context.today))}</p></div>`;
}

function dataAttributes(advert: Advert, index: number, context: PageContext): string {
  const area = shownArea(advert);
  const attributes: Readonly<Record<string, string>> = {
    listingid: mitId(advert.serial),
    price: advert.price === null ? '' : grouped(advert.price.amount),
    currency: advert.price?.currency ?? '',
    'operation-type': advert.operation === 'rent' ? 'rent' : 'sell',
    location: placeText(advert),
    city: advert.municipality,
    district: '',
    region: advert.state,
    neighbourhood: advert.neighbourhood ?? '',
    floorarea: area === null ? '' : `${grouped(area)} m²`,
    rooms: low(advert.bedrooms) === null ? '' : String(low(advert.bedrooms)),
    index: String(index),
    ishighdemand: String(choice(8, 'mit-demand', advert.serial) === 0),
    clickdestination: Buffer.from(mitClickUrl(advert, context.today)).toString('base64'),
    pageviewid: choice(0xffffffff, 'view', context.url.href).toString(16),
  };
  return Object.entries(attributes)
    .map(([name, value]) => ` data-${name}="${escapeHtml(value)}"`)
    .join('');
}

/** A listing's card. */
export function mitCard(advert: Advert, index: number, context: PageContext, generation: MitGeneration): string {
  if (generation === 'data') {
    return `<article class="listing listing-card"${dataAttributes(advert, index, context)}>${picture(advert, generation)}<div class="listing-card__content">${body(advert, context)}<button type="button" class="listing-card__cta" data-test="contact-button">${inlineIcon('mit', 'mail')}Contactar</button></div></article>`;
  }
  const operation = advert.operation === 'rent' ? 'rent' : 'sell';
  return `<article class="listing listing-card" data-listingid="${mitId(advert.serial)}" data-operation-type="${operation}">${picture(advert, generation)}<div class="listing-card__content"><h2 class="listing-card__title" data-test="snippet__title">${escapeHtml(advert.title)}</h2>
${body(advert, context)}<a href="${escapeHtml(mitClickUrl(advert, context.today))}" rel="nofollow" target="_blank"><button type="button" data-test="snippet__view-detail-button">Ver detalle</button></a></div></article>`;
}

/** One entry of the JSON-LD's `about`, in the order of the cards. */
export function mitJsonLdItem(advert: Advert): unknown {
  const place = coordinates(advert);
  return {
    '@type': 'Residence',
    name: advert.title,
    description: cut(advert.description, SHOWN_DESCRIPTION),
    ...(low(advert.bedrooms) === null ? {} : { numberOfBedrooms: low(advert.bedrooms) }),
    ...(low(advert.bathrooms) === null ? {} : { numberOfBathroomsTotal: low(advert.bathrooms) }),
    ...(shownArea(advert) === null
      ? {}
      : { floorSize: { '@type': 'QuantitativeValue', value: shownArea(advert), unitCode: 'MTK' } }),
    address: {
      '@type': 'PostalAddress',
      addressLocality: advert.municipality,
      addressRegion: advert.state,
      addressCountry: 'MX',
    },
    ...(place === null ? {} : { geo: { '@type': 'GeoCoordinates', ...place } }),
  };
}

export function mitJsonLd(page: ListPage, context: PageContext): string {
  const data = {
    '@context': 'https://schema.org',
    '@type': 'SearchResultsPage',
    url: context.url.href,
    name: heading(page),
    about: page.adverts.map(mitJsonLdItem),
  };
  return `<script type="application/ld+json">${scriptJson(data)}</script>`;
}

function heading(page: ListPage): string {
  return `${words(page.search.typeSlug)} en ${operationWord(page.search.operation).toLowerCase()} en ${cityName(page.search.citySlug)}`;
}

function pager(page: ListPage, pageUrl: (page: number) => string): string {
  const { page: current } = page.search;
  const link = (number: number, text: string): string =>
    `<li class="pagination__page"><a href="${escapeHtml(pageUrl(number))}">${text}</a></li>`;
  const around = [current - 2, current - 1, current, current + 1, current + 2].filter(
    (number) => number >= 1 && number <= page.pages,
  );
  const items = around.map((number) =>
    number === current
      ? `<li class="pagination__page pagination__page--active"><span>${number}</span></li>`
      : link(number, String(number)),
  );
  return `<ul class="pagination">${current > 1 ? link(current - 1, 'Anterior') : ''}${items.join('')}${current < page.pages ? link(current + 1, 'Siguiente') : ''}</ul>`;
}

const NO_RESULTS =
  '<div class="no-results" data-test="no-results"><h2>No hemos encontrado anuncios que coincidan con tu búsqueda</h2><p>Prueba con otra zona o crea una alerta.</p></div>';

/** The page around cards that are ready; trap pages bring their own. */
export function mitListHtml(
  page: ListPage,
  context: PageContext,
  cards: readonly string[],
  jsonLd: string,
  pageUrl: (page: number) => string,
): string {
  const ballast = ballastOf('mit');
  const title = escapeHtml(heading(page));
  const banner =
    '<div class="listing-banner" data-test="ad-slot"><p>Publicidad</p><a href="https://www.lifullconnect.com/">Anúnciate en Mitula</a></div>';
  const middle = Math.min(6, cards.length);
  const results =
    cards.length === 0
      ? NO_RESULTS
      : `<div class="listings" data-test="listings">\n${[...cards.slice(0, middle), banner, ...cards.slice(middle)].join('\n')}\n</div>`;
  const html = `<!DOCTYPE html><html lang="es-MX"><head><meta charset="utf-8"><title>${title} | Mitula Casas</title><link rel="canonical" href="${escapeHtml(context.url.href)}">${ballast.head}
${jsonLd}</head><body>${ballast.sprite}<header><a href="https://casas.mitula.mx/">Mitula</a></header>
<main><h1>${title}</h1><div class="results-count" data-test="results-count">${grouped(page.total)} anuncios</div>
${results}
${pager(page, pageUrl)}</main>${ballast.tail}`;
  return `${html}${filler('mit', html.length)}</body></html>`;
}

const HTML = { 'content-type': 'text/html; charset=utf-8' } as const;

export function mitListAnswer(page: ListPage, context: PageContext, pageUrl: (page: number) => string): Answer {
  const generation = generationOf(MIT_GENERATIONS, page.search);
  const cards = page.adverts.map((advert, index) => mitCard(advert, index, context, generation));
  const jsonLd = generation === 'data' ? mitJsonLd(page, context) : '';
  return { status: 200, headers: HTML, body: mitListHtml(page, context, cards, jsonLd, pageUrl) };
}

/** What the card, and in generation `data` its JSON-LD entry, say of an advert. */
export function mitListTruth(advert: Advert, page: ListPage, context: PageContext): Row {
  return mitCardTruth(advert, context, generationOf(MIT_GENERATIONS, page.search));
}

/** The same for a known generation. */
export function mitCardTruth(advert: Advert, context: PageContext, generation: MitGeneration): Row {
  const place = generation === 'data' ? coordinates(advert) : null;
  return rowOf({
    site: 'Mit',
    listing_id: mitId(advert.serial),
    url: mitDetailUrl(advert),
    title: advert.title,
    description: cut(advert.description, SHOWN_DESCRIPTION),
    ...priceColumns(advert.price, { period: true, from: true }),
    operation: advert.operation === 'rent' ? 'rent' : 'sale',
    property_type: advert.typeName,
    location: placeText(advert),
    neighbourhood: advert.neighbourhood,
    municipality: advert.municipality,
    state: advert.state,
    ...lowColumn('bedrooms', advert.bedrooms),
    ...lowColumn('bathrooms', advert.bathrooms),
    ...lowColumn(
      isLand(advert.typeName) ? 'land_area_m2' : 'built_area_m2',
      isLand(advert.typeName) ? advert.land : advert.built,
    ),
    agency: advert.agency,
    published_on: daysBefore(context.today, advert.publishedDaysAgo),
    first_photo: advert.photos > 0 ? mitPhoto(advert, '660x400') : null,
    latitude: place?.latitude,
    longitude: place?.longitude,
  });
}
