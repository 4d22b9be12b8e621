/** A task query as SQL: conditions, and the arguments that belong to them. */
import type { TaskQuery } from '../../monitor-contract.ts';
import type { Bindable } from '../../statement.ts';

export interface TaskFilterSql {
  /** Without `WHERE`; names the batch first, so that its index is used. */
  readonly where: string;
  readonly args: Readonly<Record<string, Bindable>>;
}

const LISTS = [
  ['sites', 'website'],
  ['cities', 'city'],
  ['operations', 'operation'],
  ['products', 'product'],
  ['phases', 'phase'],
  ['statuses', 'status'],
  ['verdicts', 'verdict'],
  ['errors', 'error_code'],
] as const;

export function taskFilter(query: TaskQuery): TaskFilterSql {
  const args: Record<string, Bindable> = {};
  const among = (name: string, values: readonly string[]): string =>
    values
      .map((value, i) => {
        args[`${name}${i}`] = value;
        return `:${name}${i}`;
      })
      .join(', ');
  const conditions = [`execution_batch IN (${among('batch', query.batches)})`];
  for (const [name, column] of LISTS) {
    const values = query[name] ?? [];
    if (values.length === 0) continue;
    // ASCII codes: lower() is the same in every database.
    const wanted = values.map((value) => value.toLowerCase());
    conditions.push(`lower(${column}) IN (${among(name, wanted)})`);
  }
  if (query.text !== undefined && query.text !== '') {
    args['text'] = `%${query.text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    conditions.push(String.raw`(lower(url) LIKE :text ESCAPE '\' OR lower(error_message) LIKE :text ESCAPE '\')`);
  }
  return { where: conditions.join(' AND '), args };
}
