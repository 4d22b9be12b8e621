/**
 * Lamudi's detail pages. Two generations: `2023-11` (an inline script holds the coordinates, `.view-map__text` the
 * place) and `2026-01` (JSON-LD with geo, address, offers and amenities; `.location-map__location-address-map`).
 */
import type { Row } from '../../src/core/listing.ts';
import type { Advert, Answer, PageContext } from '../portal.ts';
import { ballastOf, filler, inlineIcon } from './ballast.ts';
import * as lam from './lam-address.ts';
import { coordinates, priceColumns, rangeColumns, rowOf } from './truth.ts';
import { choice, daysBefore, escapeHtml, flat, isLand, paragraphs, scriptJson, spanishDay } from './writing.ts';

export type LamDetailGeneration = '2026-01' | '2023-11';

export function lamDetailGeneration(advert: Advert): LamDetailGeneration {
  return choice(2, 'lam-detail', advert.serial) === 0 ? '2026-01' : '2023-11';
}

const CONDITIONS = { new: 'Nuevo', under_construction: 'En construcción' } as const;

function item(icon: string, test: string, text: string, unit: string): string {
  if (text === '') return '';
  return `<div class="details-item"><i class="details-item__icon-${icon}">${inlineIcon('lam', icon)}</i><div class="details-item-value" data-test="${test}">${text}${unit}</div></div>`;
}

function summary(advert: Advert): string {
  const area = lam.lamRange(isLand(advert.typeName) ? advert.land : advert.built);
  const half = advert.halfBathrooms === null || advert.halfBathrooms < 1 ? '' : String(advert.halfBathrooms);
  return [
    item('bed', 'bedrooms-value', lam.lamRange(advert.bedrooms), ' recámaras'),
    item('bath', 'full-bathrooms-value', lam.lamRange(advert.bathrooms), ' baños'),
    item('bath', 'half-bathrooms-value', half, half === '1' ? ' medio baño' : ' medios baños'),
    item('area', 'area-value', area, ' m²'),
  ].join('');
}

function placeFeature(label: string, test: string, text: string | null): string {
  if (text === null || text === '') return '';
  return `<li class="place-features"><span class="place-features__label">${label}</span> <span class="place-features__values" data-test="${test}">${escapeHtml(text)}</span></li>`;
}

const area = (range: Advert['built']): string => (lam.lamRange(range) === '' ? '' : `${lam.lamRange(range)} m²`);

function placeDetails(advert: Advert): string {
  return `<section class="place-details"><h2>Detalles de la propiedad</h2><ul>${[
    placeFeature('Tipo de vivienda:', 'property-type-value', advert.typeName),
    placeFeature('Tipo de operación:', 'operation-type-value', lam.lamOperation(advert)),
    placeFeature(
      'Año de construcción:',
      'construction-year-value',
      advert.constructionYear === null ? null : String(advert.constructionYear),
    ),
    placeFeature('Estado:', 'condition-value', advert.condition === null ? null : CONDITIONS[advert.condition]),
    placeFeature('Planta:', 'floor-value', advert.floor),
    placeFeature('Superficie construida:', 'floor-area-value', area(advert.built)),
    placeFeature('Superficie de terreno:', 'plot-area-value', area(advert.land)),
  ].join('')}</ul></section>`;
}

function facilities(title: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const items = names.map(
    (name) => `<li class="facilities__item">${inlineIcon('lam', 'check')}<span>${escapeHtml(name)}</span></li>`,
  );
  return `<div class="facilities"><h3 class="facilities__title">${title}</h3><ul class="facilities__list">${items.join('')}</ul></div>`;
}

function photos(advert: Advert): string {
  const pictures = Array.from({ length: advert.photos }, (_, index) => {
    const number = index + 1;
    return `<a class="photos__item" href="#photo-${number}"><img alt="Foto ${number}" src="${lam.lamPhoto(advert, number, '1080x720')}" srcset="${lam.lamPhoto(advert, number, '720x480')} 720w, ${lam.lamPhoto(advert, number, '1080x720')} 1080w"></a>`;
  });
  return `<div class="photos" id="gallery">${pictures.join('')}</div>`;
}

