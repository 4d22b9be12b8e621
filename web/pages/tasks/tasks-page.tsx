/** The tasks of a batch: which ones, in which order, all in the address. */
import { useCallback } from 'react';
import type { ReactNode } from 'react';
import { useTasks } from '../../data/queries.ts';
import { asCommand } from '../../data/selector-query.ts';
import { Refusal } from '../../parts/answered.tsx';
import { Command } from '../../parts/command.tsx';
import { FilterText } from '../../parts/filter-text.tsx';
import { Nothing } from '../../parts/panel.tsx';
import { hrefOf } from '../../routing/address.ts';
import { navigate } from '../../routing/hash-route.ts';
import type { Query } from '../../routing/address.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { BatchPicker } from '../batch-picker.tsx';
import { PageHead } from '../page-head.tsx';
import { RetryAll } from './retry-all.tsx';
import { SelectorBar } from './selector-bar.tsx';
import { TaskList } from './task-list.tsx';
import { orderOf } from './task-order.ts';

export function TasksPage({ query }: { readonly query: Query }): ReactNode {
  const words = useWords();
  const { sort, descending } = orderOf(query);
  const setText = useCallback(
    (text: string) => navigate(hrefOf(['tasks'], { ...query, text }), 'replace'),
    // The text itself goes out through here: only the rest of the address matters.
    [query],
  );
  const tasks = useTasks(query, sort, descending);
  const items = tasks.data?.pages.flatMap((page) => page.items) ?? [];
  const total = tasks.data?.pages[0]?.total ?? null;
  return (
    <>
      <PageHead title={words.pageNames.tasks}>
        <BatchPicker page="tasks" query={query} />
        <FilterText label={words.tasks.textFilter} value={query['text'] ?? ''} onChange={setText} />
      </PageHead>
      <SelectorBar query={query} />
      <div className="list-head">
        <TaskCount shown={items.length} total={total} isAll={!tasks.hasNextPage} />
        <Command text={asCommand(query, sort)} />
        <RetryAll query={query} total={total ?? items.length} />
      </div>
      {tasks.error !== null && <Refusal error={tasks.error} again={() => void tasks.refetch()} />}
      {tasks.data === undefined && tasks.error === null && (
        <p className="loading" role="status">
          {words.loading}
        </p>
      )}
      {tasks.data !== undefined && items.length === 0 && <Nothing>{words.tasks.none}</Nothing>}
      {items.length > 0 && (
        <TaskList
          tasks={items}
          total={total}
          query={query}
          more={() => {
            if (tasks.hasNextPage && !tasks.isFetchingNextPage) void tasks.fetchNextPage();
          }}
        />
      )}
    </>
  );
}

interface TaskCountProps {
  readonly shown: number;
  readonly total: number | null;
  readonly isAll: boolean;
}

function TaskCount({ shown, total, isAll }: TaskCountProps): ReactNode {
  const words = useWords();
  const format = useFormat();
  const count = total === null ? `${format.count(shown)}${isAll ? '' : '+'}` : format.count(total);
  return (
    <p className="list-count" role="status">
      <b>{count}</b> {words.tasksWord}
    </p>
  );
}
