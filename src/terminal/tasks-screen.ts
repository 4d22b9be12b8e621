/** The list of tasks that fit the filter. */
import { Box, Text } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import type { TaskView } from '../monitoring/task-shape.ts';
import { showCount, showDuration } from '../wording/show-time.ts';
import { statusWord } from '../wording/states.ts';
import { terminalText } from '../wording/terminal-text.ts';
import { STATUS_WIDTH, statusCell, Table, VERDICT_WIDTH, verdictCell } from './cells.ts';
import type { Column } from './cells.ts';
import { STATUS_FILTERS } from './view-state.ts';
import type { View } from './view-state.ts';
import type { Words } from './words.ts';

export interface TasksProps {
  /** null = not known yet. */
  readonly tasks: readonly TaskView[] | null;
  readonly total: number | null;
  readonly view: View;
  readonly width: number;
  readonly height: number;
  readonly words: Words;
}

/** Filter line and head of the table. */
export const TASKS_HEAD = 2;

export function TasksScreen({ tasks, total, view, width, height, words }: TasksProps): ReactElement {
  const columns: readonly Column[] = [
    { title: words.task, width: 13 },
    { title: words.city, width: 5 },
    { title: words.operation, width: 4 },
    { title: words.product, width: 8, spare: 5 },
    { title: words.status, width: STATUS_WIDTH },
    { title: words.verdict, width: VERDICT_WIDTH, spare: 4 },
    { title: words.attempts, width: 4, align: 'right', spare: 2 },
    { title: words.rows, width: 6, align: 'right' },
    { title: words.pages, width: 7, align: 'right', spare: 3 },
    { title: words.time, width: 12, align: 'right', spare: 3 },
    { title: words.message, width: 12, grows: true, spare: 1 },
  ];
  const rows = (tasks ?? []).map((task) => [
    task.key,
    task.city,
    task.operation,
    task.product,
    statusCell(task.status, words),
    verdictCell(task.verdict, words),
    String(task.attempts),
    showCount(task.rows),
    showCount(task.pages),
    task.durationMs === null ? '' : showDuration(task.durationMs),
    task.errorCode === null ? '' : `${task.errorCode} ${task.errorMessage ?? ''}`,
  ]);
  return h(
    Box,
    { flexDirection: 'column', width },
    h(FilterLine, { view, words, total }),
    tasks === null
      ? h(Text, { dimColor: true }, words.loading)
      : rows.length === 0
        ? h(Text, { dimColor: true }, words.noTasks)
        : h(Table, { columns, rows, width, height: height - TASKS_HEAD, selected: view.selected }),
  );
}

function FilterLine(props: {
  readonly view: View;
  readonly words: Words;
  readonly total: number | null;
}): ReactElement {
  const { view, words, total } = props;
  const status = STATUS_FILTERS[view.status] ?? [];
  const parts = [
    view.batch ?? '',
    `${words.site} ${view.site ?? words.all}`,
    `${words.status} ${status.length === 0 ? words.all : status.map((one) => statusWord(one, words.language)).join(', ')}`,
    view.error ?? '',
    view.text === '' ? '' : `${words.search} "${terminalText(view.text)}"`,
  ].filter((part) => part !== '');
  return h(
    Text,
    { wrap: 'truncate-end' },
    view.typing === null
      ? h(
          Text,
          { dimColor: true },
          `${words.filter}: ${parts.join(' · ')}${total === null ? '' : ` · ${showCount(total)}`}`,
        )
      : h(Text, { color: 'yellow' }, `/${terminalText(view.typing)}▏`),
  );
}
