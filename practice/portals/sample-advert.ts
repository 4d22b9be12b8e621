/** A complete advert for trap pages: each trap changes what it is about. */
import type { Advert, ListPage, PageContext, Search } from '../portal.ts';

/** Trap pages never change: their day is fixed. */
const TODAY = '2026-11-01';
/** Serials above any of the market, so that a trap's listing is no other page's. */
const FIRST_SERIAL = 2_000_000;

/** The `number`-th sample, a house for sale in Zapopan unless changed. */
export function sampleAdvert(number: number, changes: Partial<Advert> = {}): Advert {
  return {
    serial: FIRST_SERIAL + number,
    kind: 'property',
    operation: 'sale',
    typeName: 'Casa',
    title: `Casa en venta en Jardines Universidad, opción ${number}`,
    description: `Casa número ${number} con jardín, "cocina integral" & cuarto de servicio.\nA 5 minutos de Plaza Andares; precio < avalúo.`,
    price: { amount: 4_350_000 + number * 125_000, max: null, currency: 'MXN', period: null, from: false },
    street: `Calle Paseo de los Nogales ${100 + number}`,
    neighbourhood: 'Jardines Universidad',
    municipality: 'Zapopan',
    state: 'Jalisco',
    built: { min: 180 + number, max: null },
    land: { min: 210 + number, max: null },
    bedrooms: { min: 3, max: null },
    bathrooms: { min: 2, max: null },
    halfBathrooms: 1,
    parking: 2,
    units: null,
    agency: 'Habitat & Co.',
    // Old enough for every portal to write a date, or none, rather than "hace N días".
    publishedDaysAgo: 60 + number,
    photos: 4,
    latitude: 20.7021,
    longitude: -103.4123 - number / 1000,
    maintenance: null,
    ageYears: 8,
    condition: null,
    constructionYear: 2018,
    floor: null,
    features: ['Cisterna', 'Cocina equipada'],
    services: ['Agua potable', 'Luz eléctrica'],
    amenities: [],
    exteriors: [],
    advertiserCode: null,
    ...changes,
  };
}

/** Samples 1 to `count`. */
export function sampleAdverts(count: number, changes: Partial<Advert> = {}): readonly Advert[] {
  return Array.from({ length: count }, (_, index) => sampleAdvert(index + 1, changes));
}

export function sampleContext(url: string): PageContext {
  return { url: new URL(url), today: TODAY, epoch: 0 };
}

/** A result page of these adverts alone, the only one of its search unless `pages` says otherwise. */
export function samplePage(
  search: Omit<Search, 'page'>,
  adverts: readonly Advert[],
  paging: { readonly page?: number; readonly pages?: number; readonly total?: number } = {},
): ListPage {
  return {
    search: { ...search, page: paging.page ?? 1 },
    adverts,
    total: paging.total ?? adverts.length,
    pages: paging.pages ?? 1,
  };
}
