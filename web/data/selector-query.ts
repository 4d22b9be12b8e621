/** The selector language (the same as `--site … --status …` of the command line) in the address: lists with commas. */
import type { TaskSort } from '../../src/monitoring/selector.ts';
import type { Query } from '../routing/address.ts';

export const SELECTOR_FIELDS = [
  'batch',
  'site',
  'city',
  'operation',
  'product',
  'phase',
  'status',
  'verdict',
  'error',
  'text',
] as const;
export type SelectorField = (typeof SELECTOR_FIELDS)[number];

/** Only the fields of the language: whatever else stands in the address is the page's own. */
export function selectorOf(query: Query): Partial<Record<SelectorField, string>> {
  return Object.fromEntries(
    SELECTOR_FIELDS.flatMap((field) => {
      const value = query[field];
      return value === undefined || value === '' ? [] : [[field, value]];
    }),
  );
}

/** What the actions take: lists as arrays, `batch` and `text` as words. */
export function selectorBody(query: Query): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(selectorOf(query)).map(([field, value]) => [
      field,
      field === 'batch' || field === 'text' ? value : value.split(',').filter(Boolean),
    ]),
  );
}

/** A list in the address with one value put in or taken out. */
export function toggled(list: string | undefined, value: string): string {
  const values = (list ?? '').split(',').filter(Boolean);
  return (values.includes(value) ? values.filter((one) => one !== value) : [...values, value]).join(',');
}

/** `scraping-monitor tasks --batch Nov26_01 --site Inm24`: the same question at a terminal. */
export function asCommand(query: Query, sort?: TaskSort): string {
  const words = Object.entries(selectorOf(query)).map(([field, value]) => `--${field} ${shellWord(value)}`);
  if (sort !== undefined && sort !== 'order') words.push(`--sort ${sort}`);
  return ['scraping-monitor tasks', ...words].join(' ');
}

function shellWord(value: string): string {
  return /^[\w.,:@%+-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
