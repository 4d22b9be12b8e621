/** The right rows of Inmuebles24's pages: what each generation shows, from the facts alone (practice/MARKERS.md). */
import type { Row, Value } from '../../src/core/listing.ts';
import type { Advert, ListPage, PageContext } from '../portal.ts';
import { addressLine, detailGeneration, GROUPS } from './inm24-detail.ts';
import { advertUrl, idOf } from './inm24-address.ts';
import { tagsOf } from './inm24-list.ts';
import { cardLocation, lotOf, photoUrls, publishedText, typeName } from './inm24-wording.ts';
import { priceColumns, rangeColumns, rowOf } from './truth.ts';
import { daysBefore, flat } from './writing.ts';

/** The rent's period is nowhere written. */
const priceOf = (advert: Advert): Record<string, Value> => priceColumns(advert.price, { period: false, from: true });

const publishedOn = (advert: Advert, context: PageContext): string =>
  daysBefore(context.today, advert.publishedDaysAgo);

const position = (advert: Advert): Record<string, Value> =>
  advert.latitude === null || advert.longitude === null
    ? {}
    : { latitude: advert.latitude, longitude: advert.longitude };

/** Ranges as cards and icons show them: the lot's also where it stands for the units of a development. */
const rooms = (advert: Advert): Record<string, Value> => ({
  ...rangeColumns('land_area_m2', 'land_area_max_m2', lotOf(advert)),
  ...rangeColumns('bedrooms', 'bedrooms_max', advert.bedrooms),
  ...rangeColumns('bathrooms', 'bathrooms_max', advert.bathrooms),
  parking: advert.parking,
});

const builtOf = (advert: Advert): number | null => (advert.kind === 'development' ? null : (advert.built?.min ?? null));

export function listTruth(advert: Advert, page: ListPage, context: PageContext): Row {
  return cardTruth(advert, context, tagsOf(page.search).state);
}

/** `state`: the page carries the state, which says more than its cards. */
export function cardTruth(advert: Advert, context: PageContext, state: boolean): Row {
  const photos = photoUrls(advert, '730x532');
  const stateOnly: Record<string, Value> = state
    ? {
        title: advert.title,
        property_type: typeName(advert),
        state: advert.state,
        half_bathrooms: advert.halfBathrooms,
        built_area_m2: builtOf(advert),
        ...position(advert),
      }
    : {};
  return rowOf({
    site: 'Inm24',
    listing_id: idOf(advert),
    url: advertUrl(advert),
    description: flat(advert.description),
    ...priceOf(advert),
    operation: advert.operation === 'rent' ? 'rent' : 'sale',
    location: cardLocation(advert),
    street: advert.street,
    neighbourhood: advert.neighbourhood,
    municipality: advert.municipality,
    ...rooms(advert),
    units: advert.units,
    agency: advert.agency,
    published_on: publishedOn(advert, context),
    photos: photos.length === 0 ? null : photos.length,
    first_photo: photos[0] ?? null,
    ...stateOnly,
  });
}

export function detailTruth(advert: Advert, context: PageContext): Row {
  const server = detailGeneration(advert) === 'server';
  const photos = photoUrls(advert, '1200x1200', 50);
  const groups = Object.fromEntries(GROUPS.map(([, key]) => [key, advert[key].join('; ')]));
  const ownOfServerPage: Record<string, Value> = {
    agency: advert.agency,
    photos: photos.length === 0 ? null : photos.length,
    first_photo: photos[0] ?? null,
    published_on: publishedOn(advert, context),
    street: advert.street,
  };
  const ownOfSnapshot: Record<string, Value> = {
    portal_code: idOf(advert),
    // "hace más de 1 año" tells no day.
    published_on: advert.publishedDaysAgo > 365 ? null : publishedOn(advert, context),
    street: advert.neighbourhood === null ? null : advert.street,
  };
  return rowOf({
    site: 'Inm24',
    listing_id: idOf(advert),
    url: advertUrl(advert),
    title: advert.title,
    description: flat(advert.description),
    ...priceOf(advert),
    operation: advert.operation === 'rent' ? 'rent' : 'sale',
    property_type: typeName(advert),
    location: addressLine(advert),
    neighbourhood: advert.neighbourhood,
    municipality: advert.municipality,
    state: advert.state,
    ...rooms(advert),
    half_bathrooms: advert.halfBathrooms,
    built_area_m2: builtOf(advert),
    ...position(advert),
    ...groups,
    maintenance_fee: advert.maintenance,
    maintenance_currency: advert.maintenance === null ? null : 'MXN',
    age_years: advert.ageYears,
    condition: advert.condition,
    advertiser_code: advert.advertiserCode,
    published_text: publishedText(advert),
    ...(server ? ownOfServerPage : ownOfSnapshot),
  });
}
