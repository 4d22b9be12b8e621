import type { TaskSort } from '../../../src/monitoring/selector.ts';
import type { Query } from '../../routing/address.ts';

const SORTS = {
  order: 1,
  started: 1,
  duration: 1,
  rows: 1,
  pages: 1,
  attempts: 1,
  status: 1,
} satisfies Record<TaskSort, 1>;

export interface TaskOrder {
  readonly sort: TaskSort;
  readonly descending: boolean;
}

/** `sort=rows&order=desc` in the address; whatever else stands there is the order of the catalogue. */
export function orderOf(query: Query): TaskOrder {
  const wanted = query['sort'] ?? 'order';
  return { sort: Object.hasOwn(SORTS, wanted) ? (wanted as TaskSort) : 'order', descending: query['order'] === 'desc' };
}

/** What a click on a column's head asks for: figures begin with the largest. */
export function nextOrder(order: TaskOrder, sort: TaskSort): Record<'sort' | 'order', string | undefined> {
  const beginsDescending = sort !== 'order' && sort !== 'status';
  const descending = order.sort === sort ? !order.descending : beginsDescending;
  return { sort: sort === 'order' ? undefined : sort, order: descending ? 'desc' : undefined };
}
