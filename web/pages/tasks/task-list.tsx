import { useEffect } from 'react';
import type { ReactNode } from 'react';
import type { TaskSort } from '../../../src/monitoring/selector.ts';
import type { TaskView } from '../../../src/monitoring/task-shape.ts';
import { TaskMark } from '../../marks/outcome-mark.tsx';
import { Sign } from '../../marks/icons.tsx';
import { useNarrow } from '../../parts/narrow.ts';
import { useWindowOfRows } from '../../parts/window-of-rows.ts';
import { hrefOf } from '../../routing/address.ts';
import type { Query } from '../../routing/address.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { nextOrder, orderOf } from './task-order.ts';

interface TaskListProps {
  readonly tasks: readonly TaskView[];
  readonly total: number | null;
  readonly query: Query;
  /** Asked for when the end comes into sight. */
  readonly more: () => void;
}

/** The same as in styles/lists.css. */
const ROW_HEIGHT = 34;
const NARROW_ROW_HEIGHT = 62;

const COLUMNS: readonly { readonly column: keyof ColumnNames; readonly sort: TaskSort | null }[] = [
  { column: 'status', sort: 'status' },
  { column: 'task', sort: 'order' },
  { column: 'search', sort: null },
  { column: 'rows', sort: 'rows' },
  { column: 'pages', sort: 'pages' },
  { column: 'attempts', sort: 'attempts' },
  { column: 'duration', sort: 'duration' },
  { column: 'started', sort: 'started' },
  { column: 'message', sort: null },
];
type ColumnNames = ReturnType<typeof useWords>['tasks']['columns'];

export function TaskList({ tasks, total, query, more }: TaskListProps): ReactNode {
  const words = useWords();
  const rowHeight = useNarrow() ? NARROW_ROW_HEIGHT : ROW_HEIGHT;
  const { scroller, onScroll, first, last } = useWindowOfRows(tasks.length, rowHeight);
  useEffect(() => {
    if (last >= tasks.length - 50) more();
  }, [last, tasks.length, more]);
  return (
    <div
      className="task-list"
      role="table"
      aria-label={words.pageNames.tasks}
      aria-rowcount={(total ?? tasks.length) + 1}
    >
      <div className="task-scroller" ref={scroller} onScroll={onScroll} role="rowgroup" tabIndex={0}>
        <HeadRow query={query} />
        <div role="presentation" style={{ height: first * rowHeight }} />
        {tasks.slice(first, last).map((task, index) => (
          <TaskRow key={task.id} task={task} index={first + index} />
        ))}
        <div role="presentation" style={{ height: (tasks.length - last) * rowHeight }} />
      </div>
    </div>
  );
}

function HeadRow({ query }: { readonly query: Query }): ReactNode {
  const words = useWords();
  const order = orderOf(query);
  return (
    <div className="task-row task-heads" role="row" aria-rowindex={1}>
      {COLUMNS.map(({ column, sort }) => {
        const isSorted = sort !== null && order.sort === sort;
        return (
          <div
            key={column}
            role="columnheader"
            className={`t-${column}`}
            aria-sort={isSorted ? (order.descending ? 'descending' : 'ascending') : undefined}
          >
            {sort === null ? (
              words.tasks.columns[column]
            ) : (
              <a href={hrefOf(['tasks'], { ...query, ...nextOrder(order, sort) })}>
                {words.tasks.columns[column]}
                {isSorted && <Sign of={order.descending ? 'down' : 'up'} />}
              </a>
            )}
          </div>
        );
      })}
    </div>
  );
}

function TaskRow({ task, index }: { readonly task: TaskView; readonly index: number }): ReactNode {
  const format = useFormat();
  return (
    <div className={index % 2 === 0 ? 'task-row even' : 'task-row'} role="row" aria-rowindex={index + 2}>
      <div role="cell" className="t-status">
        <TaskMark task={task} />
      </div>
      <div role="cell" className="t-task">
        <a href={hrefOf(['tasks', task.id])}>{task.key}</a>
      </div>
      <div role="cell" className="t-search">
        {task.city} <i>·</i> {task.operation} <i>·</i> {task.product}
      </div>
      <div role="cell" className="t-rows">
        {task.status === 'completed' || task.rows > 0 ? format.count(task.rows) : ''}
      </div>
      <div role="cell" className="t-pages">
        {task.pages === 0 ? '' : format.count(task.pages)}
      </div>
      <div role="cell" className="t-attempts">
        {task.attempts === 0 ? '' : `${task.attempts}/${task.maxAttempts}`}
      </div>
      <div role="cell" className="t-duration">
        {task.durationMs === null ? '' : format.duration(task.durationMs)}
      </div>
      <div role="cell" className="t-started">
        {task.startedAt === null ? '' : format.time(task.startedAt)}
      </div>
      <div role="cell" className="t-message" title={task.errorMessage ?? undefined}>
        {task.errorMessage ?? task.errorCode ?? ''}
      </div>
    </div>
  );
}
