/** Prices and maintenance fees: "$ 2,070,000 MXNRemate Bancario", "rentaMN 34,000", "Departamentos desde MN 4,830,000". */
import {
  CONSULT,
  CURRENCY,
  currencyOf,
  FROM,
  LEADING_PRICE_WORD,
  MAINTENANCE,
  operationIn,
  OPERATION_BEFORE,
  PER_AREA,
  PERIOD,
  periodOf,
  PUNCTUATION,
  RANGE_JOIN,
} from './money-words.ts';
import type { Operation, Period } from './money-words.ts';
import { NUMBER, readNumber } from './numbers.ts';
import { detachOrNull, valueText } from './text.ts';

/** What a price text says; null (and false) where it says nothing. */
export interface Money {
  /** In units of the currency; the lower end of a range. null = "Consultar precio", or 0, which means none. */
  readonly amount: number | null;
  /** Upper end of a range; null for a single amount. */
  readonly max: number | null;
  /** ISO 4217. A lone "$" is MXN, as all six portals are Mexican; with the Argentine word "expensas" it is ARS. */
  readonly currency: string | null;
  readonly period: Period | null;
  /** "desde": the cheapest unit of a development. */
  readonly from: boolean;
  readonly operation: Operation | null;
  /** Words glued or set beside the amount, such as "Remate Bancario". */
  readonly label: string | null;
  /** null for a price; `per_area` for a price of one m², which is no price of the advert. */
  readonly what: 'maintenance' | 'per_area' | null;
  /** The figure is written only to fill a form: 0, or a maintenance of "MN 1". See {@link realAmount}. */
  readonly placeholder: boolean;
  /** Kinds of unit before "desde": "Terrenos y casas". */
  readonly typesText: string | null;
}

const PREFIXED = new RegExp(`(?<currency>${CURRENCY}) ?(?<number>${NUMBER})`, 'u');
const SUFFIXED = new RegExp(`(?<![\\d.,])(?<number>${NUMBER}) ?(?<currency>${CURRENCY})`, 'u');
const BARE = new RegExp(`(?<![\\d.,])(?<number>${NUMBER})`, 'u');
/** A mark right before another number belongs to that one: "MN 3,990,000 MN 3,500,000". */
const SUFFIX = new RegExp(`^ ?(?:${CURRENCY})(?! ?\\d)`, 'u');
const MILLIONS = /^ ?(?:millones|mill[oó]n|mdp)(?!\p{L})(?: de)?/iu;
/** Not before "%": "MN 5,000,000 -10%" is no range. */
const SECOND = new RegExp(`^ ?${RANGE_JOIN} ?(?<currency>${CURRENCY})? ?(?<number>${NUMBER})(?![\\d.,]| ?%)`, 'u');

/** Below this a monthly fee in pesos is no fee; "MN 1" and "MN 20" were seen, the smallest real one was MN 500. */
const LEAST_FEE_IN_PESOS = 100;

/**
 * Reads a price. With several prices in the text ("venta … renta …") the first one counts, and the others are not put into `label`.
 * @param expected `maintenance` when the place on the page says so and the text may not
 * @returns null when the text is no price at all ("3 recámaras"): the caller counts it as failed
 */
export function parseMoney(text: string, expected?: 'maintenance'): Money | null {
  const folded = valueText(text);
  if (folded === null) return null;
  const found = findAmount(folded);
  if (found === null) return CONSULT.test(folded) ? withoutAmount(folded) : null;
  if (found.before === '-' || found.before === '−') return null;
  const head = readHead(found.before);
  const tail = readTail(found.after);
  const mark = tail.currency ?? found.mark;
  const label = [head.label, tail.label].filter((words) => words !== '').join(' ');
  // A bare number is a price only when nothing else stands there: "3 Rec." is not.
  if (mark === null && (label !== '' || head.typesText !== '')) return null;
  const low = readAmount(found.number, tail.millions);
  if (low === null) return null;
  const fee = head.maintenance || tail.maintenance || expected === 'maintenance';
  const currency = mark === null ? null : currencyOf(mark, folded);
  return {
    ...ordered(low, tail.second === null ? null : readAmount(tail.second, tail.millions)),
    currency,
    period: tail.period,
    from: head.from,
    operation: head.operation,
    label: detachOrNull(label),
    what: fee ? 'maintenance' : tail.what,
    placeholder: isPlaceholder(low, currency, fee),
    typesText: detachOrNull(head.typesText),
  };
}

/** The amount to keep: null when there is none or it is a placeholder. */
export function realAmount(money: Money): number | null {
  return money.placeholder ? null : money.amount;
}

interface Found {
  readonly number: string;
  readonly mark: string | null;
  readonly before: string;
  readonly after: string;
}

/** A number with a currency before it, else one with a currency after it, else any. */
function findAmount(text: string): Found | null {
  const match = PREFIXED.exec(text) ?? SUFFIXED.exec(text) ?? BARE.exec(text);
  if (match === null) return null;
  return {
    number: match.groups?.['number'] ?? '',
    mark: match.groups?.['currency'] ?? null,
    before: text.slice(0, match.index).trim(),
    after: text.slice(match.index + match[0].length),
  };
}