function breadcrumbs(advert: Advert): readonly string[] {
  return [
    'Lamudi',
    advert.state,
    advert.municipality,
    ...(advert.neighbourhood === null ? [] : [advert.neighbourhood]),
    lam.lamTitle(advert),
  ];
}

function placeScript(advert: Advert): string {
  const place = coordinates(advert);
  const text = (value: string | null): string => JSON.stringify(value ?? '').replace(/</g, '\\u003c');
  return `<script>
  var adDetail = {
    adUrl: ${text(lam.lamDetailUrl(advert))},
    coordinates: { latitude: "${place?.latitude ?? ''}", longitude: "${place?.longitude ?? ''}" },
    province: ${text(advert.state)},
    locality: ${text(advert.municipality)},
    district: ${text(advert.neighbourhood)},
    address: ${text(advert.street)}
  };
</script>`;
}

function jsonLd(advert: Advert): string {
  const place = coordinates(advert);
  const residence = {
    '@context': 'https://schema.org',
    '@type': 'SingleFamilyResidence',
    '@id': lam.lamDetailUrl(advert),
    url: lam.lamDetailUrl(advert),
    name: lam.lamTitle(advert),
    address: {
      '@type': 'PostalAddress',
      addressCountry: 'MX',
      addressRegion: advert.state,
      addressLocality: advert.municipality,
      ...(advert.street === null ? {} : { streetAddress: advert.street }),
    },
    ...(place === null
      ? {}
      : { geo: { '@type': 'GeoCoordinates', latitude: String(place.latitude), longitude: String(place.longitude) } }),
    ...(advert.price === null
      ? {}
      : { offers: { '@type': 'Offer', price: String(advert.price.amount), priceCurrency: advert.price.currency } }),
    amenityFeature: advert.amenities.map((name) => ({ '@type': 'LocationFeatureSpecification', name, value: true })),
  };
  const list = {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: breadcrumbs(advert).map((name, index) => ({ '@type': 'ListItem', position: index + 1, name })),
  };
  return `<script type="application/ld+json">${scriptJson([residence, list])}</script>`;
}

/** `17 ene 2025 - Publicado por X`. */
function dateLine(advert: Advert, context: PageContext): string {
  return `${lamDateText(advert, context)} - Publicado por ${advert.agency ?? 'un particular'}`;
}

function lamDateText(advert: Advert, context: PageContext): string {
  return spanishDay(daysBefore(context.today, advert.publishedDaysAgo));
}

function similar(advert: Advert): string {
  const cards = Array.from({ length: 4 }, (_, index) => {
    const other = lam.lamId(advert.serial + index + 1);
    return `<li class="similar__item"><a href="/detalle/${other}">${escapeHtml(advert.typeName)} cerca de ${escapeHtml(advert.municipality)}</a><div class="similar__price">$ ${index + 2},450,000 MXN</div><img src="https://img.lamudi.com.mx/similar/${other.slice(9, 17)}.jpg" alt=""></li>`;
  });
  return `<aside class="similar"><h2>Propiedades similares</h2><ul>${cards.join('')}</ul></aside>`;
}

