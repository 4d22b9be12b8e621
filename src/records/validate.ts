/**
 * The gate between what a page (or a foreign program) gave and what the product keeps (SPEC §7, D21). A row is refused
 * only for a fault of identity or safety; a bad optional value is emptied and counted with one raw example and the
 * reason. What passes holds known fields only, each of its type, in range and clean.
 */
import { rowKey, type Field, type RejectedRow, type Row, type Value } from '../core/listing.ts';
import { checkerOf, kindOf, ValueFault, type CheckContext, type CheckValue } from './check-value.ts';
import { cleanText, cutText } from './clean-text.ts';
import type { EmptiedFields } from './merge.ts';

export interface ValidateOptions {
  /** The columns a row may have (`fieldsOf(phase)`). */
  readonly fields: readonly Field[];
  /** Number of the page; for a detail row its place in the task's list. */
  readonly page: number;
  /** Day of the fetch in the batch's zone, `YYYY-MM-DD`. */
  readonly fetchedOn: string;
  /** Longest text of ordinary fields, in characters; descriptions and codes have limits of their own. */
  readonly maxFieldLength: number;
  /** When given, an advert's `url` on any other host is emptied. */
  readonly siteHosts?: readonly string[];
}

export interface ValidatedRows {
  /** Valid rows with `page`, `position` (from 1, place on the page) and `fetched_on`; missing values are null or absent. */
  readonly rows: readonly Row[];
  readonly rejects: readonly RejectedRow[];
  readonly emptied: EmptiedFields;
}

/** Checks the rows of one page. Never throws, whatever values the rows hold. */
export function validateRows(rows: readonly Row[], options: ValidateOptions): ValidatedRows {
  const plan = planFor(options.fields);
  const context: CheckContext = {
    maxFieldLength: options.maxFieldLength,
    latestDay: dayAfter(options.fetchedOn),
    siteHosts: options.siteHosts ?? null,
  };
  const faults = new FaultCounter();
  const valid: Row[] = [];
  const rejects: RejectedRow[] = [];
  for (let i = 0; i < rows.length; i += 1) {
    const checked = checkRow(rows[i], plan, context, faults);
    if (checked.refused === null) {
      checked.row['page'] = options.page;
      checked.row['position'] = i + 1;
      checked.row['fetched_on'] = options.fetchedOn;
      valid.push(checked.row);
    } else {
      rejects.push({ row: checked.row, reason: checked.refused, page: options.page, position: i + 1 });
    }
  }
  return { rows: valid, rejects, emptied: faults.summary() };
}

type Plan = ReadonlyMap<string, CheckValue>;

/** Checkers by field table; a process knows two or three tables, and each is there as long as its table is. */
const plans = new WeakMap<readonly Field[], Plan>();

function planFor(fields: readonly Field[]): Plan {
  const known = plans.get(fields);
  if (known !== undefined) return known;
  const plan = new Map(fields.map((field) => [field.name, checkerOf(field)]));
  plans.set(fields, plan);
  return plan;
}

interface CheckedRow {
  readonly row: Record<string, Value>;
  /** Why it must not be published. */
  readonly refused: string | null;
}

function checkRow(raw: unknown, plan: Plan, context: CheckContext, faults: FaultCounter): CheckedRow {
  const kind = kindOf(raw);
  if (kind !== 'an object') return { row: {}, refused: `the row is ${kind}` };
  const source = raw as Readonly<Record<string, unknown>>;
  // A copy keeps the shape that all rows of a page share, which makes it and the walk over it cheap; what does not
  // pass is overwritten or taken out below, so nothing unchecked stays.
  const row = { ...source } as Record<string, Value>;
  let unsafe: string | null = null;
  let identity = '';
  for (const name in row) {
    const value = source[name];
    const check = plan.get(name);
    if (check === undefined) {
      // It reaches neither file nor index, and a person sees that it came.
      delete row[name];
      faults.count(cutText(cleanText(name, false).text, LONGEST_NAME), value, 'is no column of the site');
      continue;
    }
    if (value === null || value === undefined) {
      row[name] = null;
      continue;
    }
    const checked = check(value, context);
    if (!(checked instanceof ValueFault)) {
      if (checked !== value) row[name] = checked;
      continue;
    }
    row[name] = checked.kept;
    faults.count(name, value, checked.reason);
    if (name === 'url' || name === 'listing_id') identity += `; ${name} ${shown(value)} ${checked.reason}`;
    if (checked.unsafe) unsafe = `${name} ${shown(value)} ${checked.reason}`;
  }
  emptyNullIsland(row, faults);
  if (unsafe !== null) return { row, refused: `unsafe: ${unsafe}` };
  return { row, refused: rowKey(row) === null ? `neither listing_id nor url${identity}` : null };
}

/** 0° N 0° E lies in the Atlantic: portals write it for "unknown". */
function emptyNullIsland(row: Record<string, Value>, faults: FaultCounter): void {
  if (row['latitude'] !== 0 || row['longitude'] !== 0) return;
  for (const name of ['latitude', 'longitude']) {
    faults.count(name, 0, 'is 0 in both coordinates');
    row[name] = null;
  }
}

const LONGEST_NAME = 40;
const LONGEST_EXAMPLE = 200;
/** A program that makes up a column a row must not fill memory. */
const MOST_FIELDS = 200;

class FaultCounter {
  readonly #fields = new Map<string, { count: number; readonly example: string; readonly reason: string }>();

  count(field: string, raw: unknown, reason: string): void {
    const before = this.#fields.get(field);
    if (before !== undefined) before.count += 1;
    else if (this.#fields.size < MOST_FIELDS) this.#fields.set(field, { count: 1, example: rawText(raw), reason });
  }

  summary(): EmptiedFields {
    return Object.fromEntries(this.#fields);
  }
}

/** The raw value as one short, harmless line. */
function rawText(raw: unknown): string {
  const text = typeof raw === 'string' ? raw : jsonOf(raw);
  const line = text
    .slice(0, LONGEST_EXAMPLE * 2)
    .replace(UNPRINTABLE, ' ')
    .toWellFormed();
  return cutText(line.trim(), LONGEST_EXAMPLE);
}

/** Examples keep their mark-up, which explains the fault; only what could disturb a terminal goes. */
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\0-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

function jsonOf(raw: unknown): string {
  try {
    return JSON.stringify(raw) ?? kindOf(raw);
  } catch {
    // A big integer, a cycle or a throwing toJSON: the kind of value is example enough.
    return kindOf(raw);
  }
}

function shown(raw: unknown): string {
  return JSON.stringify(rawText(raw));
}

/** `2026-11-30` → `2026-12-01`; what is no day gives itself back, and then no date passes but earlier ones. */
function dayAfter(day: string): string {
  const epoch = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(epoch) ? day : new Date(epoch + DAY_MS).toISOString().slice(0, 10);
}

const DAY_MS = 86_400_000;
