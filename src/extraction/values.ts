/** From a raw text to the columns it fills: the parsers, as a definition names them. */
import { DETAIL_FIELDS } from '../core/listing.ts';
import type { FieldType, Value } from '../core/listing.ts';
import type { Raw } from './alternative.ts';
import type { PageInput } from './contract.ts';
import type { Alternative, ParserName } from './definition-shapes.ts';
import { canonicalAddress } from './parsers/address.ts';
import { parseArea } from './parsers/area.ts';
import type { AreaKind } from './parsers/area.ts';
import { parseBuildingAge } from './parsers/building-age.ts';
import { parseCoordinate, parseCoordinates } from './parsers/coordinates.ts';
import { parseDate } from './parsers/dates.ts';
import type { DateFormat } from './parsers/dates.ts';
import { parseHeadline } from './parsers/headline.ts';
import { parseMoney, realAmount } from './parsers/money.ts';
import { parseInteger, parseNumber } from './parsers/numbers.ts';
import { parsePublished, publishedOn } from './parsers/published.ts';
import { parseRooms } from './parsers/rooms.ts';
import type { RoomKind } from './parsers/rooms.ts';
import { cleanText } from './parsers/text.ts';

export type Columns = Readonly<Record<string, Value>>;

/** null: not understood; no columns: understood, and nothing is there ("Consultar precio", 0 m²). */
export type Parser = (raw: Raw, input: PageInput) => Columns | null;

const NOTHING: Columns = {};
const TYPES: ReadonlyMap<string, FieldType> = new Map(DETAIL_FIELDS.map((field) => [field.name, field.type]));

const BY_TYPE: Readonly<Record<FieldType, ParserName>> = {
  text: 'text',
  integer: 'integer',
  number: 'number',
  money: 'number',
  date: 'date',
  url: 'url',
  boolean: 'boolean',
  coordinate: 'coordinate',
};

const ROOMS: Readonly<Record<string, RoomKind>> = {
  bedrooms: 'bedrooms',
  bathrooms: 'bathrooms',
  half_bathrooms: 'half_bathrooms',
  parking: 'parking',
  units: 'units',
};
const AREAS: Readonly<Record<string, { readonly kind: AreaKind; readonly max: string }>> = {
  built_area_m2: { kind: 'built', max: 'built_area_max_m2' },
  land_area_m2: { kind: 'land', max: 'land_area_max_m2' },
};

/** The parser that a column has without saying so. */
export function defaultParser(column: string): ParserName {
  if (column in ROOMS) return 'rooms';
  if (column in AREAS) return 'area';
  if (column === 'currency' || column === 'maintenance_currency') return 'currency';
  if (column === 'age_years') return 'age';
  return BY_TYPE[TYPES.get(column) ?? 'text'];
}

type TextParser = (text: string, input: PageInput) => Columns | null;

/** A parser of one value for the column it stands under. */
function one(parse: (text: string, column: string, as: string | undefined) => Value): Compile {
  return (column, { as }) =>
    (text) =>
      single(column, parse(text, column, as));
}

type Compile = (column: string, alternative: Alternative) => TextParser;

const COMPILERS: Readonly<Record<ParserName, Compile>> = {
  text: (column) => (text) => single(column, cleanText(text)) ?? NOTHING,
  url: urlParser,
  integer: (column) => (text) => nonZero(column, parseInteger(text)),
  number: (column) => (text) => nonZero(column, parseNumber(text)),
  boolean: one(parseBoolean),
  money: moneyParser,
  area: (column, { as }) => areaParser(column, as),
  rooms: (column, { as }) => roomsParser(column, as),
  date: one((text, _column, as) => parseDate(text, as as DateFormat | undefined)),
  published: publishedParser,
  age: ageParser,
  coordinates: () => (text) => parseCoordinates(text) as Columns | null,
  coordinate: one((text, column) => parseCoordinate(text, column === 'latitude' ? 'latitude' : 'longitude')),
  headline: headlineParser,
  operation: one(parseOperation),
  currency: one(parseCurrency),
};

export function compileParser(column: string, alternative: Alternative): Parser {
  const parse = COMPILERS[alternative.parse ?? defaultParser(column)](column, alternative);
  return (raw, input) => parse(String(raw), input);
}

function single(column: string, value: Value): Columns | null {
  return value === null || value === '' ? null : { [column]: value };
}

/** Portals write 0 for "unknown": a price, an area or a count of 0 is none. */
function nonZero(column: string, value: number | null): Columns | null {
  if (value === null) return null;
  return value === 0 ? NOTHING : { [column]: value };
}

/** The advert's own address is kept without tracking; other addresses as they are. */
function urlParser(column: string, alternative: Alternative): TextParser {
  const strips = (alternative.address_query ?? (column === 'url' ? 'strip' : 'keep')) === 'strip';
  const rules = strips ? { dropParameters: ['*'] } : {};
  return (raw, input) => {
    const address = canonicalAddress(raw, input.base ?? input.url, rules);
    return address === null ? null : { [column]: address };
  };
}

