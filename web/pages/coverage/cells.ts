/** What the cells of a batch say together. */
import type { Coverage } from '../../../src/monitoring/task-shape.ts';
import { isOpen, outcomeOf } from '../../marks/outcome.ts';
import type { Outcome } from '../../marks/outcome.ts';
import { isCollapse } from '../../parts/collapse.ts';

export type RawCell = Coverage['cells'][number];

export interface Cell extends RawCell {
  readonly outcome: Outcome;
  readonly kinds: ReadonlySet<CellKind>;
}

/** What a reader may want to see alone. `fewer` = rows fell by more than half. */
export const CELL_KINDS = ['well', 'failed', 'open', 'unexplained', 'fewer'] as const;
export type CellKind = (typeof CELL_KINDS)[number];

/** In a closed batch nothing may be open any more: such a cell has no explanation. */
export function cellsOf(coverage: Coverage, isClosed: boolean): readonly Cell[] {
  const known = isClosed ? KNOWN_CLOSED : KNOWN_OPEN;
  return coverage.cells.map((raw) => {
    const cell = known.get(raw) ?? cellOf(raw, isClosed);
    known.set(raw, cell);
    return cell;
  });
}

/** A cell that did not change stays the same object, and is not drawn again: the cache of answers shares what is equal. */
const KNOWN_OPEN = new WeakMap<RawCell, Cell>();
const KNOWN_CLOSED = new WeakMap<RawCell, Cell>();

function cellOf(raw: RawCell, isClosed: boolean): Cell {
  const found = outcomeOf(raw);
  const outcome = isClosed && isOpen(found) ? 'unexplained' : found;
  return { ...raw, outcome, kinds: kindsOf(raw, outcome) };
}

const WELL: ReadonlySet<Outcome> = new Set(['ok', 'empty', 'cut']);

function kindsOf(cell: RawCell, outcome: Outcome): ReadonlySet<CellKind> {
  const kinds = new Set<CellKind>();
  if (isOpen(outcome)) kinds.add('open');
  else if (WELL.has(outcome)) kinds.add('well');
  else if (outcome === 'unexplained') kinds.add('unexplained');
  else kinds.add('failed');
  if (cell.status === 'completed' && isCollapse(cell.rows, cell.rowsBefore)) kinds.add('fewer');
  return kinds;
}

export function countKind(cells: readonly Cell[], kind: CellKind): number {
  return cells.filter((cell) => cell.kinds.has(kind)).length;
}

/** Each value once, in the order of the alphabet. */
export function valuesOf(cells: readonly Cell[], field: 'site' | 'city' | 'operation' | 'product'): readonly string[] {
  return [...new Set(cells.map((cell) => cell[field]))].sort();
}

/** Sums by status, for a bar. */
export function statusesOf(cells: readonly Cell[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { status } of cells) sums[status] = (sums[status] ?? 0) + 1;
  return sums;
}
