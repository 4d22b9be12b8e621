/**
 * Lamudi's result pages. Three generations: `2026-07` (coordinates on the card, offers and geo in the JSON-LD),
 * `2026-02` (neither) and `2024` (as 2026-02, with the Properati pager: `div#pagination-next` inside a link).
 */
import type { Row } from '../../src/core/listing.ts';
import type { Advert, Answer, ListPage, PageContext } from '../portal.ts';
import { ballastOf, filler, inlineIcon } from './ballast.ts';
import * as lam from './lam-address.ts';
import type { LamListGeneration } from './lam-address.ts';
import { lamJsonLd } from './lam-json-ld.ts';
import { coordinates, priceColumns, rangeColumns, rowOf, some } from './truth.ts';
import { choice, cut, escapeHtml, flat, generationOf, grouped, paragraphs, words } from './writing.ts';

export const LAM_LIST_GENERATIONS: readonly [LamListGeneration, ...LamListGeneration[]] = [
  '2026-07',
  '2026-02',
  '2024',
];

/** Names that would read as parking never stand in the amenity slot of an advert without parking. */
const PARKING_WORD = /estacionamiento|cochera|garage/i;

interface Slot {
  readonly text: string;
  readonly parking: number | null;
}

/** The one slot that shows parking, or any amenity in its place (a quarter of the adverts that have one). */
function amenitySlot(advert: Advert): Slot {
  const parking = some(advert.parking);
  const amenity = advert.amenities.find((name) => !PARKING_WORD.test(name));
  if (parking === null || (amenity !== undefined && choice(4, 'lam-slot', advert.serial) === 0)) {
    return { text: amenity ?? '', parking: null };
  }
  const bare = parking === 1 && choice(2, 'lam-bare', advert.serial) === 0;
  const label = parking === 1 ? 'Estacionamiento' : 'Estacionamientos';
  return { text: bare ? label : `${parking} ${label}`, parking };
}

/** "Remate Bancario" stands glued to some prices; it is a label and does not change the operation of the search. */
function promoLabel(advert: Advert): string {
  const plain = advert.operation === 'sale' && advert.price?.currency === 'MXN' && !advert.price.from;
  return plain && choice(25, 'lam-promo', advert.serial) === 0
    ? '<span class="snippet__content__price-label">Remate Bancario</span>'
    : '';
}

function detail(test: string, icon: string, text: string): string {
  return text === ''
    ? ''
    : `<span class="property__number ${icon}">${inlineIcon('lam', icon)}<span class="property__value" data-test="${test}">${escapeHtml(text)}</span></span>`;
}

function gallery(advert: Advert): string {
  const shown = Math.min(advert.photos, 4);
  const pictures = Array.from({ length: shown }, (_, index) => {
    const at = (size: string): string => lam.lamPhoto(advert, index + 1, size);
    return `<div class="swiper-slide"><img class="snippet__image" loading="${index === 0 ? 'eager' : 'lazy'}" alt="" src="${at('360x240')}" srcset="${at('360x240')} 360w, ${at('720x480')} 720w, ${at('1080x720')} 1080w" sizes="(max-width: 768px) 100vw, 360px"></div>`;
  });
  return `<div class="snippet__gallery swiper"><div class="swiper-wrapper">${pictures.join('')}</div><span class="snippet__gallery__counter">1/${Math.max(advert.photos, 1)}</span></div>`;
}

function mapHover(advert: Advert, generation: LamListGeneration): string {
  const place = coordinates(advert);
  if (generation !== '2026-07' || place === null) return '';
  const json = JSON.stringify({ ...place, exactLocation: choice(3, 'lam-exact', advert.serial) !== 0 });
  return ` data-serp-map-hover-listing="${escapeHtml(json)}"`;
}

