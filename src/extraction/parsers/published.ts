/** Since when an advert is published: "Publicado hace más de 1 año", "Hace 2 semanas, 3 días en - X", "6 giorni fa in X". */
import { Fault } from '../../core/errors.ts';
import { daysInMonth, parseDate } from './dates.ts';
import { detachOrNull, valueText } from './text.ts';

export type AgeUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

export interface Span {
  readonly value: number;
  readonly unit: AgeUnit;
}

/** Either an age (`value`, `unit`) or a day (`date`); the other is null. */
export interface Published {
  /** 0 days for "hoy", 1 for "ayer". */
  readonly value: number | null;
  readonly unit: AgeUnit | null;
  /** The smaller part of "2 semanas, 3 días". */
  readonly rest: Span | null;
  /** "más de": the age is only a lower bound. */
  readonly moreThan: boolean;
  /** YYYY-MM-DD */
  readonly date: string | null;
  /** Portal or source after "en", as aggregators name it. */
  readonly portal: string | null;
  /** Advertiser after " - " or "Publicado por". */
  readonly agency: string | null;
}

const UNITS: Readonly<Record<AgeUnit, string>> = {
  minute: 'min(?:utos?|ut[oi]|uten|utes?|s)?',
  hour: 'horas?|hrs?|h|or[ae]|uur|uren|hours?',
  day: 'd[ií]as?|giorn[oi]|dag(?:en)?|days?',
  week: 'semanas?|settiman[ae]|we(?:ken|eks?)',
  month: 'mes(?:es|[ei])?|maand(?:en)?|months?',
  year: 'a[ñn]os?|ann[oi]|jaar|jaren|years?',
};

const UNIT_NAMES = Object.keys(UNITS) as readonly AgeUnit[];
const UNIT = UNIT_NAMES.map((unit) => UNITS[unit]).join('|');
const WHOLE_UNITS: readonly (readonly [AgeUnit, RegExp])[] = UNIT_NAMES.map((unit) => [
  unit,
  new RegExp(`^(?:${UNITS[unit]})$`, 'iu'),
]);

const LEAD =
  /^(?:(?:publicado|publicada|publicaci[oó]n|actualizado|actualizada|anunciado|pubblicato|geplaatst|published|posted|updated|fecha de publicaci[oó]n|desde|hace|ya|el|il|da|op|on)\b:? ?){0,5}/iu;
const MORE = /^(?:m[aá]s de|\+(?: ?de)?|pi[uù] di|oltre|meer dan|more than|over)(?: ?hace)? ?/iu;
const SPAN = new RegExp(String.raw`^(?<value>\d{1,5}|un[ao]?|een|an?) ?(?<unit>${UNIT})(?!\p{L})\.?`, 'iu');
const AND = /^ ?(?:,|y|e|en|and) ?(?=\d)/iu;
const PAST = /^ (?:fa|geleden|ago|atr[aá]s)(?!\p{L})/iu;
const DAY_WORDS: readonly (readonly [number, RegExp])[] = [
  [
    0,
    /^(?:hoy|oggi|vandaag|today|ahora|unos (?:instantes|momentos|minutos)|just now|(?:un )?(?:instante|momento)s?)(?!\p{L})/iu,
  ],
  [1, /^(?:ayer|ieri|gisteren|yesterday)(?!\p{L})/iu],
  [2, /^(?:anteayer|antier|antes de ayer)(?!\p{L})/iu],
];
const DATE =
  /^(?:\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d[\d:.]*Z?)?|\d{1,2}\/\d{1,2}\/\d{2,4}|\d{1,2} (?:de )?\p{L}{3,10}\.? (?:del? )?\d{4})(?![\p{L}\d])/u;
const SOURCE = /^ ?(?:en|in|op|on)(?= |$) ?/iu;
const AGENCY = /(?:^|(?<= ))[-–—•|](?: |$)(?:publicad[oa] )?(?:por )?/iu;
const BY = /^ ?(?:publicad[oa] )?por /iu;

/** @returns null when the text tells no age and no day */
export function parsePublished(text: string): Published | null {
  const folded = valueText(text);
  if (folded === null) return null;
  const body = folded.replace(LEAD, '');
  const date = DATE.exec(body);
  if (date !== null) return fromDate(date[0], body.slice(date[0].length));
  const [days, word] = DAY_WORDS.find(([, pattern]) => pattern.test(body)) ?? [];
  if (days !== undefined && word !== undefined) {
    return withSource({ value: days, unit: 'day' }, null, false, body.replace(word, ''));
  }
  return fromAge(body);
}

