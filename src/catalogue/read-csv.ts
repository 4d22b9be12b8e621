/**
 * Reads a CSV file as people and spreadsheets write it (F70), line by line, so that one broken line costs that line
 * alone and every cell knows its place.
 */
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { decodeText } from './decode-text.ts';
import type { DecodedText } from './decode-text.ts';

export interface CsvCell {
  readonly text: string;
  /** Column in its line, from 1. */
  readonly column: number;
}

export interface CsvRow {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly CsvCell[];
}

export interface CsvTrouble {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface CsvTable {
  /** Every line that is not blank, the header among them. */
  readonly rows: readonly CsvRow[];
  readonly delimiter: string;
  readonly charset: DecodedText['charset'];
  /** Lines that were understood in spite of a fault of form. */
  readonly troubles: readonly CsvTrouble[];
}

/** A quote that is not closed within so many lines was never meant to span them: it would swallow the rest of the file. */
const LONGEST_QUOTED_LINES = 10;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Never throws: what cannot be understood as CSV is taken as it stands, and reported. */
export function readCsv(bytes: Uint8Array): CsvTable {
  const { text, charset } = decodeText(bytes);
  const lines = text.split(/\r\n|\r|\n/);
  const delimiter = delimiterOf(lines);
  const rows: CsvRow[] = [];
  const troubles: CsvTrouble[] = [];
  for (let index = 0; index < lines.length;) {
    const { row, taken, trouble } = takeRow(lines, index, delimiter);
    if (trouble !== null) troubles.push(trouble);
    if (row.cells.some((cell) => cell.text.trim() !== '')) rows.push(row);
    index += taken;
  }
  return { rows, delimiter, charset, troubles };
}

/** The separator of the first line that has any; a comma when none has. */
function delimiterOf(lines: readonly string[]): string {
  const header = (lines.find((line) => line.trim() !== '') ?? '').replaceAll(/"[^"]*"/g, '');
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}

interface Taken {
  readonly row: CsvRow;
  /** How many lines of the file it has. */
  readonly taken: number;
  readonly trouble: CsvTrouble | null;
}

function takeRow(lines: readonly string[], index: number, delimiter: string): Taken {
  const first = lines[index] ?? '';
  const line = index + 1;
  const clean = first.replaceAll('\0', '');
  const nul =
    clean === first
      ? null
      : { line, column: first.indexOf('\0') + 1, message: 'the line holds NUL bytes; they were left out' };
  if (!clean.includes('"')) return { row: { line, cells: splitPlain(clean, delimiter) }, taken: 1, trouble: nul };

  const most = Math.min(LONGEST_QUOTED_LINES, lines.length - index);
  for (let taken = 1; taken <= most; taken += 1) {
    const chunk = [clean, ...lines.slice(index + 1, index + taken)].join('\n').replaceAll('\0', '');
    const cells = parseQuoted(chunk, delimiter);
    if (cells === 'broken') break;
    if (cells !== 'open') return { row: { line, cells }, taken, trouble: nul };
  }
  const trouble = {
    line,
    column: clean.indexOf('"') + 1,
    message: 'a quote is opened here and not closed; the line was read without it',
  };
  return { row: { line, cells: splitPlain(clean, delimiter).map(withoutQuotes) }, taken: 1, trouble };
}

function splitPlain(line: string, delimiter: string): readonly CsvCell[] {
  let column = 1;
  return line.split(delimiter).map((text) => {
    const cell = { text, column };
    column += text.length + delimiter.length;
    return cell;
  });
}

function withoutQuotes(cell: CsvCell): CsvCell {
  return { ...cell, text: cell.text.replaceAll('"', '') };
}

/** One record with quotes, `open` when a quote still waits for its end, `broken` when no further line can mend it. */
function parseQuoted(chunk: string, delimiter: string): readonly CsvCell[] | 'open' | 'broken' {
  try {
    const records = parse(chunk, { delimiter, relax_column_count: true, record_delimiter: '\n', ltrim: false });
    const [cells = []] = records;
    if (records.length > 1) return 'broken';
    const columns = columnsOf(chunk, delimiter);
    return cells.map((text, index) => ({ text, column: columns[index] ?? 1 }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'open' : 'broken';
  }
}

/** Columns at which the cells of a well-formed record begin; those after a line break count from it. */
function columnsOf(chunk: string, delimiter: string): readonly number[] {
  const columns = [1];
  let quoted = false;
  let lineStart = 0;
  for (let index = 0; index < chunk.length; index += 1) {
    const character = chunk[index];
    if (character === '"') quoted = !quoted;
    else if (character === '\n') lineStart = index + 1;
    else if (character === delimiter && !quoted) columns.push(index + 2 - lineStart);
  }
  return columns;
}
