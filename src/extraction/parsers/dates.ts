/** Days, as YYYY-MM-DD, from the forms portals use. */
import { dayOf } from '../../core/local-time.ts';
import { valueText } from './text.ts';

/**
 * `iso` 2024-09-26 11:35:40 · `d/m/yyyy` 06/07/2025 (6 July) · `m/d/yy` 6/15/26 (US short, Inm24's JSON-LD) ·
 * `words` 17 ene 2025 · `epoch_ms` 1717430400000.
 */
export type DateFormat = 'iso' | 'd/m/yyyy' | 'm/d/yy' | 'words' | 'epoch_ms';

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?=$|[T ,])/;
const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)/;
const DAY_FIRST = /(?<![\p{L}\d])(\d{1,2}) (?:de )?(\p{L}{3,10})\.?,? (?:del? )?(\d{4})(?!\d)/u;
const MONTH_FIRST = /(?<![\p{L}\d])(\p{L}{3,10})\.? (\d{1,2})(?:,| de)? (\d{4})(?!\d)/u;
const EPOCH_MS = /^\d{12,13}$/;

/** Names of the months in es, it, nl, en; any beginning of three letters or more is read, as all are unambiguous. */
const MONTHS: readonly string[] = [
  'enero gennaio januari january',
  'febrero febbraio februari february',
  'marzo maart march mrt',
  'abril aprile april',
  'mayo maggio mei may',
  'junio giugno juni june',
  'julio luglio juli july',
  'agosto augustus august',
  'septiembre setiembre settembre september',
  'octubre ottobre oktober october',
  'noviembre novembre november',
  'diciembre dicembre december',
];

const MONTH_BY_WORD: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, index) =>
    names.split(' ').flatMap((name) => beginnings(name).map((word): [string, number] => [word, index + 1])),
  ),
);

function beginnings(name: string): readonly string[] {
  return Array.from({ length: name.length - 2 }, (_, index) => name.slice(0, index + 3));
}

/**
 * The day a text begins with (or, in words, contains). Without a format, a two-digit year means `m/d/yy` and a four-digit year `d/m/yyyy`: that is how
 * the six portals write. Nothing is guessed: 06/15/2025 as `d/m/yyyy` is not understood.
 * A time and its zone are left aside, as the portal's own day is meant.
 * @param zone of `epoch_ms` only: the place whose calendar counts
 * @returns YYYY-MM-DD, or null when it is no date of the calendar
 */
export function parseDate(text: string, format?: DateFormat, zone = 'America/Mexico_City'): string | null {
  const folded = valueText(text);
  if (folded === null) return null;
  switch (format) {
    case 'iso':
      return readIso(folded);
    case 'd/m/yyyy':
    case 'm/d/yy':
      return readSlashed(folded, format);
    case 'words':
      return readWords(folded);
    case 'epoch_ms':
      return readEpoch(folded, zone);
    case undefined:
      return readIso(folded) ?? readSlashed(folded, null) ?? readWords(folded);
  }
}

function readIso(text: string): string | null {
  const match = ISO.exec(text);
  return match === null ? null : day(Number(match[1]), Number(match[2]), Number(match[3]));
}

function readSlashed(text: string, format: 'd/m/yyyy' | 'm/d/yy' | null): string | null {
  const match = SLASHED.exec(text);
  if (match === null) return null;
  const [first, second, written] = [Number(match[1]), Number(match[2]), match[3] ?? ''];
  const short = written.length === 2;
  const year = short ? 2000 + Number(written) : Number(written);
  const monthFirst = format === null ? short : format === 'm/d/yy';
  return monthFirst ? day(year, first, second) : day(year, second, first);
}

function readWords(text: string): string | null {
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) return day(Number(dayFirst[3]), monthOf(dayFirst[2]), Number(dayFirst[1]));
  const monthFirst = MONTH_FIRST.exec(text);
  return monthFirst === null ? null : day(Number(monthFirst[3]), monthOf(monthFirst[1]), Number(monthFirst[2]));
}

function monthOf(word: string | undefined): number {
  return MONTH_BY_WORD.get((word ?? '').toLowerCase()) ?? 0;
}

function readEpoch(text: string, zone: string): string | null {
  return EPOCH_MS.test(text) ? dayOf(Number(text), zone) : null;
}

/** Adverts are not older than the web, and a date centuries off is a misread number. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2199;

/** A day of the calendar; null for 31 April, a month 0 or a year out of reach. */
function day(year: number, month: number, date: number): string | null {
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || date < 1) return null;
  return date > daysInMonth(year, month) ? null : formatDay(year, month, date);
}

/** Days of a month (1 to 12) in the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function formatDay(year: number, month: number, date: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}
