import type { SchemaInfo } from '../contract.ts';
import { schemaInfo } from './identity.ts';
import { openDatabase } from './open-database.ts';
import { DEFAULT_PRAGMAS } from './pragmas.ts';

/**
 * `db migrate`: creates, takes over or brings up to date, and closes.
 * @throws {Fault} as `openSqliteStore`.
 */
export function migrateSqlite(file: string): SchemaInfo {
  const connection = openDatabase(file, DEFAULT_PRAGMAS);
  try {
    return schemaInfo(connection);
  } finally {
    connection.close();
  }
}
