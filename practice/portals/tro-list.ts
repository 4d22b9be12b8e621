/**
 * Trovit's result pages. Two generations: `snippet` (article.snippet-listing, 2026) and `wrapper`
 * (div.snippet-wrapper.js-item-wrapper, 2019 to 2024). No structured data in either.
 */
import type { Row } from '../../src/core/listing.ts';
import type { Advert, Answer, ListPage, PageContext, Range } from '../portal.ts';
import { ballastOf, filler, inlineIcon } from './ballast.ts';
import { aggregatorPrice, placeText } from './mit-address.ts';
import { troClickUrl, troDate, troDetailUrl, troId, troPhoto } from './tro-address.ts';
import { lowColumn, priceColumns, rowOf, some } from './truth.ts';
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
  words,
} from './writing.ts';

export type TroGeneration = 'snippet' | 'wrapper';
export const TRO_GENERATIONS: readonly [TroGeneration, ...TroGeneration[]] = ['snippet', 'wrapper'];

/** Characters of the longer text behind a card, and of the one in front. */
const EXTENDED = 700;
const SHORT = 140;

const low = (range: Range | null): number | null => some(range?.min ?? null);
/** The one area of the card: built, or for land the lot. */
const shownArea = (advert: Advert): number | null => low(isLand(advert.typeName) ? advert.land : advert.built);

/** The unit word stands twice, once for wide and once for narrow screens. */
function iconFact(icon: string, alt: string, value: number | null, unit: string): string {
  if (value === null) return '';
  const text =
    unit === 'm²'
      ? `${grouped(value)} m²`
      : `${value} <span class="long">${unit}</span> <span class="abbrev">${unit}</span>`;
  return `<li><img src="https://static.trovit.com/img/${icon}.svg" width="16" height="16"${alt === '' ? '' : ` alt="${alt}"`}><p>${text}</p></li>`;
}

function badge(advert: Advert): string {
  const kind = choice(4, 'tro-badge', advert.serial);
  return kind > 1 ? '' : `<span class="snippet-listing-image-new">${kind === 0 ? 'Nuevo' : 'Actualizado'}</span>`;
}

function image(advert: Advert, index: number): string {
  if (advert.photos === 0) return '<div class="snippet-listing-image snippet-listing-image--none"></div>';
  const address = troPhoto(advert);
  const source =
    index < 3
      ? `src="${address}"`
      : `src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" data-src="${address}" class="lazy"`;
  return `<div class="snippet-listing-image"><img ${source} alt="" width="320" height="240">${badge(advert)}</div>`;
}

/** First words in bold, as the search's words are. */
function highlighted(text: string): string {
  const [first = '', ...rest] = text.split(' ');
  return `<strong>${escapeHtml(first)}</strong> ${escapeHtml(rest.join(' '))}`;
}

function snippet(advert: Advert, index: number, context: PageContext, similar: boolean): string {
  const price = aggregatorPrice(advert, '') ?? 'Consultar precio';
  const priceNode = `<span class="price__actual" data-test="price__actual">${price}</span>`;
  const amenities = advert.amenities
    .slice(0, 3)
    .map((name) => `<span>${escapeHtml(name)}</span>`)
    .join('');
  const agency =
    advert.agency === null
      ? ''
      : `<div class="date-publisher-wrapper-agency">${inlineIcon('tro', 'agency')}<small>${escapeHtml(advert.agency)}</small></div>`;
  const address = `<div class="address_property-type"><b>${escapeHtml(advert.typeName)}</b> en ${escapeHtml(placeText(advert))}</div>`;
  return `<article class="snippet-listing" data-id="${troId(advert.serial)}" data-test="listings-serp" data-is-similar="${similar}" data-section="${similar ? 'similar' : 'organic'}" data-position="${index + 1}">
<a class="js-listing" rel="nofollow" target="_blank" title="${escapeHtml(advert.title)}" href="${escapeHtml(troClickUrl(advert, context.today))}">${image(advert, index)}<div class="snippet-listing-content"><div class="snippet-listing-content-header"><div data-test="snippet__title"></div>
<div class="snippet-listing-content-header-price">${priceNode}</div>${address}
<ul class="snippet-listing-content-header-icons">${iconFact('ic-room', 'recámaras', low(advert.bedrooms), low(advert.bedrooms) === 1 ? 'recámara' : 'recámaras')}${iconFact('ic-bath', 'baños', low(advert.bathrooms), low(advert.bathrooms) === 1 ? 'baño' : 'baños')}${iconFact('ic-size', '', shownArea(advert), 'm²')}</ul>
<div class="snippet-listing-content-header-description"><p>${highlighted(cut(advert.description, SHORT))}</p></div>
<div class="snippet-listing-content-header-amenities">${amenities}</div></div>
<div class="snippet-listing-content-back"><div class="price-wrapper">${priceNode}</div><div class="extended-description-content"><p>${escapeHtml(cut(advert.description, EXTENDED))}</p></div></div>
<div class="date-publisher-wrapper"><small class="updated-date">${troDate(advert)}</small>${agency}</div></div></a><button type="button" class="favorite" data-id="${troId(advert.serial)}">${inlineIcon('tro', 'heart')}</button></article>`;
}