function parseBoolean(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  if (/^(?:true|1|s[ií]|yes)$/.test(word)) return true;
  return /^(?:false|0|no)$/.test(word) ? false : null;
}

function moneyParser(column: string): TextParser {
  const isFee = column === 'maintenance_fee';
  return (text) => {
    const money = parseMoney(text, isFee ? 'maintenance' : undefined);
    if (money === null) return null;
    const amount = realAmount(money);
    const wanted = isFee ? money.what === 'maintenance' : money.what === null;
    if (amount === null || !wanted) return NOTHING;
    if (isFee) return { maintenance_fee: amount, maintenance_currency: money.currency };
    return {
      [column]: amount,
      price_max: money.max,
      currency: money.currency,
      price_period: money.period,
      price_from: money.from ? true : null,
      operation: money.operation,
    };
  };
}

/** "tot." and "lote" are both the land; a text that says no kind is of the column it was put for. */
function areaParser(column: string, as: string | undefined): TextParser {
  const { kind, max } = AREAS[column] ?? { kind: 'built', max: `${column}_max` };
  return (text) => {
    const area = parseArea(text, kind);
    if (area === null) return null;
    const isLand = area.what === 'land' || area.what === 'total';
    const fits = area.what === null || as === 'any' || isLand === (kind === 'land');
    if (!fits || area.min === null) return NOTHING;
    return { [column]: area.min, [max]: area.max === area.min ? null : area.max };
  };
}

function roomsParser(column: string, as: string | undefined): TextParser {
  const kind = (as as RoomKind | undefined) ?? ROOMS[column] ?? 'rooms';
  const max = `${column}_max`;
  return (text) => {
    const rooms = parseRooms(text, kind);
    if (rooms === null) return null;
    // Land has "0 baños": 0 stands for "not told".
    if (rooms.what !== kind || rooms.min === null || rooms.min === 0) return NOTHING;
    const hasMax = TYPES.has(max) && rooms.max !== rooms.min;
    return hasMax ? { [column]: rooms.min, [max]: rooms.max } : { [column]: rooms.min };
  };
}

function publishedParser(column: string): TextParser {
  return (text, input) => {
    const published = parsePublished(text);
    if (published === null) return null;
    const value =
      column === 'agency' ? (published.agency ?? published.portal) : publishedOn(published, input.fetchedOn);
    return single(column, value) ?? NOTHING;
  };
}

function ageParser(column: string): TextParser {
  return (text) => {
    const age = parseBuildingAge(text);
    if (age === null) return null;
    const value = column === 'condition' ? age.state : column === 'construction_year' ? age.builtIn : age.years;
    return single(column, value) ?? NOTHING;
  };
}

function headlineParser(column: string): TextParser {
  return (text) => {
    const headline = parseHeadline(text);
    if (headline === null) return null;
    const values: Readonly<Record<string, Value>> = {
      property_type: headline.type,
      bedrooms: headline.bedrooms,
      bathrooms: headline.bathrooms,
      half_bathrooms: headline.halfBathrooms,
      parking: headline.parking,
      built_area_m2: headline.areaM2,
      land_area_m2: headline.areaM2,
    };
    return single(column, values[column] ?? null) ?? NOTHING;
  };
}

function parseOperation(text: string): string | null {
  if (/remate|subasta|auction/i.test(text)) return 'auction';
  if (/rent|alquil|lease/i.test(text)) return 'rent';
  return /vent|vend|sale|sell|compra/i.test(text) ? 'sale' : null;
}

function parseCurrency(text: string): string | null {
  const word = text.trim().toUpperCase();
  if (/^(?:MN|M\.N\.|MXN|MXP|\$|PESOS)$/.test(word)) return 'MXN';
  if (/^(?:USD|U\$D|US\$|U\$S|DLLS?|D[OÓ]LARES)$/.test(word)) return 'USD';
  return /^[A-Z]{3}$/.test(word) ? word : null;
}

/** What belongs together stays together: no currency without a price, no latitude without a longitude. */
export function settleRow(row: Record<string, Value>): void {
  const { price, price_max: most } = row;
  if (typeof price === 'number' && typeof most === 'number' && most <= price) delete row['price_max'];
  if (price === undefined)
    for (const column of ['price_max', 'currency', 'price_period', 'price_from']) delete row[column];
  if (row['maintenance_fee'] === undefined) delete row['maintenance_currency'];
  const { latitude, longitude } = row;
  const nowhere = latitude === undefined || longitude === undefined || (latitude === 0 && longitude === 0);
  if (nowhere) for (const column of ['latitude', 'longitude']) delete row[column];
}
