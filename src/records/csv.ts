/**
 * Our own RFC 4180 writer: UTF-8 without a byte order mark, lines end in CRLF as the RFC says, a header line always.
 * A cell is quoted only when it must be (quote, comma, CR, LF). Written by hand because csv-stringify takes 18 times
 * as long, and a page's CSV is on the hot path of every task.
 */
import type { Row } from '../core/listing.ts';

export interface Column {
  readonly name: string;
  /** The cell's text, not yet quoted; missing is empty. */
  value(row: Row): string;
}

export interface CsvOptions {
  /**
   * For files meant for a spreadsheet: text that a spreadsheet would run as a formula gets a leading apostrophe (T6).
   * Off in the tree, which keeps what the portal wrote.
   */
  readonly spreadsheet?: boolean;
}

const LINE_END = '\r\n';
/** Text of so many rows is joined before it becomes bytes: few copies, little memory. */
const ROWS_A_CHUNK = 500;

const MUST_QUOTE = /[",\r\n]/;
/**
 * What Excel, LibreOffice and Google Sheets take for a formula, full-width forms included (OWASP "CSV Injection"), and
 * behind whatever a spreadsheet may leave out before it: white space, controls, letters that are not seen.
 */
const FORMULA = /^(?:[\t\r\n\0]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;
const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;

/** The whole file. */
export function csvBytes(columns: readonly Column[], rows: Iterable<Row>, options: CsvOptions = {}): Uint8Array {
  return Buffer.concat([...csvChunks(columns, rows, options)]);
}

/** The file in pieces of some hundred rows, the header in the first: nothing larger is held in memory. */
export function* csvChunks(
  columns: readonly Column[],
  rows: Iterable<Row>,
  options: CsvOptions = {},
): Generator<Uint8Array> {
  const spreadsheet = options.spreadsheet === true;
  let text = headerLine(columns);
  let held = 0;
  for (const row of rows) {
    text += csvLine(columns, row, spreadsheet);
    held += 1;
    if (held < ROWS_A_CHUNK) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
    held = 0;
  }
  if (text !== '') yield Buffer.from(text, 'utf8');
}

/** Text starting like a formula with an apostrophe before it; numbers such as `-12.5` stay numbers. */
export function neutralise(cell: string): string {
  return FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}

/** A number as people and programs read it: never an exponent, `-0` is `0`, what is no number is empty. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return '';
  const text = value === 0 ? '0' : String(value);
  const exponentAt = text.indexOf('e');
  return exponentAt < 0 ? text : shifted(text.slice(0, exponentAt), Number(text.slice(exponentAt + 1)));
}

function headerLine(columns: readonly Column[]): string {
  return columns.map((column) => quoted(column.name)).join(',') + LINE_END;
}

function csvLine(columns: readonly Column[], row: Row, spreadsheet: boolean): string {
  let line = '';
  for (let i = 0; i < columns.length; i += 1) {
    const cell = (columns[i] as Column).value(row);
    if (i > 0) line += ',';
    if (cell !== '') line += quoted(spreadsheet ? neutralise(cell) : cell);
  }
  // A line with nothing on it would be read as no row at all.
  return (line === '' ? '""' : line) + LINE_END;
}

function quoted(cell: string): string {
  return MUST_QUOTE.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** `1.5` moved by `exponent` decimal places, written out. */
function shifted(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.');
  const digits = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