/** A listing's card. */
export function lamCard(advert: Advert, generation: LamListGeneration): string {
  const id = lam.lamId(advert.serial);
  const title = escapeHtml(lam.lamTitle(advert));
  const period = lam.lamPeriod(advert);
  const agency =
    advert.agency === null
      ? ''
      : `<div class="agency"><img class="agency__logo" src="https://static.lamudi.com.mx/logos/${choice(9999, advert.agency)}.webp" alt=""><span class="agency__name" data-test="agency-name">${escapeHtml(advert.agency)}</span><span class="agency__text__since">Anunciante desde ${2012 + choice(13, advert.agency)}</span></div>`;
  const tag =
    choice(5, 'lam-tag', advert.serial) === 0 ? '<div class="listing-tag listing-tag--featured">Destacado</div>' : '';
  return `<div class="snippet js-snippet normal" data-test="normal-listing" data-idanuncio="${id.slice(9)}" data-alternateid="${id}"${mapHover(advert, generation)}>
<a class="snippet__link" href="${lam.lamPath(advert)}" target="_blank" rel="noopener">${gallery(advert)}${tag}</a>
<div class="snippet__content"><div class="snippet__content__price">
${lam.lamPrice(advert)}${period === '' ? '' : ` <span class="snippet__content__price__period">${period}</span>`}${promoLabel(advert)}
</div>
<h2 class="snippet__content__title" content="${title}">${title}</h2>
<div class="snippet__content__location" data-test="snippet-content-location">${inlineIcon('lam', 'pin')}${escapeHtml(lam.lamLocation(advert))}</div>
<div class="snippet__content__description" content="${escapeHtml(advert.description)}">${paragraphs(cut(advert.description, 180))}</div>
<div class="snippet__content__properties">${detail('bedrooms-value', 'bed', lam.lamRange(advert.bedrooms))}${detail('full-bathrooms-value', 'bath', lam.lamRange(advert.bathrooms))}${detail('area-value', 'area', areaText(advert))}${detail('amenity-value', 'amenity', amenitySlot(advert).text)}</div>
${agency}<div class="snippet__contact"><button type="button" class="snippet__contact__whatsapp" data-test="snippet-whatsapp-button-in-content" value="5233${String(choice(99_999_999, 'tel', advert.serial)).padStart(8, '0')}">${inlineIcon('lam', 'whatsapp')}WhatsApp</button><button type="button" class="snippet__contact__message" data-test="snippet-contact-button" data-adid="${id}">${inlineIcon('lam', 'mail')}Contactar</button></div>
</div></div>`;
}

function areaText(advert: Advert): string {
  const text = lam.lamRange(lam.lamShownArea(advert).range);
  return text === '' ? '' : `${text} m²`;
}

const PROMO_PLACES = [
  'Nuevo Vallarta, Bahía de Banderas, Nayarit',
  'Juriquilla, Querétaro, Querétaro',
  'Aldea Zama, Tulum, Quintana Roo',
] as const;

/** Paid placement of a development elsewhere: not a result of the search, not in its total, not in the JSON-LD. */
function promoCard(page: ListPage, index: number): string {
  const key = `${page.search.citySlug}-${page.search.typeSlug}-${index}`;
  const uuid = lam.lamId(choice(1_000_000, 'promo', key) + 3_000_000_000).slice(9);
  const amount = grouped(1_900_000 + choice(60, key) * 85_000 + index);
  return `<div class="snippet js-snippet project" data-test="serp-project" data-idanuncio="${uuid}">
<a class="snippet__link" href="/desarrollo/${uuid}"><img src="https://img.lamudi.com.mx/projects/${uuid.slice(0, 8)}_720x480.jpg" alt="Desarrollo"></a>
<div class="snippet__content"><div class="snippet__content__price">Desde $ ${amount} MXN</div><h2 class="snippet__content__title">Desarrollo ${words(key).slice(0, 14)} Residences</h2>
<div class="snippet__content__location" data-test="snippet-content-location">${PROMO_PLACES[choice(PROMO_PLACES.length, key)] ?? ''}</div>
<div class="snippet__content__properties">${detail('bedrooms-value', 'bed', '1 - 3')}${detail('full-bathrooms-value', 'bath', '1 - 2')}${detail('area-value', 'area', '32 - 83 m²')}</div><span class="listing-tag">Promocionado</span></div></div>`;
}

/** Promotion cards of a search's first page: `count`, or 0 to 2 as the search has it. */
export function lamPromoCards(page: ListPage, count?: number): readonly string[] {
  if (page.search.page !== 1 || page.adverts.length === 0) return [];
  const { operation, typeSlug, citySlug } = page.search;
  return Array.from({ length: count ?? choice(3, 'lam-promos', operation, typeSlug, citySlug) }, (_, index) =>
    promoCard(page, index),
  );
}

export function lamPager(page: ListPage, generation: LamListGeneration, pageUrl: (page: number) => string): string {
  const { page: number } = page.search;
  const last = number >= page.pages;
  const counter = `<span class="pagination__pages">Página ${number} de ${Math.max(page.pages, 1)}</span>`;
  if (generation === '2024') {
    const arrow = `<div id="pagination-next" class="pagination__arrow ${last ? 'disabled' : 'enabled'}">${inlineIcon('lam', 'next')}</div>`;
    return `<div class="pagination">${counter}${last ? arrow : `<a href="${escapeHtml(pageUrl(number + 1))}">${arrow}</a>`}</div>`;
  }
  const link = last ? 'href=""' : `href="${escapeHtml(pageUrl(number + 1))}"`;
  return `<nav class="pagination">${counter}<a id="pagination-next" data-test="pagination-next" data-islast="${last}" class="pagination__arrow ${last ? 'disabled' : 'enabled'}" ${link}>${inlineIcon('lam', 'next')}</a></nav>`;
}

