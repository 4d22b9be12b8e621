/** What a migration may do to the database it changes; given by the connection that runs it. */
export interface MigrationDatabase {
  exec(sql: string): void;
  all(sql: string, ...values: readonly (string | number | null)[]): readonly Readonly<Record<string, unknown>>[];
  run(sql: string, ...values: readonly (string | number | null)[]): number;
}

/** One numbered step of the schema; it runs in a transaction of its own, once, and is never changed afterwards. */
export interface Migration {
  readonly version: number;
  readonly description: string;
  /** `at` = now, epoch ms, for what it must date. */
  readonly apply: (database: MigrationDatabase, at: number) => void;
}

/** Names of a table's columns; empty when there is no such table. */
export function columnsOf(database: MigrationDatabase, table: string): ReadonlySet<string> {
  return new Set(database.all('SELECT name FROM pragma_table_info(?)', table).map((row) => String(row['name'])));
}
