/**
 * The columns of a listing, in the order of the CSV: one table for extraction, validation, output and the practice
 * portals' truth. Missing is null (an empty cell), never "N/A" or 0.
 */
export type FieldType = 'text' | 'integer' | 'number' | 'money' | 'date' | 'url' | 'boolean' | 'coordinate';

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Longest text kept, in characters. */
  readonly max: number;
  /** Inclusive range of a number; outside it the value is emptied and counted (D21). */
  readonly range?: readonly [number, number];
  readonly unit?: string;
  readonly description: string;
}

/** Text fields keep 1,000 characters by default (requirements/4, data_validation), descriptions more. */
export const DEFAULT_TEXT_LENGTH = 1000;
const LONG = 20_000;

const text = (name: string, description: string, max = DEFAULT_TEXT_LENGTH): Field => ({
  name,
  type: 'text',
  max,
  description,
});
const count = (name: string, description: string, most: number): Field => ({
  name,
  type: 'integer',
  max: 0,
  range: [0, most],
  description,
});
const area = (name: string, description: string): Field => ({
  name,
  type: 'number',
  max: 0,
  range: [0.01, 1e9],
  unit: 'm²',
  description,
});
const money = (name: string, description: string): Field => ({
  name,
  type: 'money',
  max: 0,
  range: [1, 1e12],
  description,
});
const url = (name: string, description: string): Field => ({ name, type: 'url', max: 2083, description });

/** Columns of a result page's row (profile `standard`). */
export const LISTING_FIELDS: readonly Field[] = [
  text('site', 'Portal code, such as Inm24', 40),
  text('listing_id', "The portal's own id of the advert", 200),
  url('url', 'Stable address of the advert, without tracking'),
  text('title', 'Headline of the advert'),
  text('description', 'Description as far as the result page shows it', LONG),
  money('price', 'Price; the lower end of a range'),
  money('price_max', 'Upper end of a price range'),
  text('currency', 'ISO 4217 code: MXN, USD', 3),
  text('price_period', 'month, week, day or year when the price is for a period', 10),
  { name: 'price_from', type: 'boolean', max: 0, description: 'true when the portal says "desde" (from)' },
  text('operation', 'sale, rent or auction, as the advert says', 10),
  text('property_type', "Kind of property in the portal's words", 200),
  text('location', 'Place as the advert shows it'),
  text('street', 'Street and number, when shown'),
  text('neighbourhood', 'Colonia'),
  text('municipality', 'Municipio'),
  text('state', 'Estado'),
  count('bedrooms', 'Recámaras; the lower end of a range', 500),
  count('bedrooms_max', 'Upper end of a range', 500),
  count('bathrooms', 'Full bathrooms; the lower end of a range', 500),
  count('bathrooms_max', 'Upper end of a range', 500),
  count('half_bathrooms', 'Half bathrooms', 500),
  count('parking', 'Parking places; the lower end of a range', 5000),
  count('units', 'Units of a development', 100_000),
  area('built_area_m2', 'Built area; the lower end of a range'),
  area('built_area_max_m2', 'Upper end of a range'),
  area('land_area_m2', 'Land area; the lower end of a range'),
  area('land_area_max_m2', 'Upper end of a range'),
  text('agency', 'Agency or advertiser, by name only'),
  { name: 'published_on', type: 'date', max: 10, description: 'Day of publication, YYYY-MM-DD' },
  count('photos', 'Number of photos', 100_000),
  url('first_photo', 'Address of the first photo'),
  { name: 'latitude', type: 'coordinate', max: 0, range: [-90, 90], unit: '°', description: 'WGS 84' },
  { name: 'longitude', type: 'coordinate', max: 0, range: [-180, 180], unit: '°', description: 'WGS 84' },
];

/** Columns that a detail page adds. */
export const DETAIL_FIELDS: readonly Field[] = [
  ...LISTING_FIELDS,
  text('features', 'General features, joined with "; "', LONG),
  text('services', 'Services, joined with "; "', LONG),
  text('amenities', 'Amenities, joined with "; "', LONG),
  text('exteriors', 'Exteriors, joined with "; "', LONG),
  money('maintenance_fee', 'Maintenance a month'),
  text('maintenance_currency', 'ISO 4217 code', 3),
  count('age_years', 'Age of the building', 2000),
  text('condition', "new, under_construction, or the portal's words", 100),
  count('construction_year', 'Year of construction', 2200),
  text('floor', 'Floor', 100),
  text('advertiser_code', "The advertiser's own code of the advert", 200),
  text('portal_code', "The portal's code shown on the page", 200),
  text('published_text', 'Publication as the page says it: "Publicado hace 3 días"', 200),
];

/** Columns that the product itself adds at the end of every row (D11: no attempt, no time of day). */
export const PROVENANCE_FIELDS: readonly Field[] = [
  {
    name: 'page',
    type: 'integer',
    max: 0,
    range: [1, 1e9],
    description: 'Result page it stood on; for a detail row, its place in the list',
  },
  { name: 'position', type: 'integer', max: 0, range: [1, 1e9], description: 'Place on that page' },
  { name: 'fetched_on', type: 'date', max: 10, description: "Day of the fetch in the batch's zone" },
];

export type Value = string | number | boolean | null;
/** One listing: field name to value; a name that is absent means null. */
export type Row = Readonly<Record<string, Value>>;

/** Begins the reason of a listing that its portal took away before its detail page was visited: a fact, not a fault. */
export const GONE = 'gone';

/** A row that must not be published, with the reason (D21). */
export interface RejectedRow {
  readonly row: Row;
  readonly reason: string;
  readonly page: number;
  readonly position: number;
}

/** What makes a row the same listing within a task (D12): its id, else its canonical URL; null when it has neither. */
export function rowKey(row: Row): string | null {
  const id = row['listing_id'];
  if (typeof id === 'string' && id !== '') return `id:${id}`;
  const address = row['url'];
  return typeof address === 'string' && address !== '' ? `url:${address}` : null;
}