/** A live advert's page. */
export function lamDetailHtml(advert: Advert, context: PageContext, generation: LamDetailGeneration): string {
  const ballast = ballastOf('lam');
  const newest = generation === '2026-01';
  const title = escapeHtml(lam.lamTitle(advert));
  const location = escapeHtml(
    [advert.neighbourhood, advert.municipality, advert.state].filter((part) => part !== null).join(', '),
  );
  const period = lam.lamPeriod(advert);
  const agency =
    advert.agency === null
      ? ''
      : newest
        ? `<div class="agency"><span data-test="agency-name">${escapeHtml(advert.agency)}</span></div>`
        : `<div class="publisher"><a href="/agencia/${choice(9999, advert.agency)}">${escapeHtml(advert.agency)}</a></div>`;
  const place = newest
    ? `<div class="location-map"><div class="location-map__location-address-map">${location}</div></div>`
    : `<div class="view-map"><div class="view-map__text">${location}</div></div>`;
  const html = `<!DOCTYPE html><html lang="es-MX"><head><meta charset="utf-8"><title>${title} | Lamudi</title><link rel="canonical" href="${lam.lamDetailUrl(advert)}">${ballast.head}
${newest ? jsonLd(advert) : placeScript(advert)}</head><body class="detail">${ballast.sprite}
<ol class="breadcrumb-custom">${breadcrumbs(advert)
    .map((name) => `<li class="breadcrumb-custom-item">${escapeHtml(name)}</li>`)
    .join('')}</ol>
${photos(advert)}
<main class="detail-page__main-content"><div class="main-title"><h1>${title}</h1></div>${place}
<div class="prices-and-fees"><div class="prices-and-fees__price">${lam.lamPrice(advert)}${period === '' ? '' : ` <span class="prices-and-fees__month">${period}</span>`}</div></div>
<div class="details-items">${summary(advert)}</div>
<div id="description-text" class="description-text"><h2>Descripción</h2><div>${paragraphs(advert.description)}</div></div>
${placeDetails(advert)}
${facilities('Características de la propiedad', advert.features)}${facilities('Características del edificio', advert.amenities)}
<div class="date">${escapeHtml(dateLine(advert, context))}</div>
<ul class="nearby-locations"><li>Casas en ${escapeHtml(advert.municipality)}</li><li>Departamentos en ${escapeHtml(advert.municipality)}</li></ul>${agency}</main>
${similar(advert)}${ballast.tail}`;
  return `${html}${filler('lam', html.length)}</body></html>`;
}

export function lamDetailAnswer(advert: Advert, context: PageContext): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: lamDetailHtml(advert, context, lamDetailGeneration(advert)),
  };
}

/** What the detail page says of an advert; the same in both generations. */
export function lamDetailTruth(advert: Advert, context: PageContext): Row {
  const place = coordinates(advert);
  return rowOf({
    site: 'Lam',
    listing_id: lam.lamId(advert.serial),
    url: lam.lamDetailUrl(advert),
    title: lam.lamTitle(advert),
    description: flat(advert.description),
    ...priceColumns(advert.price, { period: true, from: true }),
    operation: advert.operation === 'rent' ? 'rent' : 'sale',
    property_type: advert.typeName,
    location: [advert.neighbourhood, advert.municipality, advert.state].filter((part) => part !== null).join(', '),
    street: advert.street,
    neighbourhood: advert.neighbourhood,
    municipality: advert.municipality,
    state: advert.state,
    ...rangeColumns('bedrooms', 'bedrooms_max', advert.bedrooms),
    ...rangeColumns('bathrooms', 'bathrooms_max', advert.bathrooms),
    half_bathrooms: advert.halfBathrooms === null || advert.halfBathrooms < 1 ? null : advert.halfBathrooms,
    ...rangeColumns('built_area_m2', 'built_area_max_m2', advert.built),
    ...rangeColumns('land_area_m2', 'land_area_max_m2', advert.land),
    agency: advert.agency,
    published_on: daysBefore(context.today, advert.publishedDaysAgo),
    photos: advert.photos > 0 ? advert.photos : null,
    first_photo: advert.photos > 0 ? lam.lamPhoto(advert, 1, '1080x720') : null,
    latitude: place?.latitude,
    longitude: place?.longitude,
    features: advert.features.join('; '),
    amenities: advert.amenities.join('; '),
    condition: advert.condition,
    construction_year: advert.constructionYear,
    floor: advert.floor,
    advertiser_code: lam.lamAgencyCode(advert),
    published_text: lamDateText(advert, context),
  });
}
