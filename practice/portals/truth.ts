/** Rows of the truth: made from an advert's facts, never by reading a page. */
import type { Row, Value } from '../../src/core/listing.ts';
import type { Advert, AdvertPrice, Range } from '../portal.ts';

/** A row without its empty columns: an absent name means null. */
export function rowOf(values: Readonly<Record<string, Value | undefined>>): Row {
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, Value] => entry[1] !== null && entry[1] !== undefined && entry[1] !== '',
    ),
  );
}

/** Columns of a range that the page shows whole: `2 - 3` fills both, `2` the first. Zero means the advertiser left it out. */
export function rangeColumns(low: string, high: string, range: Range | null): Record<string, Value> {
  if (range === null || range.min <= 0) return {};
  return { [low]: range.min, [high]: hasEnd(range) ? range.max : null };
}

/** The column of a range of which the page shows the lower end only. */
export function lowColumn(name: string, range: Range | null): Record<string, Value> {
  return range === null || range.min <= 0 ? {} : { [name]: range.min };
}

/** Whether a range is really one: `{min: 3, max: 3}` is written as a single value. */
export function hasEnd(range: Range): boolean {
  return range.max !== null && range.max > range.min;
}

/** What a page says of a price: amount and currency, "/mes" if the portal writes it, "desde" if it writes it. */
export function priceColumns(
  price: AdvertPrice | null,
  shows: { readonly period: boolean; readonly from: boolean },
): Record<string, Value> {
  if (price === null) return {};
  return {
    price: price.amount,
    currency: price.currency,
    price_period: shows.period ? price.period : null,
    price_from: shows.from && price.from ? true : null,
  };
}

/** Counts of a portal that writes 0 for "none given". */
export function some(count: number | null): number | null {
  return count === null || count <= 0 ? null : count;
}

export function coordinates(advert: Advert): { readonly latitude: number; readonly longitude: number } | null {
  return advert.latitude === null || advert.longitude === null
    ? null
    : { latitude: advert.latitude, longitude: advert.longitude };
}