function wrapperFact(kind: string, value: number | null, unit: string): string {
  return value === null
    ? ''
    : `<div class="item-property item-${kind}">${inlineIcon('tro', kind)}<span>${grouped(value)}</span> ${unit}</div>`;
}

function wrapper(advert: Advert, context: PageContext, similar: boolean): string {
  const agency = advert.agency === null ? '' : `<small class="source">${escapeHtml(advert.agency)}</small>`;
  const picture =
    advert.photos === 0 ? '' : `<img class="lazy" src="${troPhoto(advert)}" alt="" width="220" height="165">`;
  return `<div class="snippet-wrapper js-item-wrapper" data-id="${troId(advert.serial)}" data-is-similar="${similar}"><div class="item mx js-item js-backToTrovit">
<a class="rd-link" rel="nofollow" target="_blank" title="${escapeHtml(advert.title)}" href="${escapeHtml(troClickUrl(advert, context.today))}">${picture}<h4>${escapeHtml(advert.title)}</h4></a>
<div class="details"><span class="actual-price">${aggregatorPrice(advert, '') ?? 'Consultar precio'}</span>
<h5 class="address_property-type"><b>${escapeHtml(advert.typeName)}</b> en ${escapeHtml(placeText(advert))}</h5>
<div class="item-properties">${wrapperFact('rooms', low(advert.bedrooms), 'rec.')}${wrapperFact('baths', low(advert.bathrooms), 'baños')}${wrapperFact('size', shownArea(advert), 'm²')}</div>
<div class="description"><p>${highlighted(cut(advert.description, EXTENDED))}</p></div><small class="updated-date">${troDate(advert)}</small>${agency}</div></div></div>`;
}

/** A listing's card; `similar` ones are suggestions from outside the search. */
export function troCard(
  advert: Advert,
  index: number,
  context: PageContext,
  generation: TroGeneration,
  similar = false,
): string {
  return generation === 'snippet' ? snippet(advert, index, context, similar) : wrapper(advert, context, similar);
}

/** Made for the page alone: no advert of the market, and never in the truth. */
function suggestion(page: ListPage, index: number): Advert {
  const { typeSlug, citySlug, operation, page: number } = page.search;
  const draw = (of: number, what: string): number =>
    choice(of, 'tro-similar', typeSlug, citySlug, operation, number, index, what);
  return {
    serial: 5_000_000 + draw(1_000_000, 'serial'),
    kind: 'property',
    operation,
    typeName: 'Casa',
    title: 'Casa en Lomas de Comanjilla con alberca',
    description: 'Propiedad fuera de la zona que buscas, que también te puede interesar.',
    price: {
      amount: 900_000 + draw(80, 'price') * 50_000,
      max: null,
      currency: 'MXN',
      period: operation === 'rent' ? 'month' : null,
      from: false,
    },
    street: null,
    neighbourhood: 'Comanjilla',
    municipality: 'Silao',
    state: 'Guanajuato',
    built: { min: 90 + draw(200, 'built'), max: null },
    land: null,
    bedrooms: { min: 3, max: null },
    bathrooms: { min: 2, max: null },
    halfBathrooms: null,
    parking: null,
    units: null,
    agency: 'Casas del Bajío',
    publishedDaysAgo: draw(27, 'days'),
    photos: 1,
    latitude: null,
    longitude: null,
    maintenance: null,
    ageYears: null,
    condition: null,
    constructionYear: null,
    floor: null,
    features: [],
    services: [],
    amenities: [],
    exteriors: [],
    advertiserCode: null,
  };
}

/** Suggestions follow the results of a last page, and stand alone when there are none. */
export function troSuggestions(page: ListPage): readonly Advert[] {
  return page.search.page < page.pages
    ? []
    : Array.from({ length: page.total === 0 ? 3 : 5 }, (_, index) => suggestion(page, index));
}

function heading(page: ListPage): string {
  const type = page.search.typeSlug === '' ? 'Casas' : words(page.search.typeSlug);
  return `${type} en ${operationWord(page.search.operation).toLowerCase()} en ${cityName(page.search.citySlug)}`;
}

