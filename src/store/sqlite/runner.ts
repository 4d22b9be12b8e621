import type { Connection } from './connection.ts';
import { sqliteDialect } from './dialect.ts';
import { runnerWith } from './run-operations.ts';
import type { Runner } from './run-operations.ts';

/** For every operation, those that Kysely writes included. */
export function runnerOver(connection: Connection): Runner {
  return runnerWith(sqliteDialect, connection);
}
