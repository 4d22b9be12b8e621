/** A row's values in the Spanish wording that the portals share: `4,830,000`, `3 a 5`, `136 m²`, `En construcción`. */
import type { Row } from '../core/listing.ts';
import { plainNumber } from './csv.ts';

/** The value as text; missing is empty. */
export function text(row: Row, name: string): string {
  const value = row[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? plainNumber(value) : '';
}

export function number(row: Row, name: string): number | null {
  const value = row[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** `4830000` → `4,830,000`; a fraction stays behind the point. */
export function amount(row: Row, name: string): string {
  const [whole = '', fraction] = text(row, name).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `3`, or `3 a 5` when `<name>_max` has a higher end. */
export function range(row: Row, name: string, between: string): string {
  return ends(row, name, `${name}_max`, between);
}

/** `136 m²`, `600 a 3531 m²`: `stem` is `built_area` or `land_area`. */
export function area(row: Row, stem: string, unit: string, between: string): string {
  const size = ends(row, `${stem}_m2`, `${stem}_max_m2`, between);
  return size === '' ? '' : size + unit;
}

/** `1 baño` for one, `2 baños` for others; nothing for nothing. */
export function counted(count: string, one: string, many: string): string {
  if (count === '') return '';
  return count === '1' ? one : `${count} ${many}`;
}

/** `2025-09-17` → `17/09/2025`. */
export function dayMonthYear(row: Row, name: string): string {
  return text(row, name).split('-').reverse().join('/');
}

/** `3 años`, `A estrenar`, `En construcción`, as Inmuebles24 words the age of a building. */
export function yearsOld(row: Row): string {
  if (row['condition'] === 'under_construction') return WORDS['under_construction'] ?? '';
  const age = number(row, 'age_years');
  if (age === 0 || (age === null && row['condition'] === 'new')) return 'A estrenar';
  return age === null ? '' : counted(plainNumber(age), '1 año', 'años');
}

const WORDS: Readonly<Record<string, string>> = {
  sale: 'venta',
  rent: 'renta',
  auction: 'remate',
  month: 'mes',
  week: 'semana',
  day: 'día',
  year: 'año',
  new: 'Nuevo',
  under_construction: 'En construcción',
};

/** Our own words in Spanish (`rent` → `renta`); the portal's words as they are. */
export function inWords(row: Row, name: string): string {
  const word = text(row, name);
  return Object.hasOwn(WORDS, word) ? (WORDS[word] ?? word) : word;
}

function ends(row: Row, low: string, high: string, between: string): string {
  const from = number(row, low);
  const to = number(row, high);
  if (from === null) return to === null ? '' : plainNumber(to);
  return to === null || to === from ? plainNumber(from) : `${plainNumber(from)}${between}${plainNumber(to)}`;
}