interface Head {
  readonly from: boolean;
  readonly operation: Operation | null;
  readonly maintenance: boolean;
  readonly typesText: string;
  readonly label: string;
}

/** What stands before the amount: operation, "desde", the kinds of unit, "+", "Precio:". */
function readHead(before: string): Head {
  if (before === '') return NO_HEAD;
  const from = FROM.test(before);
  const plain = tidy(before.replace(FROM, '').replace(LEADING_PRICE_WORD, ''));
  const operation = operationIn(plain);
  const named = operation === null ? plain : tidy(plain.replace(OPERATION_BEFORE, ''));
  const maintenance = MAINTENANCE.test(named);
  const rest = maintenance ? tidy(named.replace(MAINTENANCE, ' ')) : named;
  return { from, operation, maintenance, typesText: from ? rest : '', label: from ? '' : rest };
}

const NO_HEAD: Head = { from: false, operation: null, maintenance: false, typesText: '', label: '' };

interface Units {
  /** The figures are millions. */
  readonly millions: boolean;
  readonly currency: string | null;
  readonly rest: string;
}

interface Tail {
  readonly millions: boolean;
  readonly currency: string | null;
  /** Upper end of the range, as written. */
  readonly second: string | null;
  readonly what: 'per_area' | null;
  readonly period: Period | null;
  readonly maintenance: boolean;
  readonly label: string;
}

/** What stands after the amount, in this order: millions, currency, the range's upper end, per m², period, words. */
function readTail(after: string): Tail {
  if (after === '') return NO_TAIL;
  const { second, ...units } = readRange(readUnits(after));
  const perArea = cut(PER_AREA, units.rest);
  const period = cut(PERIOD, perArea.rest);
  const words = beforeNextPrice(period.rest);
  return {
    millions: units.millions,
    currency: units.currency,
    second,
    what: perArea.found === null ? null : 'per_area',
    period: period.found === null ? null : periodOf(period.found),
    maintenance: MAINTENANCE.test(words),
    label: tidy(words.replace(MAINTENANCE, ' ')),
  };
}

const NO_TAIL: Tail = {
  millions: false,
  currency: null,
  second: null,
  what: null,
  period: null,
  maintenance: false,
  label: '',
};

/** "MN 3,990,000 - 3 recámaras": a second figure without a currency and with other words behind it is no upper end. */
function readRange(first: Units): Units & { readonly second: string | null } {
  const match = SECOND.exec(first.rest);
  if (match === null) return { ...first, second: null };
  const upper = readUnits(first.rest.slice(match[0].length));
  const mark = match.groups?.['currency'] ?? upper.currency;
  if (mark === null && upper.rest !== '' && !PERIOD.test(upper.rest)) return { ...first, second: null };
  return {
    millions: first.millions || upper.millions,
    currency: first.currency ?? mark,
    rest: upper.rest,
    second: match.groups?.['number'] ?? null,
  };
}

function readUnits(after: string): Units {
  const millions = cut(MILLIONS, after);
  const suffix = cut(SUFFIX, millions.rest);
  return { millions: millions.found !== null, currency: suffix.found?.trim() ?? null, rest: suffix.rest };
}

/** What a pattern finds at the start of a text, and what follows it. */
function cut(pattern: RegExp, text: string): { readonly found: string | null; readonly rest: string } {
  const match = pattern.exec(text);
  return match === null ? { found: null, rest: text } : { found: match[0], rest: text.slice(match[0].length) };
}

/** Words up to a second price, without the operation that introduces it. */
function beforeNextPrice(words: string): string {
  const next = PREFIXED.exec(words) ?? SUFFIXED.exec(words);
  return next === null ? words : words.slice(0, next.index).replace(OPERATION_BEFORE, '');
}

function readAmount(written: string, millions: boolean): number | null {
  const value = readNumber(written, millions ? 'decimal' : 'thousands');
  return value === null || !millions ? value : Math.round(value * 1e8) / 100;
}

/** A range in its order; 0 means that the portal has no figure. */
function ordered(low: number, high: number | null): { readonly amount: number | null; readonly max: number | null } {
  const ends = high === null ? [low] : [Math.min(low, high), Math.max(low, high)];
  const [amount, max] = ends.filter((end) => end > 0);
  return { amount: amount ?? null, max: max === undefined || max === amount ? null : max };
}

function isPlaceholder(amount: number, currency: string | null, fee: boolean): boolean {
  if (amount === 0) return true;
  if (!fee) return false;
  return (
    amount <= 1 || (amount < LEAST_FEE_IN_PESOS && (currency === null || currency === 'MXN' || currency === 'ARS'))
  );
}

function withoutAmount(text: string): Money {
  return {
    amount: null,
    max: null,
    currency: null,
    period: null,
    from: false,
    operation: operationIn(text),
    label: null,
    what: MAINTENANCE.test(text) ? 'maintenance' : null,
    placeholder: false,
    typesText: null,
  };
}

function tidy(words: string): string {
  return words.replace(PUNCTUATION, '');
}
