/** Lamudi's ids and addresses, and the texts that its result and detail pages share. */
import { hashOf } from '../chance.ts';
import type { Advert, ListPage, Range } from '../portal.ts';
import { hasEnd } from './truth.ts';
import { choice, cityName, grouped, isLand, words } from './writing.ts';

export type LamListGeneration = '2026-07' | '2026-02' | '2024';

/** Mixed into the serial so that neighbours have unlike ids. */
const MASK = 0x5bd1e995;
const hex = (value: number, digits: number): string => (value >>> 0).toString(16).padStart(8, '0').slice(-digits);

/** `41032-73-<8>-<4>-<4>-<4>-<12 hex>`: the portal's prefix and a uuid whose last eight digits hold the serial. */
export function lamId(serial: number): string {
  const h = (part: string): number => hashOf('lam', part, serial);
  return `41032-73-${hex(h('a'), 8)}-${hex(h('b'), 4)}-${hex(h('c'), 4)}-${hex(h('d'), 4)}-${hex(h('e'), 4)}${hex(serial ^ MASK, 8)}`;
}

/** The serial of `/detalle/41032-73-…`; null for any other path and for ids that were never given out. */
export function lamSerial(path: string): number | null {
  const id = /^\/detalle\/(41032-73-[0-9a-f-]+)\/?$/.exec(path)?.[1];
  if (id === undefined) return null;
  const serial = (parseInt(id.slice(-8), 16) ^ MASK) >>> 0;
  return lamId(serial) === id ? serial : null;
}

export function lamPath(advert: Advert): string {
  return `/detalle/${lamId(advert.serial)}`;
}

export function lamDetailUrl(advert: Advert): string {
  return `https://www.lamudi.com.mx${lamPath(advert)}`;
}

/** The portal writes its headlines itself: "Casa en Venta en Chapalita". */
export function lamTitle(advert: Advert): string {
  return `${advert.typeName} en ${lamOperation(advert)} en ${advert.neighbourhood ?? advert.municipality}`;
}

export function lamOperation(advert: Advert): 'Venta' | 'Renta' {
  return advert.operation === 'rent' ? 'Renta' : 'Venta';
}

/** "Colonia, Municipio, Estado"; one advert in a hundred names the municipio only. */
export function lamLocation(advert: Advert): string {
  if (!lamShowsWholePlace(advert)) return advert.municipality;
  return [advert.neighbourhood, advert.municipality, advert.state].filter((part) => part !== null).join(', ');
}

export function lamShowsWholePlace(advert: Advert): boolean {
  return choice(100, 'lam-place', advert.serial) !== 0;
}

/** The agency system's code that many descriptions end with ("EasyBroker ID: EB-TQ8774"); null when this one does not. */
export function lamAgencyCode(advert: Advert): string | null {
  const code = advert.advertiserCode;
  const written =
    code !== null && ['EasyBroker ID', 'Nocnok ID'].some((label) => advert.description.includes(`${label}: ${code}`));
  return written ? code : null;
}

/** Price without its period: `$ 5,200,000 MXN`, `USD 250,000`, `Desde $ 6,499,999 MXN`, `Consultar precios`. */
export function lamPrice(advert: Advert): string {
  const price = advert.price;
  if (price === null) return 'Consultar precios';
  const amount = price.currency === 'USD' ? `USD ${grouped(price.amount)}` : `$ ${grouped(price.amount)} MXN`;
  return price.from ? `Desde ${amount}` : amount;
}

export function lamPeriod(advert: Advert): string {
  return advert.price?.period === 'month' ? '/mes' : '';
}

/** `3`, `2 - 3`, or '' when there is nothing to show. */
export function lamRange(range: Range | null): string {
  if (range === null || range.min <= 0) return '';
  return hasEnd(range) ? `${grouped(range.min)} - ${grouped(range.max ?? range.min)}` : grouped(range.min);
}

export function lamPhoto(advert: Advert, number: number, size: string): string {
  return `https://img.lamudi.com.mx/${hex(hashOf('lam-photo', advert.serial, number), 8)}/${lamId(advert.serial).slice(9, 17)}-${number}_${size}.jpg`;
}

/** The one area of a card and of a detail page's summary: built, or for land the lot. */
export function lamShownArea(advert: Advert): { readonly land: boolean; readonly range: Range | null } {
  const land = isLand(advert.typeName);
  return { land, range: land ? advert.land : advert.built };
}

/** Headline of a result page: "Departamento en Venta en Tonalá, Jalisco". */
export function lamHeading(page: ListPage): string {
  const operation = page.search.operation === 'rent' ? 'Renta' : 'Venta';
  return `${words(page.search.typeSlug)} en ${operation} en ${cityName(page.search.citySlug)}, Jalisco`;
}
