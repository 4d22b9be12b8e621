/** The JSON-LD of Lamudi's result pages: since July 2026 with offers and coordinates, before without. */
import type { Advert, ListPage, PageContext } from '../portal.ts';
import * as lam from './lam-address.ts';
import type { LamListGeneration } from './lam-address.ts';
import { coordinates, some } from './truth.ts';
import { scriptJson } from './writing.ts';

/** A rent's price stands in a price specification, a sale's in the offer itself. */
function offer(advert: Advert): unknown {
  if (advert.price === null) return undefined;
  const money = { price: String(advert.price.amount), priceCurrency: advert.price.currency };
  const rent = { priceSpecification: { '@type': 'UnitPriceSpecification', ...money, unitText: 'MONTH' } };
  const availability = 'https://schema.org/InStock';
  return { '@type': 'Offer', ...(advert.price.period === 'month' ? rent : money), availability };
}

function geo(advert: Advert): unknown {
  const place = coordinates(advert);
  if (place === null) return undefined;
  return { '@type': 'GeoCoordinates', latitude: String(place.latitude), longitude: String(place.longitude) };
}

function item(advert: Advert, generation: LamListGeneration): unknown {
  const newest = generation === '2026-07';
  const area = lam.lamShownArea(advert).range;
  return {
    '@type': /departamento|penthouse|estudio/i.test(advert.typeName) ? 'Apartment' : 'SingleFamilyResidence',
    '@id': lam.lamDetailUrl(advert),
    url: lam.lamDetailUrl(advert),
    name: lam.lamTitle(advert),
    image: advert.photos > 0 ? lam.lamPhoto(advert, 1, '360x240') : undefined,
    description: advert.description,
    numberOfBedrooms: some(advert.bedrooms?.min ?? null) ?? undefined,
    numberOfBathroomsTotal: some(advert.bathrooms?.min ?? null) ?? undefined,
    floorSize: area === null ? undefined : { '@type': 'QuantitativeValue', value: area.min, unitCode: 'MTK' },
    address: {
      '@type': 'PostalAddress',
      addressCountry: 'MX',
      addressRegion: advert.state,
      addressLocality: advert.municipality,
      streetAddress: advert.street ?? undefined,
    },
    ...(newest ? { offers: offer(advert), geo: geo(advert) } : {}),
  };
}

/** One script, an array around one graph. */
export function lamJsonLd(page: ListPage, context: PageContext, generation: LamListGeneration): string {
  const itemListElement = page.adverts.map((advert, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    item: item(advert, generation),
  }));
  const graph = {
    '@type': 'SearchResultsPage',
    url: context.url.href,
    name: lam.lamHeading(page),
    mainEntity: [{ '@type': 'ItemList', numberOfItems: page.adverts.length, itemListElement }],
  };
  const data = [{ '@context': 'https://schema.org', '@graph': [graph] }];
  return `<script type="application/ld+json">${scriptJson(data)}</script>`;
}
