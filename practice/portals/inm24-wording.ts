/** How Inmuebles24 puts an advert's facts into words: what the state, the cards and the detail page share. */
import { hashOf } from '../chance.ts';
import type { Advert, Range } from '../portal.ts';
import { idOf } from './inm24-address.ts';
import { grouped } from './writing.ts';

/** Type names that the portal writes otherwise than the market. */
const TYPE_NAMES: Readonly<Record<string, string>> = { Terreno: 'Terreno / Lote' };
/** realEstateTypeId by type (sites.md, 2.5). */
const TYPE_IDS: Readonly<Record<string, number>> = {
  Casa: 1,
  Departamento: 2,
  Terreno: 3,
  Oficina: 4,
  'Local comercial': 5,
  Edificio: 7,
  Quinta: 11,
  'Casa en condominio': 12,
  'Departamento compartido': 13,
  Rancho: 14,
  Villa: 15,
  'Casa uso de suelo': 16,
  Huerta: 17,
  'Inmueble productivo urbano': 18,
  'Local en centro comercial': 19,
  'Terreno comercial': 20,
  'Bodega comercial': 21,
  'Nave industrial': 22,
  'Terreno industrial': 24,
  'Desarrollo horizontal': 33,
  'Desarrollo vertical': 34,
  'Desarrollo horizontal/vertical': 35,
  Dúplex: 101,
};

export const typeName = (advert: Advert): string => TYPE_NAMES[advert.typeName] ?? advert.typeName;
export const typeId = (advert: Advert): string => String(TYPE_IDS[advert.typeName] ?? 1);

/** A foreclosure is a sale to the portal: only the search's keyword tells them apart. */
export const operationName = (advert: Advert): 'Venta' | 'Renta' => (advert.operation === 'rent' ? 'Renta' : 'Venta');

export const amountText = (currency: 'MXN' | 'USD', amount: number): string =>
  `${currency === 'USD' ? 'USD' : 'MN'} ${grouped(amount)}`;

const DEVELOPMENT_TYPES = ['Departamentos', 'Casas', 'Casas en condominio, casas y otros', 'Terrenos y casas'] as const;

/** `MN 3,990,000`, `Departamentos desde MN 4,830,000`, `Consultar precio`. */
export function priceText(advert: Advert): string {
  if (advert.price === null) return 'Consultar precio';
  const amount = amountText(advert.price.currency, advert.price.amount);
  if (!advert.price.from) return amount;
  return `${DEVELOPMENT_TYPES[hashOf('types', advert.serial) % DEVELOPMENT_TYPES.length] ?? 'Casas'} desde ${amount}`;
}

/** The portal's "lote": the land, and for what has none the total area, which is the built one or a little more. */
export function lotOf(advert: Advert): Range | null {
  if (advert.kind === 'development') return advert.built;
  if (advert.land !== null) return advert.land;
  if (advert.built === null) return null;
  const extra = hashOf('total', advert.serial) % 3 === 0 ? 1 : 1.08;
  return { min: Math.ceil(advert.built.min * extra), max: null };
}

/** `2 a 4`, or `3`. */
export const rangeText = ({ min, max }: Range): string => (max === null ? String(min) : `${min} a ${max}`);

const BIG_LAND = 20_000;

/** `136 m² lote`; big land that is whole hectares is written in them: `6 ha lote`. */
export function lotText(lot: Range, unit: 'lote' | 'tot.'): string {
  const hectares = lot.max === null && lot.min >= BIG_LAND && lot.min % 10_000 === 0;
  return hectares ? `${lot.min / 10_000} ha ${unit}` : `${rangeText(lot)} m² ${unit}`;
}

const one = (range: Range): boolean => range.min === 1 && range.max === null;

export const bedroomsText = (bedrooms: Range): string => `${rangeText(bedrooms)} rec.`;
export const bathroomsText = (bathrooms: Range): string =>
  `${rangeText(bathrooms)} ${one(bathrooms) ? 'baño' : 'baños'}`;

/** What a card says below its price; land says only its area. */
export function cardFeatures(advert: Advert): readonly string[] {
  const lot = lotOf(advert);
  return [
    advert.units === null ? null : `${advert.units} un.`,
    lot === null ? null : lotText(lot, 'lote'),
    advert.bedrooms === null ? null : bedroomsText(advert.bedrooms),
    advert.bathrooms === null ? null : bathroomsText(advert.bathrooms),
    advert.parking === null ? null : `${advert.parking} estac.`,
  ].filter((text) => text !== null);
}

/** "Colonia, Municipio" of a card; without a colonia the municipality alone. */
export function cardLocation(advert: Advert): string {
  return advert.neighbourhood === null ? advert.municipality : `${advert.neighbourhood}, ${advert.municipality}`;
}

const counted = (count: number | null, singular: string, plural: string): string | null =>
  count === null ? null : `${count} ${count === 1 ? singular : plural}`;

/** `Departamento · 136m² · 3 Recámaras · 2 Estacionamientos`. */
export function generatedTitle(advert: Advert): string {
  const area = advert.built?.min ?? lotOf(advert)?.min ?? null;
  const parts = [
    typeName(advert),
    area === null ? null : `${area}m²`,
    counted(advert.bedrooms?.min ?? null, 'Recámara', 'Recámaras'),
    counted(advert.parking, 'Estacionamiento', 'Estacionamientos'),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** Most photos a result page carries of one advert. */
const LIST_PHOTOS = 4;

/** Addresses of the photos in one size: `730x532`, `360x266`, `1200x1200`. */
export function photoUrls(advert: Advert, size: string, most = LIST_PHOTOS): readonly string[] {
  const id = idOf(advert);
  const folders = id.padStart(10, '0').match(/../g)?.join('/') ?? '';
  return Array.from(
    { length: Math.min(advert.photos, most) },
    (_, index) =>
      `https://img10.naventcdn.com/avisos/18/${folders}/${size}/${hashOf('photo', advert.serial, index) + 1_000_000_000}.jpg`,
  );
}

/** `Publicado hace 12 días`, as the detail page puts it. */
export function publishedText(advert: Advert): string {
  const days = advert.publishedDaysAgo;
  if (days === 0) return 'Publicado hoy';
  if (days === 1) return 'Publicado desde ayer';
  return days > 365 ? 'Publicado hace más de 1 año' : `Publicado hace ${days} días`;
}

/** `2026-06-15` → `6/15/26`, as the JSON-LD has it. */
export function shortUsDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(month)}/${Number(day)}/${year.slice(2)}`;
}
