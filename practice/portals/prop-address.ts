/** Propiedades.com: ids, addresses, and the texts that its result and detail pages share. */
import { hashOf } from '../chance.ts';
import type { Advert } from '../portal.ts';
import { choice, grouped, isLand, operationWord, slug } from './writing.ts';

/** Eight digits for every serial the market gives out. */
const BASE = 20_000_000;
/** A prime, so that a made-up id is nearly always refused. */
const STEP = 37;

export function propId(serial: number): number {
  return BASE + serial * STEP;
}

/** The serial of `/inmuebles/{slug}-{8 digits}`; null for any other path. */
export function propSerial(path: string): number | null {
  const number = Number(/^\/inmuebles\/[a-z0-9-]+-(\d{8})$/.exec(path)?.[1] ?? Number.NaN) - BASE;
  return Number.isInteger(number) && number >= 0 && number % STEP === 0 ? number / STEP : null;
}

export function propDetailUrl(advert: Advert): string {
  const place = slug(
    `${advert.typeName} en ${operationWord(advert.operation)} en ${advert.neighbourhood ?? ''} ${advert.municipality}`,
  );
  return `https://propiedades.com/inmuebles/${place}-${propId(advert.serial)}`;
}

export function propPrice(advert: Advert): string {
  return advert.price === null ? 'Consultar precio' : `$ ${grouped(advert.price.amount)}`;
}

/** "Colonia, Municipio, Estado". */
export function propShortAddress(advert: Advert): string {
  return [advert.neighbourhood, advert.municipality, advert.state].filter((part) => part !== null).join(', ');
}

/** The one area of a card: built, or for land the lot; a text, some with two decimals ("39033.00"). */
export function propSize(advert: Advert): string | null {
  const area = (isLand(advert.typeName) ? advert.land : advert.built)?.min ?? null;
  if (area === null || area <= 0) return null;
  return choice(3, 'prop-size', advert.serial) === 0 ? area.toFixed(2) : String(area);
}

/** Number of photos that the result page's JSON tells: one advert in ten has null there. */
export function propListPhotos(advert: Advert): number | null {
  return advert.photos === 0 || choice(10, 'prop-photos', advert.serial) === 0 ? null : advert.photos;
}

export function propImage(advert: Advert, number: number): string {
  return `${hashOf('prop-image', advert.serial, number).toString(16).padStart(8, '0')}${propId(advert.serial)}.jpeg`;
}

export function propPhoto(advert: Advert, number: number, size: '336x200' | '600x400' | '1200x507'): string {
  return `https://cdn.propiedades.com/files/${size}/${propImage(advert, number)}`;
}

/** Up to 17 decimals, and still the same number: `20.67360000000000042`. */
export function propCoordinate(value: number, advert: Advert): string {
  return choice(2, 'prop-digits', advert.serial) === 0 ? value.toFixed(17) : String(value);
}
