/** Whether a page still has what its site is known to have (fault F65): the definition's contract, and the usual share of each field. */
import type { FieldReport } from './contract.ts';
import type { Expectation } from './definition-shapes.ts';

/** Share of rows that have each field, as earlier batches had it. */
export type UsualFills = Readonly<Record<string, number>>;

/** A field that has vanished. */
export interface Vanished {
  readonly field: string;
  readonly filled: number;
  readonly rows: number;
  /** `usual: 96 %`, `required`. */
  readonly expected: string;
}

/** Fewer rows prove nothing about a required field. */
const LEAST_ROWS = 5;
/** A required field may be missing on this share of rows. */
const MOST_MISSING = 0.2;
/** A declared share is judged over at least so many rows. */
const LEAST_ROWS_FOR_SHARE = 10;
/** Below half of what is usual (F65) … */
const DROP = 0.5;
/** … when so many were to be expected, and chance is out of the question: four standard deviations. */
const LEAST_EXPECTED = 8;
const DEVIATIONS = 4;
/** Nothing is certain: the variance of a share of 1 would be none. */
const SUREST = 0.95;

/** The fields that have vanished, the worst first; none when all is as usual. */
export function vanishedFields(
  fields: readonly Pick<FieldReport, 'field' | 'filled' | 'rows'>[],
  contract: Expectation | undefined,
  usual: UsualFills,
): readonly Vanished[] {
  const vanished: Vanished[] = [];
  for (const { field, filled, rows } of fields) {
    const expected = requirement(field, filled, rows, contract) ?? habit(filled, rows, usual[field]);
    if (expected !== null) vanished.push({ field, filled, rows, expected });
  }
  return vanished.sort((a, b) => a.filled / a.rows - b.filled / b.rows);
}

function requirement(field: string, filled: number, rows: number, contract: Expectation | undefined): string | null {
  if (contract === undefined || rows < LEAST_ROWS) return null;
  if (contract.required.includes(field) && rows - filled > MOST_MISSING * rows) return 'required';
  const least = contract.fill[field];
  if (least === undefined || rows < LEAST_ROWS_FOR_SHARE || filled >= least * rows) return null;
  return `at least ${percent(least)}`;
}

function habit(filled: number, rows: number, usual: number | undefined): string | null {
  return usual !== undefined && isFarBelow(filled, rows, usual) ? `usual: ${percent(usual)}` : null;
}

/** Whether so few of these rows have a field that neither its usual share nor chance explains it. */
export function isFarBelow(filled: number, rows: number, usual: number): boolean {
  const expected = usual * rows;
  const share = Math.min(usual, SUREST);
  const deviation = Math.sqrt(rows * share * (1 - share));
  return expected >= LEAST_EXPECTED && filled < DROP * expected && expected - filled >= DEVIATIONS * deviation;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
