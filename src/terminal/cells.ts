/** Pieces every screen is made of: tables whose columns fit, bars, the colours of states. */
import { Box, Text } from 'ink';
import type { TextProps } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import type { TaskStatus } from '../core/task.ts';
import type { Verdict } from '../core/verdict.ts';
import { cellWidth } from '../wording/cell-width.ts';
import { statusWord, verdictWord } from '../wording/states.ts';
import { terminalText } from '../wording/terminal-text.ts';
import type { Words } from './words.ts';

type Colour = NonNullable<TextProps['color']>;

export interface Column {
  readonly title: string;
  readonly width: number;
  readonly align?: 'right' | undefined;
  /** Takes what is left of the line; one a table. */
  readonly grows?: boolean | undefined;
  /** Is left out first when the window is narrow: 1 before 2; never without. */
  readonly spare?: number | undefined;
}

export interface Cell {
  readonly text: string;
  readonly colour?: Colour | undefined;
}
export type CellOrText = Cell | string;

const GAP = 1;

/** Which columns stay in `width`, and how wide: spare ones go until the rest fits, and the growing one takes what is left. */
export function fitColumns(
  columns: readonly Column[],
  width: number,
): readonly { readonly at: number; readonly width: number }[] {
  let kept = columns.map((column, at) => ({ column, at }));
  const wanted = (): number => kept.reduce((sum, { column }) => sum + column.width + GAP, -GAP);
  while (wanted() > width) {
    const spare = kept.filter(({ column }) => column.spare !== undefined);
    const first = Math.min(...spare.map(({ column }) => column.spare ?? 0));
    const gone = spare.find(({ column }) => column.spare === first);
    if (gone === undefined) break;
    kept = kept.filter((one) => one !== gone);
  }
  const left = width - wanted();
  return kept.map(({ column, at }) => ({
    at,
    width: Math.max(column.width + (column.grows === true ? left : 0), 1),
  }));
}

export interface TableProps {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly CellOrText[])[];
  readonly width: number;
  /** Lines for rows, without the head. */
  readonly height: number;
  /** The row that is chosen; the list scrolls so that it is seen. */
  readonly selected?: number | undefined;
}

/** Head and as many rows as fit, around the selected one. */
export function Table({ columns, rows, width, height, selected }: TableProps): ReactElement {
  const fitted = fitColumns(columns, width);
  const first = firstShown(rows.length, height, selected ?? 0);
  const line = (key: string, cells: readonly CellOrText[], look: TextProps): ReactElement =>
    h(
      Box,
      { key, width },
      ...fitted.map(({ at, width: columnWidth }, index) =>
        h(
          Box,
          {
            key: at,
            width: columnWidth,
            marginRight: index === fitted.length - 1 ? 0 : GAP,
            flexShrink: 0,
            justifyContent: columns[at]?.align === 'right' ? 'flex-end' : 'flex-start',
          },
          h(CellText, { cell: cells[at] ?? '', look }),
        ),
      ),
    );
  return h(
    Box,
    { flexDirection: 'column', width },
    line(
      'head',
      columns.map(({ title }) => title),
      { dimColor: true },
    ),
    ...rows
      .slice(first, first + height)
      .map((cells, index) => line(String(first + index), cells, { inverse: selected === first + index })),
  );
}

function CellText({ cell, look }: { readonly cell: CellOrText; readonly look?: TextProps }): ReactElement {
  const { text, colour } = typeof cell === 'string' ? { text: cell, colour: undefined } : cell;
  return h(
    Text,
    { ...look, wrap: 'truncate-end', ...(colour === undefined ? {} : { color: colour }) },
    terminalText(text),
  );
}

/** The first row shown, so that the selected one is in sight and no line is empty while rows are left. */
export function firstShown(rows: number, height: number, selected: number): number {
  const middle = selected - Math.floor(height / 2);
  return Math.min(Math.max(middle, 0), Math.max(rows - height, 0));
}

const SEPARATOR = ' · ';
const LEAST_PICTURE = 6;

/**
 * A line of a picture (a bar, a sparkline) and facts: those that do not fit beside the smallest picture go, the last first,
 * and the picture gets what is left, a quarter of the line at most. A fact is whole or not there.
 */
export function fitFacts(
  facts: readonly CellOrText[],
  width: number,
): { readonly picture: number; readonly facts: readonly Cell[] } {
  const kept: Cell[] = [];
  let used = 0;
  for (const fact of facts) {
    const cell = typeof fact === 'string' ? { text: fact } : fact;
    if (cell.text === '') continue;
    const wanted = cellWidth(cell.text) + (kept.length === 0 ? 1 : SEPARATOR.length);
    if (LEAST_PICTURE + used + wanted > width) break;
    kept.push(cell);
    used += wanted;
  }
  return { picture: Math.max(Math.min(Math.floor(width / 4), width - used), LEAST_PICTURE), facts: kept };
}

/** ` 12 % · 3 failed`, behind a picture. */
export function Facts({ facts }: { readonly facts: readonly Cell[] }): ReactElement {
  return h(
    Text,
    { wrap: 'truncate-end' },
    ...facts.flatMap((cell, at) => [at === 0 ? ' ' : SEPARATOR, h(CellText, { key: at, cell })]),
  );
}

export interface BarPart {
  readonly share: number;
  readonly colour: Colour;
}

/** `██████░░░░`: the parts, each at least a cell when it is not zero, in `width` cells. */
export function barCells(parts: readonly number[], width: number): readonly number[] {
  const cells = parts.map((share) => (share <= 0 ? 0 : Math.max(1, Math.floor(share * width))));
  let over = cells.reduce((sum, one) => sum + one, 0) - width;
  for (let at = cells.indexOf(Math.max(...cells)); over > 0 && at >= 0; over -= 1) {
    cells[at] = (cells[at] ?? 0) - 1;
    at = cells.indexOf(Math.max(...cells));
  }
  return cells;
}

export function Bar({ parts, width }: { readonly parts: readonly BarPart[]; readonly width: number }): ReactElement {
  const cells = barCells(
    parts.map(({ share }) => share),
    width,
  );
  const rest = width - cells.reduce((sum, one) => sum + one, 0);
  return h(
    Text,
    null,
    ...parts.map(({ colour }, at) => h(Text, { key: at, color: colour }, '█'.repeat(cells[at] ?? 0))),
    h(Text, { key: 'rest', dimColor: true }, '░'.repeat(Math.max(rest, 0))),
  );
}

const STATUS_COLOURS: Readonly<Record<TaskStatus, Colour>> = {
  pending: 'gray',
  running: 'cyan',
  retrying: 'yellow',
  completed: 'green',
  failed: 'red',
  permanently_failed: 'red',
  cancelled: 'gray',
};
export const statusColour = (status: TaskStatus): Colour => STATUS_COLOURS[status];

export const statusCell = (status: TaskStatus, { language }: Words): Cell => ({
  text: statusWord(status, language),
  colour: statusColour(status),
});
export const verdictCell = (verdict: Verdict | null, { language }: Words): Cell => ({
  text: verdict === null ? '' : verdictWord(verdict, language),
  colour: verdictColour(verdict),
});
/** The longest words of each. */
export const STATUS_WIDTH = 14;
export const VERDICT_WIDTH = 16;

export function verdictColour(verdict: Verdict | null): Colour | undefined {
  if (verdict === null) return undefined;
  if (verdict === 'ok') return 'green';
  return verdict === 'empty' ? 'blue' : verdict === 'blocked' || verdict === 'layout_changed' ? 'magenta' : 'red';
}
