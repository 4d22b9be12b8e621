/** The committed pages of one generation as one list of rows, each listing once (D12). */
import { rowKey, type RejectedRow, type Row } from '../core/listing.ts';
import type { PageResult } from '../core/page.ts';

/** Per field: how many optional values were emptied or shortened, and one raw example (D21). */
export type EmptiedFields = PageResult['emptied'];

export interface MergedPages {
  /** In the order of page and position; of a listing seen twice the first row, whole. */
  readonly rows: readonly Row[];
  /** Later rows of listings that were there already. */
  readonly duplicates: number;
  /** The listings moved while they were read: one may have slipped from a page that was to come to one already read (F69). */
  readonly moved: boolean;
  readonly rejects: readonly RejectedRow[];
  readonly emptied: EmptiedFields;
}

/** Joins pages by page number, whatever order they come in: the same pages always give the same rows (D11). */
export function mergePages(pages: readonly PageResult[]): MergedPages {
  const inOrder = [...pages].sort((a, b) => a.page - b.page);
  const rows: Row[] = [];
  const rejects: RejectedRow[] = [];
  const seen = new Set<string>();
  let duplicates = 0;
  for (const page of inOrder) {
    for (const row of page.rows) {
      const key = rowKey(row);
      if (key === null) {
        rejects.push({ row, reason: NO_KEY, page: page.page, position: positionOf(row) });
      } else if (seen.has(key)) {
        duplicates += 1;
      } else {
        seen.add(key);
        rows.push(row);
      }
    }
    for (const reject of page.rejects) rejects.push(reject);
  }
  return {
    rows,
    duplicates,
    moved: haveMoved(inOrder),
    rejects,
    emptied: mergeEmptied(inOrder.map((page) => page.emptied)),
  };
}

/** Another total than before, or a page that begins with the end of the one before it. */
function haveMoved(inOrder: readonly PageResult[]): boolean {
  const totals = new Set(inOrder.map(({ total }) => total).filter((total) => total !== null));
  if (totals.size > 1) return true;
  return inOrder.some(({ rows }, at) => {
    const before = (inOrder[at - 1]?.rows ?? []).map(rowKey);
    const [first] = rows;
    return first !== undefined && before.indexOf(rowKey(first)) >= Math.max(before.length / 2, 1);
  });
}

/** Adds up the counts; of the examples the first stays. Fields in alphabetical order, so that bytes are stable. */
export function mergeEmptied(parts: readonly EmptiedFields[]): EmptiedFields {
  const sum = new Map<string, EmptiedFields[string]>();
  for (const part of parts) {
    for (const [field, entry] of Object.entries(part)) {
      const before = sum.get(field);
      sum.set(field, before === undefined ? entry : { ...before, count: before.count + entry.count });
    }
  }
  return Object.fromEntries([...sum].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Validation lets no such row through; a page committed by anything else must not lose it silently. */
const NO_KEY = 'neither listing_id nor url';

function positionOf(row: Row): number {
  const position = row['position'];
  return typeof position === 'number' ? position : 0;
}
