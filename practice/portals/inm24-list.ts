/** Inmuebles24's result pages (sites.md, 2.3), in three sets of tags: the same data-qa sits on other tags from month to month. */
import type { Advert, Answer, ListPage, PageContext, Search } from '../portal.ts';
import { ballastOf, filler, inlineIcon } from './ballast.ts';
import { advertPath, HOST, idOf, listPath } from './inm24-address.ts';
import { jsonLd, preloadedState } from './inm24-state.ts';
import { amountText, cardFeatures, cardLocation, photoUrls, priceText } from './inm24-wording.ts';
import { cityName, escapeHtml, flat, generationOf, grouped, slug, words } from './writing.ts';

export interface Tags {
  /** The page carries `script#preloadedData`. */
  readonly state: boolean;
  readonly description: string;
  readonly location: string;
  readonly price: string;
}

/** Server page of 2026, rendered snapshots of 2026 and of September 2025. */
export const GENERATIONS: readonly [Tags, Tags, Tags, Tags] = [
  { state: true, description: 'div', location: 'span', price: 'div' },
  { state: true, description: 'h2', location: 'h4', price: 'div' },
  { state: false, description: 'h2', location: 'h4', price: 'h2' },
  { state: false, description: 'h3', location: 'h2', price: 'div' },
];

export const tagsOf = (search: Search): Tags => generationOf(GENERATIONS, search);

export const HTML = { 'content-type': 'text/html; charset=utf-8' } as const;

/** `1,072 Casas en venta en Guadalajara`. */
export function headingOf(page: ListPage): string {
  const { search, total } = page;
  const verb = search.operation === 'rent' ? 'renta' : 'venta';
  return `${grouped(total)} ${words(search.typeSlug)} en ${verb} en ${cityName(search.citySlug)}`;
}

function gallery(advert: Advert): string {
  const alt = escapeHtml(`Fotografía del inmueble ${idOf(advert)}`);
  const photos = photoUrls(advert, '730x532').map((url, index) =>
    index === 0
      ? `<img alt="${alt}" src="${url}" fetchpriority="high"/>`
      : `<img alt="${alt}" data-flickity-lazyload="${url}"/>`,
  );
  return `<div class="postingGallery-module__gallery-container" data-qa="POSTING_CARD_GALLERY">${photos.join('')}${photos.length === 0 ? inlineIcon('inm24', 'no-photo') : ''}</div>`;
}

function publisher(advert: Advert): string {
  if (advert.agency === null) return '';
  const qa = advert.kind === 'development' ? 'POSTING_CARD_PUBLISHER_DEV' : 'POSTING_CARD_PUBLISHER';
  return `<div class="postingPublisher-module__container"><img data-qa="${qa}" alt="logo publisher" class="postingPublisher-module__logo" src="https://img10.naventcdn.com/empresas/${slug(advert.agency)}/130x70/logo.jpg"/></div>`;
}

/** A card; `index` is its place on the page, from 1. */
export function card(advert: Advert, tags: Tags, page: number, index: number): string {
  const type = advert.kind === 'development' ? 'DEVELOPMENT' : 'PROPERTY';
  const link = `${advertPath(advert)}?n_src=Listado&amp;n_pills=Pileta&amp;n_pg=${page}&amp;n_pos=${index}`;
  const features = cardFeatures(advert).map(
    (text) =>
      `<span class="postingMainFeatures-module__posting-main-features-span postingMainFeatures-module__posting-main-features-listing">${escapeHtml(text)}</span>`,
  );
  const maintenance =
    advert.maintenance === null
      ? ''
      : `<div class="postingPrices-module__expenses" data-qa="expensas">${amountText('MXN', advert.maintenance)} Mantenimiento</div>`;
  const street =
    advert.street === null
      ? ''
      : `<div class="postingLocations-module__location-address postingLocations-module__location-address-in-listing">${escapeHtml(advert.street)}</div>`;
  return `<div class="postingsList-module__card-container"><div class="postingCardLayout-module__posting-card-layout" data-qa="posting ${type}" data-id="${idOf(advert)}" data-posting-type="${type}" data-to-posting="${link}">
<div class="postingCardLayout-module__posting-card-container">${gallery(advert)}
<div class="postingCard-module__posting-container">
<div class="postingPrices-module__posting-card-prices"><${tags.price} class="postingPrices-module__price" data-qa="POSTING_CARD_PRICE">${escapeHtml(priceText(advert))}</${tags.price}>${maintenance}</div>
<div class="postingLocations-module__location-block">${street}<${tags.location} class="postingLocations-module__location-text" data-qa="POSTING_CARD_LOCATION">${escapeHtml(cardLocation(advert))}</${tags.location}></div>
${features.length === 0 ? '' : `<h3 class="postingMainFeatures-module__posting-main-features-block" data-qa="POSTING_CARD_FEATURES">${features.join('')}</h3>`}
<${tags.description} class="postingCard-module__posting-description" data-qa="POSTING_CARD_DESCRIPTION"><a href="${link}" target="_blank">${escapeHtml(flat(advert.description))}</a></${tags.description}>
${publisher(advert)}<div class="postingActions-module__actions"><button type="button" data-qa="CARD_FAV">Guardar</button><button type="button" data-qa="CARD_WHATSAPP">WhatsApp</button><button type="button" data-qa="CARD_CONTACT_MODAL">Contactar</button></div>
</div></div></div></div>`;
}