const NO_RESULTS = `<div class="serp-no-results" data-test="serp-no-results"><h2>No encontramos resultados para tu búsqueda</h2><p>Intenta ampliar la zona o quitar algunos filtros.</p></div>`;

/** The page around cards that are ready; trap pages bring their own. */
export function lamListHtml(
  page: ListPage,
  context: PageContext,
  parts: { readonly cards: readonly string[]; readonly jsonLd: string; readonly pager: string },
): string {
  const ballast = ballastOf('lam');
  const title = escapeHtml(lam.lamHeading(page));
  const results =
    parts.cards.length === 0
      ? NO_RESULTS
      : `<div class="listings" id="listings-container">\n${parts.cards.join('\n')}\n</div>`;
  const html = `<!DOCTYPE html><html lang="es-MX"><head><meta charset="utf-8"><title>${title} | Lamudi</title><link rel="canonical" href="${escapeHtml(context.url.href)}"><meta name="viewport" content="width=device-width, initial-scale=1">${ballast.head}
${parts.jsonLd}</head><body class="serp">${ballast.sprite}
<header class="header"><a href="/" class="header__logo">Lamudi</a><nav><a href="/jalisco/">Jalisco</a></nav></header>
<main><div class="title-section"><h1>${title}</h1><span class="title-section__number" data-test="title-section-result-number">${grouped(page.total)}</span> <span>resultados</span></div>
<div class="facets"><a href="./bedrooms:3/">3 recámaras</a><a href="./price:0-2000000/">Hasta $ 2,000,000 MXN</a><a href="./infonavit/">Infonavit</a></div>
${results}
${parts.pager}</main>`;
  return `${html}${filler('lam', html.length)}</body></html>`;
}

/** A result page as Lamudi answers it. */
export function lamListAnswer(page: ListPage, context: PageContext, pageUrl: (page: number) => string): Answer {
  const generation = generationOf(LAM_LIST_GENERATIONS, page.search);
  const cards = page.adverts.map((advert) => lamCard(advert, generation));
  const [first, second] = lamPromoCards(page);
  if (first !== undefined) cards.splice(Math.min(3, cards.length), 0, first);
  if (second !== undefined) cards.splice(Math.min(12, cards.length), 0, second);
  const body = lamListHtml(page, context, {
    cards,
    jsonLd: lamJsonLd(page, context, generation),
    pager: lamPager(page, generation, pageUrl),
  });
  // The real header names no charset.
  return { status: 200, headers: { 'content-type': 'text/html' }, body };
}

/** What the card and its JSON-LD item say of an advert. */
export function lamListTruth(advert: Advert, page: ListPage): Row {
  return lamCardTruth(advert, generationOf(LAM_LIST_GENERATIONS, page.search));
}

/** The same for a known generation. */
export function lamCardTruth(advert: Advert, generation: LamListGeneration): Row {
  const place = generation === '2026-07' ? coordinates(advert) : null;
  const area = lam.lamShownArea(advert);
  return rowOf({
    site: 'Lam',
    listing_id: lam.lamId(advert.serial),
    url: lam.lamDetailUrl(advert),
    title: lam.lamTitle(advert),
    description: flat(advert.description),
    ...priceColumns(advert.price, { period: true, from: true }),
    operation: advert.operation === 'rent' ? 'rent' : 'sale',
    property_type: advert.typeName,
    location: lam.lamLocation(advert),
    street: advert.street,
    neighbourhood: lam.lamShowsWholePlace(advert) ? advert.neighbourhood : null,
    municipality: advert.municipality,
    state: advert.state,
    ...rangeColumns('bedrooms', 'bedrooms_max', advert.bedrooms),
    ...rangeColumns('bathrooms', 'bathrooms_max', advert.bathrooms),
    parking: amenitySlot(advert).parking,
    ...(area.land
      ? rangeColumns('land_area_m2', 'land_area_max_m2', area.range)
      : rangeColumns('built_area_m2', 'built_area_max_m2', area.range)),
    agency: advert.agency,
    first_photo: advert.photos > 0 ? lam.lamPhoto(advert, 1, '360x240') : null,
    latitude: place?.latitude,
    longitude: place?.longitude,
  });
}
