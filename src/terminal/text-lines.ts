import { Text } from 'ink';
import type { TextProps } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import { terminalText } from '../wording/terminal-text.ts';
import { wrapText } from '../wording/cell-width.ts';

export interface TextLook {
  readonly width: number;
  readonly colour?: NonNullable<TextProps['color']>;
  /** The last of so many lines takes the rest, cut at the window's edge. */
  readonly most?: number;
}

/** A text behind its title, read to its end: an advice that is cut helps nobody. */
export function textLines(
  head: string,
  text: string,
  { width, colour, most = Infinity }: TextLook,
): readonly ReactElement[] {
  const lines = wrapText(terminalText(text), Math.max(width - head.length, 1));
  const shown = lines.length <= most ? lines : [...lines.slice(0, most - 1), lines.slice(most - 1).join(' ')];
  return shown.map((line, at) =>
    h(
      Text,
      { key: `${head} ${at}`, wrap: 'truncate-end' },
      h(Text, { dimColor: true }, at === 0 ? head : ' '.repeat(head.length)),
      h(Text, colour === undefined ? {} : { color: colour }, line),
    ),
  );
}
