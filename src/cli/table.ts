/**
 * Tables for people: aligned columns, no frame, never wider than the terminal. What is long is shortened first, then
 * columns that can be spared go, and the last line says which; programs and pipes get every column whole.
 */
import { terminalText } from '../wording/terminal-text.ts';
import { cellWidth, fitText, padText } from '../wording/cell-width.ts';
import { paint } from './paint.ts';
import type { Paint } from './paint.ts';

export type Align = 'left' | 'right';

export interface Column {
  readonly title: string;
  readonly align?: Align;
  /** May be shortened to so many columns when there is no room. */
  readonly least?: number;
  /** Goes when there is no room, 1 before 2; absent = it stays. */
  readonly spare?: number;
}

export type Cell = string | { readonly text: string; readonly paint: Paint };

const GAP = 2;
/** The narrowest that still says something. */
const TINY = 3;

/** @param width columns of the terminal; Infinity for pipes */
export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[], width = Infinity): string {
  const texts = rows.map((row) => columns.map((_, i) => terminalText(textOf(row[i] ?? ''))));
  const natural = columns.map((column, i) =>
    Math.max(cellWidth(column.title), ...texts.map((row) => cellWidth(row[i] ?? ''))),
  );
  const shown = chooseColumns(columns, natural, width);
  const line = (cells: readonly string[], paints: readonly Paint[]): string =>
    shown
      .map(({ at, width: wide }, i) => {
        const column = columns[at];
        // Blanks behind the last column would only wrap a narrow terminal.
        const text = fitText(cells[at] ?? '', wide);
        const last = i === shown.length - 1 && column?.align !== 'right';
        return paint(last ? text : padText(text, wide, column?.align ?? 'left'), paints[at] ?? 'plain');
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  const head = line(
    columns.map(({ title }) => title),
    columns.map(() => 'bold'),
  );
  const body = texts.map((cells, i) =>
    line(
      cells,
      columns.map((_, at) => paintOf(rows[i]?.[at] ?? '')),
    ),
  );
  const hidden = columns.filter((_, at) => !shown.some((one) => one.at === at)).map(({ title }) => title);
  const note = hidden.length === 0 ? [] : [paint(fitText(`… ${hidden.join(', ')} (--json)`, width), 'dim')];
  return [head, ...body, ...note].join('\n');
}

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);
const paintOf = (cell: Cell): Paint => (typeof cell === 'string' ? 'plain' : cell.paint);

interface Shown {
  readonly at: number;
  readonly width: number;
}

/** Which columns are shown, and how wide. */
export function chooseColumns(columns: readonly Column[], natural: readonly number[], width: number): readonly Shown[] {
  let kept = columns.map((_, at) => at);
  const leastOf = (at: number): number => Math.min(natural[at] ?? 0, columns[at]?.least ?? Infinity);
  const needed = (): number => kept.reduce((sum, at) => sum + leastOf(at) + GAP, -GAP);
  while (needed() > width) {
    const spares = kept.map((at) => columns[at]?.spare ?? Infinity);
    const first = Math.min(...spares);
    if (first === Infinity) break;
    const gone = kept[spares.lastIndexOf(first)];
    kept = kept.filter((at) => at !== gone);
  }
  return shrink(
    kept.map((at) => ({ at, width: natural[at] ?? 0, least: leastOf(at) })),
    width,
  );
}

/** The widest gives first. When even the least is too much, all give: a line must not wrap. */
function shrink(kept: readonly (Shown & { readonly least: number })[], width: number): readonly Shown[] {
  const widths = kept.map((one) => one.width);
  const total = (): number => widths.reduce((sum, wide) => sum + wide + GAP, -GAP);
  for (const least of [kept.map((one) => one.least), kept.map(() => TINY)]) {
    while (total() > width) {
      const room = widths.map((wide, i) => wide - (least[i] ?? 0));
      const most = Math.max(...widths.filter((_, i) => (room[i] ?? 0) > 0), 0);
      if (most === 0) break;
      const at = widths.findIndex((wide, i) => wide === most && (room[i] ?? 0) > 0);
      widths[at] = most - 1;
    }
  }
  return kept.map(({ at }, i) => ({ at, width: widths[i] ?? 0 }));
}
