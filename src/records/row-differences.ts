/** What changed between two readings of the same pages, by listing: for people who are about to replace one by the other. */
import { rowKey } from '../core/listing.ts';
import type { Row } from '../core/listing.ts';
import type { Column } from './csv.ts';

export interface FieldChange {
  readonly rows: number;
  readonly example: { readonly listing: string; readonly before: string; readonly after: string };
}

export interface RowDifferences {
  readonly before: number;
  readonly after: number;
  readonly added: number;
  readonly removed: number;
  /** By column, those with a change only. */
  readonly changed: Readonly<Record<string, FieldChange>>;
}

/** @param columns of the CSV: what none of them shows is no difference */
export function differencesOf(
  before: readonly Row[],
  after: readonly Row[],
  columns: readonly Column[],
): RowDifferences {
  const old = byKey(before);
  const now = byKey(after);
  const changed: Record<string, { rows: number; readonly example: FieldChange['example'] }> = {};
  for (const [key, row] of now) {
    const was = old.get(key);
    if (was === undefined) continue;
    for (const column of columns) {
      const [a, b] = [column.value(was), column.value(row)];
      if (a === b) continue;
      changed[column.name] ??= { rows: 0, example: { listing: key.slice(key.indexOf(':') + 1), before: a, after: b } };
      const change = changed[column.name];
      if (change !== undefined) change.rows += 1;
    }
  }
  return {
    before: before.length,
    after: after.length,
    added: [...now.keys()].filter((key) => !old.has(key)).length,
    removed: [...old.keys()].filter((key) => !now.has(key)).length,
    changed,
  };
}

function byKey(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(
    rows.flatMap((row): [string, Row][] => {
      const key = rowKey(row);
      return key === null ? [] : [[key, row]];
    }),
  );
}
