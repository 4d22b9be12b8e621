/** The interstitial page that Mitula and Trovit show before the advertiser's own: the same template for both. */
import type { Row, Value } from '../../src/core/listing.ts';
import type { Advert, PageContext } from '../portal.ts';
import { ballastOf, filler, inlineIcon } from './ballast.ts';
import { aggregatorPrice, mitDate, placeText } from './mit-address.ts';
import { lowColumn, priceColumns, rowOf, some } from './truth.ts';
import { daysBefore, escapeHtml, flat, grouped, isLand, operationWord, paragraphs } from './writing.ts';

/** What differs between the two portals. */
export interface Interstitial {
  readonly site: 'Mit' | 'Tro';
  readonly name: string;
  readonly id: string;
  readonly url: string;
  readonly photo: string;
}

function item(test: string, value: number | null, unit: string): string {
  return value === null
    ? ''
    : `<div class="details-item">${inlineIcon('detail', test)}<div class="details-item-value" data-test="${test}">${grouped(value)} ${unit}</div></div>`;
}

const shownArea = (advert: Advert): Advert['built'] => (isLand(advert.typeName) ? advert.land : advert.built);

export function interstitialHtml(advert: Advert, context: PageContext, portal: Interstitial): string {
  const ballast = ballastOf(portal.site.toLowerCase());
  const title = escapeHtml(advert.title);
  const facilities = advert.amenities.map((name) => `<li class="facilities__item">${escapeHtml(name)}</li>`).join('');
  const html = `<!DOCTYPE html><html lang="es-MX"><head><meta charset="utf-8"><meta name="robots" content="noindex, nofollow"><title>${title} | ${portal.name}</title><link rel="canonical" href="${portal.url}">${ballast.head}</head>
<body data-listing-id="${portal.id}">${ballast.sprite}<main class="detail-page__main-content"><div class="main-title"><h1>${title}</h1></div>
<div class="view-map"><div class="view-map__text">${escapeHtml(placeText(advert))}</div></div>
<div class="prices-and-fees"><div class="prices-and-fees__price">${aggregatorPrice(advert, ' ') ?? 'Consultar precio'}</div></div>
${advert.photos > 0 ? `<div class="photos"><img src="${portal.photo}" alt="${title}"></div>` : ''}
<div class="details-items">${item('bedrooms-value', some(advert.bedrooms?.min ?? null), 'recámaras')}${item('full-bathrooms-value', some(advert.bathrooms?.min ?? null), 'baños')}${item('area-value', some(shownArea(advert)?.min ?? null), 'm²')}</div>
<section class="place-details"><span class="place-features__values" data-test="property-type-value">${escapeHtml(advert.typeName)}</span><span class="place-features__values" data-test="operation-type-value">${operationWord(advert.operation)}</span></section>
<div id="description-text" class="description-text"><h2>Descripción</h2><div>${paragraphs(advert.description)}</div></div>
${facilities === '' ? '' : `<div class="facilities"><h3 class="facilities__title">Características del edificio</h3><ul>${facilities}</ul></div>`}
<div class="date">${escapeHtml(`${mitDate(advert, context.today)} - Publicado por ${advert.agency ?? 'un particular'}`)}</div>${advert.agency === null ? '' : `<div class="publisher"><a rel="nofollow" href="#anunciante">${escapeHtml(advert.agency)}</a></div>`}
</main>${ballast.tail}`;
  return `${html}${filler(portal.site.toLowerCase(), html.length)}</body></html>`;
}

export function interstitialTruth(advert: Advert, context: PageContext, portal: Interstitial): Row {
  const area: Record<string, Value> = lowColumn(
    isLand(advert.typeName) ? 'land_area_m2' : 'built_area_m2',
    shownArea(advert),
  );
  return rowOf({
    site: portal.site,
    listing_id: portal.id,
    url: portal.url,
    title: advert.title,
    description: flat(advert.description),
    ...priceColumns(advert.price, { period: true, from: true }),
    operation: advert.operation,
    property_type: advert.typeName,
    location: placeText(advert),
    neighbourhood: advert.neighbourhood,
    municipality: advert.municipality,
    state: advert.state,
    ...lowColumn('bedrooms', advert.bedrooms),
    ...lowColumn('bathrooms', advert.bathrooms),
    ...area,
    agency: advert.agency,
    published_on: daysBefore(context.today, advert.publishedDaysAgo),
    published_text: mitDate(advert, context.today),
    photos: advert.photos > 0 ? 1 : null,
    first_photo: advert.photos > 0 ? portal.photo : null,
    amenities: advert.amenities.join('; '),
  });
}

/** An advert that has left, in the portal's words. */
export function goneHtml(portalName: string): string {
  return `<!DOCTYPE html><html lang="es-MX"><head><meta charset="utf-8"><title>Anuncio no disponible | ${portalName}</title></head><body><main class="expired"><h1>Este anuncio ya no está disponible</h1><p>Busca otros parecidos en ${portalName}.</p></main></body></html>`;
}
