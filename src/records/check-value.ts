/** One value against its field: what is kept, or why not. Pure, and cheap: it runs a thousand times a page. */
import { DEFAULT_TEXT_LENGTH, type Field, type Value } from '../core/listing.ts';
import { cleanText, cutText } from './clean-text.ts';
import { plainNumber } from './csv.ts';

/** A value that was emptied, or changed in a way that a person should know of. */
export class ValueFault {
  /** What is kept; null = emptied. */
  readonly kept: string | null;
  /** Reads after the field's name: `is not a number`. */
  readonly reason: string;
  /** The row carries something that could act on whoever opens it: it must not be published. */
  readonly unsafe: boolean;

  constructor(reason: string, kept: string | null = null, unsafe = false) {
    this.kept = kept;
    this.reason = reason;
    this.unsafe = unsafe;
  }
}

/** What the checks of one page have in common. */
export interface CheckContext {
  /** Longest text of fields with the default length, in characters (`security.data_validation.max_field_length`). */
  readonly maxFieldLength: number;
  /** Latest day a publication can have: the day after the fetch, for a portal east of us. */
  readonly latestDay: string;
  /** Hosts (and their subdomains) the advert's own address may have; null = any. */
  readonly siteHosts: readonly string[] | null;
}

/** `raw` is whatever extraction or a foreign program gave; null and undefined never come here. */
export type CheckValue = (raw: unknown, context: CheckContext) => Value | ValueFault;

/** The check of a field, made once. */
export function checkerOf(field: Field): CheckValue {
  switch (field.type) {
    case 'text':
      return textChecker(field);
    case 'integer':
      return numberChecker(field, true);
    case 'number':
    case 'money':
    case 'coordinate':
      return numberChecker(field, false);
    case 'boolean':
      return checkBoolean;
    case 'date':
      return checkDate;
    case 'url':
      return urlChecker(field);
    default:
      return field.type satisfies never;
  }
}

const emptied = (reason: string): ValueFault => new ValueFault(reason);

/** Words with few values: anything else there is a fault of the definition, not news from the portal. */
const VOCABULARY: Readonly<Record<string, { readonly pattern: RegExp; readonly expected: string }>> = {
  currency: { pattern: /^[A-Z]{3}$/, expected: 'three capital letters such as MXN' },
  maintenance_currency: { pattern: /^[A-Z]{3}$/, expected: 'three capital letters such as MXN' },
  operation: { pattern: /^(?:sale|rent|auction)$/, expected: 'sale, rent or auction' },
  price_period: { pattern: /^(?:month|week|day|year)$/, expected: 'month, week, day or year' },
};
/** Cutting these would make another code of them, maybe another advert's. */
const CODE_FIELD = /(?:_id|_code)$/;
const LONGEST_CODE_FIELD = 40;
/** Cleaning text that is far too long would be work for nothing: only so many times the limit is looked at. */
const LOOK_AHEAD = 4;

function textChecker(field: Field): CheckValue {
  const vocabulary = VOCABULARY[field.name];
  const isCode = field.max <= LONGEST_CODE_FIELD || CODE_FIELD.test(field.name);
  const isLong = field.max > DEFAULT_TEXT_LENGTH;
  return (raw, context) => {
    const text = typeof raw === 'number' ? plainNumber(raw) : raw;
    if (typeof text !== 'string') return emptied(`is ${kindOf(raw)}, not a text`);
    const max = field.max === DEFAULT_TEXT_LENGTH ? context.maxFieldLength : field.max;
    const clean = cleanText(text.length > max * LOOK_AHEAD ? text.slice(0, max * LOOK_AHEAD) : text, isLong);
    if (clean.text === '') return clean.scripted ? emptied('holds nothing but script') : null;
    if (vocabulary !== undefined && !vocabulary.pattern.test(clean.text)) {
      return emptied(`is not ${vocabulary.expected}`);
    }
    if (clean.text.length > max) {
      if (isCode) return emptied(`is longer than ${max} characters`);
      return new ValueFault(`cut to ${max} characters`, cutText(clean.text, max));
    }
    return clean.scripted ? new ValueFault('script removed', clean.text) : clean.text;
  };
}

const NUMBER_TEXT = /^-?\d{1,15}(?:\.\d{1,15})?$/;

