/** A titled part of a screen. */
import { Box, Text } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement, ReactNode } from 'react';

/** Title and rule take one line. */
export const PANEL_HEAD = 1;

export function Panel(props: {
  readonly title: string;
  readonly width: number;
  readonly children?: ReactNode;
}): ReactElement {
  const { title, width, children } = props;
  const rule = '─'.repeat(Math.max(width - Array.from(title).length - 4, 0));
  return h(
    Box,
    { flexDirection: 'column', width },
    h(
      Text,
      { dimColor: true, wrap: 'truncate-end' },
      '── ',
      h(Text, { bold: true, dimColor: false }, title),
      ` ${rule}`,
    ),
    children,
  );
}

/** How many of `height` lines each part gets: its least first, then what it wants, the parts in their order. */
export function shareLines(height: number, wants: readonly number[], least: number): readonly number[] {
  const got: number[] = [];
  let left = height;
  for (const want of wants) {
    got.push(Math.max(Math.min(want, least, left), 0));
    left -= got.at(-1) ?? 0;
  }
  for (const [at, want] of wants.entries()) {
    const more = Math.min(want - (got[at] ?? 0), left);
    got[at] = (got[at] ?? 0) + more;
    left -= more;
  }
  return got;
}
