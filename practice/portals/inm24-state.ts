/** The state that Inmuebles24's server writes into a result page (sites.md, 2.2), and its JSON-LD (2.3). */
import { hashOf } from '../chance.ts';
import type { Advert, ListPage, PageContext } from '../portal.ts';
import { advertPath, advertUrl, idOf, listPath, PER_PAGE } from './inm24-address.ts';
import { generatedTitle, lotOf, operationName, photoUrls, shortUsDate, typeId, typeName } from './inm24-wording.ts';
import { daysBefore, flat, grouped, scriptJson, slug } from './writing.ts';

interface MainFeature {
  readonly label: string;
  readonly measure: string | null;
  readonly value: string;
}

/** CFT codes of a property; developments have none. */
export function mainFeatures(advert: Advert): Readonly<Record<string, MainFeature>> {
  if (advert.kind === 'development') return {};
  const lot = lotOf(advert);
  const age =
    advert.condition === 'new'
      ? 'A estrenar'
      : advert.condition === 'under_construction'
        ? 'En construcción'
        : advert.ageYears;
  const entries: readonly (readonly [string, string, string | null, number | string | null])[] = [
    ['CFT100', 'Terreno', 'm²', lot?.min ?? null],
    ['CFT101', 'Superficie construída', 'm²', advert.built?.min ?? null],
    ['CFT2', 'Recámaras', null, advert.bedrooms?.min ?? null],
    ['CFT3', 'Baños', null, advert.bathrooms?.min ?? null],
    ['CFT4', 'Medio baño', null, advert.halfBathrooms],
    ['CFT5', 'Antigüedad', null, age],
    ['CFT7', 'Estacionamientos', null, advert.parking],
  ];
  return Object.fromEntries(
    entries.flatMap(([code, label, measure, value]) =>
      value === null ? [] : [[code, { label, measure, value: String(value) }]],
    ),
  );
}

/** ZONA → CIUDAD → PROVINCIA → PAIS; without a colonia it begins at CIUDAD. */
export function locationChain(advert: Advert): unknown {
  const country = { locationId: 'V1-B-1', name: 'México', label: 'PAIS', depth: 0, parent: null };
  const state = { locationId: 'V1-C-69', name: advert.state, label: 'PROVINCIA', depth: 1, parent: country };
  const city = {
    locationId: `V1-D-${hashOf(advert.municipality) % 1000}`,
    name: advert.municipality,
    label: 'CIUDAD',
    depth: 2,
    parent: state,
  };
  if (advert.neighbourhood === null) return city;
  return {
    locationId: `V1-E-${hashOf(advert.neighbourhood) % 10_000}`,
    name: advert.neighbourhood,
    label: 'ZONA',
    depth: 3,
    parent: city,
  };
}

function pricesOf(advert: Advert): unknown {
  const { price } = advert;
  const operationType = { name: operationName(advert), operationTypeId: advert.operation === 'rent' ? '2' : '1' };
  if (price === null) return [{ lowPricePercentage: 0, operationType, prices: [] }];
  const dollars = price.currency === 'USD';
  const amount = {
    amount: price.amount,
    formattedAmount: grouped(price.amount),
    currency: dollars ? 'USD' : 'MN',
    currencyId: dollars ? '1' : '10',
  };
  return [{ lowPricePercentage: 0, operationType, prices: [amount] }];
}

/** Noon in Guadalajara, so that the day is the same in every zone near it. */
const noon = (date: string): number => Date.parse(`${date}T12:00:00-06:00`);