function fromDate(written: string, tail: string): Published | null {
  const date = parseDate(written);
  const source = date === null ? null : readSource(tail);
  return source === null ? null : { value: null, unit: null, rest: null, moreThan: false, date, ...source };
}

function fromAge(body: string): Published | null {
  const more = MORE.exec(body);
  let tail = body.slice(more?.[0].length ?? 0);
  const first = SPAN.exec(tail);
  if (first === null) return null;
  tail = tail.slice(first[0].length);
  const and = AND.exec(tail);
  const second = and === null ? null : SPAN.exec(tail.slice(and[0].length));
  if (and !== null && second !== null) tail = tail.slice(and[0].length + second[0].length);
  return withSource(toSpan(first), second === null ? null : toSpan(second), more !== null, tail.replace(PAST, ''));
}

function withSource(age: Span, rest: Span | null, moreThan: boolean, tail: string): Published | null {
  const source = readSource(tail);
  return source === null ? null : { value: age.value, unit: age.unit, rest, moreThan, date: null, ...source };
}

/** What follows the age: nothing, "en PORTAL", "en - AGENCY", " - Publicado por AGENCY". null = words of another text. */
function readSource(tail: string): Pick<Published, 'portal' | 'agency'> | null {
  const named = SOURCE.exec(tail);
  const words = tail.slice(named?.[0].length ?? 0).trim();
  if (words === '') return { portal: null, agency: null };
  const dash = AGENCY.exec(words);
  if (named === null && dash?.index !== 0)
    return BY.test(tail) ? { portal: null, agency: detachOrNull(tail.replace(BY, '')) } : null;
  if (dash === null) return { portal: detachOrNull(words), agency: null };
  return {
    portal: detachOrNull(words.slice(0, dash.index).trim()),
    agency: detachOrNull(words.slice(dash.index + dash[0].length).trim()),
  };
}

function toSpan(match: RegExpExecArray): Span {
  const written = match.groups?.['value'] ?? '';
  const unitWord = match.groups?.['unit'] ?? '';
  const unit = WHOLE_UNITS.find(([, pattern]) => pattern.test(unitWord))?.[0] ?? 'day';
  return { value: /\d/.test(written) ? Number(written) : 1, unit };
}

/**
 * The day of publication, counted back from the day of the fetch. Months and years keep the day of the month as far as the month
 * has it (31 March less a month is 28 February); hours count as whole days only.
 * @param fetchedOn YYYY-MM-DD in the batch's zone
 * @returns YYYY-MM-DD; null when the text only says "more than", or the day lies before the web (1990)
 * @throws {Fault} E_INTERNAL when `fetchedOn` is no day
 */
export function publishedOn(published: Published, fetchedOn: string): string | null {
  if (published.date !== null) return published.date;
  if (published.moreThan || published.value === null || published.unit === null) return null;
  if (parseDate(fetchedOn, 'iso') !== fetchedOn) {
    throw new Fault('E_INTERNAL', `The day of the fetch is "${fetchedOn}", which is not a day as YYYY-MM-DD.`);
  }
  const spans = [
    { value: published.value, unit: published.unit },
    ...(published.rest === null ? [] : [published.rest]),
  ];
  let months = 0;
  let days = 0;
  for (const span of spans) {
    months += span.value * (span.unit === 'year' ? 12 : span.unit === 'month' ? 1 : 0);
    days += daysOf(span);
  }
  return goBack(fetchedOn, months, days);
}

function daysOf(span: Span): number {
  switch (span.unit) {
    case 'minute':
      return Math.floor(span.value / 1440);
    case 'hour':
      return Math.floor(span.value / 24);
    case 'day':
      return span.value;
    case 'week':
      return span.value * 7;
    case 'month':
    case 'year':
      return 0;
  }
}

/** Nothing was published on the web before. */
const FIRST_DAY = '1990-01-01';
const FIRST_YEAR = 1990;

function goBack(from: string, months: number, days: number): string | null {
  const [year = 0, month = 1, date = 1] = from.split('-').map(Number);
  const monthsOfEra = year * 12 + (month - 1) - months;
  const backYear = Math.floor(monthsOfEra / 12);
  if (backYear < FIRST_YEAR) return null;
  const backMonth = monthsOfEra - backYear * 12 + 1;
  const lastDate = Math.min(date, daysInMonth(backYear, backMonth));
  const day = new Date(Date.UTC(backYear, backMonth - 1, lastDate - days)).toISOString().slice(0, 10);
  return day < FIRST_DAY ? null : day;
}