function pager(page: ListPage): string {
  const { search, pages } = page;
  const from = Math.max(1, search.page - 2);
  const numbers = Array.from({ length: Math.min(5, pages - from + 1) }, (_, index) => from + index);
  const links = numbers.map(
    (number) =>
      `<a class="paging-module__page-item" data-qa="PAGING_${number}" href="${listPath(search, number)}">${number}</a>`,
  );
  const previous =
    search.page > 1
      ? `<a class="paging-module__page-arrow" data-qa="PAGING_PREV" href="${listPath(search, search.page - 1)}">${inlineIcon('inm24', 'prev')}</a>`
      : '';
  const next =
    search.page < pages
      ? `<a class="paging-module__page-arrow" data-qa="PAGING_NEXT" href="${listPath(search, search.page + 1)}">${inlineIcon('inm24', 'next')}</a>`
      : '';
  return `<div class="paging-module__container-paging">${previous}${links.join('')}${next}</div>`;
}

/** The words of an empty search (practice/MARKERS.md): no saved page shows the portal's own. */
const NO_RESULTS =
  '<div class="noResults-module__container" data-qa="NO_RESULTS"><h2>No encontramos resultados para tu búsqueda</h2><p>Prueba con otros filtros o amplía la zona.</p></div>';

export interface Parts {
  readonly heading: string;
  readonly canonical: string;
  readonly head: string;
  readonly body: string;
}

/** A page's frame: the portal's header, footer and the weight of its bundles. */
export function frame(parts: Parts): string {
  const ballast = ballastOf('inm24');
  const core = `<meta charset="utf-8"/><title>${escapeHtml(parts.heading)} | Inmuebles24</title><link rel="canonical" href="${escapeHtml(parts.canonical)}"/><meta name="viewport" content="width=device-width"/>${parts.head}`;
  const body = `<div id="root"><header class="header-module__container"><a href="/">Inmuebles24</a><nav><a href="/publicar">Publicar</a></nav></header>${parts.body}<footer class="footer-module__container">© Inmuebles24. Todos los derechos reservados.</footer></div>`;
  const length = core.length + body.length + ballast.head.length + ballast.sprite.length + ballast.tail.length;
  return `<!DOCTYPE html><html lang="es-MX"><head>${core}${ballast.head}</head><body>${ballast.sprite}${body}${ballast.tail}${filler('inm24', length)}</body></html>`;
}

export function renderList(page: ListPage, context: PageContext): Answer {
  return { status: 200, headers: HTML, body: listHtml(page, context, tagsOf(page.search)) };
}

export function listHtml(page: ListPage, context: PageContext, tags: Tags): string {
  const { search, adverts } = page;
  const heading = headingOf(page);
  const cards = adverts.map((advert, index) => card(advert, tags, search.page, index + 1)).join('\n');
  const list =
    adverts.length === 0
      ? NO_RESULTS
      : `<div class="postingsList-module__postings-container">${cards}</div>${pager(page)}`;
  const state = tags.state ? preloadedState(page, context, heading) : '';
  return frame({
    heading,
    canonical: `https://${HOST}${listPath(search, search.page)}`,
    head: jsonLd(page, context, heading),
    body: `<main><h1 class="postingsTitle-module__title">${escapeHtml(heading)}</h1>${list}</main>${state}`,
  });
}
