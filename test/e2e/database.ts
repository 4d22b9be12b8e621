/** The database as a stranger sees it, beside or after the product. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/**
 * What the next start will find when everybody dies now: a copy is opened as that start opens the file. It may be more than
 * a reader sees: a commit whose pages stand in the WAL counts then, though its writer did not live to say so. No lock of a
 * stopped process is waited for.
 */
export function countAfterDeath(file: string, sql: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'after-death-'));
  const copy = join(folder, 'copy.db');
  try {
    for (const part of ['', '-wal']) if (existsSync(file + part)) copyFileSync(file + part, copy + part);
    return count(copy, sql);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The one number of a query. */
export function count(file: string, sql: string): number {
  return Number(Object.values(query(file, sql)[0] ?? {})[0] ?? 0);
}