function pager(page: ListPage, generation: TroGeneration, pageUrl: (page: number) => string): string {
  const { page: number } = page.search;
  const next = escapeHtml(pageUrl(number + 1));
  if (generation === 'wrapper') {
    return `<div class="results-pagination">${number < page.pages ? `<a class="trovit-button next" data-test="p-next" href="${next}">Siguiente</a>` : ''}</div>`;
  }
  const previous =
    number > 1
      ? `<a class="prev-button" href="${escapeHtml(pageUrl(number - 1))}">${inlineIcon('tro', 'prev')}</a>`
      : '';
  return `<section class="pagination js-pagination">${previous}<span class="current">${number}</span>${number < page.pages ? `<a class="next-button" href="${next}">${inlineIcon('tro', 'next')}</a>` : ''}</section>`;
}

function counters(page: ListPage, generation: TroGeneration): string {
  const total = grouped(page.total);
  if (generation === 'wrapper') return `<span data-test="results">${total} resultados</span>`;
  const first = (page.search.page - 1) * 30 + 1;
  const range =
    page.total === 0
      ? ''
      : `<span class="results">${first}-${first + page.adverts.length - 1} de ${total} resultados</span>`;
  return `<span class="results-counter">${total} resultados</span>${range}`;
}

const NO_RESULTS =
  '<div class="no-results js-no-results" data-test="no-results"><h2>Lo sentimos, no hay resultados para tu búsqueda</h2></div>';

/** The page around cards that are ready; trap pages bring their own. */
export function troListHtml(
  page: ListPage,
  context: PageContext,
  parts: {
    readonly cards: readonly string[];
    readonly suggestions: readonly string[];
    readonly generation: TroGeneration;
  },
  pageUrl: (page: number) => string,
): string {
  const ballast = ballastOf('tro');
  const title = escapeHtml(heading(page));
  const { cards, suggestions, generation } = parts;
  const similar =
    suggestions.length === 0
      ? ''
      : `<h3 class="similar-title">Anuncios similares fuera de tu búsqueda</h3>\n${suggestions.join('\n')}`;
  const html = `<!DOCTYPE html><html lang="es-MX"><head><meta charset="utf-8"><meta name="robots" content="noindex, nofollow"><title>${title} - Trovit</title><link rel="canonical" href="${escapeHtml(context.url.href)}">${ballast.head}</head>
<body class="serp">${ballast.sprite}<header><a href="https://casas.trovit.com.mx/">Trovit Casas</a></header><main><h1>${title}</h1><div class="serp-header">${counters(page, generation)}</div>
${cards.length === 0 ? NO_RESULTS : ''}<div class="listings js-listings">
${cards.join('\n')}
${similar}</div>
${pager(page, generation, pageUrl)}</main>${ballast.tail}`;
  return `${html}${filler('tro', html.length)}</body></html>`;
}

export function troListAnswer(page: ListPage, context: PageContext, pageUrl: (page: number) => string): Answer {
  const generation = generationOf(TRO_GENERATIONS, page.search);
  const cards = page.adverts.map((advert, index) => troCard(advert, index, context, generation));
  const suggestions = troSuggestions(page).map((advert, index) =>
    troCard(advert, cards.length + index, context, generation, true),
  );
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: troListHtml(page, context, { cards, suggestions, generation }, pageUrl),
  };
}

/** What the card says of an advert; the same in both generations. */
export function troListTruth(advert: Advert, context: PageContext): Row {
  const land = isLand(advert.typeName);
  return rowOf({
    site: 'Tro',
    listing_id: troId(advert.serial),
    url: troDetailUrl(advert),
    title: advert.title,
    description: cut(advert.description, EXTENDED),
    ...priceColumns(advert.price, { period: true, from: true }),
    operation: advert.operation === 'rent' ? 'rent' : 'sale',
    property_type: advert.typeName,
    location: placeText(advert),
    neighbourhood: advert.neighbourhood,
    municipality: advert.municipality,
    state: advert.state,
    ...lowColumn('bedrooms', advert.bedrooms),
    ...lowColumn('bathrooms', advert.bathrooms),
    ...lowColumn(land ? 'land_area_m2' : 'built_area_m2', land ? advert.land : advert.built),
    agency: advert.agency,
    // "Hace más de 30 días" names no day.
    published_on: advert.publishedDaysAgo >= 30 ? null : daysBefore(context.today, advert.publishedDaysAgo),
    first_photo: advert.photos > 0 ? troPhoto(advert) : null,
  });
}
