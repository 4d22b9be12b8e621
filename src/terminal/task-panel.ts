/** One task: what it is, how it ended and why, what happened, the same search before. */
import { Box, Text } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import type { TaskDetail } from '../monitoring/task-shape.ts';
import { showCount, showDuration, showInstant } from '../wording/show-time.ts';
import { statusWord, stepWord } from '../wording/states.ts';
import { terminalText } from '../wording/terminal-text.ts';
import { STATUS_WIDTH, statusCell, statusColour, Table, VERDICT_WIDTH, verdictCell, verdictColour } from './cells.ts';
import { Panel, PANEL_HEAD, shareLines } from './panel.ts';
import { textLines } from './text-lines.ts';
import type { Words } from './words.ts';

export interface TaskProps {
  readonly detail: TaskDetail;
  readonly width: number;
  readonly height: number;
  readonly words: Words;
  readonly timeZone: string;
}

export function TaskPanel(props: TaskProps): ReactElement {
  const { detail, width, height, words, timeZone } = props;
  const about = aboutLines(props);
  const heads = 2 * (PANEL_HEAD + 1);
  const [events = 0, history = 0] = shareLines(
    Math.max(height - about.length - heads, 2),
    [detail.events.length, detail.history.length],
    1,
  );
  return h(
    Box,
    { flexDirection: 'column', width },
    ...about,
    h(
      Panel,
      { title: words.events, width },
      h(Table, {
        width,
        height: events,
        // The newest are at the end, and they are what one looks for.
        selected: detail.events.length - 1,
        columns: [
          { title: words.time, width: 16 },
          { title: words.status, width: STATUS_WIDTH },
          { title: words.attempts, width: 4, align: 'right' },
          { title: words.verdict, width: VERDICT_WIDTH, spare: 1 },
          { title: words.message, width: 14, grows: true },
        ],
        rows: detail.events.map((event) => [
          showInstant(Date.parse(event.at), timeZone),
          statusCell(event.to, words),
          String(event.attempt),
          verdictCell(event.verdict, words),
          `${event.code ?? ''} ${event.message ?? stepWord(event.step, words.language)}`.trim(),
        ]),
      }),
    ),
    h(
      Panel,
      { title: words.earlier, width },
      h(Table, {
        width,
        height: history,
        columns: [
          { title: words.batch, width: 10 },
          { title: words.status, width: STATUS_WIDTH },
          { title: words.verdict, width: VERDICT_WIDTH },
          { title: words.rows, width: 8, align: 'right' },
          { title: words.duration, width: 12, align: 'right', grows: true },
        ],
        rows: detail.history.map((before) => [
          before.batch,
          statusCell(before.status, words),
          verdictCell(before.verdict, words),
          showCount(before.rows),
          before.durationMs === null ? '' : showDuration(before.durationMs),
        ]),
      }),
    ),
  );
}

/** Of a window that has few, most belong to what happened. */
const LONGEST_TEXT = 4;

function aboutLines({ detail, words, width, height }: TaskProps): readonly ReactElement[] {
  const { task, advice } = detail;
  const most = height < 2 * LONGEST_TEXT + 8 ? 1 : LONGEST_TEXT;
  const line = (key: string, title: string, text: string): ReactElement =>
    h(Text, { key, wrap: 'truncate-end' }, h(Text, { dimColor: true }, `${title}  `), terminalText(text));
  return [
    h(
      Text,
      { key: 'key', wrap: 'truncate-end' },
      h(Text, { bold: true }, `${task.key}  `),
      `${task.batch} · ${task.site} · ${task.city} · ${task.operation} · ${task.product}  `,
      h(Text, { color: statusColour(task.status) }, statusWord(task.status, words.language)),
      '  ',
      h(
        Text,
        verdictColour(task.verdict) === undefined ? {} : { color: verdictColour(task.verdict) ?? '' },
        verdictCell(task.verdict, words).text,
      ),
    ),
    line('url', words.url, task.url),
    line(
      'figures',
      words.rows,
      `${showCount(task.rows)} · ${words.pages} ${showCount(task.pages)} · ${words.attempts} ${task.attempts}/${task.maxAttempts}${task.durationMs === null ? '' : ` · ${showDuration(task.durationMs)}`}`,
    ),
    ...(task.outputPath === null ? [] : [line('output', words.output, task.outputPath)]),
    ...(task.errorCode === null
      ? []
      : textLines(`${words.cause}  `, `${task.errorCode} ${task.errorMessage ?? ''}`, { width, most, colour: 'red' })),
    ...(advice === null ? [] : textLines(`${words.advice}  `, advice, { width, most, colour: 'yellow' })),
  ];
}
