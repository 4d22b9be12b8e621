/** How the portals write text: escaping, Spanish numbers and dates, slugs, and stable choices. */
import { hashOf } from '../chance.ts';
import type { Search } from '../portal.ts';

/** A choice of `0 … of - 1` that depends on nothing but its arguments. */
export function choice(of: number, ...parts: readonly (string | number)[]): number {
  return hashOf(...parts) % of;
}

/** Which generation of mark-up a search is shown in: the same for all its pages and rounds. */
export function generationOf<T>(generations: readonly [T, ...T[]], search: Search): T {
  const index = choice(generations.length, 'generation', search.operation, search.typeSlug, search.citySlug);
  return generations[index] ?? generations[0];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for element content and for attributes in either kind of quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** JSON that is safe inside a script element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}

/** One line, single spaces: what a reader sees of a text with paragraphs. */
export function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The first `limit` characters at a word's end with "...", as result pages cut descriptions; short texts as they are. */
export function cut(text: string, limit: number): string {
  const line = flat(text);
  if (line.length <= limit) return line;
  const end = line.lastIndexOf(' ', limit);
  return `${line.slice(0, end > limit / 2 ? end : limit).trimEnd()}...`;
}

/** Paragraphs as HTML: one `<br>` a line break, without a space around it. */
export function paragraphs(text: string): string {
  return text
    .split(/\n+/)
    .map((line) => escapeHtml(line.trim()))
    .filter((line) => line !== '')
    .join('<br><br>');
}

/** `1234567.5` → `1,234,567.5`. */
export function grouped(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** Lower case, no accents, words joined with "-". */
export function slug(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

const DAY_MS = 86_400_000;

/** The day `days` before `today` (both YYYY-MM-DD). */
export function daysBefore(today: string, days: number): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

const MONTHS = ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'] as const;

/** `2025-01-17` → `17 ene 2025`. */
export function spanishDay(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ''} ${year}`;
}

/** `2025-01-17` → `17/01/2025`. */
export function slashDay(date: string): string {
  return date.split('-').reverse().join('/');
}

/** Words for the slugs that the six portals' city lists share. */
const CITY_NAMES: Readonly<Record<string, string>> = {
  guadalajara: 'Guadalajara',
  zapopan: 'Zapopan',
  tlaquepaque: 'Tlaquepaque',
  'san-pedro-tlaquepaque': 'San Pedro Tlaquepaque',
  tonala: 'Tonalá',
  'tonala-1': 'Tonalá',
  'tonala-jalisco': 'Tonalá',
  'tlajomulco-de-zuniga': 'Tlajomulco de Zúñiga',
  'el-salto': 'El Salto',
  zapotlanejo: 'Zapotlanejo',
  'ixtlahuacan-de-los-membrillos': 'Ixtlahuacán de los Membrillos',
  juanacatlan: 'Juanacatlán',
};

/** `tonala-1` → `Tonalá`; an unknown slug becomes its own words in capitals. */
export function cityName(citySlug: string): string {
  return CITY_NAMES[citySlug] ?? words(citySlug);
}

/** `casas-en-condominio` → `Casas en condominio`. */
export function words(text: string): string {
  const plain = text.replace(/[-/]+/g, ' ');
  return plain.slice(0, 1).toUpperCase() + plain.slice(1);
}

/** `sale` → `Venta`. */
export function operationWord(operation: Search['operation']): string {
  return operation === 'sale' ? 'Venta' : operation === 'rent' ? 'Renta' : 'Remate';
}

/** A land advert's only area is its land: the portals that show one area show this one. */
export function isLand(typeName: string): boolean {
  return /^(terreno|lote|parcela)/i.test(typeName);
}

/** Parts `casas-en-condominio-el-salto` at the city it ends with; null when it ends with none we know. */
export function endingCity(text: string): { readonly before: string; readonly city: string } | null {
  const cities = Object.keys(CITY_NAMES).filter((city) => text === city || text.endsWith(`-${city}`));
  const city = cities.sort((a, b) => b.length - a.length)[0];
  return city === undefined ? null : { before: text.slice(0, -city.length).replace(/-$/, ''), city };
}
