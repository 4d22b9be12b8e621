/** The database as a stranger sees it, beside or after the product. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

type Cell = string | number | null;
export type Line = Readonly<Record<string, Cell>>;

/** Rows of a query; a database that is not there yet, or not made yet, has none. */
export function query(file: string, sql: string): readonly Line[] {
  if (!existsSync(file)) return [];
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    return database.prepare(sql).all() as readonly Line[];
  } catch (error) {
    if (error instanceof Error && /no such table/.test(error.message)) return [];
    throw error;
  } finally {
    database.close();
  }
}

/** The one number of a query. */
export function count(file: string, sql: string): number {
  return Number(Object.values(query(file, sql)[0] ?? {})[0] ?? 0);
}