function numberChecker(field: Field, whole: boolean): CheckValue {
  const [low, high] = field.range ?? [-Number.MAX_VALUE, Number.MAX_VALUE];
  const expected = whole ? 'a whole number' : 'a number';
  const unit = field.unit === undefined ? '' : ` ${field.unit}`;
  return (raw) => {
    if (raw === '') return null;
    const value = typeof raw === 'string' && NUMBER_TEXT.test(raw) ? Number(raw) : raw;
    if (typeof value !== 'number' || !Number.isFinite(value)) return emptied(`is not ${expected}`);
    if (whole && !Number.isInteger(value)) return emptied('is not a whole number');
    if (value < low || value > high)
      return emptied(`is not between ${plainNumber(low)} and ${plainNumber(high)}${unit}`);
    return value === 0 ? 0 : value;
  };
}

function checkBoolean(raw: unknown): Value | ValueFault {
  if (typeof raw === 'boolean') return raw;
  if (raw === 'true' || raw === 'false') return raw === 'true';
  return raw === '' ? null : emptied('is neither true nor false');
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
/** The web did not exist before; an earlier day is a default of the portal's database. */
const EARLIEST_DAY = '1990-01-01';

function checkDate(raw: unknown, context: CheckContext): Value | ValueFault {
  if (raw === '') return null;
  const match = typeof raw === 'string' ? DAY.exec(raw) : null;
  if (match === null) return emptied('is not a day as YYYY-MM-DD');
  const [day, year, month, dayOfMonth] = match;
  if (Number(dayOfMonth) < 1 || Number(dayOfMonth) > daysOf(Number(year), Number(month))) {
    return emptied('is a day that no calendar has');
  }
  if (day < EARLIEST_DAY || day > context.latestDay) {
    return emptied(`is not between ${EARLIEST_DAY} and the day after the fetch`);
  }
  return day;
}

/** Days of a month, 0 for a month that there is not. */
function daysOf(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return leap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The usual address, which need not be taken apart: http(s), a plain host, and no character that wants escaping. */
const USUAL_URL = /^https?:\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?(?:[/?#][\w\-./~%!$&'()*+,;=:@?#[\]]*)?$/;
const SCHEME = /^\s*([a-z][a-z0-9+.-]*):/i;

function urlChecker(field: Field): CheckValue {
  const isIdentity = field.name === 'url';
  const tooLong = `is longer than ${field.max} characters`;
  return (raw, context) => {
    if (raw === '') return null;
    if (typeof raw !== 'string') return emptied(`is ${kindOf(raw)}, not an address`);
    if (raw.length > field.max) return emptied(tooLong);
    const address = readAddress(raw, isIdentity);
    if (address instanceof ValueFault) return address;
    if (isIdentity && context.siteHosts !== null && !isOnHosts(address.host, context.siteHosts)) {
      return emptied(`leads to ${address.host}, which is not this site's`);
    }
    return address.text.length > field.max ? emptied(tooLong) : address.text;
  };
}

interface Address {
  readonly text: string;
  readonly host: string;
}

function readAddress(raw: string, isIdentity: boolean): Address | ValueFault {
  const usual = USUAL_URL.exec(raw);
  if (usual !== null) return { text: raw, host: usual[1] ?? '' };
  const parsed = parseUrl(raw);
  if (parsed === null) return notAnAddress(raw, isIdentity);
  if (parsed.username !== '' || parsed.password !== '') return emptied('carries a name or password');
  return { text: parsed.href, host: parsed.hostname };
}

/** An advert whose address would run something is not published; a broken picture address is just left out. */
function notAnAddress(raw: string, isIdentity: boolean): ValueFault {
  const scheme = SCHEME.exec(cleanText(raw, false).text)?.[1]?.toLowerCase();
  const acts = scheme !== undefined && !/^https?$/.test(scheme) && !/^\s*[\w.-]+:\d/.test(raw);
  return new ValueFault('is not an http or https address', null, isIdentity && acts);
}

function parseUrl(raw: string): URL | null {
  const url = URL.parse(raw);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  return url.hostname === '' ? null : url;
}

function isOnHosts(host: string, hosts: readonly string[]): boolean {
  return hosts.some((own) => host === own || host.endsWith(`.${own}`));
}

/** `a list`, `an object`, `a string`: for messages. */
export function kindOf(raw: unknown): string {
  if (raw === null) return 'null';
  if (Array.isArray(raw)) return 'a list';
  return typeof raw === 'object' ? 'an object' : `a ${typeof raw}`;
}
