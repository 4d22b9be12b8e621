/**
 * How many rows of a batch had each field, a scraper, operation and product: `fields.jsonl` in the batch's journal. The
 * next batches' pages are compared with it (fault F65): a flat has bedrooms, a plot has none, so products stay apart.
 */
import type { Row } from '../core/listing.ts';
import type { Task } from '../core/task.ts';
import { journalFolder, readJournalLines, journalLines } from './journal.ts';
import type { TreeFile } from './tree.ts';

/** Field to the number of rows that have it; fields in alphabetical order. */
export type FieldCounts = Readonly<Record<string, number>>;

export interface FieldFills extends Pick<Task, 'scraper' | 'operation' | 'product'> {
  readonly rows: number;
  readonly filled: FieldCounts;
  /** Fields that some of its searches have and others have not, as where a portal shows two layouts; absent = none. */
  readonly uneven?: readonly string[];
}

export type FillsOf = Pick<FieldFills, 'scraper' | 'operation' | 'product'>;

export const fieldsPath = (batch: string): string => `${journalFolder(batch)}/fields.jsonl`;

/** Values that every row has are of no interest: they come from us. */
const OURS: ReadonlySet<string> = new Set(['site', 'page', 'position', 'fetched_on']);

export function countFilled(rows: readonly Row[]): FieldCounts {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const field in row) {
      const value = row[field] ?? null;
      if (value !== null && value !== '' && !OURS.has(field)) counts.set(field, (counts.get(field) ?? 0) + 1);
    }
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One line a scraper, operation and product, in a stable order. */
export function sumFills(parts: readonly FieldFills[]): readonly FieldFills[] {
  const sums = new Map<string, { readonly of: FillsOf; rows: number; readonly filled: Map<string, number> }>();
  for (const { scraper, operation, product, rows, filled } of parts) {
    const key = keyOf({ scraper, operation, product });
    const sum = sums.get(key) ?? { of: { scraper, operation, product }, rows: 0, filled: new Map() };
    sum.rows += rows;
    for (const [field, count] of Object.entries(filled)) sum.filled.set(field, (sum.filled.get(field) ?? 0) + count);
    sums.set(key, sum);
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { of, rows, filled }]) => ({
      ...of,
      rows,
      filled: Object.fromEntries([...filled].sort(([a], [b]) => (a < b ? -1 : 1))),
    }));
}

export function fieldsFile(batch: string, fills: readonly FieldFills[]): TreeFile {
  return { path: fieldsPath(batch), content: journalLines(fills) };
}

/** @throws {Fault} E_IO with file and line when it is damaged. */
export function readFields(bytes: Uint8Array, file: string): readonly FieldFills[] {
  return readJournalLines(bytes, file, [
    'scraper',
    'operation',
    'product',
    'rows',
    'filled',
  ]) as unknown as readonly FieldFills[];
}

/** Fewer rows of a batch say nothing about what is usual. */
const LEAST_ROWS = 20;

/**
 * Median share of rows that had each field, over the batches that had enough rows of this kind. Of a field that was uneven
 * nothing is usual: a page without it is of those searches that never had it.
 */
export function usualShares(
  batches: readonly (readonly FieldFills[])[],
  of: FillsOf,
): Readonly<Record<string, number>> {
  const key = keyOf(of);
  const known = batches
    .map((fills) => fills.find((one) => keyOf(one) === key))
    .filter((fills) => fills !== undefined)
    .filter(({ rows }) => rows >= LEAST_ROWS);
  const uneven = new Set(known.flatMap((fills) => fills.uneven ?? []));
  const fields = new Set(known.flatMap(({ filled }) => Object.keys(filled))).difference(uneven);
  return Object.fromEntries(
    [...fields].map((field) => [field, median(known.map(({ rows, filled }) => (filled[field] ?? 0) / rows))]),
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

/** Of a kind of rows: what is usual is told for each. */
export function keyOf({ scraper, operation, product }: FillsOf): string {
  return `${scraper}|${operation}|${product}`;
}