function posting(advert: Advert, context: PageContext): unknown {
  const published = noon(daysBefore(context.today, advert.publishedDaysAgo));
  const agency = advert.agency;
  return {
    postingId: idOf(advert),
    postingCode: advert.advertiserCode ?? '',
    status: 'ONLINE',
    postingType: advert.kind === 'development' ? 'DEVELOPMENT' : 'PROPERTY',
    title: advert.title,
    generatedTitle: generatedTitle(advert),
    descriptionNormalized: flat(advert.description),
    url: advertPath(advert),
    modified_date: `${daysBefore(context.today, Math.min(advert.publishedDaysAgo, 3))}T09:41:07-0500`,
    publication: { beginDate: hashOf('begin', advert.serial) % 6 === 0 ? null : published, firstDateOnline: null },
    antiquity: null,
    priceOperationTypes: pricesOf(advert),
    expenses:
      advert.maintenance === null
        ? null
        : { amount: advert.maintenance, formattedAmount: grouped(advert.maintenance), currency: 'MN' },
    mainFeatures: mainFeatures(advert),
    developmentFeatures:
      advert.kind === 'development'
        ? {
            Desarrollo: {
              ...(advert.units === null
                ? {}
                : { CFT202: { label: 'Unidades totales', measure: null, value: String(advert.units) } }),
              CFT200: { label: 'Etapa', measure: null, value: 'Preventa' },
            },
          }
        : null,
    generalFeatures: {},
    highlightedFeatures: [],
    postingLocation: {
      address: { name: advert.street, visibility: advert.street === null ? 'ZONE' : 'EXACT' },
      location: locationChain(advert),
      postingGeolocation:
        advert.latitude === null || advert.longitude === null
          ? { geolocation: null, urlStaticMap: null }
          : {
              geolocation: { latitude: advert.latitude, longitude: advert.longitude },
              urlStaticMap: `https://img10.naventcdn.com/maps/${idOf(advert)}.png`,
            },
    },
    realEstateType: { name: typeName(advert), realEstateTypeId: typeId(advert) },
    publisher: {
      publisherId: String(40_000_000 + (hashOf('publisher', agency ?? advert.serial) % 9_000_000)),
      name: agency,
      url: agency === null ? null : `/inmobiliarias/${slug(agency)}.html`,
      urlLogo: agency === null ? null : `https://img10.naventcdn.com/empresas/${hashOf(agency)}/130x70/logo.jpg`,
      publisherTypeId: '2',
      premier: false,
      mainPhone: '',
    },
    whatsApp: '52 33 0000 0000',
    visiblePictures: {
      pictures: photoUrls(advert, '730x532').map((url730x532, order) => ({
        order,
        title: null,
        url730x532,
        url360x266: url730x532.replace('730x532', '360x266'),
      })),
      additionalPicturesCount: Math.max(0, advert.photos - 4),
    },
  };
}

function paging(page: ListPage): unknown {
  const { search, pages, total } = page;
  const numbers = Array.from({ length: Math.min(pages, 5) }, (_, index) => index + 1);
  return {
    total,
    limit: PER_PAGE,
    offset: (search.page - 1) * PER_PAGE,
    totalPages: pages,
    currentPage: search.page,
    lastPage: search.page >= pages,
    pages: numbers,
    pagesUrl: {
      nextPage: search.page < pages ? listPath(search, search.page + 1) : null,
      firstPage: listPath(search, 1),
    },
  };
}

/** `script#preloadedData`: three assignments in one script, of which only the first holds listings. */
export function preloadedState(page: ListPage, context: PageContext, heading: string): string {
  const state = {
    appStore: { device: { isMobile: false }, user: null, experiments: ['A/B; {"variant":"b"}', '</scrip'] },
    listStore: {
      title: heading,
      totalPosting: grouped(page.total),
      paging: paging(page),
      listPostings: page.adverts.map((advert) => posting(advert, context)),
      highlightedPostings: [],
      nearPostings: [],
    },
    filtersStore: {
      tipoDeOperacion: page.search.operation === 'rent' ? '2' : '1',
      tipoDePropiedad: page.search.typeSlug,
      ciudad: page.search.citySlug,
    },
  };
  return `<script id="preloadedData">
window.__PRELOADED_STATE__ = ${scriptJson(state)};
window.__SITE_DATA__ = {"siteId":"IN24","name":"Inmuebles24","url":"https://www.inmuebles24.com","listStore":{"listPostings":[]}};
window.__PRELOADED_TRANSLATIONS__ = {"price.from":"desde {price}","no.results":"No encontramos resultados"};
</script>`;
}

/** One block whose mainEntity are the listings; `name` is the agency, and the page's own `url` the first listing's. */
export function jsonLd(page: ListPage, context: PageContext, heading: string): string {
  const first = page.adverts[0];
  if (first === undefined) return '';
  const data = {
    '@context': 'https://schema.org',
    '@type': ['WebPage', 'CollectionPage'],
    name: heading,
    url: advertUrl(first),
    offers: { '@type': 'AggregateOffer', offerCount: page.total, priceCurrency: 'MXN' },
    mainEntity: page.adverts.map((advert) => ({
      '@type': 'RealEstateListing',
      ...(advert.agency === null ? {} : { name: advert.agency }),
      description: flat(advert.description),
      url: advertUrl(advert),
      image: photoUrls(advert, '730x532', 1)[0] ?? null,
      datePosted: shortUsDate(daysBefore(context.today, advert.publishedDaysAgo)),
      countryOfOrigin: 'México',
    })),
  };
  return `<script type="application/ld+json">${scriptJson(data)}</script>`;
}
